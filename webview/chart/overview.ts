import * as l10n from '@vscode/l10n';
import { chartMargin, fittingRange, shownRange } from './axis.js';
import { element } from '../element.js';
import { followPointer } from './followPointer.js';
import type { TimeRange } from './geometry.js';
import type { Intention } from '../keys/keyboard.js';
import type { ViewModel } from '../model.js';
import { movedWindow, overviewExtent, tellsMore, type Grip } from './overviewWindow.js';

export interface OverviewWishes {
  /** Shows a range, relative to the state's origin; only the first of one drag is remembered for undo. */
  readonly show: (range: TimeRange, first: boolean) => void;
  readonly intend: (intention: Intention) => void;
}

/** What the arrows ask for while the overview has the keyboard. */
const keys: Readonly<Record<string, Intention>> = {
  ArrowLeft: 'panLeft',
  ArrowRight: 'panRight',
  ArrowUp: 'zoomIn',
  ArrowDown: 'zoomOut',
  Home: 'fit',
};

/**
 * Where one is in all that could be shown, along the lower edge of the chart; not there when all of it is. The window can be
 * dragged, and by its ends made wider or narrower.
 */
export class Overview {
  private readonly window = element(
    'div',
    {
      className: 'overview-window',
      attributes: {
        role: 'slider',
        tabindex: 0,
        'aria-label': l10n.t('What is shown of all'),
        'aria-orientation': 'horizontal',
        'aria-valuemin': 0,
        'aria-valuemax': 100,
        title: l10n.t('Drag to move, or by its ends to zoom'),
      },
    },
    element('div', { className: 'overview-end from' }),
    element('div', { className: 'overview-end to' }),
  );
  readonly element = element('div', { className: 'overview', attributes: { hidden: '' } }, this.window);
  private shown: { readonly range: TimeRange; readonly extent: TimeRange } | undefined;

  constructor(private readonly wishes: OverviewWishes) {
    this.element.addEventListener('pointerdown', (event) => this.drag(event));
    this.window.addEventListener('keydown', (event) => {
      const intention = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
      if (!intention) return;
      event.preventDefault();
      event.stopPropagation();
      wishes.intend(intention);
    });
  }

  render({ state, index }: ViewModel): void {
    const range = shownRange(state, index);
    const extent = overviewExtent(fittingRange(index, state), range);
    this.shown = { range, extent };
    this.element.hidden = !tellsMore(extent, range);
    if (this.element.hidden) return;
    const length = extent.to - extent.from;
    const share = (time: number): number => ((time - extent.from) / length) * 100;
    this.window.style.left = `${share(range.from)}%`;
    this.window.style.width = `${share(range.to) - share(range.from)}%`;
    const middle = Math.round(share((range.from + range.to) / 2));
    this.window.setAttribute('aria-valuenow', String(middle));
    const percent = Math.max(1, Math.round(((range.to - range.from) / length) * 100));
    this.window.setAttribute(
      'aria-valuetext',
      l10n.t('{percent} % shown, around {middle} %', { percent, middle }),
    );
  }

  private drag(press: PointerEvent): void {
    const { shown } = this;
    if (!shown || press.button !== 0) return;
    press.preventDefault();
    this.window.focus({ preventScroll: true });
    const { extent } = shown;
    const { left, width } = this.element.getBoundingClientRect();
    const inner = width - 2 * chartMargin;
    const perPixel = (extent.to - extent.from) / inner;
    const start = this.start(press, shown, extent.from + (press.clientX - left - chartMargin) * perPixel);
    let first = true;
    const move = (event: PointerEvent): void => {
      this.wishes.show(
        movedWindow(start.range, start.grip, (event.clientX - press.clientX) * perPixel, extent),
        first,
      );
      first = false;
    };
    if (start.range !== shown.range) move(press);
    followPointer(this.element, press, move);
  }

  /** What a press takes hold of; beside the window it brings the window there. */
  private start(
    press: PointerEvent,
    { range, extent }: NonNullable<Overview['shown']>,
    time: number,
  ): { readonly grip: Grip; readonly range: TimeRange } {
    const target = press.target as HTMLElement;
    if (target.classList.contains('from')) return { grip: 'from', range };
    if (target.classList.contains('to')) return { grip: 'to', range };
    if (target === this.window) return { grip: 'window', range };
    return {
      grip: 'window',
      range: movedWindow(range, 'window', time - (range.from + range.to) / 2, extent),
    };
  }
}
