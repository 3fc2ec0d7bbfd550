import { AbortedCheckpoints } from '../checkpoint/abortedCheckpoints.js';
import type { Alignment } from './alignment.js';
import type { HeldInputs } from './heldInputs.js';
import type { InFlight } from './inFlight.js';
import type { InputGate } from './inputGate.js';

/** A checkpoint's barrier as a subtask got it, or makes it. */
export interface Barrier {
  readonly checkpoint: number;
  /** From when on it overtakes records, ms since the epoch. Infinity: it never does and goes through the channels in its place. */
  readonly overtakeAt: number;
}

export interface BarriersParts {
  readonly gate: InputGate;
  readonly alignment: Alignment;
  readonly heldInputs: HeldInputs;
  readonly inFlight: InFlight;
}

/**
 * Sees to the barriers on a subtask's inputs: says of which checkpoint the snapshot is due, because its barriers are all
 * in or because it overtakes, and collects what it overtook. Times are in ms since the epoch.
 */
export class Barriers {
  /** When the first barrier of the checkpoint under way was handled, and when its snapshot was due. */
  firstAt = 0;
  dueAt = 0;
  /** When the next barrier overtakes. */
  nextAt = Infinity;
  private overtakeAt = Infinity;
  private takenUpTo = 0;
  private readonly aborted = new AbortedCheckpoints();

  constructor(
    private readonly parts: BarriersParts,
    private readonly now: () => number,
  ) {}

  /** Barriers of this checkpoint, and of earlier ones, are passed over: its snapshot is taken, and no earlier one's will be. */
  taken(checkpoint: number): void {
    this.takenUpTo = Math.max(this.takenUpTo, checkpoint);
  }

  /** The checkpoint was given up: its barriers are passed over. Those of earlier ones may still count. */
  abort(checkpoint: number): void {
    this.aborted.add(checkpoint);
  }

  isAborted(checkpoint: number): boolean {
    return this.aborted.has(checkpoint);
  }

  private isSettled(checkpoint: number): boolean {
    return checkpoint <= this.takenUpTo || this.isAborted(checkpoint);
  }

  /** A barrier was met in its place, at `position` of its channel. Gives the one whose snapshot is due with it. */
  met(input: number, { checkpoint, overtakeAt }: Barrier, position: number): Barrier | undefined {
    const { alignment, heldInputs, inFlight } = this.parts;
    if (checkpoint === inFlight.current) inFlight.barrierArrived(input, position);
    if (this.isSettled(checkpoint)) return undefined;
    const arrival = alignment.barrierArrived(input, checkpoint);
    if (arrival === 'late') return undefined;
    const now = this.now();
    if (arrival === 'first') this.opened(overtakeAt, now);
    if (!alignment.isComplete) heldInputs.hold(input, now);
    return this.aligned();
  }

  /** An input ended. Gives the barrier whose snapshot is due with it. */
  ended(input: number, position: number): Barrier | undefined {
    this.parts.alignment.inputEnded(input);
    this.parts.inFlight.barrierArrived(input, position);
    return this.aligned();
  }

  /** Looks at what is announced on the inputs. Gives the barrier that overtakes now. */
  overtaking(): Barrier | undefined {
    const { alignment } = this.parts;
    const newest = this.newest();
    this.nextAt = newest?.overtakeAt ?? Infinity;
    if (newest === undefined || this.nextAt === Infinity) return undefined;
    const now = this.now();
    if (this.nextAt > now) return undefined;
    this.nextAt = Infinity;
    if (alignment.current !== newest.checkpoint) {
      alignment.reset();
      this.opened(newest.overtakeAt, now);
    }
    this.dueAt = now;
    return newest;
  }

  /** The newest barrier that is waited for or announced. Announcements of a snapshot that was taken are dealt with. */
  private newest(): Barrier | undefined {
    const { alignment, gate, inFlight } = this.parts;
    let newest = alignment.current === undefined ? undefined : this.under(alignment.current);
    for (let input = 0; input < gate.channels.length; input++) {
      const { reader } = gate.channels[input]!;
      const announced = reader.announced();
      if (announced === undefined) continue;
      const { checkpoint, position } = announced;
      if (this.isSettled(checkpoint)) {
        reader.takeAnnouncement();
        if (checkpoint === inFlight.current) inFlight.barrierArrived(input, position);
      } else if (newest === undefined || checkpoint > newest.checkpoint) newest = announced;
    }
    return newest;
  }

  /** The first barrier of a checkpoint came: an earlier one that still waits for some has been given up. */
  private opened(overtakeAt: number, now: number): void {
    this.firstAt = now;
    this.overtakeAt = overtakeAt;
    this.parts.heldInputs.begin();
    this.parts.inFlight.giveUp();
  }

  private aligned(): Barrier | undefined {
    const { alignment } = this.parts;
    if (!alignment.isComplete) return undefined;
    this.dueAt = this.now();
    return this.under(alignment.current!);
  }

  private under(checkpoint: number): Barrier {
    return { checkpoint, overtakeAt: this.overtakeAt };
  }
}
