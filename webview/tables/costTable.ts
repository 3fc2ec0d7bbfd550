import * as l10n from '@vscode/l10n';
import { costsByOperator, type OperatorCosts } from '../../src/analysis/operatorCosts.js';
import type { Coverage } from '../../src/analysis/phaseStatistics.js';
import type { Trace } from '../../src/trace/model.js';
import { element } from '../element.js';
import { costColumns, costHeads, costsTsv, sortedCosts } from './costColumns.js';
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
      const cells = columns.map(({ text }, column) => {
        const words = text(trace, costs);
        return column === 0
          ? element('th', { text: words, attributes: { scope: 'row' } })
          : element('td', { className: 'number', text: words });
      });
      body.append(element('tr', {}, ...cells));
    }
    const caption = element('caption', { text: l10n.t('Cost of checkpoints by operator: {0}', covered) });
    this.element.replaceChildren(
      element('table', {}, caption, head, body),
      ...moreRows(rows.length - most, page, () => this.show(trace, all, covered, most + page)),
      element('p', { className: 'small', text: noteWords() }),
    );
  }
}

function noteWords(): string {
  return l10n.t(
    'All subtasks of an operator together. Records before: in up to a second before each trigger. During uploads: while any subtask of the job uploaded; what is lost is the difference. Back-pressured: an output had no room. Idle: there was nothing to do.',
  );
}
