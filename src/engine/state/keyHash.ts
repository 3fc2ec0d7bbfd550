const scratch = new Float64Array(1);
const halves = new Int32Array(scratch.buffer);

/** A 32-bit hash of a key; equal keys have equal hashes in every thread and every run. */
export function hashKey(key: number | string): number {
  if (typeof key === 'string') return hashText(key);
  if ((key | 0) === key) return mix(key | 0);
  scratch[0] = key;
  return mix(halves[0]! ^ Math.imul(halves[1]!, 0x9e3779b1));
}

/** A hash of a key and a second one, as an entry of a key's list or map has. */
export function hashKeys(key: number | string, second: number | string): number {
  return mix(hashKey(key) ^ Math.imul(hashKey(second), 0x9e3779b1));
}

/** FNV-1a over UTF-16 units, mixed. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return mix(hash);
}

/** The finalizer of MurmurHash3: every input bit changes about half of the output bits. */
export function mix(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Key groups are the units in which keyed state is shared out; Flink's default maximum is 128 too. */
export const keyGroupCount = 128;

/** The subtask that owns a key. Each subtask owns a contiguous range of key groups, as in Flink. */
export function subtaskOfKey(key: number | string, parallelism: number): number {
  // The table uses the hash itself: the group must come from other bits, or each table would fill in clusters.
  const group = mix(hashKey(key) ^ 0x27d4eb2f) & (keyGroupCount - 1);
  return subtaskOfGroup(group, parallelism);
}

/** Of `before` subtasks those that owned keys which one of `parallelism` subtasks owns now, in ascending order. */
export function formerOwners(before: number, subtask: number, parallelism: number): readonly number[] {
  const first = subtaskOfGroup(firstGroupOf(subtask, parallelism), before);
  const last = subtaskOfGroup(firstGroupOf(subtask + 1, parallelism) - 1, before);
  return Array.from({ length: last - first + 1 }, (_, nth) => first + nth);
}

function firstGroupOf(subtask: number, parallelism: number): number {
  return Math.ceil((subtask * keyGroupCount) / parallelism);
}

function subtaskOfGroup(group: number, parallelism: number): number {
  return Math.floor((group * parallelism) / keyGroupCount);
}
