import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeTextField,
  type Button,
  type TextField,
} from '@vscode/webview-ui-toolkit';
import { icon } from '../element.js';

/** Tells the browser the controls this page uses. Call it once, before any of them is made. */
export function registerControls(): void {
  provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeTextField());
}

export interface ButtonWishes {
  readonly label: string;
  /** Name of a codicon. With `iconOnly` the label is said, not shown. */
  readonly icon?: string;
  readonly iconOnly?: boolean;
  readonly appearance?: 'primary' | 'secondary' | 'icon';
  readonly title?: string;
  readonly onClick: () => void;
}

export function createButton(wishes: ButtonWishes): HTMLElement {
  const button = document.createElement('vscode-button') as HTMLElement & Pick<Button, 'appearance'>;
  button.appearance = wishes.appearance ?? (wishes.iconOnly ? 'icon' : 'secondary');
  button.title = wishes.title ?? wishes.label;
  button.setAttribute('aria-label', wishes.label);
  if (wishes.icon) button.append(icon(wishes.icon));
  if (wishes.iconOnly) {
    button.classList.add('icon-only');
  } else {
    // Not a span: the toolkit gives slotted spans the size of an icon.
    const words = document.createElement('div');
    words.className = 'words';
    words.textContent = wishes.label;
    button.append(words);
  }
  button.addEventListener('click', wishes.onClick);
  return button;
}

/** Changes what a button with words says and is called. */
export function setLabel(button: HTMLElement, label: string): void {
  if (button.getAttribute('aria-label') === label) return;
  button.setAttribute('aria-label', label);
  button.querySelector('.words')!.textContent = label;
}

/** Changes what a button without words is called. */
export function setName(button: HTMLElement, name: string, title: string): void {
  if (button.title === title) return;
  button.setAttribute('aria-label', name);
  button.title = title;
}

export interface TextFieldHandle {
  readonly element: HTMLElement;
  value: string;
  focus: () => void;
}

export function createTextField(wishes: {
  readonly label: string;
  readonly placeholder: string;
  readonly icon: string;
  readonly onInput: (text: string) => void;
}): TextFieldHandle {
  const field = document.createElement('vscode-text-field') as HTMLElement &
    Pick<TextField, 'value' | 'placeholder'>;
  field.placeholder = wishes.placeholder;
  // The toolkit names the field by its label, which the style sheet hides; a name from elsewhere it overwrites.
  field.append(wishes.label);
  const start = icon(wishes.icon);
  start.slot = 'start';
  field.append(start);
  field.addEventListener('input', () => wishes.onInput(field.value));
  return {
    element: field,
    get value() {
      return field.value;
    },
    set value(text: string) {
      field.value = text;
    },
    focus: () => field.focus(),
  };
}
