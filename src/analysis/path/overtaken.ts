import * as l10n from '@vscode/l10n';
import { phases, type Trace } from '../../trace/model.js';
import type { CheckpointIndex } from '../../trace/units.js';
import { isUnaligned } from '../jobSource.js';
import { plain, type Sentence } from '../phrases.js';
import { formatBytes } from '../quantities.js';

/** Bytes of the records that a checkpoint's barriers overtook on their way to the subtasks. */
export function overtakenBytes({ spans }: Trace, checkpoint: CheckpointIndex): number {
  const alignment = phases.indexOf('alignment');
  let sum = 0;
  for (let i = 0; i < spans.length; i++) {
    if (spans.phase[i] === alignment && spans.checkpoint[i] === checkpoint) sum += spans.bytes[i]!;
  }
  return sum;
}

/** What an unaligned checkpoint has beside the state; nothing of an aligned one. */
export function overtakenSentence(trace: Trace, checkpoint: CheckpointIndex): Sentence | undefined {
  if (!isUnaligned(trace.checkpoints[checkpoint]!)) return undefined;
  const bytes = overtakenBytes(trace, checkpoint);
  if (bytes === 0) return undefined;
  return plain(l10n.t('Barriers overtook {0} of records, which are in the checkpoint.', formatBytes(bytes)));
}
