import type { OnTimerContext, ProcessContext } from '../pipeline/functions.js';
import type { AnyRecord, KeyedFunctions, WindowDefinition } from '../pipeline/graph.js';
import type { TimeWindow, WindowAssigner } from '../pipeline/windows.js';
import type { WindowContents } from './windowContents.js';

export interface WindowTime {
  /** Sets the timestamp of what is emitted next. */
  readonly stamp: (timestamp: number) => void;
  /** A record came when all its windows were over for good. */
  readonly droppedLate: () => void;
}

/** The starts of the windows that a timestamp lies in, the latest first. */
export function windowStarts({ size, slide, offset }: WindowAssigner, timestamp: number): number[] {
  const into = (((timestamp - offset) % slide) + slide) % slide;
  const starts: number[] = [];
  for (let start = timestamp - into; start > timestamp - size; start -= slide) starts.push(start);
  return starts;
}

/**
 * Event-time windows as a process function with timers, as in Flink: a window fires when the watermark has come to its
 * last millisecond, and again for each record that comes later and is still allowed; then what it holds is let go.
 */
export function windowFunctions(
  { key, assigner, allowedLateness }: WindowDefinition,
  contents: WindowContents,
  { stamp, droppedLate }: WindowTime,
): KeyedFunctions {
  const { size } = assigner;
  const fire = (start: number, context: Context): void => {
    const window: TimeWindow = { start, end: start + size };
    stamp(window.end - 1);
    contents.fire(window, context);
  };
  return {
    state: contents.states,
    expectedKeys: 0,
    inputs: [
      {
        key,
        process(record: AnyRecord, context: Context) {
          const { timestamp, timers } = context;
          if (timestamp === undefined) {
            throw new TypeError(
              'a record has no timestamp: one that a processing-time timer has emitted needs .assignTimestampsAndWatermarks(…)',
            );
          }
          const watermark = timers.currentWatermark();
          let isLate = true;
          for (const start of windowStarts(assigner, timestamp)) {
            const last = start + size - 1;
            if (last + allowedLateness <= watermark) continue;
            isLate = false;
            const isNew = contents.add(start, record, context);
            if (last <= watermark) fire(start, context);
            else if (isNew) timers.registerEventTimeTimer(last);
            if (isNew && allowedLateness > 0) timers.registerEventTimeTimer(last + allowedLateness);
          }
          if (isLate) droppedLate();
        },
      },
    ],
    onTimer(time: number, context: OnTimerContext<AnyRecord, AnyRecord>) {
      const ending = time + 1 - size;
      if (contents.has(ending, context)) fire(ending, context);
      const over = ending - allowedLateness;
      if (contents.has(over, context)) contents.remove(over, context);
    },
  };
}

type Context = ProcessContext<AnyRecord, AnyRecord>;
