import * as l10n from '@vscode/l10n';
import type { ComparedRow, Comparison } from '../../src/analysis/comparison/comparison.js';
import { pairName } from '../../src/analysis/comparison/pairName.js';
import { typical } from '../../src/analysis/comparison/typical.js';
import type { SpanPlace } from '../../src/protocol.js';
import { element, linkButton } from '../element.js';
import { focusSorted, sortableHead, type HeadColumn, type Sort } from '../sortableHead.js';
import { createButton } from '../ui/controls.js';
import type { Compared } from './comparisonState.js';
import {
  differenceColumn,
  differenceColumns,
  differenceTsv,
  type DifferenceColumn,
} from './differenceColumns.js';
import type { SideName } from './lanes.js';
import { phaseCell } from './phaseCell.js';
import { rangeMark } from './rangeMark.js';
import { wholeRows } from './wholeRows.js';

/** Rows that are made at a time. */
const page = 200;

export interface DifferenceWishes {
  readonly open: (side: SideName, place: SpanPlace) => void;
  readonly toggleAll: () => void;
  readonly copy: (text: string) => void;
}

/** Every operator and phase before and after, what grew most first. A number leads to the bar that it is nearest to. */
export class DifferenceTable {
  readonly element = element('section', {
    className: 'differences',
    attributes: { 'aria-label': l10n.t('Difference by operator and phase') },
  });
  private sort: Sort = { column: differenceColumn, descending: true };
  private most = page;
  private rendered: readonly unknown[] = [];

  constructor(private readonly wishes: DifferenceWishes) {}

  render(compared: Compared, allNumbers: boolean): void {
    if (this.rendered[0] === compared && this.rendered[1] === allNumbers) return;
    this.rendered = [compared, allNumbers];
    this.most = page;
    this.fill(compared, allNumbers);
  }

  private fill(compared: Compared, allNumbers: boolean): void {
    const { comparison } = compared;
    const columns = differenceColumns.filter(({ isExtra }) => allNumbers || !isExtra);
    if (!columns[this.sort.column]) this.sort = { column: differenceColumn, descending: true };
    const rows = sortedBy(comparison, columns[this.sort.column]!, this.sort);
    const head = sortableHead(headsOf(columns), this.sort, (sort) => {
      this.sort = sort;
      this.fill(compared, allNumbers);
      focusSorted(this.element);
    });
    const longest = Math.max(...rows.map(({ before, after }) => Math.max(before?.max ?? 0, after?.max ?? 0)));
    const body = element('tbody');
    for (const row of rows.slice(0, this.most)) {
      body.append(this.rowOf(comparison, row, columns, longest));
    }
    body.append(...wholeRows(comparison, columns));
    const caption = element('caption', { text: l10n.t('Difference by operator and phase') });
    const left = rows.length - this.most;
    const more =
      left > 0
        ? [
            linkButton(
              l10n.t('Show {count} more of {all}', { count: Math.min(page, left), all: left }),
              () => {
                this.most += page;
                this.fill(compared, allNumbers);
              },
            ),
          ]
        : [];
    this.element.replaceChildren(
      this.actions(comparison, rows, allNumbers),
      element('table', {}, caption, head, body),
      ...more,
      element('p', { className: 'small', text: noteWords() }),
    );
  }

  private actions(comparison: Comparison, rows: readonly ComparedRow[], allNumbers: boolean): HTMLElement {
    const all = createButton({
      label: allNumbers ? l10n.t('Show the Picture') : l10n.t('Show All Numbers'),
      icon: allNumbers ? 'graph' : 'table',
      onClick: () => {
        this.wishes.toggleAll();
        this.element.querySelector<HTMLElement>('vscode-button')?.focus();
      },
    });
    const copy = createButton({
      label: l10n.t('Copy as TSV'),
      icon: 'copy',
      title: l10n.t('Copy all numbers for a spreadsheet'),
      onClick: () => this.wishes.copy(differenceTsv(comparison, rows)),
    });
    return element('div', { className: 'table-bar' }, all, copy);
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
      if (!side || !place) return element('td', { className, text: words });
      const link = linkButton(words, () => this.wishes.open(side, place), 'reference');
      link.title =
        side === 'before'
          ? l10n.t('Open the bar nearest to this median in the trace before')
          : l10n.t('Open the bar nearest to this median in the trace after');
      return element('td', { className }, link);
    });
    return element('tr', { className: row.noise }, ...cells);
  }
}

function headsOf(columns: readonly DifferenceColumn[]): HeadColumn[] {
  return columns.map(({ title, isNumber }) => ({ title: title(), ...(isNumber && { isNumber }) }));
}

function sortedBy(
  comparison: Comparison,
  { rank }: DifferenceColumn,
  { descending }: Sort,
): readonly ComparedRow[] {
  const sign = descending ? -1 : 1;
  const ranks = new Map(comparison.rows.map((row) => [row, rank(comparison, row)]));
  return [...comparison.rows].sort((a, b) => {
    const [x, y] = [ranks.get(a)!, ranks.get(b)!];
    if (x === y) return 0;
    return (
      sign *
      (typeof x === 'string' || typeof y === 'string' ? String(x).localeCompare(String(y)) : x < y ? -1 : 1)
    );
  });
}

function noteWords(): string {
  return l10n.t(
    'Before and after are medians over checkpoints, of the longest subtask in each. Range: minimum to maximum, ○ median before, ● median after. Beyond noise: with 95 % confidence for all rows together, the shift is not zero.',
  );
}
