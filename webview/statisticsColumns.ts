import type { OperatorPhaseStatistics } from '../src/analysis/phaseStatistics.js';
import { formatCount } from '../src/analysis/quantities.js';
import { phases, type Trace } from '../src/trace/model.js';
import type { Ms } from '../src/trace/units.js';
import { phaseWords } from './phaseWords.js';
import type { Sort } from './sortableHead.js';
import { durationWords } from './spanWords.js';

/** One row of the table: a phase of an operator. */
export type PhaseRow = OperatorPhaseStatistics;

export interface StatisticsColumn {
  readonly title: string;
  /** In the first line of what is copied. */
  readonly plainTitle: string;
  readonly isNumber?: true;
  /** As people read it. */
  readonly text: (trace: Trace, row: PhaseRow) => string;
  /** As a spreadsheet reads it: durations in ms. */
  readonly plain: (trace: Trace, row: PhaseRow) => string | number;
  /** What the column sorts by. */
  readonly rank: (row: PhaseRow) => number;
}

export const statisticsColumns: readonly StatisticsColumn[] = [
  {
    title: 'Operator',
    plainTitle: 'operator',
    text: operatorName,
    plain: operatorName,
    rank: ({ operator }) => -operator,
  },
  {
    title: 'Phase',
    plainTitle: 'phase',
    text: (_, row) => phaseName(row),
    plain: (_, row) => phaseName(row),
    rank: ({ phase, isLeftOver }) => -phases.indexOf(phase) - Number(isLeftOver),
  },
  {
    title: 'Blocks?',
    plainTitle: 'blocks',
    text: (_, row) => effectOf(row),
    plain: (_, row) => effectOf(row),
    rank: (row) => -effects.indexOf(effectOf(row)),
  },
  {
    title: 'Count',
    plainTitle: 'count',
    isNumber: true,
    text: (_, { spread }) => formatCount(spread.count),
    plain: (_, { spread }) => spread.count,
    rank: ({ spread }) => spread.count,
  },
  duration('Median', 'median', ({ spread }) => spread.median),
  duration('p95', 'p95', ({ spread }) => spread.p95),
  duration('p99', 'p99', ({ spread }) => spread.p99),
  duration('Max', 'max', ({ spread }) => spread.max),
  duration('Total', 'total', ({ inside }) => inside),
  {
    ...duration('Total blocked', 'total blocked', ({ blocked }) => blocked),
    text: (trace, row) => {
      if (effectOf(row) === 'not known') return '?';
      if (row.blocked === 0) return '–';
      const most = durationWords({ trace }, row.blocked);
      return row.phase === 'alignment' && !most.startsWith('<') ? `≤ ${most}` : most;
    },
    plain: (_, row) => (effectOf(row) === 'not known' ? '' : inMs(row.blocked)),
  },
];

/** The position of the column that people came for. */
export const totalBlockedColumn = statisticsColumns.length - 1;

function duration(title: string, name: string, of: (row: PhaseRow) => Ms): StatisticsColumn {
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

function operatorName({ operators }: Trace, { operator }: PhaseRow): string {
  return operators[operator]!.name;
}

function phaseName({ phase, isLeftOver }: PhaseRow): string {
  return isLeftOver ? 'not accounted for' : phaseWords[phase].name;
}

const effects = ['yes', 'partly', 'not known', 'no'] as const;

function effectOf({ phase, isLeftOver, blocked }: PhaseRow): (typeof effects)[number] {
  if (isLeftOver) return 'not known';
  if (phase === 'alignment') return blocked > 0 ? 'partly' : 'no';
  return phaseWords[phase].effect === 'blocks' ? 'yes' : 'no';
}

/** Sorted by one column; of equals the one that blocked longest first, and else as they came. */
export function sortedRows(rows: readonly PhaseRow[], { column, descending }: Sort): readonly PhaseRow[] {
  const { rank } = statisticsColumns[column]!;
  const sign = descending ? -1 : 1;
  return rows.toSorted((a, b) => sign * (rank(a) - rank(b)) || b.blocked - a.blocked || b.inside - a.inside);
}

/** The rows as a table that spreadsheets take: tabs between columns, a line a row, durations in ms. */
export function statisticsTsv(trace: Trace, rows: readonly PhaseRow[]): string {
  const lines = [
    statisticsColumns.map(({ plainTitle }) => plainTitle),
    ...rows.map((row) => statisticsColumns.map(({ plain }) => cellText(plain(trace, row)))),
  ];
  return lines.map((cells) => `${cells.join('\t')}\n`).join('');
}

/** Nothing in a cell may end it, nor make a spreadsheet take a name for a formula. */
function cellText(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const oneLine = value.replace(/[\t\r\n]+/g, ' ');
  return /^[=+\-@]/.test(oneLine) ? `'${oneLine}` : oneLine;
}
