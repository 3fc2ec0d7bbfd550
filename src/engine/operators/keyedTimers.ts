import type { Key, TimerService } from '../pipeline/functions.js';
import { boolean, int64 } from '../pipeline/recordTypes.js';
import { mapState, type MapState } from '../pipeline/state.js';
import type { KeyedState } from '../state/keyedState.js';
import type { OperatorTimers } from './operator.js';
import { TimerQueue } from './timerQueue.js';

export type TimeDomain = 'event' | 'processing';

/** Timers are state of their keys: what is there of a key's map is a timer at that time. */
export const timerStates = {
  $eventTimers: mapState(int64, boolean),
  $processingTimers: mapState(int64, boolean),
};

export interface KeyedTimersParts {
  readonly keyed: KeyedState;
  /** How far event time had come in the checkpoint to start from. */
  readonly watermark: number;
  /** Whether the records that come in have timestamps. */
  readonly hasEventTime: boolean;
  /** ms since the run's epoch. */
  readonly now: () => number;
  /** The run's epoch, ms since 1970. */
  readonly epochMs: number;
  /** A timer of the key, whose state is at hand, is due. */
  readonly onTimer: (time: number, domain: TimeDomain) => void;
}

/** All timers of one kind: the current key's in its state, and an index of everybody's. */
class Timers {
  readonly queue = new TimerQueue();

  constructor(private readonly ofKey: MapState<number, boolean>) {}

  /** Takes the current key's timers into the index. */
  index(key: Key): void {
    for (const time of this.ofKey.keys()) this.queue.add(time, key);
  }

  register(time: number, key: Key): void {
    if (!Number.isSafeInteger(time)) {
      throw new TypeError(`a timer is registered for ${String(time)}: give a whole number of ms`);
    }
    if (this.ofKey.has(time)) return;
    this.ofKey.put(time, true);
    this.queue.add(time, key);
  }

  delete(time: number, key: Key): void {
    if (!this.ofKey.has(time)) return;
    this.ofKey.remove(time);
    this.queue.remove(time, key);
  }

  /** Says whether the current key still has this timer, and takes it away. */
  take(time: number): boolean {
    if (!this.ofKey.has(time)) return false;
    this.ofKey.remove(time);
    return true;
  }
}

/** The timers of an operator's keys, each once for a key and a time, fired in the order of their times. */
export class KeyedTimers implements OperatorTimers, TimerService {
  watermark: number;
  /** The watermark before the one that says that no record will come any more. */
  lastWatermark: number;
  private readonly event: Timers;
  private readonly processing: Timers;

  constructor(private readonly parts: KeyedTimersParts) {
    const { keyed, watermark } = parts;
    const { $eventTimers, $processingTimers } = keyed.handles as Readonly<
      Record<keyof typeof timerStates, MapState<number, boolean>>
    >;
    this.watermark = this.lastWatermark = watermark;
    this.event = new Timers($eventTimers);
    this.processing = new Timers($processingTimers);
    for (const key of keyed.keys()) {
      keyed.seek(key);
      this.event.index(key);
      this.processing.index(key);
    }
  }

  get nextAt(): number {
    return this.processing.queue.first - this.parts.epochMs;
  }

  get hasDue(): boolean {
    const { first } = this.event.queue;
    return first !== Infinity && first <= this.watermark;
  }

  advanceWatermark(watermark: number): void {
    this.watermark = watermark;
    if (watermark !== Infinity) this.lastWatermark = watermark;
  }

  fire(now: number): boolean {
    if (this.hasDue) this.fireFirst(this.event, 'event');
    else if (this.nextAt <= now) this.fireFirst(this.processing, 'processing');
    else return false;
    return true;
  }

  currentWatermark(): number {
    return this.watermark;
  }

  currentProcessingTime(): number {
    return Math.floor(this.parts.epochMs + this.parts.now());
  }

  registerEventTimeTimer(time: number): void {
    if (!this.parts.hasEventTime) {
      throw new TypeError(
        'an event-time timer is registered where records have no timestamps: ' +
          'give the stream .assignTimestampsAndWatermarks(…)',
      );
    }
    this.event.register(time, this.parts.keyed.key);
  }

  registerProcessingTimeTimer(time: number): void {
    this.processing.register(time, this.parts.keyed.key);
  }

  deleteEventTimeTimer(time: number): void {
    this.event.delete(time, this.parts.keyed.key);
  }

  deleteProcessingTimeTimer(time: number): void {
    this.processing.delete(time, this.parts.keyed.key);
  }

  private fireFirst(timers: Timers, domain: TimeDomain): void {
    const time = timers.queue.first;
    const { keyed, onTimer } = this.parts;
    keyed.seek(timers.queue.take());
    if (timers.take(time)) onTimer(time, domain);
  }
}
