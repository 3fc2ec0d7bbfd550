import * as l10n from '@vscode/l10n';
import type { CheckpointIndex } from '../src/trace/units.js';
import { paintCheckpoint, paintChosen } from './checkpointBar.js';
import { chosenWords, stripSummary, stripTitle } from './checkpointWords.js';
import { element } from './element.js';
import { fitCanvas } from './fitCanvas.js';
import { hasIdleTime } from './idle/idleTime.js';
import type { Intention } from './keyboard.js';
import type { ViewModel } from './model.js';
import type { Shown } from './navigation.js';
import { chosenOnStrip } from './severalCheckpoints.js';
import { shownWords } from './shownWords.js';
import { drawnAt, layoutStrip, type DrawnCheckpoint, type StripLayout } from './stripLayout.js';
import { chooseOnStrip } from './stripPointer.js';
import { paintWindow } from './stripWindow.js';
import type { TraceIndex } from './traceIndex.js';
import type { ViewState } from './viewState.js';

const stripHeight = 64;
/** Pixels from one number to the next, at least. */
const leastRoom = 34;

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
  private longest = 0;
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
    this.chosen = chosenIn(model);
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
    const { index, theme } = model;
    const width = this.canvas.parentElement!.clientWidth - this.canvas.offsetLeft;
    const context = fitCanvas(this.canvas, width, stripHeight);
    if (!context) return;
    if (this.laidOut[0] !== index || this.laidOut[1] !== width) {
      this.laidOut = [index, width];
      this.layout = stripLayoutOf(index, width);
      this.longest = longestOf(index);
    }
    const layout = this.layout!;
    context.fillStyle = theme.axis;
    context.globalAlpha = 0.5;
    context.fillRect(8, stripHeight - 18, width - 16, 1);
    context.globalAlpha = 1;
    const { barWidth } = layout;
    const drawn = withChosen(layout, chosen);
    paintChosen(context, theme, runsOf(drawn, barWidth), stripHeight);
    paintWindow(context, model, layout.scale);
    const room = roomForNumber(index);
    const named = namesWithRoom(drawn, room);
    let free = -Infinity;
    for (const { checkpoint, left, isChosen } of drawn) {
      const hasRoom = left - free > room && named.every((other) => Math.abs(left - other) > room);
      const labelled = named.includes(left) || hasRoom;
      const place = {
        left,
        width: barWidth,
        height: stripHeight,
        longest: this.longest,
        labelled,
        chosen: isChosen,
      };
      paintCheckpoint(context, model, checkpoint, place);
      if (labelled) free = left;
    }
  }

  private hover(x: number | undefined): void {
    const { layout, model } = this;
    const one = x === undefined || !layout ? undefined : drawnAt(layout, x);
    this.canvas.title = one && model ? stripTitle(model, one) : '';
  }
}

function chosenIn({ state: { checkpoint, several } }: ViewModel): readonly CheckpointIndex[] {
  return several ?? (checkpoint === undefined ? [] : [checkpoint]);
}

function stripLayoutOf(index: TraceIndex, width: number): StripLayout {
  return layoutStrip(
    {
      triggers: index.trace.checkpoints.map(({ trigger }) => trigger),
      blocked: (n) => index.checkpoints[n]!.blocked,
      end: Math.max(index.now, index.checkpoints.at(-1)?.end ?? 0),
    },
    width,
  );
}

/** The longest checkpoint, ms: its bar has full height. */
function longestOf({ trace, checkpoints }: TraceIndex): number {
  return trace.checkpoints.reduce(
    (most, { trigger }, n) => Math.max(most, checkpoints[n]!.end - trigger),
    1e-6,
  );
}

interface ShownBar extends DrawnCheckpoint {
  readonly isChosen: boolean;
  /** Its number is said whatever lies beside it. */
  readonly isNamed: boolean;
}

/** A bar of many is chosen where one of them is; the first and the last that are chosen are drawn whoever else shares their bar. */
function withChosen({ drawn }: StripLayout, chosen: ReadonlySet<CheckpointIndex>): ShownBar[] {
  const inOrder = [...chosen];
  const ends = [inOrder[0]!, inOrder.at(-1)!];
  return drawn.map((bar) => {
    const holds = (n: CheckpointIndex): boolean => n >= bar.first && n <= bar.last;
    const isNamed = chosen.size > 0 && ends.some(holds);
    let isChosen = isNamed;
    for (let n = bar.first; n <= bar.last && !isChosen; n += 1) isChosen = chosen.has(n);
    const checkpoint = isNamed ? ends.find(holds)! : bar.checkpoint;
    return { ...bar, checkpoint, isChosen, isNamed };
  });
}

/** Left edges of the bars whose numbers are said first: of what was chosen the first and, if there is room, the last. */
function namesWithRoom(drawn: readonly ShownBar[], room: number): readonly number[] {
  const [first, last] = drawn.filter(({ isNamed }) => isNamed).map(({ left }) => left);
  if (first === undefined) return [];
  return last === undefined || last - first <= room ? [first] : [first, last];
}

/** For the longest number, which is the last one's: a digit of 11 px is 7 wide. */
function roomForNumber({ trace: { checkpoints } }: TraceIndex): number {
  return Math.max(leastRoom, 7 * `#${checkpoints.at(-1)?.id ?? ''}`.length + 8);
}

/** Where chosen bars lie side by side, in pixels. */
function runsOf(
  drawn: readonly ShownBar[],
  barWidth: number,
): { readonly left: number; readonly right: number }[] {
  const runs: { left: number; right: number }[] = [];
  let isOpen = false;
  for (const { left, isChosen } of drawn) {
    const run = runs.at(-1);
    if (isChosen && isOpen && run) run.right = left + barWidth;
    else if (isChosen) runs.push({ left, right: left + barWidth });
    isOpen = isChosen;
  }
  return runs;
}
