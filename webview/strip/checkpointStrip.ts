import * as l10n from '@vscode/l10n';
import type { CheckpointIndex } from '../../src/trace/units.js';
import { chosenWords, stripSummary, stripTitle } from './checkpointWords.js';
import { element } from '../element.js';
import { hasIdleTime } from '../idle/idleTime.js';
import type { Intention } from '../keys/keyboard.js';
import type { ViewModel } from '../model.js';
import type { Shown } from '../keys/navigation.js';
import { paintCanvas } from '../painting/paintedCanvas.js';
import { chosenOf, chosenOnStrip } from './severalCheckpoints.js';
import { shownWords } from '../shownWords.js';
import { drawnAt, stripLayoutOf, type StripLayout } from './stripLayout.js';
import { paintStrip, stripHeight } from './stripPainter.js';
import { chooseOnStrip } from './stripPointer.js';
import type { ViewState } from '../viewState.js';

/** The strip of all checkpoints: bar height is duration, the solid part from the base is blocked time. */
export class CheckpointStrip {
  readonly element: HTMLElement;
  private readonly title = element('span', { className: 'name', text: l10n.t('Checkpoints') });
  private readonly summary = element('span', { className: 'small' });
  private readonly all: HTMLButtonElement;
  private readonly collapse: HTMLButtonElement;
  readonly canvas = element('canvas', {
    attributes: {
      role: 'slider',
      tabindex: 0,
      'aria-label': l10n.t('Checkpoint'),
      'aria-orientation': 'horizontal',
    },
  });
  private layout: StripLayout | undefined;
  private laidOut: readonly unknown[] = [];
  private model: ViewModel | undefined;
  private chosen: readonly CheckpointIndex[] = [];
  private preview: readonly CheckpointIndex[] | undefined;

  /** @param change makes a new state from what is shown */
  constructor(change: (make: (shown: Shown) => ViewState) => void, intend: (intention: Intention) => void) {
    const choose = (chosen: readonly CheckpointIndex[]): void =>
      change(({ state, index }) => chosenOnStrip(state, index, chosen));
    this.all = element('button', {
      className: 'toggle all',
      text: l10n.t('All'),
      attributes: { type: 'button', title: l10n.t('Show all checkpoints on one axis') },
      onClick: () => choose([]),
    });
    this.collapse = element('button', {
      className: 'toggle',
      text: l10n.t('No Idle Time'),
      attributes: { type: 'button', title: l10n.t('Draw the idle time between checkpoints short (I)') },
      onClick: () => intend('collapseIdleTime'),
    });
    const head = element(
      'div',
      { className: 'strip-names' },
      element('div', {}, this.title, this.all, this.collapse),
      this.summary,
    );
    this.element = element(
      'section',
      { className: 'strip', attributes: { 'aria-label': l10n.t('Checkpoints') } },
      head,
      this.canvas,
    );
    chooseOnStrip(this.canvas, {
      layout: () => this.layout,
      chosen: () => this.chosen,
      count: () => this.model?.index.trace.checkpoints.length ?? 0,
      choose: (chosen) => {
        // A key that is held comes again before the next picture.
        this.chosen = chosen;
        choose(chosen);
      },
      preview: (chosen) => {
        this.preview = chosen;
        if (this.model) this.render(this.model);
      },
      hover: (x) => this.hover(x),
    });
  }

  render(model: ViewModel): void {
    this.model = model;
    const { state, index } = model;
    const { checkpoints } = index.trace;
    this.chosen = chosenOf(model.state);
    const chosen = this.preview ?? this.chosen;
    this.summary.textContent =
      chosen.length > 1 ? chosenWords(chosen.length, checkpoints.length) : stripSummary(model);
    const isAll = state.checkpoint === undefined && !state.several;
    this.all.setAttribute('aria-pressed', String(isAll));
    this.collapse.hidden = !hasIdleTime(state, index);
    this.collapse.setAttribute('aria-pressed', String(state.idleCollapsed));
    this.canvas.setAttribute('aria-valuemin', '0');
    this.canvas.setAttribute('aria-valuemax', String(Math.max(0, checkpoints.length - 1)));
    this.canvas.setAttribute('aria-valuenow', String(chosen[0] ?? 0));
    this.canvas.setAttribute('aria-valuetext', shownWords(model));
    this.paint(model, new Set(chosen));
  }

  private paint(model: ViewModel, chosen: ReadonlySet<CheckpointIndex>): void {
    const { index } = model;
    const width = this.canvas.parentElement!.clientWidth - this.canvas.offsetLeft;
    if (this.laidOut[0] !== index || this.laidOut[1] !== width) {
      this.laidOut = [index, width];
      this.layout = stripLayoutOf(index, width);
    }
    const layout = this.layout!;
    const size = { width, height: stripHeight };
    paintCanvas(this.canvas, size, (context) => paintStrip(context, model, { layout, chosen, width }));
  }

  private hover(x: number | undefined): void {
    const { layout, model } = this;
    const one = x === undefined || !layout ? undefined : drawnAt(layout, x);
    this.canvas.title = one && model ? stripTitle(model, one) : '';
  }
}
