import type { OperatorTimers } from '../operators/operator.js';
import { InputWatermarks } from './inputWatermarks.js';
import type { Outputs } from './outputs.js';
import type { WatermarkGenerator } from './watermarkGenerator.js';

export interface EventTimeParts {
  readonly inputCount: number;
  readonly outputs: Pick<Outputs, 'sendWatermark' | 'sendIdle'>;
  /** Where the records that go out get timestamps of their own. */
  readonly generator: WatermarkGenerator | undefined;
  readonly timers: OperatorTimers | undefined;
}

/**
 * How event time goes through a subtask: from the watermarks of its inputs to its timers, and when those that are due have
 * fired, to its outputs. Watermarks that come in end where the records get new timestamps; only the end of all goes on.
 */
export class EventTime {
  private readonly inputs: InputWatermarks;
  private forwarded = -Infinity;
  private saidIdle = false;

  constructor(private readonly parts: EventTimeParts) {
    this.inputs = new InputWatermarks(parts.inputCount, parts.timers?.watermark);
  }

  /** When something is due by the clock, ms since the epoch. */
  get wakeAt(): number {
    const { generator, timers } = this.parts;
    return Math.min(generator?.idleAt ?? Infinity, timers?.nextAt ?? Infinity);
  }

  /** Whether no record will come any more. */
  get hasEnded(): boolean {
    return this.inputs.current === Infinity;
  }

  /** A watermark came on an input. */
  watermarkArrived(input: number, watermark: number): void {
    this.inputs.advance(input, watermark);
    this.go();
  }

  /** An input says that it has nothing for now. */
  idleArrived(input: number): void {
    this.inputs.becomeIdle(input);
    this.go();
  }

  /** Timers have fired: sends on what waited for them, if those were all. */
  timersFired(): void {
    this.forward();
  }

  batchEnded(now: number): void {
    this.parts.generator?.batchEnded(now);
  }

  /** There is nothing to do for now. */
  waiting(now: number): void {
    this.parts.generator?.waiting(now);
  }

  /** A source has no more records. */
  sourceExhausted(): void {
    const { generator, outputs } = this.parts;
    if (generator) generator.end();
    else outputs.sendWatermark(Infinity);
  }

  private go(): void {
    this.parts.timers?.advanceWatermark(this.inputs.current);
    this.forward();
  }

  private forward(): void {
    const { generator, outputs, timers } = this.parts;
    if (timers?.hasDue) return;
    const { current, isIdle } = this.inputs;
    if (generator) {
      if (current === Infinity) generator.end();
      return;
    }
    const isActiveAgain = this.saidIdle && !isIdle;
    if (current > this.forwarded || isActiveAgain) outputs.sendWatermark(current);
    if (isIdle && !this.saidIdle) outputs.sendIdle();
    this.forwarded = current;
    this.saidIdle = isIdle;
  }
}
