import { phases, type Phase } from '../src/trace/model.js';
import type { CheckpointIndex, Ms } from '../src/trace/units.js';
import { oncePerTrace } from './oncePerTrace.js';
import type { Row, TraceIndex } from './rows/traceIndex.js';

/** A part of a checkpoint that was not over, or not heard of, when the trace was written. */
export interface OpenPart {
  readonly checkpoint: CheckpointIndex;
  readonly start: Ms;
  readonly end: Ms;
  /** What it most likely is, judged by the phase last seen. */
  readonly likely: Phase;
  /** Of a checkpoint that has ended without it: why. */
  readonly outcome?: 'pending' | 'declined';
}

const ack = phases.indexOf('ack');
const sync = phases.indexOf('sync');

/**
 * For each checkpoint what of it a row has not acknowledged: open to "now" where it is in progress, and to its end where that
 * came without a report.
 */
export function openParts(index: TraceIndex, row: Row): OpenPart[] {
  const parts: OpenPart[] = [];
  const { checkpoints } = index.trace;
  const asked = row.checkpoint === undefined ? notOver(index, undefined) : [row.checkpoint];
  for (const checkpoint of asked) {
    const { status, trigger, end } = checkpoints[checkpoint]!;
    const outcome = index.standing.outcome(checkpoint, row.operator, row.subtask);
    const isMissing = outcome === 'pending' || outcome === 'declined';
    const until = status === 'inProgress' ? index.now : isMissing ? end : undefined;
    if (until === undefined || outcome === 'finished') continue;
    const seen = lastSeen(index, row, checkpoint);
    if (seen?.phase === ack || (seen && seen.end >= until)) continue;
    const likely: Phase = seen === undefined ? 'startDelay' : seen.phase >= sync ? 'async' : 'alignment';
    const why = isMissing && status !== 'inProgress' ? { outcome } : {};
    parts.push({ checkpoint, start: seen?.end ?? trigger, end: until, likely, ...why });
  }
  return parts;
}

/** Checkpoints of which some part may be open. They are few, and each row asks for them in each picture. */
const notOver = oncePerTrace(({ trace: { checkpoints, outcomes } }): readonly CheckpointIndex[] => {
  const missing = new Set(outcomes.map(({ checkpoint }) => checkpoint));
  return [...checkpoints.keys()].filter((n) => checkpoints[n]!.status === 'inProgress' || missing.has(n));
});

function lastSeen(
  index: TraceIndex,
  row: Row,
  checkpoint: CheckpointIndex,
): { phase: number; end: Ms } | undefined {
  const { spans } = index.trace;
  let seen: { phase: number; end: Ms } | undefined;
  for (let i = row.first; i < row.last; i += 1) {
    if (spans.checkpoint[i] !== checkpoint) continue;
    if (seen === undefined || spans.phase[i]! > seen.phase) {
      seen = { phase: spans.phase[i]!, end: index.end[i]! };
    }
  }
  return seen;
}
