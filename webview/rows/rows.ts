import type { OperatorIndex, SubtaskIndex } from '../../src/trace/units.js';
import { withoutNotes, type NotesView } from '../notes/notesView.js';
import { matches } from './filterRows.js';
import { parseFilter } from './filterText.js';
import type { RankedRow } from './rankedRows.js';
import { byName, comparison } from './rowOrder.js';
import { operatorKey, taskManagerKey, type RowKey } from './rowKeys.js';
import type { Grouping, RowSettings } from './rowSettings.js';
import type { TraceIndex } from './traceIndex.js';

/** Rows that are shown together, in their order. */
export interface RowGroup {
  /** `pinned` rows and the flat list of `all` have no head. */
  readonly kind: 'pinned' | 'operator' | 'taskManager' | 'all';
  readonly key: RowKey;
  /** Of an operator's group. */
  readonly operator?: OperatorIndex;
  /** Of a TaskManager's group, as `host:port`; empty where it is not known. */
  readonly location?: string;
  /** A person pinned the whole group. */
  readonly pinned: boolean;
  readonly rows: readonly RankedRow[];
}

export function hasHead({ kind }: RowGroup): boolean {
  return kind === 'operator' || kind === 'taskManager';
}

export interface ArrangedRows {
  readonly groups: readonly RowGroup[];
  /** Rows that the filter keeps, and that are not hidden. */
  readonly matching: number;
  /** Rows that a person hid. */
  readonly hidden: number;
  /** What in the filter was not understood, in sentences. */
  readonly problems: readonly string[];
}

export type Arrangement = Pick<RowSettings, 'order' | 'grouping' | 'filter' | 'pinned' | 'hiddenRows'>;

/**
 * Filters, groups and sorts rows. Groups are ordered by their first row, so that by default the first row is the worst of
 * the job. Equal ones keep the job's order. Pinned rows come first, whatever the filter says, and leave their group.
 */
export function arrangeRows(
  index: TraceIndex,
  ranked: readonly RankedRow[],
  settings: Arrangement,
  notes: NotesView['byRow'] = withoutNotes.byRow,
): ArrangedRows {
  const filter = parseFilter(settings.filter);
  const pinned = new Set(settings.pinned);
  const shown = withoutHidden(index, ranked, settings.hiddenRows);
  const kept = shown.filter((row) => matches(filter, index, row, notes));
  const free = pinned.size > 0 ? kept.filter(({ key }) => !pinned.has(key)) : kept;
  const grouping = possibleGrouping(index, settings.grouping);
  const groups = sortedGroups(index, groupsOf(index, free, grouping, pinned), settings);
  return {
    groups: [...pinnedRows(shown, settings.pinned), ...groups],
    matching: kept.length,
    hidden: ranked.length - shown.length,
    problems: filter.problems,
  };
}

/** Whether a trace says where any subtask ran. */
export function knowsTaskManagers({ trace }: TraceIndex): boolean {
  return trace.operators.some(({ locations }) => locations?.some((location) => location !== ''));
}

/** Rows of a trace that does not say where they ran are grouped by operator. */
export function possibleGrouping(index: TraceIndex, grouping: Grouping): Grouping {
  return grouping === 'taskManager' && !knowsTaskManagers(index) ? 'operator' : grouping;
}

function withoutHidden(
  { trace }: TraceIndex,
  ranked: readonly RankedRow[],
  hiddenRows: readonly RowKey[],
): readonly RankedRow[] {
  if (hiddenRows.length === 0) return ranked;
  const hidden = new Set(hiddenRows);
  return ranked.filter(({ key, row: { operator, subtask } }) => {
    const { id, locations } = trace.operators[operator]!;
    const place = taskManagerKey(locations?.[subtask] ?? '');
    return !hidden.has(key) && !hidden.has(operatorKey({ id })) && !hidden.has(place);
  });
}

/** In the order in which they were pinned, so that those to be compared stand together. */
function pinnedRows(shown: readonly RankedRow[], pinned: readonly RowKey[]): RowGroup[] {
  if (pinned.length === 0) return [];
  const byKey = new Map(shown.map((row) => [row.key, row]));
  const rows = pinned.map((key) => byKey.get(key)).filter((row) => row !== undefined);
  return rows.length > 0 ? [{ kind: 'pinned', key: 'pinned', pinned: true, rows }] : [];
}

type MadeGroup = RowGroup & { readonly rows: RankedRow[] };

function groupsOf(
  { trace }: TraceIndex,
  rows: readonly RankedRow[],
  grouping: Grouping,
  pinned: ReadonlySet<RowKey>,
): MadeGroup[] {
  const groups = new Map<RowKey, MadeGroup>();
  for (const ranked of rows) {
    const { operator, subtask } = ranked.row;
    const location = trace.operators[operator]!.locations?.[subtask] ?? '';
    const made = {
      operator: () => ({ kind: 'operator', operator, key: operatorKey(trace.operators[operator]!) }) as const,
      taskManager: () => ({ kind: 'taskManager', location, key: taskManagerKey(location) }) as const,
      none: () => ({ kind: 'all', key: 'all' }) as const,
    }[grouping]();
    const known = groups.get(made.key);
    if (known) known.rows.push(ranked);
    else groups.set(made.key, { ...made, pinned: pinned.has(made.key), rows: [ranked] });
  }
  return [...groups.values()];
}

function sortedGroups(
  index: TraceIndex,
  groups: readonly MadeGroup[],
  { order, pinned }: Arrangement,
): RowGroup[] {
  const compare = comparison(index, order);
  for (const { rows } of groups) rows.sort(compare);
  const byPlace = order === 'name' || order === 'topology';
  return [...groups].sort((a, b) => {
    if (a.pinned || b.pinned) return placeOf(pinned, a) - placeOf(pinned, b);
    if (byPlace && a.location !== undefined) return byName(a.location, b.location!);
    return compare(a.rows[0]!, b.rows[0]!);
  });
}

function placeOf(pinned: readonly RowKey[], { key }: RowGroup): number {
  const place = pinned.indexOf(key);
  return place < 0 ? pinned.length : place;
}

export function findRow(
  groups: readonly RowGroup[],
  operator: OperatorIndex,
  subtask: SubtaskIndex,
): RankedRow | undefined {
  return groupOfRow(groups, operator, subtask)?.rows.find((ranked) => isRow(ranked, operator, subtask));
}

export function groupOfRow(
  groups: readonly RowGroup[],
  operator: OperatorIndex,
  subtask: SubtaskIndex,
): RowGroup | undefined {
  return groups.find(({ rows }) => rows.some((ranked) => isRow(ranked, operator, subtask)));
}

/** Of an operator the row that is shown first. */
export function firstRowOf(groups: readonly RowGroup[], operator: OperatorIndex): RankedRow | undefined {
  for (const { rows } of groups) {
    const first = rows.find(({ row }) => row.operator === operator);
    if (first) return first;
  }
  return undefined;
}

function isRow({ row }: RankedRow, operator: OperatorIndex, subtask: SubtaskIndex): boolean {
  return row.operator === operator && row.subtask === subtask;
}
