import type { OperatorState } from './operator.js';

/** Records of a source that one subtask makes: `next`, `next` + `stride` and so on, by index over all subtasks. */
export interface SourceSplit {
  next: number;
  readonly stride: number;
}

/** With so many splits a subtask they are dealt out as they are, even where that is not even. */
const splitsMax = 16;

/** The splits in the state of one of `before` subtasks, `subtask` of them. */
export function splitsIn(
  state: OperatorState | undefined,
  subtask: number,
  { length: before }: readonly unknown[],
): readonly SourceSplit[] {
  const splits = state?.['splits'] as readonly (readonly [next: number, stride: number])[] | undefined;
  if (splits) return splits.map(([next, stride]) => ({ next, stride }));
  // A checkpoint of version 0.1.0 has how many records were made of the subtask's only split.
  return [{ next: subtask + Number(state?.['made'] ?? 0) * before, stride: before }];
}

/**
 * The splits of a subtask, of those that each subtask had before. Where the number of subtasks has changed, all that is left to
 * make is shared out anew: by dealing out the splits, or, where that would not be even, by cutting each into as many as there
 * are subtasks.
 *
 * @param count of the source's records
 */
export function sharedOut(
  before: readonly (readonly SourceSplit[])[],
  count: number,
  subtask: number,
  parallelism: number,
): SourceSplit[] {
  if (before.length === parallelism) return [...before[subtask]!];
  const left = before.flat().filter(({ next }) => next < count);
  if (left.length % parallelism === 0 || left.length >= splitsMax * parallelism) {
    return left.filter((_, position) => position % parallelism === subtask);
  }
  return left.map(({ next, stride }) => ({ next: next + subtask * stride, stride: stride * parallelism }));
}

/** The split whose next record comes first; undefined where there are none. */
export function earliest(splits: readonly SourceSplit[]): SourceSplit | undefined {
  let first = splits[0];
  for (let i = 1; i < splits.length; i++) if (splits[i]!.next < first!.next) first = splits[i];
  return first;
}
