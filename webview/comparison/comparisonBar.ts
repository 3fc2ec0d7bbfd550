import * as l10n from '@vscode/l10n';
import type { Comparison } from '../../src/analysis/comparison/comparison.js';
import { element } from '../element.js';
import { createButton, createTextField, setLabel } from '../ui/controls.js';
import type { Compared } from './compared.js';
import { keptRows } from './comparisonFilter.js';
import type { ComparisonState } from './comparisonState.js';

export interface ComparisonBarWishes {
  readonly filter: (text: string) => void;
  readonly toggleAll: () => void;
  readonly copyTsv: () => void;
  readonly copyMarkdown: () => void;
}

/** The filter, and what there is to do with the comparison as a whole. */
export class ComparisonBar {
  readonly element = element('div', {
    className: 'controls comparison-controls',
    attributes: { role: 'toolbar', 'aria-label': l10n.t('Comparison') },
  });
  private readonly field;
  private readonly matches = element('span', { className: 'small', attributes: { role: 'status' } });
  private readonly all: HTMLElement;

  constructor({ filter, toggleAll, copyTsv, copyMarkdown }: ComparisonBarWishes) {
    this.field = createTextField({
      label: l10n.t('Filter rows'),
      placeholder: l10n.t('Filter, e.g. count lock'),
      icon: 'search',
      onInput: filter,
    });
    this.field.element.classList.add('filter');
    this.field.element.title = l10n.t('Filter by words of the operator, the phase and the noise (/)');
    this.field.element.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || this.field.value === '') return;
      event.preventDefault();
      this.field.value = '';
      filter('');
    });
    this.all = createButton({
      label: l10n.t('Show All Numbers'),
      icon: 'table',
      title: l10n.t('All numbers, or the picture beside the most important ones (T)'),
      onClick: toggleAll,
    });
    const tsv = createButton({
      label: l10n.t('Copy as TSV'),
      icon: 'copy',
      title: l10n.t('Copy all numbers for a spreadsheet'),
      onClick: copyTsv,
    });
    const summary = createButton({
      label: l10n.t('Copy as Markdown'),
      icon: 'markdown',
      title: l10n.t('Copy what was compared, the sentence and the differences for a report'),
      onClick: copyMarkdown,
    });
    this.element.append(this.field.element, this.matches, this.all, tsv, summary);
  }

  focusFilter(): void {
    this.field.focus();
  }

  render({ comparison }: Compared, { filter, allNumbers }: ComparisonState): void {
    if (this.field.value !== filter) this.field.value = filter;
    this.matches.textContent = filter === '' ? '' : matchWords(comparison, filter);
    setLabel(this.all, allNumbers ? l10n.t('Show the Picture') : l10n.t('Show All Numbers'));
  }
}

function matchWords(comparison: Comparison, filter: string): string {
  const count = keptRows(comparison, filter).length;
  return l10n.t('{count} of {all} rows', { count, all: comparison.rows.length });
}
