import * as l10n from '@vscode/l10n';
import type { RowGroup } from './rows.js';
import type { TraceIndex } from './traceIndex.js';
import type { Grouping } from './rowSettings.js';
import { groupingName } from './rowTitles.js';

/** What stands over the column of names. */
export function groupingHead(grouping: Grouping): string {
  return grouping === 'none' ? l10n.t('subtask') : groupingName(grouping);
}

/** What the head of a group says: an operator's name, or where its subtasks ran. */
export function groupTitle({ trace }: TraceIndex, { operator, location }: RowGroup): string {
  if (operator !== undefined) return trace.operators[operator]!.name;
  return location === '' ? l10n.t('TaskManager not known') : (location ?? '');
}

/** How many subtasks a group has: all of an operator's, those that are shown of a TaskManager's. */
export function groupSize({ trace }: TraceIndex, { operator, rows }: RowGroup): number {
  return operator === undefined ? rows.length : trace.operators[operator]!.parallelism;
}
