import * as l10n from '@vscode/l10n';
import { formatDuration } from '../../src/analysis/quantities.js';
import type { Ms } from '../../src/trace/units.js';
import { clockOf } from '../clock/clock.js';
import { clockMoment } from '../clock/clockWords.js';
import { element } from '../element.js';
import { followPointer } from '../chart/followPointer.js';
import { msPerPixel, evenAt, timeAt, xOf, type TimeScale } from '../chart/geometry.js';
import type { ViewModel } from '../model.js';
import { barEnds } from '../keys/navigation.js';
import type { TooltipText } from '../chart/tooltip.js';
import { origin } from '../viewState.js';
import { pickedMoment } from './moment.js';
import { timeWords } from './noteWords.js';

/** How far an arrow moves the moment, in pixels: alone, and with Shift. */
const steps = { fine: 2, coarse: 40 };

export interface MomentWishes {
  /** Another moment, in the trace's own time. */
  readonly move: (moment: Ms) => void;
  readonly write: () => void;
  readonly cancel: () => void;
  /** Shows beside the bar what its keys do. */
  readonly explain: (text: TooltipText, bar: HTMLElement) => void;
  readonly leave: () => void;
}

/** The moment that a note is to be written on: a line over the rows, moved by arrows or by the pointer. */
export class MomentBar {
  private readonly label = element('span', { className: 'ruler-label' });
  readonly element: HTMLElement;
  private view: { readonly model: ViewModel; readonly scale: TimeScale; readonly moment: Ms } | undefined;

  constructor(private readonly wishes: MomentWishes) {
    this.element = element(
      'div',
      {
        className: 'moment',
        attributes: { role: 'slider', tabindex: 0, hidden: '', 'aria-label': l10n.t('Moment of the note') },
      },
      this.label,
    );
    this.element.addEventListener('keydown', (event) => this.press(event));
    this.element.addEventListener('pointerdown', (event) => this.drag(event));
    this.element.addEventListener('focus', () => this.explain());
    this.element.addEventListener('blur', () => wishes.leave());
  }

  /** Where its label lies on the ruler, in pixels of the chart. */
  get onRuler(): { readonly left: number; readonly right: number } | undefined {
    if (this.element.hidden) return undefined;
    const middle = this.element.offsetLeft + this.element.offsetWidth / 2;
    const half = this.label.offsetWidth / 2 + 4;
    return { left: middle - half, right: middle + half };
  }

  /** Gives it the keyboard, once it is there. */
  focus(): void {
    this.element.focus({ preventScroll: true });
  }

  render(model: ViewModel, scale: TimeScale): void {
    const moment = pickedMoment(model);
    const isNew = moment !== this.view?.moment;
    this.view = moment === undefined ? undefined : { model, scale, moment };
    this.element.hidden = moment === undefined;
    if (moment === undefined) return;
    const zero = origin(model.state, model.index);
    this.element.style.left = `${xOf(scale, moment)}px`;
    this.label.textContent = labelOf(model, moment);
    this.element.setAttribute('aria-valuemin', String(scale.from - zero));
    this.element.setAttribute('aria-valuemax', String(scale.to - zero));
    this.element.setAttribute('aria-valuenow', String(moment - zero));
    this.element.setAttribute('aria-valuetext', momentWords(model, moment));
    if (isNew && document.activeElement === this.element) this.explain();
  }

  private press(event: KeyboardEvent): void {
    const { view } = this;
    if (!view || event.ctrlKey || event.metaKey || event.altKey) return;
    const step = event.shiftKey ? steps.coarse : steps.fine;
    const ends = barEnds(view.model);
    const does: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => this.moveBy(-step),
      ArrowDown: () => this.moveBy(-step),
      ArrowRight: () => this.moveBy(step),
      ArrowUp: () => this.moveBy(step),
      PageDown: () => this.moveBy(-steps.coarse),
      PageUp: () => this.moveBy(steps.coarse),
      Home: () => this.wishes.move(ends?.from ?? view.scale.from),
      End: () => this.wishes.move(ends?.to ?? view.scale.to),
      Enter: this.wishes.write,
      Escape: this.wishes.cancel,
    };
    const act = does[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  private moveBy(pixels: number): void {
    const { scale, moment } = this.view!;
    this.wishes.move(moment + pixels * msPerPixel(evenAt(scale, xOf(scale, moment))));
  }

  private drag(press: PointerEvent): void {
    if (press.button !== 0 || !this.view) return;
    press.preventDefault();
    this.element.focus();
    const left = this.element.parentElement!.getBoundingClientRect().left;
    followPointer(this.element, press, (event) => {
      if (this.view) this.wishes.move(timeAt(this.view.scale, event.clientX - left));
    });
  }

  private explain(): void {
    const { view } = this;
    if (!view) return;
    const { model, moment } = view;
    const ends: TooltipText['keys'] = barEnds(model)
      ? [['Home', l10n.t('start of the bar')] as const, ['End', l10n.t('its end')] as const]
      : [];
    this.wishes.explain(
      {
        title: l10n.t('Note at a moment'),
        who: momentWords(model, moment),
        facts: [],
        keys: [['←→', l10n.t('move')], ...ends, ['Enter', l10n.t('write')], ['Esc', l10n.t('cancel')]],
      },
      this.element,
    );
  }
}

function momentWords({ index, state }: ViewModel, moment: Ms): string {
  return timeWords(index, { from: moment, to: moment }, state.timeFormat);
}

/** On the ruler it is written as the ruler writes. */
function labelOf({ index, state }: ViewModel, moment: Ms): string {
  const { trace } = index;
  const clock = clockOf(state.timeFormat, trace);
  if (clock) return clockMoment(clock, trace, moment);
  return formatDuration(moment - origin(state, index), trace.source.resolution);
}
