import type { KeyedState } from '../state/keyedState.js';

/** A snapshot that a later one can build on. */
export interface SnapshotBase {
  readonly checkpoint: number;
  /** The epoch of the state in which it was taken. */
  readonly epoch: number;
  /** How many files a restore of it reads. */
  readonly files: number;
}

/** After so many files the next snapshot is a full one: a restore reads them all, and none of them can be removed. */
const filesMax = 10;

/**
 * Which earlier snapshot a subtask's next one builds on: that of the newest checkpoint known to be complete. The state
 * must know of keys deleted since any snapshot that may still become one to build on.
 */
export class Increments {
  private base: SnapshotBase | undefined;
  /** Snapshots of checkpoints of which it is not known whether they are complete. */
  private readonly taken = new Map<number, SnapshotBase>();

  constructor(private readonly state: Pick<KeyedState, 'keepDeletedAfter'>) {}

  /** What the next snapshot builds on; `undefined` for a full one. */
  get next(): SnapshotBase | undefined {
    return this.base && this.base.files < filesMax ? this.base : undefined;
  }

  /** A snapshot was taken; `base` is what it builds on. */
  took(checkpoint: number, epoch: number, base: SnapshotBase | undefined): void {
    this.taken.set(checkpoint, { checkpoint, epoch, files: (base?.files ?? 0) + 1 });
    this.keepDeleted();
  }

  completed(checkpoint: number): void {
    this.base = this.taken.get(checkpoint) ?? this.base;
    for (const earlier of this.taken.keys()) if (earlier <= checkpoint) this.taken.delete(earlier);
    this.keepDeleted();
  }

  /** What is known to be complete is not built on any more. */
  buildAnew(): void {
    this.base = undefined;
    this.keepDeleted();
  }

  private keepDeleted(): void {
    const bases = [...(this.base ? [this.base] : []), ...this.taken.values()];
    this.state.keepDeletedAfter(Math.min(...bases.map(({ epoch }) => epoch)));
  }
}
