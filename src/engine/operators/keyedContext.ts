import type { Key, OnTimerContext, TimerService } from '../pipeline/functions.js';
import type { AnyRecord } from '../pipeline/graph.js';
import type { KeyedState, StateHandle } from '../state/keyedState.js';
import type { KeyedTimers, TimeDomain } from './keyedTimers.js';
import type { Emit, OperatorTime } from './operator.js';

/**
 * What process functions get beside the record. A class, since V8 looks the properties of an object with getters of its own up by
 * their names each time, which took a twentieth of the time of a keyed count.
 */
export class KeyedContext implements OnTimerContext<AnyRecord, AnyRecord> {
  readonly state: Readonly<Record<string, StateHandle>>;
  /** Of the timer that is firing. */
  timeDomain: TimeDomain = 'event';

  constructor(
    private readonly keyed: KeyedState,
    private readonly ownTimers: KeyedTimers | undefined,
    private readonly time: OperatorTime,
    readonly emit: Emit,
  ) {
    this.state = keyed.handles;
  }

  get key(): Key {
    return this.keyed.key;
  }

  get timestamp(): number | undefined {
    const { hasEventTime, record } = this.time;
    return hasEventTime && !Number.isNaN(record.timestamp) ? record.timestamp : undefined;
  }

  get timers(): TimerService {
    if (this.ownTimers) return this.ownTimers;
    throw new Error('a process function without onTimer has no timers: give it one beside process');
  }
}
