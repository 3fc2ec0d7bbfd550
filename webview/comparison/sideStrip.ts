import * as l10n from '@vscode/l10n';
import { describeCheckpoint } from '../strip/checkpointWords.js';
import { element } from '../element.js';
import { severalWords } from '../strip/severalCheckpoints.js';
import { drawnAt, stripLayoutOf, type StripLayout } from '../strip/stripLayout.js';
import { chooseOnStrip, reachedBy } from '../strip/stripPointer.js';
import { indexTrace, type TraceIndex } from '../rows/traceIndex.js';
import type { Trace } from '../../src/trace/model.js';
import type { CheckpointIndex, Ms } from '../../src/trace/units.js';
import type { ComparisonState } from './comparisonState.js';
import type { DrawnSide } from './lanes.js';

/** What is drawn of one side. */
export interface SideStripModel {
  readonly trace: Trace;
  /** Whose checkpoints they are. */
  readonly label: string;
  readonly drawn: CheckpointIndex | undefined;
  /** The ones that are compared, where a person chose them; ascending. */
  readonly chosen?: readonly CheckpointIndex[] | undefined;
  /** Of all sides: its bar has full height, so that heights compare. What took longer has no more. */
  readonly longest: Ms;
}

export interface SideStripWishes {
  /** By their numbers: one is to be drawn, several are to be compared, none lets all count again. */
  readonly choose: (ids: readonly number[]) => void;
  readonly open: (checkpoint: CheckpointIndex) => void;
}

const barHeight = 28;

const indexes = new WeakMap<Trace, TraceIndex>();

function indexOf(trace: Trace): TraceIndex {
  const index = indexes.get(trace) ?? indexTrace(trace);
  indexes.set(trace, index);
  return index;
}

/** The longest completed checkpoint of a trace, ms; one that was waited for until it timed out would make all others small. */
export function longestCheckpoint(trace: Trace): Ms {
  return indexOf(trace).checkpoints.reduce((most, { took }, n) => {
    return trace.checkpoints[n]!.status === 'completed' ? Math.max(most, took) : most;
  }, 0);
}

/** @param longest of all sides, ms */
export function stripModel(
  { place, label, side: { trace }, checkpoint }: DrawnSide,
  { chosen }: Pick<ComparisonState, 'chosen'>,
  longest: Ms,
): SideStripModel {
  const ids = chosen[place] && new Set(chosen[place]);
  const indices = ids && trace.checkpoints.flatMap(({ id }, n) => (ids.has(id) ? [n] : []));
  return { trace, label, longest, drawn: checkpoint, ...(indices && { chosen: indices }) };
}

/** Which checkpoint of a side is drawn, and which are compared where a person chose some, in words. */
export function stripWords({ trace, drawn, chosen }: SideStripModel): string {
  const index = indexOf(trace);
  if (chosen) return severalWords(index, chosen);
  return drawn === undefined ? l10n.t('none') : describeCheckpoint({ index }, drawn);
}

/**
 * All checkpoints of one side in real time: a bar's height is how long it took, its solid part how long processing stood still. It is
 * chosen on as on the strip of a single trace, by pointer and by keys; Enter opens what is drawn in its trace.
 */
export class SideStrip {
  readonly element: HTMLElement;
  private model: SideStripModel | undefined;
  private layout: StripLayout | undefined;
  private bars: readonly HTMLElement[] = [];
  private inputs: readonly unknown[] = [];

  constructor(
    id: string,
    private readonly wishes: SideStripWishes,
  ) {
    this.element = element('div', {
      className: 'side-strip',
      attributes: { id, role: 'slider', tabindex: 0, 'aria-orientation': 'horizontal' },
    });
    this.element.addEventListener('keydown', (event) => this.onKey(event));
    chooseOnStrip(this.element, {
      layout: () => this.layout,
      chosen: () => this.chosenNow(),
      count: () => this.model?.trace.checkpoints.length ?? 0,
      choose: (chosen) => this.choose(chosen),
      preview: (chosen) => this.mark(chosen ?? this.model?.chosen),
      hover: (x) => this.hover(x),
    });
  }

