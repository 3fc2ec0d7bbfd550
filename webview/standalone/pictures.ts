import * as l10n from '@vscode/l10n';
import type { PageAnswers, PictureWishes } from '../../src/protocol.js';
import { Menu, placeUnder, type MenuSection } from '../menu.js';
import { createButton } from '../ui/controls.js';

const kinds = { png: 'image/png', svg: 'image/svg+xml' } as const;
type Kind = keyof typeof kinds & keyof PageAnswers;

export interface PicturesWishes {
  readonly ask: (what: Kind, whole: PictureWishes['whole']) => void;
  readonly say: (words: string) => void;
}

/** Saves pictures of what is seen beside the page, where no editor has a command for it. */
export class Pictures {
  readonly element: HTMLElement;
  private readonly menu = new Menu();
  private asked: Kind = 'png';
  private saved: string | undefined;

  constructor(private readonly wishes: PicturesWishes) {
    const button = createButton({
      label: l10n.t('Save a Picture'),
      icon: 'file-media',
      iconOnly: true,
      title: l10n.t('Save a picture of what is seen'),
      onClick: () =>
        this.menu.show(l10n.t('Save a Picture'), this.choices(), placeUnder(button), focusNothing),
    });
    button.setAttribute('aria-haspopup', 'menu');
    this.element = document.createElement('span');
    this.element.append(button, this.menu.element);
  }

  /** Gives the browser the picture that was asked for, to save it. */
  answered(picture: unknown): void {
    if (typeof picture !== 'string' && !(picture instanceof ArrayBuffer)) {
      this.wishes.say(l10n.t('This browser cannot make so large a picture. Save the rows in view.'));
      return;
    }
    const link = document.createElement('a');
    link.download = `${nameOfPage()}.${this.asked}`;
    // One that is being saved must not be given up; by the next one it has been.
    if (this.saved !== undefined) URL.revokeObjectURL(this.saved);
    this.saved = URL.createObjectURL(new Blob([picture], { type: kinds[this.asked] }));
    link.href = this.saved;
    link.click();
    this.wishes.say(l10n.t('{0} goes to your downloads.', link.download));
  }

  private choices(): readonly MenuSection[] {
    const item = (label: string, kind: Kind, whole: boolean): MenuSection['items'][number] => ({
      label,
      onClick: () => {
        this.asked = kind;
        this.wishes.ask(kind, whole);
      },
    });
    return [
      {
        title: l10n.t('Picture'),
        items: [item(l10n.t('PNG, Rows in View'), 'png', false), item(l10n.t('PNG, All Rows'), 'png', true)],
      },
      {
        title: l10n.t('Vector Picture'),
        items: [item(l10n.t('SVG, Rows in View'), 'svg', false), item(l10n.t('SVG, All Rows'), 'svg', true)],
      },
    ];
  }
}

/** The button has the keyboard when the menu opens. */
const focusNothing = (): void => undefined;

/** The page is called what its reader calls it, and so are its pictures. */
function nameOfPage(): string {
  const name = decodeURIComponent(location.pathname.split('/').at(-1)!).replace(/\.html?$/i, '');
  return name === '' ? 'checkpoints' : name;
}
