import { pathOf } from './pathOf.js';
import { keyOfRow, type RowKey } from '../rows/rowKeys.js';
import type { TraceIndex } from '../rows/traceIndex.js';
import type { ViewState } from '../viewState.js';

/** The rows that the critical path goes over, in order of time; none while it is not drawn. They stand above all others. */
export function rowsOnPath(index: TraceIndex, { path, checkpoint }: ViewState): readonly RowKey[] {
  if (!path || checkpoint === undefined) return [];
  const rows = pathOf(index, checkpoint).parts.flatMap(({ row }) => row ?? []);
  return [...new Set(rows.map((row) => keyOfRow(index.trace.operators, row)))];
}
