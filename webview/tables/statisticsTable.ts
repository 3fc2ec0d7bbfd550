import * as l10n from '@vscode/l10n';
import type { SpanTarget } from '../../src/analysis/verdict/verdict.js';
import type { Trace } from '../../src/trace/model.js';
import { coverageOf, coverageWords } from '../details/coverage.js';
import { CostTable } from './costTable.js';
import { rowName } from '../details/detailFacts.js';
import { element, linkButton } from '../element.js';
import { moreRows } from './moreRows.js';
import type { ViewModel } from '../model.js';
import { focusSorted, sortableHead, type Sort } from './sortableHead.js';
import {
  heads,
  sortedRows,
  statisticsColumns,
  statisticsTsv,
  totalBlockedColumn,
} from './statisticsColumns.js';
import { statisticsRows, type StatisticsRow } from './statisticsRows.js';
import { createButton } from '../ui/controls.js';

/** Rows that are made at a time. */
const page = 500;

export interface StatisticsWishes {
  readonly select: (target: SpanTarget) => void;
  readonly showSpans: () => void;
  readonly close: () => void;
  readonly copy: (text: string) => void;
}

/** What each phase of each operator adds up to, as a table: the picture in numbers. A row leads to its longest span. */
export class StatisticsTable {
  readonly element = element('section', {
    className: 'table-view statistics',
    attributes: { 'aria-label': l10n.t('Statistics by operator and phase'), tabindex: -1 },
  });
  private sort: Sort = { column: totalBlockedColumn, descending: true };
  private most = page;
  private counted: readonly unknown[] = [];
  private rows: readonly StatisticsRow[] = [];
  private trace: Trace | undefined;
  private readonly costs = new CostTable();

  constructor(private readonly wishes: StatisticsWishes) {
    this.element.addEventListener('keydown', (event) => this.onKey(event));
  }

  render(model: ViewModel): void {
    const { index, groups, state, hidden } = model;
    const inputs = [index, groups, state.checkpoint, state.several, state.measured, hidden];
    if (!inputs.every((input, n) => input === this.counted[n])) {
      this.counted = inputs;
      this.trace = index.trace;
      this.most = page;
      const coverage = coverageOf(model);
      const rows = statisticsRows(index.trace, coverage);
      this.rows = sortedRows(
        rows.filter(({ phase }) => !hidden.has(phase)),
        this.sort,
      );
      this.costs.render(index.trace, coverage, coverageWords(model));
      this.fill(model);
    }
  }

  takeKeyboard(): void {
    this.element.focus({ preventScroll: true });
  }

  private fill(model: ViewModel): void {
    const body = element('tbody');
    for (const row of this.rows.slice(0, this.most)) body.append(this.rowOf(model, row));
    const caption = element('caption', {
      text: l10n.t('Statistics by operator and phase: {0}', coverageWords(model)),
    });
    const head = sortableHead(heads(), this.sort, (sort) => {
      this.sort = sort;
      this.rows = sortedRows(this.rows, sort);
      this.fill(model);
      focusSorted(this.element);
    });
    const table = element('table', {}, caption, head, body);
    const more = moreRows(this.rows.length - this.most, page, () => {
      this.most += page;
      this.fill(model);
    });
    const foot = element('p', { className: 'small', text: noteWords() });
    this.element.replaceChildren(this.bar(), table, ...more, foot, this.costs.element);
  }

  private bar(): HTMLElement {
    return element(
      'div',
      { className: 'table-bar' },
      linkButton(l10n.t('Back to the picture'), this.wishes.close),
      linkButton(l10n.t('Every span'), this.wishes.showSpans),
      element('span', { className: 'spring' }),
      createButton({
        label: l10n.t('Copy as TSV'),
        icon: 'copy',
        title: l10n.t('Copy the table for a spreadsheet (Ctrl+C)'),
        onClick: () => this.copy(),
      }),
    );
  }

  private rowOf(model: ViewModel, row: StatisticsRow): HTMLElement {
    const { checkpoints } = model.index.trace;
    const target = row.longest;
    const cells = statisticsColumns.map(({ text, isNumber, leadsToLongest }, column) => {
      const words = text(model.index.trace, row);
      if (column === 0) return element('th', { text: words, attributes: { scope: 'row' } });
      const className = isNumber ? 'number' : '';
      if (!leadsToLongest) return element('td', { className, text: words });
      const link = element('button', { className: 'reference', text: words, attributes: { type: 'button' } });
      const id = checkpoints[target.checkpoint]!.id;
      link.title = l10n.t('Show it: {who}, #{id}', { who: rowName(model.index, target), id });
      return element('td', { className }, link);
    });
    const line = element('tr', { className: 'leads' }, ...cells);
    // Also what Enter on its button does.
    line.addEventListener('click', () => {
      // Whoever marks a number with the mouse wants to copy it.
      if (getSelection()?.isCollapsed !== false) this.wishes.select(target);
    });
    return line;
  }

  private onKey(event: KeyboardEvent): void {
    const isCopy = (event.ctrlKey || event.metaKey) && event.key === 'c';
    if (isCopy && getSelection()?.isCollapsed !== false) {
      event.preventDefault();
      this.copy();
    }
    const step = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const links = [...this.element.querySelectorAll<HTMLElement>('td button')];
    const now = links.indexOf(document.activeElement as HTMLElement);
    links[Math.max(0, Math.min(links.length - 1, now + step))]?.focus();
  }

  private copy(): void {
    if (!this.trace) return;
    const phases = statisticsTsv(this.trace, this.rows);
    this.wishes.copy([phases, this.costs.tsv].filter((tsv) => tsv !== '').join('\n'));
  }
}

function noteWords(): string {
  return l10n.t(
    'Median of an even count: the mean of the middle two. p95 and p99 by nearest rank: each is a duration that occurred. ≤ marks what is known only as a bound: an alignment holds back some inputs, not all.',
  );
}
