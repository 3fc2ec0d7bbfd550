import {
  changeText,
  differenceText,
  intervalText,
  signedBytes,
} from '../analysis/comparison/differenceText.js';
import {
  coarsestResolution,
  totalBlocked,
  type ComparedRow,
  type Comparison,
} from '../analysis/comparison/comparison.js';
import { comparisonVerdict } from '../analysis/comparison/comparisonVerdict.js';
import { phaseOf } from '../analysis/comparison/comparedKind.js';
import { fromName, kindName } from '../analysis/comparison/kindName.js';
import type { Measure } from '../analysis/comparison/measure.js';
import { medianText } from '../analysis/comparison/medianText.js';
import { noiseText } from '../analysis/comparison/noiseText.js';
import type { OperatorPair } from '../analysis/comparison/pairing.js';
import { pairName } from '../analysis/comparison/pairName.js';
import type { Side } from '../analysis/comparison/side.js';
import type { Phrase } from '../analysis/verdict/verdict.js';
import { formatBytes, formatDuration } from '../analysis/quantities.js';
import { printable } from './failure.js';
import { alignedTable, shortened } from './table.js';

const none = '–';
const header = [
  'operator',
  'phase',
  'before',
  'after',
  'difference',
  'change',
  'between',
  'p95',
  'max',
  'total',
  'noise',
];

/** A line an operator and phase or cost, what grew most first, then the checkpoints as a whole; empty where nothing was measured. */
export function comparisonTable(comparison: Comparison): string {
  const { rows, duration, bytes, copied } = comparison;
  if (rows.length === 0 && duration.noise === 'oneSided') return '';
  const texts = durationTexts(comparison);
  const lines = rows.map((row) => [
    shortened(printable(pairName(comparison, row.pair))),
    shortened(printable(kindName(row.kind, fromName(comparison, row)))),
    ...texts
      .cells(row)
      .with(0, medianText(comparison, row, 'before'))
      .with(1, medianText(comparison, row, 'after')),
    texts.both(row.before && row.totalBefore, row.after && row.totalAfter),
    noiseText(row.noise),
  ]);
  const whole = [
    ['checkpoint', 'trigger to end', ...texts.cells(duration), none, noiseText(duration.noise)],
    ['checkpoint', 'bytes', ...bytesCells(bytes), none, noiseText(bytes.noise)],
    ...(copied ? [['checkpoint', 'bytes copied', ...bytesCells(copied), none, noiseText(copied.noise)]] : []),
  ];
  return alignedTable([header, ...lines, ...whole], 2);
}

interface DurationTexts {
  /** Medians, difference, change, interval, p95 and max. */
  readonly cells: (measure: Measure) => readonly string[];
  readonly both: (before: number | undefined, after: number | undefined) => string;
}

function durationTexts(comparison: Comparison): DurationTexts {
  const { before, after } = comparison;
  const resolution = coarsestResolution(comparison);
  const text = (side: Side, ms: number | undefined) =>
    ms === undefined ? none : formatDuration(ms, side.trace.source.resolution);
  const both = (a: number | undefined, b: number | undefined) => `${text(before, a)} → ${text(after, b)}`;
  const cells = (measure: Measure) => [
    text(before, measure.before?.median),
    text(after, measure.after?.median),
    differenceText(measure.difference, resolution),
    changeText(measure.change),
    intervalText(measure.interval, resolution),
    both(measure.before?.p95, measure.after?.p95),
    both(measure.before?.max, measure.after?.max),
  ];
  return { cells, both };
}

function bytesCells({ before, after, difference, change, interval }: Measure): readonly string[] {
  const text = (bytes: number | undefined) => (bytes === undefined ? none : formatBytes(bytes));
  return [
    text(before?.median),
    text(after?.median),
    signedBytes(difference),
    changeText(change),
    interval === undefined ? none : `${signedBytes(interval.low)} to ${signedBytes(interval.high)}`,
    `${text(before?.p95)} → ${text(after?.p95)}`,
    `${text(before?.max)} → ${text(after?.max)}`,
  ];
}

/** What `--json` prints: durations in ms, an operator by its id and name on each side, checkpoints by their ids. */
export function comparisonJson(comparison: Comparison): unknown {
  const { headline, meanwhile, evidence } = comparisonVerdict(comparison);
  const { before, after, pairs, rows, duration, bytes, copied } = comparison;
  const operatorOf = ({ trace }: Side, index: number | undefined) => {
    if (index === undefined) return null;
    const { id, name, parallelism } = trace.operators[index]!;
    return { id, name, parallelism };
  };
  const blocked = (side: 'totalBefore' | 'totalAfter', of: (row: ComparedRow) => boolean) =>
    totalBlocked(rows.filter(of), side);
  return {
    headline: textOf(headline),
    meanwhile: textOf(meanwhile),
    evidence: textOf(evidence),
    before: sideJson(before),
    after: sideJson(after),
    operators: pairs.map((pair) => ({
      before: operatorOf(before, pair.before),
      after: operatorOf(after, pair.after),
      pairedBy: pair.by ?? null,
      blockedMs: {
        before: blocked('totalBefore', (row) => row.pair === pair),
        after: blocked('totalAfter', (row) => row.pair === pair),
      },
    })),
    rows: rows.map((row) => ({
      operator: pairs.indexOf(row.pair),
      ...kindJson(row, pairs),
      before: row.before,
      after: row.after,
      difference: row.difference,
      change: row.change,
      interval: row.interval,
      noise: row.noise,
      totalMs: { before: row.totalBefore, after: row.totalAfter },
    })),
    duration,
    bytes,
    bytesCopied: copied,
  };
}

/** A phase, or a cost beyond the phases with the phase that it is a part of. */
function kindJson({ kind, from }: ComparedRow, pairs: readonly OperatorPair[]): object {
  const phase = phaseOf(kind);
  if (kind === phase) return { phase };
  return { cost: kind, partOf: phase, ...(from && { from: pairs.indexOf(from) }) };
}

function sideJson({ trace, checkpoints }: Side): unknown {
  return {
    job: trace.source.job,
    checkpoints: checkpoints.map((index) => trace.checkpoints[index]!.id),
  };
}

function textOf(phrases: readonly Phrase[]): string {
  return phrases.map(({ text }) => text).join('');
}
