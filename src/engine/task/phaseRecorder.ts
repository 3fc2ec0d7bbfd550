import type { EventWriter } from '../recorder/eventRing.js';
import type { HeldInputs } from './heldInputs.js';

/** When a subtask came how far with its part in a checkpoint, ms since the epoch. */
export interface Moments {
  /** When its first barrier was handled, and when its snapshot was due. */
  readonly firstAt: number;
  readonly dueAt: number;
  readonly lockedAt: number;
  /** Whether it had something to do, or to wait for, before its barrier could go on. */
  readonly flushed: boolean;
}

/** Records the phases of a subtask's part in a checkpoint. */
export class PhaseRecorder {
  constructor(
    private readonly events: EventWriter,
    private readonly heldInputs: HeldInputs,
    private readonly inputCount: number,
  ) {}

  /** The lock hold is over. */
  synced(
    checkpoint: number,
    moments: Moments,
    end: number,
    bytesUnderLock: number,
    uncertainty: number,
  ): void {
    const { events } = this;
    const { dueAt, lockedAt, flushed } = moments;
    events.span(checkpoint, 'startDelay', Number.NaN, this.delayedUntil(moments));
    this.heldInputs.record(checkpoint, alignedAt(moments));
    if (flushed) events.span(checkpoint, 'preBarrier', dueAt, lockedAt);
    events.span(checkpoint, 'sync', lockedAt, end, bytesUnderLock, uncertainty);
  }

  /** All barriers had been met in their places when the snapshot was taken; the outputs held so many bytes back. */
  aligned(checkpoint: number, moments: Moments, heldBackBytes: number): void {
    if (this.inputCount > 1) {
      this.events.span(checkpoint, 'alignment', moments.firstAt, alignedAt(moments), heldBackBytes);
    }
    if (heldBackBytes > 0) this.events.overtaken(checkpoint);
  }

  /** The snapshot was taken with the first barrier, and so many bytes of records belong to it; the last came later. */
  overtook(checkpoint: number, moments: Moments, lastAt: number, inFlightBytes: number): void {
    if (this.inputCount < 2 && inFlightBytes === 0) return;
    if (this.inputCount > 0) {
      this.events.span(checkpoint, 'alignment', this.delayedUntil(moments), lastAt, inFlightBytes);
    }
    this.events.overtaken(checkpoint);
  }

  private delayedUntil(moments: Moments): number {
    return this.inputCount > 1 ? moments.firstAt : alignedAt(moments);
  }
}

/** Without work before the barrier the lock is taken right away, and no gap is drawn. */
function alignedAt({ dueAt, lockedAt, flushed }: Moments): number {
  return flushed ? dueAt : lockedAt;
}
