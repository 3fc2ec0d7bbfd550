import { formatCount } from '../src/analysis/quantities.js';
import type { CheckpointIndex } from '../src/trace/units.js';
import { paintCheckpoint } from './checkpointBar.js';
import { element } from './element.js';
import { fitCanvas } from './fitCanvas.js';
import type { TimeScale } from './geometry.js';
import type { ViewModel } from './model.js';
import { durationWords, runWord } from './spanWords.js';

const stripHeight = 64;
/** Bars are never narrower, in pixels. */
const narrowestBar = 3;
/** Pixels from one number to the next. */
const roomForNumber = 34;

/** Where the bars of the strip lie, in pixels. */
export interface StripLayout {
  readonly scale: TimeScale;
  readonly barWidth: number;
  /** Left edge of each checkpoint's bar. */
  readonly lefts: readonly number[];
}

/** Lays the checkpoints over the strip in real time, so that gaps stay visible. */
export function layoutStrip(triggers: readonly number[], end: number, width: number): StripLayout {
  const from = triggers[0] ?? 0;
  const scale = {
    from,
    to: Math.max(end, (triggers.at(-1) ?? 0) + 1e-6, from + 1e-6),
    left: 16,
    width: Math.max(1, width - 56),
  };
  const lefts = triggers.map((time) => scale.left + ((time - from) / (scale.to - from)) * scale.width);
  const gaps = lefts.slice(1).map((left, n) => left - lefts[n]!);
  const barWidth = Math.min(
    24,
    Math.max(narrowestBar, gaps.reduce((least, gap) => Math.min(least, gap), 24) - 4),
  );
  return { scale, barWidth, lefts };
}

/** The strip of all checkpoints: bar height is duration, the solid part from the base is blocked time. */
export class CheckpointStrip {
  readonly element: HTMLElement;
  private readonly title = element('span', { className: 'name', text: 'Checkpoints' });
  private readonly summary = element('span', { className: 'small' });
  private readonly all: HTMLButtonElement;
  readonly canvas = element('canvas', {
    attributes: { role: 'slider', tabindex: 0, 'aria-label': 'Checkpoint', 'aria-orientation': 'horizontal' },
  });
  private layout: StripLayout | undefined;

  constructor(choose: (checkpoint: CheckpointIndex | undefined) => void) {
    this.all = element('button', {
      className: 'all',
      text: 'All',
      attributes: { type: 'button', title: 'Show all checkpoints on one axis' },
      onClick: () => choose(undefined),
    });
    const head = element(
      'div',
      { className: 'strip-names' },
      element('div', {}, this.title, this.all),
      this.summary,
    );
    this.element = element(
      'section',
      { className: 'strip', attributes: { 'aria-label': 'Checkpoints' } },
      head,
      this.canvas,
    );
    this.canvas.addEventListener('click', (event) => {
      const checkpoint = this.checkpointAt(event.offsetX);
      if (checkpoint !== undefined) choose(checkpoint);
    });
    this.canvas.addEventListener('mousemove', (event) => {
      const checkpoint = this.checkpointAt(event.offsetX);
      this.canvas.title = checkpoint === undefined ? '' : this.describe(checkpoint);
    });
  }

  private describe: (checkpoint: CheckpointIndex) => string = () => '';

  render(model: ViewModel): void {
    const { checkpoints } = model.index.trace;
    this.describe = (n) => describeCheckpoint(model, n);
    this.summary.textContent = stripSummary(model);
    this.all.setAttribute('aria-pressed', String(model.state.checkpoint === undefined));
    const { state } = model;
    this.canvas.setAttribute('aria-valuemin', '0');
    this.canvas.setAttribute('aria-valuemax', String(Math.max(0, checkpoints.length - 1)));
    this.canvas.setAttribute('aria-valuenow', String(state.checkpoint ?? 0));
    const spoken =
      state.checkpoint === undefined
        ? `the entire ${runWord(model.index.trace)}`
        : describeCheckpoint(model, state.checkpoint);
    this.canvas.setAttribute('aria-valuetext', spoken);
    this.paint(model);
  }

