import * as l10n from '@vscode/l10n';
import { element } from '../element.js';
import type { ViewModel } from '../model.js';
import { createTextField } from '../ui/controls.js';
import { suggestions, withSuggestion, type Suggestion } from './filterSuggestions.js';

/** Where rows are filtered: the field, what can be written there, and what was not understood. */
export class FilterBox {
  readonly element: HTMLElement;
  private readonly field;
  private readonly list = element('div', {
    className: 'suggestions',
    attributes: { role: 'menu', 'aria-label': l10n.t('What a filter can say'), hidden: '' },
  });
  private model: ViewModel | undefined;

  constructor(private readonly change: (filter: string) => void) {
    this.field = createTextField({
      label: l10n.t('Filter rows'),
      placeholder: l10n.t('Filter, e.g. sync>5ms op:count'),
      icon: 'search',
      onInput: (text) => {
        this.change(text);
        this.suggest(text);
      },
    });
    this.field.element.classList.add('filter');
    this.field.element.title = l10n.t('Filter rows (/). ↓ lists what can be written.');
    this.element = element('div', { className: 'filter-box' }, this.field.element, this.list);
    this.element.addEventListener('keydown', (event) => this.onKey(event));
    this.element.addEventListener('focusin', (event) => {
      if (!this.list.contains(event.target as Node)) this.suggest(this.field.value);
    });
    this.element.addEventListener('focusout', (event) => {
      if (!this.element.contains(event.relatedTarget as Node | null)) this.list.hidden = true;
    });
  }

  focus(): void {
    this.field.focus();
  }

  render(model: ViewModel): void {
    this.model = model;
    if (this.field.value !== model.state.filter) this.field.value = model.state.filter;
  }

  private suggest(text: string): void {
    const known = this.model ? suggestions(text, this.model.index.trace) : [];
    this.list.replaceChildren(...known.map((suggestion) => this.itemOf(suggestion)));
    this.list.hidden = known.length === 0;
    if (this.list.hidden) return;
    const { bottom, right } = this.field.element.getBoundingClientRect();
    this.list.style.top = `${bottom + 2}px`;
    this.list.style.right = `${Math.max(4, window.innerWidth - right)}px`;
  }

  private itemOf(suggestion: Suggestion): HTMLElement {
    return element(
      'button',
      {
        className: 'suggestion',
        attributes: { type: 'button', role: 'menuitem', tabindex: -1 },
        onClick: () => this.take(suggestion),
      },
      element('code', { text: suggestion.text }),
      element('span', { className: 'small', text: suggestion.means }),
    );
  }

  private take(suggestion: Suggestion): void {
    const text = withSuggestion(this.field.value, suggestion);
    this.field.value = text;
    this.change(text);
    this.field.focus();
    this.suggest(text);
  }

  /** ↓ leads from the field into the list, Esc and ↑ back. */
  private onKey(event: KeyboardEvent): void {
    const items = [...this.list.querySelectorAll('button')];
    const now = items.indexOf(document.activeElement as HTMLButtonElement);
    if (now < 0 && event.key !== 'ArrowDown') return;
    switch (event.key) {
      case 'ArrowDown':
        if (now < 0) this.suggest(this.field.value);
        (now < 0 ? this.list.querySelector('button') : items[Math.min(now + 1, items.length - 1)])?.focus();
        break;
      case 'ArrowUp':
        if (now === 0) this.field.focus();
        else items[now - 1]!.focus();
        break;
      case 'Escape':
        this.field.focus();
        break;
      case 'Enter':
      case ' ':
        items[now]!.click();
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  }
}
