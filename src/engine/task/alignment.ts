import { assert } from '../errors.js';

/**
 * Which inputs of a subtask have delivered the barrier of the checkpoint under way. An input whose barrier came is
 * not read until all have, or until it is given up.
 */
export class Alignment {
  private readonly arrived: boolean[];
  private readonly ended: boolean[];
  private checkpoint: number | undefined;

  constructor(inputCount: number) {
    this.arrived = new Array<boolean>(inputCount).fill(false);
    this.ended = new Array<boolean>(inputCount).fill(false);
  }

  /** The checkpoint whose barriers are being collected. */
  get current(): number | undefined {
    return this.checkpoint;
  }

  /** Whether nothing may be read from this input for now. */
  isBlocked(input: number): boolean {
    return this.arrived[input]! || this.ended[input]!;
  }

  /**
   * A barrier came. `first` when it opens a checkpoint; a newer checkpoint's barrier gives up the older one.
   * Barriers of checkpoints that were given up are to be passed over.
   */
  barrierArrived(input: number, checkpoint: number): 'first' | 'further' | 'late' {
    assert(!this.isBlocked(input), 'no frame is read from an input whose barrier came');
    if (this.checkpoint !== undefined && checkpoint < this.checkpoint) return 'late';
    const opens = this.checkpoint !== checkpoint;
    if (opens) this.reset();
    this.checkpoint = checkpoint;
    this.arrived[input] = true;
    return opens ? 'first' : 'further';
  }

  /** An input ended: nothing is awaited from it any more. */
  inputEnded(input: number): void {
    this.ended[input] = true;
  }

  /** Whether the barriers of all inputs that still run have come. */
  get isComplete(): boolean {
    return this.checkpoint !== undefined && this.arrived.every((came, input) => came || this.ended[input]!);
  }

  get allEnded(): boolean {
    return this.ended.every(Boolean);
  }

  /** Opens all inputs again, after the snapshot or when the checkpoint is given up. */
  reset(): void {
    this.arrived.fill(false);
    this.checkpoint = undefined;
  }
}
