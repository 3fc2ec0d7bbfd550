import type { Key } from './functions.js';
import type { StateType } from './state.js';

/** A stretch of event time, ms: from `start` up to, not including, `end`. */
export interface TimeWindow {
  readonly start: number;
  readonly end: number;
}

/** Says which windows a record belongs to. All have the same length, and start at `offset` and every `slide` from there. */
export interface WindowAssigner {
  readonly size: number;
  readonly slide: number;
  readonly offset: number;
}

/** Windows that follow one another: each record is in one. Times are in ms. */
export const TumblingEventTimeWindows = {
  /** @throws Error for a size that is no whole number from 1. */
  of(size: number, offset = 0): WindowAssigner {
    return windowAssigner('TumblingEventTimeWindows', size, size, offset);
  },
};

/** Windows that overlap: a record is in `size` / `slide` of them. Times are in ms. */
export const SlidingEventTimeWindows = {
  /** @throws Error for a size or slide that is no whole number from 1. */
  of(size: number, slide: number, offset = 0): WindowAssigner {
    return windowAssigner('SlidingEventTimeWindows', size, slide, offset);
  },
};

function windowAssigner(name: string, size: number, slide: number, offset: number): WindowAssigner {
  const isLength = (ms: number): boolean => Number.isSafeInteger(ms) && ms >= 1;
  if (!isLength(size) || !isLength(slide) || !Number.isSafeInteger(offset)) {
    throw new Error(`${name}.of(${[size, slide, offset].join(', ')}): give whole numbers of ms.`);
  }
  return { size, slide, offset };
}

/** How a window's records become one record. */
export interface WindowAggregate<In, Acc, Out, K extends Key = Key> {
  /** How the accumulator is kept: a field's type, a struct, or `json()`. */
  readonly accumulator: StateType<Acc>;
  /** A new window's accumulator. */
  readonly create: () => NoInfer<Acc>;
  readonly add: (accumulator: NoInfer<Acc>, record: In) => NoInfer<Acc>;
  /** What the window gives when event time has come to its end, and again for each record that comes after that in time. */
  readonly result: (accumulator: NoInfer<Acc>, window: TimeWindow, key: K) => Out;
}

/** What a window's function gets beside the window's records. */
export interface WindowContext<Out, K extends Key = Key> {
  readonly key: K;
  readonly window: TimeWindow;
  readonly emit: (record: Out) => void;
}
