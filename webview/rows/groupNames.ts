import type { RowGroup } from '../rows.js';
import type { TraceIndex } from '../traceIndex.js';
import type { Grouping } from './rowSettings.js';

/** What stands over the column of names. */
export const groupingHeads: Readonly<Record<Grouping, string>> = {
  operator: 'operator',
  taskManager: 'TaskManager',
  none: 'subtask',
};

/** What the head of a group says: an operator's name, or where its subtasks ran. */
export function groupTitle({ trace }: TraceIndex, { operator, location }: RowGroup): string {
  if (operator !== undefined) return trace.operators[operator]!.name;
  return location === '' ? 'TaskManager not known' : (location ?? '');
}

/** How many subtasks a group has: all of an operator's, those that are shown of a TaskManager's. */
export function groupSize({ trace }: TraceIndex, { operator, rows }: RowGroup): number {
  return operator === undefined ? rows.length : trace.operators[operator]!.parallelism;
}
