import type { CheckpointIndex, Ms, OperatorIndex, SubtaskIndex } from '../src/trace/units.js';
import { matches, parseFilter } from './filter.js';
import { blockedOf, type Row, type TraceIndex } from './traceIndex.js';

/** A subtask's row with the number that it is sorted by. */
export interface RankedRow {
  readonly row: Row;
  readonly blocked: Ms;
}

/** An operator and its subtasks, the worst first. */
export interface RowGroup {
  readonly operator: OperatorIndex;
  readonly blocked: Ms;
  readonly rows: readonly RankedRow[];
}

/**
 * Groups the rows by operator. Groups are ordered by their worst subtask, and subtasks by how long they were blocked,
 * so that the first row is the worst of the job. Equal ones keep the job's order.
 *
 * @param checkpoint count only this checkpoint; without it the whole trace
 * @param filter as typed into the filter box
 */
export function groupRows(index: TraceIndex, checkpoint?: CheckpointIndex, filter = ''): RowGroup[] {
  const wanted = parseFilter(filter);
  const groups = new Map<OperatorIndex, RankedRow[]>();
  for (const row of index.rows) {
    if (!matches(wanted, index, row, checkpoint)) continue;
    const ranked = { row, blocked: blockedOf(index, row, checkpoint) };
    const group = groups.get(row.operator);
    if (group) group.push(ranked);
    else groups.set(row.operator, [ranked]);
  }
  return [...groups]
    .map(([operator, rows]) => {
      rows.sort((a, b) => b.blocked - a.blocked);
      return { operator, rows, blocked: rows[0]?.blocked ?? 0 };
    })
    .sort((a, b) => b.blocked - a.blocked);
}

export function findRow(
  groups: readonly RowGroup[],
  operator: OperatorIndex,
  subtask: SubtaskIndex,
): RankedRow | undefined {
  return groups.find((group) => group.operator === operator)?.rows.find(({ row }) => row.subtask === subtask);
}
