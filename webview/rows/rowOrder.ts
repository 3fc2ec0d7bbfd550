import * as l10n from '@vscode/l10n';
import { phases } from '../../src/trace/model.js';
import type { Ms } from '../../src/trace/units.js';
import { durationWords } from '../tables/spanWords.js';
import type { TraceIndex } from './traceIndex.js';
import type { RankedRow, Report } from './rankedRows.js';
import type { RowOrder } from './rowSettings.js';
import { fromSourceToSink } from './topology.js';

type Compare = (a: RankedRow, b: RankedRow) => number;

/** What an order is called in a sentence. */
export function orderName(order: RowOrder): string {
  switch (order) {
    case 'blocked':
      return l10n.t('blocked time');
    case 'name':
      return l10n.t('name');
    case 'topology':
      return l10n.t('source to sink');
    case 'lockHold':
      return l10n.t('longest lock hold');
    case 'upload':
      return l10n.t('longest upload');
    case 'lastBarrier':
      return l10n.t('latest barrier');
    case 'endToEnd':
      return l10n.t('end to end');
  }
}

const sync = phases.indexOf('sync');
const async = phases.indexOf('async');

/** The number that an order sorts by, the largest first; orders without one show the blocked time. */
const numbers: Readonly<Partial<Record<RowOrder, (row: RankedRow) => Ms>>> = {
  lockHold: ({ longest }) => longest[sync]!,
  upload: ({ longest }) => longest[async]!,
  lastBarrier: (row) => row.lastBarrier,
  endToEnd: (row) => row.endToEnd,
};

/** Numbers in names count as numbers: `map 2` stands before `map 10`. */
export const byName = new Intl.Collator('en', { numeric: true }).compare;

/** How an order compares two rows: the one that belongs further up is less. */
export function comparison({ trace }: TraceIndex, order: RowOrder): Compare {
  if (order === 'name') {
    const nameOf = ({ row }: RankedRow): string => trace.operators[row.operator]!.name;
    return (a, b) =>
      byName(nameOf(a), nameOf(b)) || a.row.operator - b.row.operator || a.row.subtask - b.row.subtask;
  }
  if (order === 'topology') {
    const places = fromSourceToSink(trace.operators);
    return (a, b) => places[a.row.operator]! - places[b.row.operator]! || worstFirst(a, b);
  }
  const number = numbers[order];
  if (!number) return worstFirst;
  return (a, b) => missingFirst(a, b) || largestFirst(number(a), number(b)) || worstFirst(a, b);
}

/** Those whose report is missing first: a checkpoint failed by them or waits for them. */
function missingFirst(a: RankedRow, b: RankedRow): number {
  return Number(isMissing(b.report)) - Number(isMissing(a.report));
}

function worstFirst(a: RankedRow, b: RankedRow): number {
  return missingFirst(a, b) || b.atMost - a.atMost || b.blocked - a.blocked;
}

function largestFirst(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return b - a;
}

function isMissing(report: Report | undefined): boolean {
  return report === 'pending' || report === 'declined' || report === 'waiting';
}

/** What stands over the column of numbers, for one checkpoint or for all. */
export function columnName(order: RowOrder, isOne: boolean): string {
  switch (order) {
    case 'lockHold':
      return isOne ? l10n.t('lock hold') : l10n.t('longest lock hold');
    case 'upload':
      return isOne ? l10n.t('upload') : l10n.t('longest upload');
    case 'lastBarrier':
      return isOne ? l10n.t('last barrier') : l10n.t('latest barrier');
    case 'endToEnd':
      return isOne ? l10n.t('end to end') : l10n.t('longest end to end');
    case 'blocked':
    case 'name':
    case 'topology':
      return isOne ? l10n.t('blocked') : l10n.t('blocked, sum');
  }
}

/** What stands in the column for a row: `24 ms`, `≤ 1.40 s`, `no report`. */
export function rowWords(index: TraceIndex, ranked: RankedRow, order: RowOrder): string {
  return numberWords(index, ranked, numbers[order]?.(ranked));
}

/** Of a group its worst subtask's number, but for what only some did not report. */
export function groupWords(index: TraceIndex, rows: readonly RankedRow[], order: RowOrder): string {
  const most = (of: (row: RankedRow) => Ms): Ms =>
    rows.reduce((known, row) => (known >= of(row) ? known : of(row)), NaN);
  const report = rows.every((one) => one.report === rows[0]!.report) ? rows[0]!.report : undefined;
  const number = numbers[order];
  const sums = { blocked: most((row) => row.blocked), atMost: most((row) => row.atMost), report };
  return numberWords(index, sums, number && most(number));
}

type Blocked = Pick<RankedRow, 'blocked' | 'atMost' | 'report'>;

/** @param number of the order, NaN where the row has none; undefined for the blocked time */
function numberWords(index: TraceIndex, blocked: Blocked, number: Ms | undefined): string {
  if (number === undefined) return blockedWords(index, blocked);
  if (!Number.isNaN(number)) return durationWords(index, number);
  return isMissing(blocked.report) ? blockedWords(index, { ...blocked, blocked: 0, atMost: 0 }) : '–';
}

function blockedWords(index: TraceIndex, { blocked, atMost, report }: Blocked): string {
  if (report === 'pending') return blocked > 0 ? durationWords(index, blocked) : l10n.t('no report');
  if (report === 'declined') return l10n.t('declined');
  if (report === 'waiting' && blocked === 0) return l10n.t('waiting');
  if (report === 'finished' || (report === 'none' && index.trace.source.resolution !== undefined)) return '–';
  const known = durationWords(index, blocked);
  const most = durationWords(index, atMost);
  return most === known ? known : `≤ ${most}`;
}
