import type { Operator } from '../../src/trace/model.js';
import type { OperatorIndex, SubtaskIndex } from '../../src/trace/units.js';

/**
 * What a row or a group is called in what is kept: by the operator's id, so that it means the same in every trace of a job,
 * whatever its operators' positions are.
 */
export type RowKey = string;

export function subtaskKey({ id }: Pick<Operator, 'id'>, subtask: SubtaskIndex): RowKey {
  return `subtask ${subtask} ${id}`;
}

export function operatorKey({ id }: Pick<Operator, 'id'>): RowKey {
  return `operator ${id}`;
}

/** @param location as in {@link Operator.locations}; empty where it is not known */
export function taskManagerKey(location: string): RowKey {
  return `taskManager ${location}`;
}

/** The row that opens the rest of a large group, and closes it again. */
export function moreKey(group: RowKey): RowKey {
  return `more ${group}`;
}

/** The key of an operator's or a subtask's row. */
export function keyOfRow(
  operators: readonly Operator[],
  { operator, subtask }: { readonly operator: OperatorIndex; readonly subtask?: SubtaskIndex | undefined },
): RowKey {
  return subtask === undefined
    ? operatorKey(operators[operator]!)
    : subtaskKey(operators[operator]!, subtask);
}
