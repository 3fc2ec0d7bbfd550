import * as l10n from '@vscode/l10n';
import { formatCount } from '../../src/analysis/quantities.js';
import { phases, type Trace } from '../../src/trace/model.js';
import type { Ms } from '../../src/trace/units.js';
import { effectOf, phaseName } from '../phaseWords.js';
import { plainPhase } from '../../src/analysis/plainPhase.js';
import { plainWaitName, waitName } from '../../src/analysis/waitName.js';
import type { HeadColumn, Sort } from './sortableHead.js';
import { durationWords } from './spanWords.js';
import type { StatisticsRow } from './statisticsRows.js';
import { plainTable } from './plainTable.js';

export interface StatisticsColumn {
  readonly title: () => string;
  /** In the first line of what is copied. */
  readonly plainTitle: string;
  readonly isNumber?: true;
  /** The number is that of a span, to which it leads. */
  readonly leadsToLongest?: true;
  /** As people read it. */
  readonly text: (trace: Trace, row: StatisticsRow) => string;
  /** As a spreadsheet reads it: durations in ms. */
  readonly plain: (trace: Trace, row: StatisticsRow) => string | number;
  /** What the column sorts by. */
  readonly rank: (row: StatisticsRow) => number;
}

export const statisticsColumns: readonly StatisticsColumn[] = [
  {
    title: () => l10n.t('Operator'),
    plainTitle: 'operator',
    text: operatorName,
    plain: operatorName,
    rank: ({ operator }) => -operator,
  },
  {
    title: () => l10n.t('Phase'),
    plainTitle: 'phase',
    text: rowPhase,
    plain: plainPhaseOf,
    rank: ({ phase, isLeftOver, wait }) => -phases.indexOf(phase) - (isLeftOver ? 1 : wait ? 0.5 : 0),
  },
  {
    title: () => l10n.t('Blocks?'),
    plainTitle: 'blocks',
    text: (_, row) => answerWords(blocks(row)),
    plain: (_, row) => blocks(row),
    rank: (row) => -answers.indexOf(blocks(row)),
  },
  {
    title: () => l10n.t('Count'),
    plainTitle: 'count',
    isNumber: true,
    text: (_, { spread }) => formatCount(spread.count),
    plain: (_, { spread }) => spread.count,
    rank: ({ spread }) => spread.count,
  },
  duration(
    () => l10n.t('Median'),
    'median',
    ({ spread }) => spread.median,
  ),
  duration(
    () => 'p95',
    'p95',
    ({ spread }) => spread.p95,
  ),
  duration(
    () => 'p99',
    'p99',
    ({ spread }) => spread.p99,
  ),
  {
    ...duration(
      () => l10n.t('Max'),
      'max',
      ({ spread }) => spread.max,
    ),
    leadsToLongest: true,
  },
  duration(
    () => l10n.t('Total'),
    'total',
    ({ inside }) => inside,
  ),
  {
    ...duration(
      () => l10n.t('Total blocked'),
      'total blocked',
      ({ blocked }) => blocked,
    ),
    text: (trace, row) => {
      if (blocks(row) === 'not known') return '?';
      if (row.blocked === 0) return '–';
      const most = durationWords({ trace }, row.blocked);
      return row.phase === 'alignment' && !most.startsWith('<') ? `≤ ${most}` : most;
    },
    plain: (_, row) => (blocks(row) === 'not known' ? '' : inMs(row.blocked)),
  },
];

/** The head of the table. */
export function heads(): HeadColumn[] {
  return statisticsColumns.map(({ title, isNumber }) => ({ title: title(), ...(isNumber && { isNumber }) }));
}

/** The position of the column that people came for. */
export const totalBlockedColumn = statisticsColumns.length - 1;

function duration(title: () => string, name: string, of: (row: StatisticsRow) => Ms): StatisticsColumn {
  return {
    title,
    plainTitle: `${name} (ms)`,
    isNumber: true,
    text: (trace, row) => durationWords({ trace }, of(row)),
    plain: (_, row) => inMs(of(row)),
    rank: of,
  };
}

/** To the nanosecond; finer digits come from adding and subtracting. */
function inMs(ms: Ms): number {
  return Math.round(ms * 1e6) / 1e6;
}

function operatorName({ operators }: Trace, { operator }: StatisticsRow): string {
  return operators[operator]!.name;
}

function rowPhase({ operators }: Trace, { phase, isLeftOver, wait }: StatisticsRow): string {
  if (isLeftOver) return l10n.t('not accounted for');
  if (wait === undefined) return phaseName(phase);
  return waitName(wait.kind, wait.from === undefined ? undefined : operators[wait.from]!.name);
}

function plainPhaseOf({ operators }: Trace, { phase, isLeftOver, wait }: StatisticsRow): string {
  if (isLeftOver) return 'not accounted for';
  if (wait === undefined) return plainPhase(phase);
  return plainWaitName(wait.kind, wait.from === undefined ? undefined : operators[wait.from]!.name);
}

/** Whether a phase blocks, as a spreadsheet has it. */
type Answer = 'yes' | 'partly' | 'not known' | 'no';

const answers: readonly Answer[] = ['yes', 'partly', 'not known', 'no'];

function blocks({ phase, isLeftOver, blocked }: StatisticsRow): Answer {
  if (isLeftOver) return 'not known';
  if (phase === 'alignment') return blocked > 0 ? 'partly' : 'no';
  return effectOf[phase] === 'blocks' ? 'yes' : 'no';
}

function answerWords(answer: Answer): string {
  switch (answer) {
    case 'yes':
      return l10n.t('yes');
    case 'partly':
      return l10n.t('partly');
    case 'not known':
      return l10n.t('not known');
    case 'no':
      return l10n.t('no');
  }
}

/** Sorted by one column; of equals the one that blocked longest first, and else as they came. */
export function sortedRows(
  rows: readonly StatisticsRow[],
  { column, descending }: Sort,
): readonly StatisticsRow[] {
  const { rank } = statisticsColumns[column]!;
  const sign = descending ? -1 : 1;
  return rows.toSorted((a, b) => sign * (rank(a) - rank(b)) || b.blocked - a.blocked || b.inside - a.inside);
}

/** The rows as a table that spreadsheets take, durations in ms. */
export function statisticsTsv(trace: Trace, rows: readonly StatisticsRow[]): string {
  return plainTable([
    statisticsColumns.map(({ plainTitle }) => plainTitle),
    ...rows.map((row) => statisticsColumns.map(({ plain }) => plain(trace, row))),
  ]);
}
