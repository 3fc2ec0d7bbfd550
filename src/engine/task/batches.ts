import type { EventTime } from './eventTime.js';
import type { Meter } from './meter.js';
import type { Outputs } from './outputs.js';
import type { StateLock } from './stateLock.js';
import type { World } from './world.js';

const sizeMax = 1024;
/** A batch is kept this short, ms, so that a barrier or a command never waits long behind slow user code. */
const batchMs = 1;

export interface BatchParts {
  readonly lock: StateLock;
  readonly meter: Meter;
  readonly outputs: Outputs;
  readonly eventTime: EventTime;
  readonly world: World;
}

/** Work under a subtask's lock, in pieces whose size fits their speed. */
export class Batches {
  private size = 64;

  constructor(private readonly parts: BatchParts) {}

  /** Does up to `size` pieces of work under the lock; `work` says how many records it processed. */
  run(work: (size: number) => number): void {
    const { lock, meter, outputs, eventTime, world } = this.parts;
    lock.acquire('processing');
    const start = world.now();
    let end = start;
    let records = 0;
    try {
      records = work(this.size);
    } finally {
      end = world.now();
      meter.batch(start, end, records);
      lock.countProcessed(meter.total);
      lock.release();
      const fitting = (this.size * batchMs) / Math.max(end - start, 0.001);
      this.size = Math.max(1, Math.min(sizeMax, this.size * 2, Math.floor(fitting)));
    }
    eventTime.batchEnded(end);
    outputs.flush();
  }
}