  /** The element must be where it is seen: its width is that of its place. */
  render(model: SideStripModel): void {
    const width = this.element.clientWidth;
    const { trace, drawn, longest } = model;
    this.model = model;
    this.describe(model);
    const inputs = [trace, drawn, longest, width];
    if (!inputs.every((input, n) => input === this.inputs[n])) {
      this.inputs = inputs;
      this.draw(model, width);
    }
    this.mark(model.chosen);
  }

  private describe(model: SideStripModel): void {
    const { trace, drawn, label } = model;
    const attributes = {
      'aria-label': l10n.t('Checkpoints of {0}', label),
      'aria-valuemin': 0,
      'aria-valuemax': Math.max(0, trace.checkpoints.length - 1),
      'aria-valuenow': drawn ?? 0,
      'aria-valuetext': stripWords(model),
    };
    for (const [name, value] of Object.entries(attributes)) this.element.setAttribute(name, String(value));
  }

  private draw({ trace, drawn, longest }: SideStripModel, width: number): void {
    const index = indexOf(trace);
    this.layout = stripLayoutOf(index, width);
    const { barWidth } = this.layout;
    this.bars = this.layout.drawn.map(({ checkpoint, left, first, last }) => {
      const isDrawn = drawn !== undefined && drawn >= first && drawn <= last;
      return bar(index, isDrawn ? drawn : checkpoint, { left, width: barWidth, longest, isDrawn });
    });
    this.element.replaceChildren(...this.bars);
  }

  /** What is not among those that were chosen stands back. */
  private mark(chosen: readonly CheckpointIndex[] | undefined): void {
    this.layout?.drawn.forEach(({ first, last }, n) => {
      const isLeftOut = chosen !== undefined && !chosen.some((one) => one >= first && one <= last);
      this.bars[n]?.classList.toggle('left-out', isLeftOut);
    });
  }

  private hover(x: number | undefined): void {
    const found = x === undefined || !this.layout ? undefined : drawnAt(this.layout, x)?.checkpoint;
    const { trace } = this.model ?? {};
    this.element.title =
      found !== undefined && trace ? describeCheckpoint({ index: indexOf(trace) }, found) : '';
  }

  private chosenNow(): readonly CheckpointIndex[] {
    const { drawn, chosen } = this.model ?? {};
    return chosen ?? (drawn === undefined ? [] : [drawn]);
  }

  private choose(checkpoints: readonly CheckpointIndex[]): void {
    const { trace } = this.model ?? {};
    if (trace) this.wishes.choose(checkpoints.map((one) => trace.checkpoints[one]!.id));
  }

  private onKey(event: KeyboardEvent): void {
    const { drawn, chosen, trace } = this.model ?? {};
    if (!trace || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
    const to = reachedBy(event.key, drawn ?? 0, trace.checkpoints.length);
    if (to !== undefined) this.choose([to]);
    else if (event.key === 'Enter' && drawn !== undefined) this.wishes.open(drawn);
    else if (event.key === 'Escape' && chosen) this.choose([]);
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}

function bar(
  index: TraceIndex,
  n: CheckpointIndex,
  place: { readonly left: number; readonly width: number; readonly longest: Ms; readonly isDrawn: boolean },
): HTMLElement {
  const { took, blocked } = index.checkpoints[n]!;
  const { status } = index.trace.checkpoints[n]!;
  const scale = barHeight / Math.max(place.longest, 1e-6);
  const whole = element('span', { className: `strip-bar ${status}` });
  whole.classList.toggle('drawn', place.isDrawn);
  whole.style.setProperty('left', `${place.left}px`);
  whole.style.setProperty('width', `${place.width}px`);
  const height = Math.min(barHeight, Math.max(2, took * scale));
  whole.style.setProperty('height', `${height.toFixed(1)}px`);
  const solid = element('span', { className: 'strip-blocked' });
  solid.style.setProperty('height', `${Math.min(height, Math.max(2, blocked * scale)).toFixed(1)}px`);
  if (blocked > 0) whole.append(solid);
  if (status === 'failed') whole.append(element('span', { className: 'strip-failed', text: '✕' }));
  return whole;
}
