import type { CheckpointIndex } from '../../src/trace/units.js';
import type { TimeRange } from '../chart/geometry.js';
import { oncePerTrace } from '../oncePerTrace.js';
import type { TraceIndex } from '../rows/traceIndex.js';
import type { ViewState } from '../viewState.js';
import { CollapsedTime } from './collapsedTime.js';

/** Before and after what went on stays so much of the mean checkpoint. */
const margin = 0.1;
/** An idle stretch is drawn as long as so much of the mean checkpoint. */
const drawnShare = 0.15;

/** The axis without idle time, where a person wants that and there is such time; one checkpoint alone has none, nor an overlay. */
export function collapsedTime(
  {
    idleCollapsed,
    body,
    checkpoint,
    several,
  }: Pick<ViewState, 'idleCollapsed' | 'body' | 'checkpoint' | 'several'>,
  index: TraceIndex,
): CollapsedTime | undefined {
  return idleCollapsed && body !== 'overlay' && checkpoint === undefined
    ? collapsedOf(index, several)
    : undefined;
}

/** Whether there is idle time that could be collapsed. */
export function hasIdleTime(
  { checkpoint, several }: Pick<ViewState, 'checkpoint' | 'several'>,
  index: TraceIndex,
): boolean {
  return checkpoint === undefined && collapsedOf(index, several) !== undefined;
}

const collapsedOf = oncePerTrace((index: TraceIndex, several: readonly CheckpointIndex[] | undefined) => {
  const busy = busyStretches(index, several);
  if (busy.length === 0) return undefined;
  const mean = busy.reduce((sum, { from, to }) => sum + to - from, 0) / busy.length;
  const drawn = mean * drawnShare;
  const idle = idleBetween(busy, { from: index.start, to: index.now }, mean * margin);
  const long = idle.filter(({ from, to }) => to - from > 2 * drawn);
  return long.length > 0 ? new CollapsedTime(long, drawn) : undefined;
});

/** When one of the checkpoints, or several at once, were under way. */
function busyStretches(index: TraceIndex, several?: readonly CheckpointIndex[]): TimeRange[] {
  const { checkpoints } = index.trace;
  const shown = several ?? checkpoints.map((_, n) => n);
  const ranges = shown.map((n) => ({ from: checkpoints[n]!.trigger, to: index.checkpoints[n]!.end }));
  ranges.sort((one, other) => one.from - other.from);
  const busy: { from: number; to: number }[] = [];
  for (const range of ranges) {
    const last = busy.at(-1);
    if (last && range.from <= last.to) last.to = Math.max(last.to, range.to);
    else busy.push({ ...range });
  }
  return busy;
}

/** What is left of the whole, `aside` ms away from what went on. */
function idleBetween(busy: readonly TimeRange[], whole: TimeRange, aside: number): TimeRange[] {
  const starts = [whole.from, ...busy.map(({ to }) => to + aside)];
  const ends = [...busy.map(({ from }) => from - aside), whole.to];
  return starts.map((from, n) => ({ from, to: ends[n]! })).filter(({ from, to }) => to > from);
}
