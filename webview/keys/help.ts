import * as l10n from '@vscode/l10n';
import { element, icon } from '../element.js';
import { keyHelp } from './keyboard.js';

/** All keys and gestures, in a dialog that takes the keyboard and gives it back. */
export class Help {
  readonly element: HTMLDialogElement;

  /** @param inEditor whether there is an editor around the page, for what only that can do */
  constructor(inEditor: boolean) {
    const list = element('dl', { className: 'key-list' });
    for (const { keys, does, needsEditor } of keyHelp()) {
      if (needsEditor && !inEditor) continue;
      const names = keys.flatMap((key) => [element('kbd', { text: key }), ' ']);
      list.append(element('dt', {}, ...names), element('dd', { text: does }));
    }
    const close = element(
      'button',
      {
        className: 'icon-button',
        attributes: { type: 'button', 'aria-label': l10n.t('Close'), title: l10n.t('Close (Esc)') },
        onClick: () => this.element.close(),
      },
      icon('close'),
    );
    const title = element('h2', { text: l10n.t('Keys and gestures'), attributes: { id: 'help-title' } });
    this.element = element(
      'dialog',
      { className: 'help', attributes: { 'aria-labelledby': 'help-title' } },
      element('div', { className: 'help-title' }, title, close),
      list,
    );
    this.element.addEventListener('click', (event) => {
      if (event.target === this.element) this.element.close();
    });
  }

  get open(): boolean {
    return this.element.open;
  }

  toggle(): void {
    if (this.element.open) this.element.close();
    else this.element.showModal();
  }
}
