import * as l10n from '@vscode/l10n';
import { costsByOperator, type OperatorCosts } from '../../src/analysis/operatorCosts.js';
import type { Coverage } from '../../src/analysis/phaseStatistics.js';
import { oneAfterTheOther } from '../../src/analysis/phrases.js';
import type { Trace } from '../../src/trace/model.js';
import { element } from '../element.js';
import { costColumns, costHeads, costsTsv, sortedCosts, type CostColumn } from './costColumns.js';
import { moreRows } from './moreRows.js';
import { focusSorted, sortableHead, type Sort } from './sortableHead.js';

/** Rows that are made at a time. */
const page = 500;

/** Under the phases: what checkpoints cost each operator beyond them, where that was counted. */
export class CostTable {
  readonly element = element('div', { className: 'costs' });
  /** As spreadsheets take it; empty where nothing was counted. */
  tsv = '';
  /** What was copied is what is asked for first; before it stands the operator. */
  private sort: Sort = { column: 1, descending: true };

  render(trace: Trace, coverage: Coverage, covered: string): void {
    this.show(trace, costsByOperator(trace, coverage), covered, page);
  }

  private show(trace: Trace, all: readonly OperatorCosts[], covered: string, most: number): void {
    const columns = costColumns(all);
    this.element.hidden = columns.length === 1;
    this.tsv = '';
    if (this.element.hidden) {
      this.element.replaceChildren();
      return;
    }
    const sort = this.sort.column < columns.length ? this.sort : { column: 1, descending: true };
    const rows = sortedCosts(all, columns[sort.column]!, sort);
    this.tsv = costsTsv(trace, columns, rows);
    const head = sortableHead(costHeads(columns), sort, (chosen) => {
      this.sort = chosen;
      this.show(trace, all, covered, most);
      focusSorted(this.element);
    });
    const body = element('tbody');
    for (const costs of rows.slice(0, most)) {
      const cells = columns.map(({ text, isWide }, column) => {
        const words = text(trace, costs);
        return column === 0
          ? element('th', { text: words, attributes: { scope: 'row' } })
          : element('td', { className: isWide ? 'number wide-only' : 'number', text: words });
      });
      body.append(element('tr', {}, ...cells));
    }
    const caption = element('caption', { text: l10n.t('Cost of checkpoints by operator: {0}', covered) });
    this.element.replaceChildren(
      element('table', {}, caption, head, body),
      ...moreRows(rows.length - most, page, () => this.show(trace, all, covered, most + page)),
      ...notesOn(columns),
    );
  }
}

/** Explains the columns that are shown: without those that have no room in a narrow window, their sentences are left out too. */
function notesOn(columns: readonly CostColumn[]): readonly HTMLElement[] {
  const narrow = columns.filter(({ isWide }) => !isWide);
  const [all, fewer] = [noteWords(columns), noteWords(narrow)];
  if (all === fewer) return [element('p', { className: 'small', text: all })];
  return [
    element('p', { className: 'small wide-only', text: all }),
    element('p', { className: 'small narrow-only', text: fewer }),
  ];
}

function noteWords(columns: readonly CostColumn[]): string {
  const helps = columns.flatMap(({ help }) => help?.() ?? []);
  return oneAfterTheOther([l10n.t('All subtasks of an operator together.'), ...helps]);
}
