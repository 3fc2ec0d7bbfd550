import * as l10n from '@vscode/l10n';
import { element, linkButton } from '../element.js';
import type { ViewModel } from '../model.js';

/** Says, where the rows would be, why there are none, and takes away what keeps them from being shown. */
export class NoRows {
  readonly element = element('div', { className: 'no-rows', attributes: { hidden: '' } });
  private readonly words = element('span');
  private readonly clear: HTMLButtonElement;
  private readonly show: HTMLButtonElement;

  constructor(intend: (intention: 'clearFilter' | 'showHiddenRows') => void) {
    this.clear = linkButton(l10n.t('Clear Filter'), () => intend('clearFilter'));
    this.show = linkButton(l10n.t('Show Hidden Rows'), () => intend('showHiddenRows'));
    this.element.append(this.words, this.clear, this.show);
  }

  render({ rows, index, state, layout }: ViewModel): void {
    const all = index.rows.length;
    this.element.hidden = rows.matching > 0 || all === 0;
    if (this.element.hidden) return;
    const allHidden = rows.hidden === all;
    this.words.textContent = allHidden
      ? l10n.t('All {0} subtasks are hidden.', all)
      : l10n.t('0 of {0} subtasks match.', all);
    this.clear.hidden = state.filter === '' || allHidden;
    this.show.hidden = rows.hidden === 0;
    this.element.style.top = `${layout.height + 24 + 8}px`;
  }
}
