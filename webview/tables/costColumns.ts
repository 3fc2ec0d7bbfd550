import * as l10n from '@vscode/l10n';
import { uploadTax, type OperatorCosts } from '../../src/analysis/operatorCosts.js';
import { formatBytes, formatRate, formatShare } from '../../src/analysis/quantities.js';
import type { Trace } from '../../src/trace/model.js';
import type { Ms } from '../../src/trace/units.js';
import { plainTable } from './plainTable.js';
import type { HeadColumn, Sort } from './sortableHead.js';
import { durationWords } from './spanWords.js';

export interface CostColumn {
  readonly title: () => string;
  /** In the first line of what is copied. */
  readonly plainTitle: string;
  /** What it means, a sentence; undefined where the title says it. */
  readonly help?: () => string;
  /** In a narrow window there is no room for it; it is in what is copied. */
  readonly isWide?: true;
  /** As people read it. */
  readonly text: (trace: Trace, costs: OperatorCosts) => string;
  /** What the column sorts by, and what a spreadsheet reads; undefined where it was not counted. */
  readonly value: (costs: OperatorCosts) => number | undefined;
}

const nothing = '–';

const counted: readonly CostColumn[] = [
  {
    title: () => l10n.t('Copied for snapshots'),
    plainTitle: 'copied for snapshots (bytes)',
    text: (_, costs) => words(costs.bytesCopied, formatBytes),
    value: ({ bytesCopied }) => bytesCopied,
  },
  {
    title: () => l10n.t('Records before'),
    plainTitle: 'records per second before checkpoints',
    help: () => l10n.t('Records before: in up to a second before each trigger.'),
    text: (_, costs) => words(costs.recordsBefore, (rate) => formatRate(rate, 'records')),
    value: ({ recordsBefore }) => recordsBefore,
  },
  {
    title: () => l10n.t('During uploads'),
    plainTitle: 'records per second during uploads',
    help: () =>
      l10n.t('During uploads: while any subtask of the job uploaded; what is lost is the difference.'),
    text: (_, costs) => words(costs.recordsDuring, (rate) => formatRate(rate, 'records')),
    value: ({ recordsDuring }) => recordsDuring,
  },
  {
    title: () => l10n.t('Lost to uploads'),
    plainTitle: 'lost to uploads (share)',
    text: (_, costs) => words(uploadTax(costs), (tax) => (tax <= 0 ? l10n.t('none') : formatShare(tax))),
    value: uploadTax,
  },
  {
    title: () => l10n.t('Back-pressured'),
    plainTitle: 'back-pressured (ms)',
    help: () => l10n.t('Back-pressured: an output had no room.'),
    text: (trace, costs) => timeWords(trace, costs.backPressuredMs, costs),
    value: ({ backPressuredMs }) => rounded(backPressuredMs),
  },
  {
    title: () => l10n.t('Idle'),
    plainTitle: 'idle (ms)',
    help: () => l10n.t('Idle: there was nothing to do.'),
    isWide: true,
    text: (trace, costs) => timeWords(trace, costs.idleMs, costs),
    value: ({ idleMs }) => rounded(idleMs),
  },
  {
    title: () => l10n.t('Time counted'),
    plainTitle: 'time counted (ms)',
    isWide: true,
    text: (trace, { countedMs }) => words(countedMs, (ms) => durationWords({ trace }, ms)),
    value: ({ countedMs }) => rounded(countedMs),
  },
];

const operatorColumn: CostColumn = {
  title: () => l10n.t('Operator'),
  plainTitle: 'operator',
  text: ({ operators }, { operator }) => operators[operator]!.name,
  value: ({ operator }) => -operator,
};

/** The operator, and what was counted of any. */
export function costColumns(all: readonly OperatorCosts[]): readonly CostColumn[] {
  return [operatorColumn, ...counted.filter(({ value }) => all.some((costs) => value(costs) !== undefined))];
}

export function costHeads(columns: readonly CostColumn[]): HeadColumn[] {
  return columns.map(({ title, isWide }, n) => ({
    title: title(),
    ...(n > 0 && { isNumber: true }),
    ...(isWide && { isWide }),
  }));
}

/** Sorted by one column; what was not counted comes last, equals as they came. */
export function sortedCosts(
  all: readonly OperatorCosts[],
  { value }: CostColumn,
  { descending }: Sort,
): readonly OperatorCosts[] {
  const sign = descending ? -1 : 1;
  const rank = (costs: OperatorCosts): number => value(costs) ?? sign * Infinity;
  return all.toSorted((a, b) => (rank(a) === rank(b) ? 0 : sign * (rank(a) < rank(b) ? -1 : 1)));
}

/** The rows as a table that spreadsheets take. */
export function costsTsv(
  trace: Trace,
  columns: readonly CostColumn[],
  all: readonly OperatorCosts[],
): string {
  return plainTable([
    columns.map(({ plainTitle }) => plainTitle),
    ...all.map((costs) =>
      columns.map(({ text, value }, n) => (n === 0 ? text(trace, costs) : (value(costs) ?? ''))),
    ),
  ]);
}

function words(value: number | undefined, format: (value: number) => string): string {
  return value === undefined ? nothing : format(value);
}

/** `340 ms (12 %)`. */
function timeWords(trace: Trace, ms: Ms | undefined, { countedMs = 0 }: OperatorCosts): string {
  if (ms === undefined || countedMs === 0) return nothing;
  if (ms === 0) return formatShare(0);
  return l10n.t('{duration} ({share})', {
    duration: durationWords({ trace }, ms),
    share: formatShare(ms / countedMs),
  });
}

/** To the nanosecond; finer digits come from adding. */
function rounded(ms: Ms | undefined): Ms | undefined {
  return ms === undefined ? undefined : Math.round(ms * 1e6) / 1e6;
}
