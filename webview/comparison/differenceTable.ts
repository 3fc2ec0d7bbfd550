import * as l10n from '@vscode/l10n';
import type { ComparedRow, Comparison } from '../../src/analysis/comparison/comparison.js';
import { medianShare } from '../../src/analysis/comparison/medianText.js';
import { pairName } from '../../src/analysis/comparison/pairName.js';
import type { OperatorPair } from '../../src/analysis/comparison/pairing.js';
import { typical } from '../../src/analysis/comparison/typical.js';
import { formatDuration, formatShare } from '../../src/analysis/quantities.js';
import type { Ms } from '../../src/trace/units.js';
import type { SpanPlace } from '../../src/protocol.js';
import { element, linkButton } from '../element.js';
import { moreRows } from '../tables/moreRows.js';
import { focusSorted, sortableHead, type HeadColumn, type Sort } from '../tables/sortableHead.js';
import type { Compared, SideName } from './compared.js';
import { keptRows } from './comparisonFilter.js';
import type { ComparisonState } from './comparisonState.js';
import {
  differenceColumn,
  differenceColumns,
  differenceTsv,
  type DifferenceColumn,
} from './differenceColumns.js';
import { onSourceWish } from './sourceWish.js';
import { phaseCell } from './phaseCell.js';
import { rangeMark } from './rangeMark.js';
import { wholeRows } from './wholeRows.js';

/** Rows that are made at a time. */
const page = 200;

export interface DifferenceWishes {
  readonly open: (side: SideName, bar: SpanPlace) => void;
  /** Goes to the line of an operator. */
  readonly openSource: (pair: OperatorPair) => void;
  readonly sort: (sort: ComparisonState['sort']) => void;
}

/** What of the state the table is made of. */
type TableState = Pick<ComparisonState, 'allNumbers' | 'sort' | 'filter'>;

/** Every operator and phase before and after, what grew most first. A number leads to the bar that it is nearest to. */
export class DifferenceTable {
  readonly element = element('section', {
    className: 'differences',
    attributes: { 'aria-label': l10n.t('Difference by operator and phase') },
  });
  private most = page;
  private rendered: readonly unknown[] = [];
  /** All numbers of the rows that are shown or could be, for a spreadsheet. */
  tsv = (): string => '';

  constructor(private readonly wishes: DifferenceWishes) {}

  render(compared: Compared, { allNumbers, sort, filter }: TableState): void {
    const inputs = [compared, allNumbers, sort, filter];
    if (inputs.every((input, n) => input === this.rendered[n])) return;
    this.rendered = inputs;
    this.most = page;
    this.fill(compared, { allNumbers, sort, filter });
  }

  private fill(compared: Compared, state: TableState): void {
    const { allNumbers } = state;
    const { comparison } = compared;
    const columns = differenceColumns.filter(({ isExtra }) => allNumbers || !isExtra);
    const sort = sortIn(columns, state.sort);
    const kept = keptRows(comparison, state.filter);
    const rows = sortedBy(comparison, kept, columns[sort.column]!, sort);
    this.tsv = () => differenceTsv(comparison, rows);
    const hadHead = this.element.querySelector('thead')?.contains(document.activeElement) === true;
    const head = sortableHead(headsOf(columns), sort, ({ column, descending }) =>
      this.wishes.sort({ column: columns[column]!.id, descending }),
    );
    const longest = Math.max(...rows.map(({ before, after }) => Math.max(before?.max ?? 0, after?.max ?? 0)));
    const body = element('tbody');
    for (const row of rows.slice(0, this.most)) {
      body.append(this.rowOf(comparison, row, columns, longest));
    }
    if (state.filter === '') body.append(...wholeRows(comparison, columns));
    const caption = element('caption', { text: l10n.t('Difference by operator and phase') });
    const more = moreRows(rows.length - this.most, page, () => {
      this.most += page;
      this.fill(compared, state);
    });
    this.element.replaceChildren(
      element('table', {}, caption, head, body),
      ...more,
      ...[...noteWords(), ...costWords(rows)].map((text) => element('p', { className: 'small', text })),
    );
    if (hadHead) focusSorted(this.element);
  }

