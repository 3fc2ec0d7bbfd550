import { phases, type Trace } from '../../trace/model.js';
import { rowRange, type Row } from '../../trace/rowRange.js';
import type { CheckpointIndex, Ms } from '../../trace/units.js';

const sync = phases.indexOf('sync');

/**
 * The id of the checkpoint in whose lock hold a subtask spent more than half of the time from the trigger of another
 * checkpoint until `until`: it could not take up that one's barrier meanwhile.
 */
export function earlierHold(
  { spans, checkpoints }: Trace,
  { checkpoint, ...row }: Row & { readonly checkpoint: CheckpointIndex },
  until: Ms,
): number | undefined {
  const { trigger } = checkpoints[checkpoint]!;
  const { from, to } = rowRange(spans, row);
  for (let i = from; i < to; i++) {
    if (spans.phase[i] !== sync || spans.checkpoint[i] === checkpoint) continue;
    const held = Math.min(spans.end[i]!, until) - Math.max(spans.start[i]!, trigger);
    if (held * 2 > until - trigger) return checkpoints[spans.checkpoint[i]!]!.id;
  }
  return undefined;
}
