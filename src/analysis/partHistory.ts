import { phases, type Phase, type Spans, type Trace } from '../trace/model.js';
import { operatorRange, rowRange } from '../trace/rowRange.js';
import type { CheckpointIndex, Ms, OperatorIndex, SubtaskIndex } from '../trace/units.js';
import { isDerived } from './shares.js';

/** Whose parts are laid beside each other: a subtask's, or with no subtask the slowest one's of each checkpoint. */
export interface Subject {
  readonly operator: OperatorIndex;
  readonly subtask?: SubtaskIndex | undefined;
}

/** One subtask's part in one checkpoint, as numbers to compare. */
export interface Part {
  readonly checkpoint: CheckpointIndex;
  readonly operator: OperatorIndex;
  readonly subtask: SubtaskIndex;
  /** From the trigger to the last that is known of it; absent where nothing is. */
  readonly took?: Ms;
  /** Lock hold and flush together. */
  readonly blocked: Ms;
  /** For each phase that it has: when it began, counted from the trigger, and how long it lasted. */
  readonly phases: Readonly<Partial<Record<Phase, PhasePart>>>;
}

export interface PhasePart {
  readonly start: Ms;
  readonly ms: Ms;
  /** It is only what is left over before a late acknowledgement: at most so long. */
  readonly isBound: boolean;
}

/**
 * The parts of a subject in the last `most` checkpoints, oldest first, an entry for each checkpoint. The slowest subtask is the
 * one of which the last is known latest; of equals the first.
 */
export function partHistory(trace: Trace, { operator, subtask }: Subject, most: number): readonly Part[] {
  const first = Math.max(0, trace.checkpoints.length - most);
  const chosen = trace.checkpoints
    .slice(first)
    .map((): Gathered => ({ subtask: subtask ?? 0, latest: -Infinity, spans: [] }));
  const { spans } = trace;
  const { from, to } =
    subtask === undefined ? operatorRange(spans, operator) : rowRange(spans, { operator, subtask });
  for (let start = from; start < to;) {
    const end = rowEnd(spans, start, to);
    for (const [n, part] of gather(spans, start, end, first)) {
      if (part.latest > chosen[n]!.latest) chosen[n] = part;
    }
    start = end;
  }
  return chosen.map((part, n) => partOf(trace, first + n, operator, part));
}

interface Gathered {
  readonly subtask: SubtaskIndex;
  latest: Ms;
  readonly spans: number[];
}

function rowEnd({ subtask }: Spans, start: number, to: number): number {
  let end = start + 1;
  while (end < to && subtask[end] === subtask[start]) end += 1;
  return end;
}

/** What one row has, by checkpoint, counted from the checkpoint `first`. */
function gather(spans: Spans, start: number, end: number, first: CheckpointIndex): Map<number, Gathered> {
  const parts = new Map<number, Gathered>();
  for (let i = start; i < end; i += 1) {
    const n = spans.checkpoint[i]! - first;
    if (n < 0) continue;
    const part = parts.get(n) ?? { subtask: spans.subtask[i]!, latest: -Infinity, spans: [] };
    parts.set(n, part);
    part.spans.push(i);
    // A span that is not over ends never, and so later than all others.
    part.latest = Math.max(part.latest, spans.end[i]!);
  }
  return parts;
}

function partOf(
  trace: Trace,
  checkpoint: CheckpointIndex,
  operator: OperatorIndex,
  { subtask, latest, spans: list }: Gathered,
): Part {
  const { spans, checkpoints } = trace;
  const { trigger } = checkpoints[checkpoint]!;
  const found: Partial<Record<Phase, PhasePart>> = {};
  for (const i of list) {
    const phase = phases[spans.phase[i]!]!;
    const ms = spans.end[i]! - spans.start[i]!;
    if (!Number.isFinite(ms)) continue;
    found[phase] ??= {
      start: spans.start[i]! - trigger,
      ms,
      isBound: phase === 'ack' && isDerived(trace, i),
    };
  }
  const blocked = (found.sync?.ms ?? 0) + (found.preBarrier?.ms ?? 0);
  const took = Number.isFinite(latest) ? { took: latest - trigger } : {};
  return { checkpoint, operator, subtask, ...took, blocked, phases: found };
}
