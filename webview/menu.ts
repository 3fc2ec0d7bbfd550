import { element, icon } from './element.js';

export interface MenuItem {
  readonly label: string;
  /** One of several that exclude each other, and whether it is the one. */
  readonly checked?: boolean;
  /** Why it cannot be chosen now. */
  readonly unavailable?: string | undefined;
  readonly key?: string;
  readonly onClick: () => void;
}

export interface MenuSection {
  readonly title?: string;
  readonly items: readonly MenuItem[];
}

/** Where a menu opens, in page pixels: under `bottom`, or above `top` where there is no room. */
export interface MenuPlace {
  readonly left: number;
  readonly top: number;
  readonly bottom: number;
}

/** The one menu of the page. It takes the keyboard, and gives it back to where it was. */
export class Menu {
  readonly element = element('div', {
    className: 'menu',
    attributes: { role: 'menu', tabindex: -1, hidden: '' },
  });
  private giveBack: (() => void) | undefined;

  constructor() {
    this.element.addEventListener('keydown', (event) => this.onKey(event));
    this.element.addEventListener('focusout', (event) => {
      if (!this.element.contains(event.relatedTarget as Node | null)) this.close(false);
    });
    this.element.addEventListener('contextmenu', (event) => event.preventDefault());
    window.addEventListener('blur', () => this.close(false));
    window.addEventListener('resize', () => this.close(false));
  }

  /** @param giveBack gives the keyboard on where nothing had it */
  show(title: string, sections: readonly MenuSection[], place: MenuPlace, giveBack: () => void): void {
    const before = document.activeElement;
    const hadKeyboard = before instanceof HTMLElement && before !== document.body;
    this.giveBack = hadKeyboard ? () => before.focus({ preventScroll: true }) : giveBack;
    this.element.setAttribute('aria-label', title);
    this.element.replaceChildren(...sections.map((section) => this.sectionOf(section)));
    this.element.hidden = false;
    const { width, height } = this.element.getBoundingClientRect();
    const isAbove = place.bottom + height > window.innerHeight - 4 && place.top - height > 4;
    const top = isAbove ? place.top - height : Math.min(place.bottom, window.innerHeight - height - 4);
    this.element.style.left = `${Math.max(4, Math.min(place.left, window.innerWidth - width - 4))}px`;
    this.element.style.top = `${Math.max(4, top)}px`;
    const checked = this.buttons().find((button) => button.getAttribute('aria-checked') === 'true');
    (checked ?? this.buttons()[0])?.focus();
  }

  private sectionOf({ title, items }: MenuSection): HTMLElement {
    const head = title === undefined ? [] : [element('div', { className: 'menu-title small', text: title })];
    return element(
      'div',
      { className: 'menu-section', attributes: { role: 'group', 'aria-label': title } },
      ...head,
      ...items.map((item) => this.buttonOf(item)),
    );
  }

  private buttonOf({ label, checked, unavailable, key, onClick }: MenuItem): HTMLElement {
    const button = element(
      'button',
      {
        className: 'menu-item',
        attributes: {
          ...{ type: 'button', tabindex: -1 },
          role: checked === undefined ? 'menuitem' : 'menuitemradio',
          'aria-checked': checked,
          'aria-disabled': unavailable === undefined ? undefined : true,
        },
        onClick: () => {
          if (unavailable !== undefined) return;
          this.close(true);
          onClick();
        },
      },
      element('span', { className: 'menu-check' }, ...(checked === true ? [icon('check')] : [])),
      element('span', { className: 'menu-label', text: label }),
      ...(key === undefined ? [] : [element('kbd', { text: key })]),
    );
    if (unavailable !== undefined) {
      button.append(element('span', { className: 'menu-why small', text: unavailable }));
    }
    return button;
  }

  private onKey(event: KeyboardEvent): void {
    const buttons = this.buttons();
    const now = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const at = (n: number): void => buttons[(n + buttons.length) % buttons.length]?.focus();
    switch (event.key) {
      case 'ArrowDown':
        at(now + 1);
        break;
      case 'ArrowUp':
        at(now < 0 ? -1 : now - 1);
        break;
      case 'Home':
        at(0);
        break;
      case 'End':
        at(-1);
        break;
      case 'Escape':
      case 'Tab':
        this.close(true);
        break;
      case 'Enter':
      case ' ':
        buttons[now]?.click();
        break;
      default:
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        this.toLetter(event.key, now);
    }
    // The letters of a menu are its own.
    event.preventDefault();
    event.stopPropagation();
  }

  /** Goes to the next item that begins with a letter. */
  private toLetter(letter: string, now: number): void {
    const buttons = this.buttons();
    const later = [...buttons.slice(now + 1), ...buttons.slice(0, now + 1)];
    const begins = ({ textContent }: HTMLElement): boolean =>
      textContent.toLowerCase().startsWith(letter.toLowerCase());
    later.find(begins)?.focus();
  }

  private close(withFocus: boolean): void {
    if (this.element.hidden) return;
    this.element.hidden = true;
    if (withFocus) this.giveBack?.();
  }

  private buttons(): HTMLButtonElement[] {
    return [...this.element.querySelectorAll('button')];
  }
}

/** Under a control. */
export function placeUnder(anchor: HTMLElement): MenuPlace {
  const { left, top, bottom } = anchor.getBoundingClientRect();
  return { left, top, bottom: bottom + 2 };
}
