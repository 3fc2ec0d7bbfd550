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
    private readonly hasSeveralInputs: boolean,
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
    const { firstAt, dueAt, lockedAt, flushed } = moments;
    const delayedUntil = this.hasSeveralInputs ? firstAt : alignedAt(moments);
    events.span(checkpoint, 'startDelay', Number.NaN, delayedUntil);
    this.heldInputs.record(checkpoint, alignedAt(moments));
    if (flushed) events.span(checkpoint, 'preBarrier', dueAt, lockedAt);
    events.span(checkpoint, 'sync', lockedAt, end, bytesUnderLock, uncertainty);
  }

  /** All barriers had come when the snapshot was taken. */
  aligned(checkpoint: number, moments: Moments, inFlightBytes: number): void {
    const until = alignedAt(moments);
    if (this.hasSeveralInputs) {
      this.events.span(checkpoint, 'alignment', moments.firstAt, until, inFlightBytes);
    }
    if (inFlightBytes > 0) this.events.overtaken(checkpoint);
  }

  /** The last barrier came after the snapshot, which has so many bytes of records that were on their way. */
  alignedLater(checkpoint: number, firstAt: number, lastAt: number, inFlightBytes: number): void {
    this.events.span(checkpoint, 'alignment', firstAt, lastAt, inFlightBytes);
    this.events.overtaken(checkpoint);
  }
}

/** Without work before the barrier the lock is taken right away, and no gap is drawn. */
function alignedAt({ dueAt, lockedAt, flushed }: Moments): number {
  return flushed ? dueAt : lockedAt;
}
