import type { Trace } from '../trace/model.js';

const known = new WeakMap<Trace, readonly Int32Array[]>();

/** For each checkpoint the positions of its spans in the columns, ascending. Asked again for the same trace, it gives the same. */
export function spansByCheckpoint(trace: Trace): readonly Int32Array[] {
  const positions = known.get(trace) ?? sorted(trace);
  known.set(trace, positions);
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