  private paint(model: ViewModel): void {
    const context = fitCanvas(
      this.canvas,
      this.canvas.parentElement!.clientWidth - this.canvas.offsetLeft,
      stripHeight,
    );
    if (!context) return;
    const { checkpoints } = model.index.trace;
    const width = this.canvas.clientWidth;
    const last = Math.max(model.index.now, model.index.checkpoints.at(-1)?.end ?? 0);
    this.layout = layoutStrip(
      checkpoints.map((c) => c.trigger),
      last,
      width,
    );
    const longest = checkpoints.reduce(
      (most, c, n) => Math.max(most, model.index.checkpoints[n]!.end - c.trigger),
      1e-6,
    );
    context.fillStyle = model.theme.axis;
    context.globalAlpha = 0.5;
    context.fillRect(8, stripHeight - 18, width - 16, 1);
    context.globalAlpha = 1;
    let free = -Infinity;
    const { checkpoint } = model.state;
    const chosenLeft = checkpoint === undefined ? -Infinity : this.layout.lefts[checkpoint]!;
    for (const { checkpoint: n, left } of drawnCheckpoints(model, this.layout)) {
      const chosen = n === checkpoint;
      const labelled = chosen || (left - free > roomForNumber && Math.abs(left - chosenLeft) > roomForNumber);
      paintCheckpoint(context, model, n, {
        left,
        width: this.layout.barWidth,
        height: stripHeight,
        longest,
        labelled,
        chosen,
      });
      if (labelled) free = left;
    }
  }

  private checkpointAt(x: number): CheckpointIndex | undefined {
    if (!this.layout) return undefined;
    const { lefts, barWidth } = this.layout;
    let best: CheckpointIndex | undefined;
    let nearest = 14;
    lefts.forEach((left, n) => {
      const distance = Math.max(0, left - x, x - left - barWidth);
      if (distance < nearest) [best, nearest] = [n, distance];
    });
    return best;
  }
}

/**
 * The bars to draw and where. Where they would cover each other, each cell of the strip draws the checkpoint that blocked
 * longest; the chosen one is always drawn.
 */
export function drawnCheckpoints({ index, state }: ViewModel, { lefts, barWidth }: StripLayout): Drawn[] {
  if (barWidth > narrowestBar) {
    return lefts.map((left, checkpoint) => ({ checkpoint, left: Math.round(left) }));
  }
  const pitch = narrowestBar + 1;
  const cells = new Map<number, CheckpointIndex>();
  lefts.forEach((left, n) => {
    const cell = Math.floor(left / pitch);
    const rival = cells.get(cell);
    const wins = rival === undefined || index.checkpoints[n]!.blocked > index.checkpoints[rival]!.blocked;
    if (n === state.checkpoint || (wins && rival !== state.checkpoint)) cells.set(cell, n);
  });
  return [...cells].map(([cell, checkpoint]) => ({ checkpoint, left: cell * pitch }));
}

interface Drawn {
  readonly checkpoint: CheckpointIndex;
  readonly left: number;
}

/** `#7: completed in 422 ms, blocked 24 µs`. */
export function describeCheckpoint({ index }: ViewModel, n: CheckpointIndex): string {
  const checkpoint = index.trace.checkpoints[n]!;
  const summary = index.checkpoints[n]!;
  const took = durationWords(index, summary.took);
  const outcome = {
    completed: `completed in ${took}`,
    failed: `failed after ${took}${checkpoint.failure ? `: ${checkpoint.failure.replace(/\.$/, '')}` : ''}`,
    inProgress: `in progress for ${took}`,
  }[checkpoint.status];
  const kind = checkpoint.kind === 'savepoint' ? ' savepoint' : '';
  return `#${checkpoint.id}${kind}: ${outcome}, blocked ${durationWords(index, summary.blocked)}`;
}

function stripSummary({ index }: ViewModel): string {
  const { checkpoints } = index.trace;
  const count = (status: string): number => checkpoints.filter((c) => c.status === status).length;
  const parts = [`${formatCount(count('completed'))} of ${formatCount(checkpoints.length)} completed`];
  const failed = checkpoints.filter((c) => c.status === 'failed');
  if (failed.length === 1) parts.push(`#${failed[0]!.id} failed`);
  if (failed.length > 1) parts.push(`${formatCount(failed.length)} failed`);
  if (count('inProgress') > 0) parts.push(`${count('inProgress')} in progress`);
  return parts.join(', ');
}