  private rowOf(
    comparison: Comparison,
    row: ComparedRow,
    columns: readonly DifferenceColumn[],
    longest: number,
  ): HTMLElement {
    const cells = columns.map((column, n) => {
      if (n === 0) return phaseCell(column.text(comparison, row), pairName(comparison, row.pair));
      if (column.isRange) return element('td', {}, rangeMark(row, longest));
      const words = column.text(comparison, row);
      const side = column.leadsTo;
      const place = side && typical(row, side);
      const className = column.isNumber ? 'number' : '';
      const share = side && medianShare(comparison, row, side);
      if (side && share !== undefined) return partCell(row[side]!.median, share);
      if (!side || !place) return element('td', { className, text: words });
      const link = linkButton(words, () => this.wishes.open(side, place), 'reference');
      link.title =
        side === 'before'
          ? l10n.t('Open the bar nearest to this median in the trace before')
          : l10n.t('Open the bar nearest to this median in the trace after');
      return element('td', { className }, link);
    });
    const line = element('tr', { className: row.noise }, ...cells);
    onSourceWish(line, () => this.wishes.openSource(row.pair));
    return line;
  }
}

/** A duration, and under it the part of a checkpoint that it is. */
function partCell(ms: Ms, share: number): HTMLElement {
  const part = element('div', { className: 'small', text: formatShare(share) });
  return element('td', { className: 'number' }, element('div', { text: formatDuration(ms) }), part);
}

function headsOf(columns: readonly DifferenceColumn[]): HeadColumn[] {
  return columns.map(({ title, isNumber }) => ({ title: title(), ...(isNumber && { isNumber }) }));
}

function sortedBy(
  comparison: Comparison,
  rows: readonly ComparedRow[],
  { rank }: DifferenceColumn,
  { descending }: Sort,
): readonly ComparedRow[] {
  const sign = descending ? -1 : 1;
  const ranks = new Map(rows.map((row) => [row, rank(comparison, row)]));
  return [...rows].sort((a, b) => {
    const [x, y] = [ranks.get(a)!, ranks.get(b)!];
    if (x === y) return 0;
    return (
      sign *
      (typeof x === 'string' || typeof y === 'string' ? String(x).localeCompare(String(y)) : x < y ? -1 : 1)
    );
  });
}

/** The column that was chosen where it is shown, else what grew most. */
function sortIn(columns: readonly DifferenceColumn[], wanted: ComparisonState['sort']): Sort {
  const column = columns.findIndex(({ id }) => id === wanted?.column);
  return column >= 0
    ? { column, descending: wanted!.descending }
    : { column: differenceColumn, descending: true };
}

function noteWords(): readonly string[] {
  return [
    l10n.t(
      'Before and after are medians over checkpoints, of the longest subtask in each. Range: minimum to maximum, ○ median before, ● median after.',
    ),
    l10n.t(
      'Checkpoints of one run differ from each other too: that is the noise. Beyond noise: chance alone would hardly give such a difference; with 95 % confidence not one of these rows is chance. Within noise: it may be chance. Too few to tell: so few checkpoints prove nothing.',
    ),
  ];
}

/** What the rows beyond the phases mean, of those that are shown. */
function costWords(rows: readonly ComparedRow[]): readonly string[] {
  const kinds = new Set(rows.map(({ kind }) => kind));
  return [
    ...(kinds.has('heldInput')
      ? [l10n.t('Held back: from the barrier of an input until those of the others had come.')]
      : []),
    ...(kinds.has('queuedUpload')
      ? [l10n.t('Waiting to begin: from the handing over of a snapshot until its first byte went out.')]
      : []),
    ...(kinds.has('backPressured')
      ? [
          l10n.t(
            'Back-pressured: an output had no room, from the trigger of a checkpoint to its end; below it, the part of that time.',
          ),
        ]
      : []),
  ];
}
