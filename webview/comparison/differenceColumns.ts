import * as l10n from '@vscode/l10n';
import {
  coarsestResolution,
  type ComparedRow,
  type Comparison,
} from '../../src/analysis/comparison/comparison.js';
import { changeText, differenceText, intervalText } from '../../src/analysis/comparison/differenceText.js';
import { fromName, kindName, plainKindName } from '../../src/analysis/comparison/kindName.js';
import { medianText } from '../../src/analysis/comparison/medianText.js';
import type { Noise, Spread } from '../../src/analysis/comparison/measure.js';
import { noiseText } from '../../src/analysis/comparison/noiseText.js';
import { pairName } from '../../src/analysis/comparison/pairName.js';
import { formatCount, formatDuration } from '../../src/analysis/quantities.js';
import type { SideName } from './compared.js';

/** What the table's code calls its columns, and a spreadsheet too. */
export interface DifferenceColumn {
  readonly id: string;
  readonly title: () => string;
  readonly isNumber?: boolean;
  /** Only where all numbers are asked for. */
  readonly isExtra?: boolean;
  /** The number leads to the bar of this side that it is nearest to. */
  readonly leadsTo?: SideName;
  /** Drawn, not written. */
  readonly isRange?: boolean;
  readonly text: (comparison: Comparison, row: ComparedRow) => string;
  /** For a spreadsheet, where words have to be the same in every language. */
  readonly plain?: (comparison: Comparison, row: ComparedRow) => string;
  /** By what the column sorts; text is sorted by its letters. */
  readonly rank: (comparison: Comparison, row: ComparedRow) => number | string;
}

const none = '–';
const noiseOrder = ['oneSided', 'tooFew', 'within', 'beyond'];

const plainNoise: Readonly<Record<Noise, string>> = {
  beyond: 'beyond noise',
  within: 'within noise',
  tooFew: 'too few to tell',
  oneSided: 'on one side only',
};

function sided(
  side: SideName,
  of: (spread: Spread) => number,
  name: { readonly id: string; readonly title: () => string },
  isExtra = true,
): DifferenceColumn {
  return {
    ...name,
    isNumber: true,
    isExtra,
    ...(isExtra ? {} : { leadsTo: side }),
    text: (comparison, row) =>
      isExtra ? duration(comparison, side, row[side] && of(row[side])) : medianText(comparison, row, side),
    rank: (_, row) => (row[side] ? of(row[side]) : -1),
  };
}

function total(side: SideName): DifferenceColumn {
  const of = (row: ComparedRow) => (side === 'before' ? row.totalBefore : row.totalAfter);
  return {
    id: `total ${side}`,
    title: () => (side === 'before' ? l10n.t('total before') : l10n.t('total after')),
    isNumber: true,
    isExtra: true,
    text: (comparison, row) => duration(comparison, side, row[side] && of(row)),
    rank: (_, row) => of(row),
  };
}

function count(side: SideName): DifferenceColumn {
  return {
    id: `checkpoints ${side}`,
    title: () => (side === 'before' ? l10n.t('checkpoints before') : l10n.t('checkpoints after')),
    isNumber: true,
    isExtra: true,
    text: (_, row) => (row[side] ? formatCount(row[side].count) : none),
    rank: (_, row) => row[side]?.count ?? 0,
  };
}

function duration(comparison: Comparison, side: SideName, ms: number | undefined): string {
  return ms === undefined ? none : formatDuration(ms, comparison[side].trace.source.resolution);
}

function nameOf(comparison: Comparison, row: ComparedRow): string {
  return kindName(row.kind, fromName(comparison, row));
}

const operator: DifferenceColumn = {
  id: 'operator',
  title: () => l10n.t('operator'),
  text: (comparison, row) => pairName(comparison, row.pair),
  rank: (comparison, row) => pairName(comparison, row.pair),
};

/** The first column; the operator stands under the phase there. */
const phase: DifferenceColumn = {
  id: 'phase',
  title: () => l10n.t('phase'),
  text: nameOf,
  plain: (comparison, row) => plainKindName(row.kind, fromName(comparison, row)),
  rank: (comparison, row) => `${nameOf(comparison, row)} ${pairName(comparison, row.pair)}`,
};

export const differenceColumns: readonly DifferenceColumn[] = [
  phase,
  sided('before', ({ median }) => median, { id: 'before', title: () => l10n.t('before') }, false),
  sided('after', ({ median }) => median, { id: 'after', title: () => l10n.t('after') }, false),
  {
    id: 'difference',
    title: () => l10n.t('difference'),
    isNumber: true,
    text: (comparison, row) => differenceText(row.difference, coarsestResolution(comparison)),
    rank: (_, row) => row.difference ?? Number.NEGATIVE_INFINITY,
  },
  {
    id: 'change',
    title: () => l10n.t('change'),
    isNumber: true,
    text: (_, row) => changeText(row.change),
    rank: (_, row) => row.change ?? Number.NEGATIVE_INFINITY,
  },
  {
    id: 'range, √ scale',
    title: () => l10n.t('range, √ scale'),
    isRange: true,
    text: () => '',
    rank: (_, row) => Math.max(row.before?.max ?? 0, row.after?.max ?? 0),
  },
  {
    id: 'noise',
    title: () => l10n.t('noise'),
    text: (_, row) => noiseText(row.noise),
    plain: (_, row) => plainNoise[row.noise],
    rank: (_, row) => noiseOrder.indexOf(row.noise),
  },
  {
    id: 'shift between',
    title: () => l10n.t('shift between'),
    isNumber: true,
    isExtra: true,
    text: (comparison, row) => intervalText(row.interval, coarsestResolution(comparison)),
    rank: (_, row) => row.interval?.low ?? Number.NEGATIVE_INFINITY,
  },
  count('before'),
  count('after'),
  sided('before', ({ p95 }) => p95, { id: 'p95 before', title: () => l10n.t('p95 before') }),
  sided('after', ({ p95 }) => p95, { id: 'p95 after', title: () => l10n.t('p95 after') }),
  sided('before', ({ max }) => max, { id: 'max before', title: () => l10n.t('max before') }),
  sided('after', ({ max }) => max, { id: 'max after', title: () => l10n.t('max after') }),
  total('before'),
  total('after'),
];

/** Of {@link differenceColumns}: sorts what grew most first. */
export const differenceColumn = differenceColumns.findIndex(({ id }) => id === 'difference');

/** All numbers, for a spreadsheet: a line a row, cells between tabs. */
export function differenceTsv(comparison: Comparison, rows: readonly ComparedRow[]): string {
  const written = [operator, ...differenceColumns.filter(({ isRange }) => !isRange)];
  const lines = rows.map((row) =>
    written.map(({ text, plain }) =>
      (plain?.(comparison, row) ?? text(comparison, row)).replace(/[\t\r\n]/g, ' '),
    ),
  );
  return [written.map(({ id }) => id), ...lines].map((cells) => cells.join('\t')).join('\n');
}
