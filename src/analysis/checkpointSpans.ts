import type { Trace } from '../trace/model.js';
import type { CheckpointIndex } from '../trace/units.js';

/** So many checkpoints are looked for one by one before all are sorted, which takes as long as eight, and more memory. */
const mostLookedFor = 3;

interface Known {
  readonly lookedFor: Map<CheckpointIndex, Int32Array>;
  all?: readonly Int32Array[];
}

const known = new WeakMap<Trace, Known>();

/** The positions of a checkpoint's spans in the columns, ascending. Asked again for the same trace, it gives the same. */
export function spansOfCheckpoint(trace: Trace, checkpoint: CheckpointIndex): Int32Array {
  const of: Known = known.get(trace) ?? { lookedFor: new Map() };
  known.set(trace, of);
  const found = of.all?.[checkpoint] ?? of.lookedFor.get(checkpoint);
  if (found) return found;
  if (of.lookedFor.size < mostLookedFor) {
    const positions = lookFor(trace, checkpoint);
    of.lookedFor.set(checkpoint, positions);
    return positions;
  }
  of.all ??= sorted(trace);
  return of.all[checkpoint] ?? new Int32Array();
}

function lookFor({ spans: { length, checkpoint } }: Trace, wanted: CheckpointIndex): Int32Array {
  let count = 0;
  for (let i = 0; i < length; i++) if (checkpoint[i] === wanted) count += 1;
  const positions = new Int32Array(count);
  for (let i = 0, n = 0; n < count; i++) if (checkpoint[i] === wanted) positions[n++] = i;
  return positions;
}

function sorted({ spans: { length, checkpoint }, checkpoints: { length: count } }: Trace): Int32Array[] {
  const firsts = new Int32Array(count + 1);
  for (let i = 0; i < length; i++) firsts[checkpoint[i]! + 1]! += 1;
  for (let c = 0; c < count; c++) firsts[c + 1]! += firsts[c]!;
  const next = firsts.slice();
  const positions = new Int32Array(length);
  for (let i = 0; i < length; i++) positions[next[checkpoint[i]!]!++] = i;
  return Array.from({ length: count }, (_, c) => positions.subarray(firsts[c], firsts[c + 1]));
}
