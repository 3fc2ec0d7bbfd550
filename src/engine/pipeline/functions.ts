import type { StateDescriptors, StatesOf } from './state.js';

export type Key = number | string;

/** Timers of the current key. There is one at most for a time, however often it is registered. */
export interface TimerService {
  /** How far event time has come, ms: no earlier record is expected. −Infinity while nothing is known. */
  currentWatermark(): number;
  /** ms since 1970. */
  currentProcessingTime(): number;
  /** Calls `onTimer` when the watermark has come to `time`, ms. @throws TypeError where records have no timestamps. */
  registerEventTimeTimer(time: number): void;
  /** Calls `onTimer` at `time`, ms since 1970, or soon after; not after the end of all input. */
  registerProcessingTimeTimer(time: number): void;
  deleteEventTimeTimer(time: number): void;
  deleteProcessingTimeTimer(time: number): void;
}

/** What a keyed process function gets beside the record. */
export interface ProcessContext<Out, D extends StateDescriptors, K extends Key = Key> {
  readonly state: StatesOf<D>;
  readonly emit: (record: Out) => void;
  readonly key: K;
  /** The record's event time, ms; `undefined` where it has none. */
  readonly timestamp: number | undefined;
  /** For functions with an `onTimer`. @throws Error where there is none. */
  readonly timers: TimerService;
}

/** What `onTimer` gets beside the time. */
export interface OnTimerContext<Out, D extends StateDescriptors, K extends Key = Key> extends ProcessContext<
  Out,
  D,
  K
> {
  readonly timeDomain: 'event' | 'processing';
}

/** What keyed functions of one and of two inputs have in common. */
interface KeyedFunction<Out, D extends StateDescriptors, K extends Key> {
  readonly state: D;
  /** How many keys to make room for at the start, over all subtasks; more are taken too, with pauses to grow. */
  readonly expectedKeys?: number;
  /** Called when a timer of a key is due. What it emits by event time has the timer's time as its timestamp. */
  readonly onTimer?: (time: number, context: OnTimerContext<Out, D, K>) => void;
}

/** A process function on a keyed stream: called for each record, with the state of the record's key. */
export interface KeyedProcess<In, Out, D extends StateDescriptors, K extends Key = Key> extends KeyedFunction<
  Out,
  D,
  K
> {
  readonly process: (record: In, context: ProcessContext<Out, D, K>) => void;
}

/** A process function on two keyed streams, which share the state of a key. */
export interface KeyedCoProcess<
  In1,
  In2,
  Out,
  D extends StateDescriptors,
  K extends Key = Key,
> extends KeyedFunction<Out, D, K> {
  readonly process1: (record: In1, context: ProcessContext<Out, D, K>) => void;
  readonly process2: (record: In2, context: ProcessContext<Out, D, K>) => void;
}
