import * as l10n from '@vscode/l10n';
import { element } from '../element.js';

const shownMs = 5000;

/** Says how a wheel zooms, to a person who turns one where it does nothing: there is nothing to scroll, and no key is held. */
export class WheelHint {
  readonly element = element('div', {
    className: 'wheel-hint small',
    text: l10n.t('Ctrl+wheel zooms, Shift+wheel pans'),
    attributes: { role: 'status', hidden: '' },
  });
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isKnown = false;

  /** @param scroller what a wheel scrolls where there is something to scroll */
  constructor(canvas: HTMLElement, scroller: HTMLElement) {
    canvas.addEventListener('wheel', (event) => this.turned(event, scroller), { passive: true });
  }

  private turned({ ctrlKey, metaKey, shiftKey, deltaX, deltaY }: WheelEvent, scroller: HTMLElement): void {
    if (ctrlKey || metaKey || shiftKey) {
      this.isKnown = true;
      this.hide();
      return;
    }
    const scrolls = scroller.scrollHeight > scroller.clientHeight + 1;
    if (this.isKnown || scrolls || Math.abs(deltaX) > Math.abs(deltaY)) return;
    this.element.hidden = false;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.hide(), shownMs);
  }

  private hide(): void {
    clearTimeout(this.timer);
    this.element.hidden = true;
  }
}
