import {
  coarsestResolution,
  type ComparedRow,
  type Comparison,
} from '../../src/analysis/comparison/comparison.js';
import { changeText, differenceText, intervalText } from '../../src/analysis/comparison/differenceText.js';
import type { Spread } from '../../src/analysis/comparison/measure.js';
import { noiseText } from '../../src/analysis/comparison/noiseText.js';
import { pairName } from '../../src/analysis/comparison/pairName.js';
import { phaseName } from '../../src/analysis/phaseName.js';
import { formatCount, formatDuration } from '../../src/analysis/quantities.js';
import type { SideName } from './lanes.js';

export interface DifferenceColumn {
  readonly title: string;
  readonly isNumber?: boolean;
  /** Only where all numbers are asked for. */
  readonly isExtra?: boolean;
  /** The number leads to the bar of this side that it is nearest to. */
  readonly leadsTo?: SideName;
  /** Drawn, not written. */
  readonly isRange?: boolean;
  readonly text: (comparison: Comparison, row: ComparedRow) => string;
  /** By what the column sorts; text is sorted by its letters. */
  readonly rank: (comparison: Comparison, row: ComparedRow) => number | string;
}

const none = '–';
const noiseOrder = ['oneSided', 'tooFew', 'within', 'beyond'];

function sided(
  side: SideName,
  of: (spread: Spread) => number,
  title: string,
  isExtra = true,
): DifferenceColumn {
  return {
    title: isExtra ? `${title} ${side}` : title,
    isNumber: true,
    isExtra,
    ...(isExtra ? {} : { leadsTo: side }),
    text: (comparison, row) => duration(comparison, side, row[side] && of(row[side])),
    rank: (_, row) => (row[side] ? of(row[side]) : -1),
  };
}

function total(side: SideName): DifferenceColumn {
  const of = (row: ComparedRow) => (side === 'before' ? row.totalBefore : row.totalAfter);
  return {
    title: `total ${side}`,
    isNumber: true,
    isExtra: true,
    text: (comparison, row) => duration(comparison, side, row[side] && of(row)),
    rank: (_, row) => of(row),
  };
}

function count(side: SideName): DifferenceColumn {
  return {
    title: `checkpoints ${side}`,
    isNumber: true,
    isExtra: true,
    text: (_, row) => (row[side] ? formatCount(row[side].count) : none),
    rank: (_, row) => row[side]?.count ?? 0,
  };
}

function duration(comparison: Comparison, side: SideName, ms: number | undefined): string {
  return ms === undefined ? none : formatDuration(ms, comparison[side].trace.source.resolution);
}

const operator: DifferenceColumn = {
  title: 'operator',
  text: (comparison, row) => pairName(comparison, row.pair),
  rank: (comparison, row) => pairName(comparison, row.pair),
};

/** The first column; the operator stands under the phase there. */
const phase: DifferenceColumn = {
  title: 'phase',
  text: (_, row) => phaseName(row.phase),
  rank: (comparison, row) => `${phaseName(row.phase)} ${pairName(comparison, row.pair)}`,
};

export const differenceColumns: readonly DifferenceColumn[] = [
  phase,
  sided('before', ({ median }) => median, 'before', false),
  sided('after', ({ median }) => median, 'after', false),
  {
    title: 'difference',
    isNumber: true,
    text: (comparison, row) => differenceText(row.difference, coarsestResolution(comparison)),
    rank: (_, row) => row.difference ?? Number.NEGATIVE_INFINITY,
  },
  {
    title: 'change',
    isNumber: true,
    text: (_, row) => changeText(row.change),
    rank: (_, row) => row.change ?? Number.NEGATIVE_INFINITY,
  },
  {
    title: 'range, √ scale',
    isRange: true,
    text: () => '',
    rank: (_, row) => Math.max(row.before?.max ?? 0, row.after?.max ?? 0),
  },
  {
    title: 'noise',
    text: (_, row) => noiseText(row.noise),
    rank: (_, row) => noiseOrder.indexOf(row.noise),
  },
  {
    title: 'shift between',
    isNumber: true,
    isExtra: true,
    text: (comparison, row) => intervalText(row.interval, coarsestResolution(comparison)),
    rank: (_, row) => row.interval?.low ?? Number.NEGATIVE_INFINITY,
  },
  count('before'),
  count('after'),
  sided('before', ({ p95 }) => p95, 'p95'),
  sided('after', ({ p95 }) => p95, 'p95'),
  sided('before', ({ max }) => max, 'max'),
  sided('after', ({ max }) => max, 'max'),
  total('before'),
  total('after'),
];

/** Of {@link differenceColumns}: sorts what grew most first. */
export const differenceColumn = differenceColumns.findIndex(({ title }) => title === 'difference');

/** All numbers, for a spreadsheet: a line a row, cells between tabs. */
export function differenceTsv(comparison: Comparison, rows: readonly ComparedRow[]): string {
  const written = [operator, ...differenceColumns.filter(({ isRange }) => !isRange)];
  const lines = rows.map((row) => written.map(({ text }) => text(comparison, row).replace(/[\t\r\n]/g, ' ')));
  return [written.map(({ title }) => title), ...lines].map((cells) => cells.join('\t')).join('\n');
}
