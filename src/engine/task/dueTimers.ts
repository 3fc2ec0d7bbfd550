import type { OperatorTimers } from '../operators/operator.js';
import type { Batches } from './batches.js';
import type { EventTime } from './eventTime.js';
import type { Outputs } from './outputs.js';
import type { World } from './world.js';

export interface DueTimersParts {
  readonly eventTime: EventTime;
  readonly outputs: Outputs;
  readonly world: World;
}

/** Fires a subtask's timers under the lock, in batches as records are processed. */
export class DueTimers {
  constructor(
    private readonly timers: OperatorTimers,
    private readonly batches: Batches,
    private readonly parts: DueTimersParts,
  ) {}

  get areDue(): boolean {
    const { hasDue, nextAt } = this.timers;
    return hasDue || (nextAt !== Infinity && nextAt <= this.parts.world.now());
  }

  /** Fires as many as make a batch; when none is left that event time is due for, event time goes on downstream. */
  fire(): void {
    const { eventTime, outputs, world } = this.parts;
    const now = world.now();
    this.batches.run((size) => {
      for (let fired = 0; fired < size && !outputs.isBlocked && this.timers.fire(now); fired++);
      return 0;
    });
    eventTime.timersFired();
  }
}
