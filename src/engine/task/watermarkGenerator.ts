import type { RecordTime } from '../channels/timestampedCodec.js';
import type { EventTimeAssigner } from '../pipeline/graph.js';
import type { Outputs } from './outputs.js';

/**
 * Gives the records that a subtask sends their timestamps. After each batch, and not after each record, it sends how far
 * event time has come: records less than a batch apart may find one and the same watermark before them.
 */
export class WatermarkGenerator {
  private highest = -Infinity;
  private sent = -Infinity;
  private isIdle = false;
  private sawRecord = false;
  /** When the last batch with a record ended, or the first look was taken, ms since the epoch. */
  private activeAt: number | undefined;

  constructor(
    private readonly assigner: EventTimeAssigner,
    private readonly time: RecordTime,
    private readonly outputs: Pick<Outputs, 'emit' | 'sendWatermark' | 'sendIdle'>,
  ) {}

  /** Sends a record. @throws TypeError for a timestamp that is none. */
  readonly emit = (record: unknown): void => {
    const timestamp = this.assigner.timestamp(record);
    if (!Number.isSafeInteger(timestamp)) {
      throw new TypeError(`the timestamp of a record is ${String(timestamp)}: give a whole number of ms`);
    }
    if (this.isIdle) {
      this.isIdle = false;
      this.outputs.sendWatermark(this.sent);
    }
    if (timestamp > this.highest) this.highest = timestamp;
    this.sawRecord = true;
    this.time.timestamp = timestamp;
    this.outputs.emit(record);
  };

  /** When there is nothing to wait for any longer unless a record comes, ms since the epoch. */
  get idleAt(): number {
    const { isIdle, activeAt, assigner } = this;
    return isIdle || activeAt === undefined || this.sent === Infinity
      ? Infinity
      : activeAt + assigner.strategy.idleAfter;
  }

  /** A batch is over: sends the watermark where it has grown. */
  batchEnded(now: number): void {
    if (!this.sawRecord) return;
    this.sawRecord = false;
    this.activeAt = now;
    this.send(this.highest - this.assigner.strategy.outOfOrderness - 1);
  }

  /** There is nothing to do for now. */
  waiting(now: number): void {
    this.activeAt ??= now;
    if (now < this.idleAt) return;
    this.isIdle = true;
    this.outputs.sendIdle();
  }

  /** No record will come any more. */
  end(): void {
    this.isIdle = false;
    this.send(Infinity);
  }

  private send(watermark: number): void {
    if (watermark <= this.sent) return;
    this.sent = watermark;
    this.outputs.sendWatermark(watermark);
  }
}
