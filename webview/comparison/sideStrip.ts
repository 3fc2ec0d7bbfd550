import { element } from '../element.js';
import { drawnAt, layoutStrip, type StripLayout } from '../stripLayout.js';
import { indexTrace, type TraceIndex } from '../traceIndex.js';
import { describeCheckpoint } from '../checkpointWords.js';
import type { Trace } from '../../src/trace/model.js';
import type { CheckpointIndex, Ms } from '../../src/trace/units.js';

/** What is drawn of one side, for a pointer; the list beside it says the same to a keyboard. */
export interface SideStripWishes {
  readonly trace: Trace;
  readonly drawn: CheckpointIndex | undefined;
  /** Of both sides: its bar has full height, so that heights compare. What took longer has no more. */
  readonly longest: Ms;
  readonly width: number;
  readonly choose: (checkpoint: CheckpointIndex) => void;
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

/** All checkpoints of one side in real time: a bar's height is how long it took, its solid part how long processing stood still. */
export function sideStrip({ trace, drawn, longest, width, choose }: SideStripWishes): HTMLElement {
  const index = indexOf(trace);
  const layout = layoutStrip(
    {
      triggers: trace.checkpoints.map(({ trigger }) => trigger),
      blocked: (n) => index.checkpoints[n]!.blocked,
      end: Math.max(index.now, index.checkpoints.at(-1)?.end ?? 0),
    },
    width,
  );
  const strip = element(
    'div',
    { className: 'side-strip', attributes: { 'aria-hidden': true } },
    ...layout.drawn.map(({ checkpoint, left, first, last }) => {
      const isDrawn = drawn !== undefined && drawn >= first && drawn <= last;
      return bar(index, isDrawn ? drawn : checkpoint, { left, width: layout.barWidth, longest, isDrawn });
    }),
  );
  strip.addEventListener('click', (event) => {
    const found = barUnder(strip, layout, event);
    if (found !== undefined) choose(found);
  });
  return strip;
}

function barUnder(strip: HTMLElement, layout: StripLayout, event: MouseEvent): CheckpointIndex | undefined {
  return drawnAt(layout, event.clientX - strip.getBoundingClientRect().left)?.checkpoint;
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
  whole.title = describeCheckpoint({ index }, n);
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
