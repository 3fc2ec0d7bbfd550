import * as l10n from '@vscode/l10n';
import { formatDuration } from '../../src/analysis/quantities.js';
import type { Ms } from '../../src/trace/units.js';
import { element } from '../element.js';
import { followPointer } from './followPointer.js';
import { timeAt, xOf, type TimeRange, type TimeScale } from './geometry.js';
import { momentWords } from '../details/detailFacts.js';

const ends = ['from', 'to'] as const;
type End = (typeof ends)[number];

/** How far an arrow moves an end, as shares of what is shown: alone, and with Shift. */
const steps = { fine: 0.005, coarse: 0.05 };

export interface MeasuredView {
  /** In the trace's own time. */
  readonly range: TimeRange | undefined;
  readonly scale: TimeScale;
  /** The moment that the ruler calls 0. */
  readonly zero: Ms;
  readonly resolution: Ms | undefined;
}

/** The measured range over the rows, with its length on the ruler. Its ends can be dragged, and moved by arrows. */
export class MeasuredBar {
  private readonly length = element('span', { className: 'ruler-label' });
  private readonly handles: Readonly<Record<End, HTMLElement>>;
  readonly element: HTMLElement;
  private view: MeasuredView | undefined;

  /** @param change takes the new ends, in either order */
  constructor(private readonly change: (one: Ms, other: Ms) => void) {
    this.handles = {
      from: this.handle('from', l10n.t('Start of the measured range')),
      to: this.handle('to', l10n.t('End of the measured range')),
    };
    this.element = element(
      'div',
      { className: 'measured', attributes: { hidden: '' } },
      this.handles.from,
      this.length,
      this.handles.to,
    );
  }

  /** Where its length lies on the ruler, in pixels of the chart. */
  get onRuler(): { readonly left: number; readonly right: number } | undefined {
    if (this.element.hidden) return undefined;
    const middle = this.element.offsetLeft + this.element.offsetWidth / 2;
    const half = this.length.offsetWidth / 2 + 4;
    return { left: middle - half, right: middle + half };
  }

  show(view: MeasuredView): void {
    this.view = view;
    this.place(view.range);
  }

  /** Shows the range as it would be, while it is being dragged out. */
  place(range: TimeRange | undefined): void {
    const { view } = this;
    this.element.hidden = !view || !range || range.to < view.scale.from || range.from > view.scale.to;
    if (!view || !range || this.element.hidden) return;
    const { scale, resolution, zero } = view;
    const right = scale.left + scale.width;
    const clamp = (x: number): number => Math.min(right, Math.max(scale.left, x));
    const [from, to] = [clamp(xOf(scale, range.from)), clamp(xOf(scale, range.to))];
    this.element.style.left = `${from}px`;
    this.element.style.width = `${Math.max(1, to - from)}px`;
    this.length.textContent = formatDuration(range.to - range.from, resolution);
    for (const end of ends) {
      const handle = this.handles[end];
      handle.hidden = range[end] < scale.from || range[end] > scale.to;
      handle.setAttribute('aria-valuemin', String(scale.from - zero));
      handle.setAttribute('aria-valuemax', String(scale.to - zero));
      handle.setAttribute('aria-valuenow', String(range[end] - zero));
      handle.setAttribute(
        'aria-valuetext',
        momentWords(range[end] - zero, range.to - range.from, resolution),
      );
    }
  }

  private handle(end: End, name: string): HTMLElement {
    const handle = element('div', {
      className: `measured-end ${end}`,
      attributes: {
        role: 'slider',
        tabindex: 0,
        'aria-label': name,
        title: l10n.t('Drag, or move by arrows'),
      },
    });
    handle.addEventListener('pointerdown', (event) => this.drag(event, handle, end));
    handle.addEventListener('keydown', (event) => {
      const direction = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
      const { scale, range } = this.view ?? {};
      if (direction === undefined || !scale || !range) return;
      event.preventDefault();
      event.stopPropagation();
      const step = (scale.to - scale.from) * (event.shiftKey ? steps.coarse : steps.fine);
      const moved = { ...range, [end]: range[end] + direction * step };
      if (moved.from < moved.to) this.change(moved.from, moved.to);
    });
    return handle;
  }

  private drag(press: PointerEvent, handle: HTMLElement, end: End): void {
    const { range } = this.view ?? {};
    if (!range || press.button !== 0) return;
    press.preventDefault();
    handle.focus();
    const fixed = range[end === 'from' ? 'to' : 'from'];
    const left = this.element.parentElement!.getBoundingClientRect().left;
    const timeOf = (event: PointerEvent): Ms => timeAt(this.view!.scale, event.clientX - left);
    const move = (event: PointerEvent): void => {
      const time = timeOf(event);
      this.place({ from: Math.min(time, fixed), to: Math.max(time, fixed) });
    };
    followPointer(handle, press, move, (event) => {
      if (event.type === 'pointerup') this.change(timeOf(event), fixed);
      else this.place(this.view?.range);
    });
  }
}
