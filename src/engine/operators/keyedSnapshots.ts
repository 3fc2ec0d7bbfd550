import type { KeyedSnapshot } from '../state/keyedSnapshot.js';
import type { KeyedState } from '../state/keyedState.js';
import { Increments } from './increments.js';
import type { OperatorSnapshot, SnapshotMode } from './operator.js';

/** Takes the snapshots of a keyed state, each in its mode. */
export class KeyedSnapshots {
  private readonly increments: Increments | undefined;
  private isPrepared = false;
  /** By checkpoint: the epoch whose snapshot is being read. */
  private readonly epochs = new Map<number, number>();

  /** @param incremental whether a copy-on-write snapshot has only what has changed since the last completed checkpoint */
  constructor(
    private readonly state: KeyedState,
    incremental: boolean,
  ) {
    this.increments = incremental ? new Increments(state) : undefined;
  }

  /** What needs no lock, which is all of copy-on-write but its moment: nothing is processed between this and `take`. */
  prepare(mode: SnapshotMode, checkpoint: number): Pick<OperatorSnapshot, 'keyed' | 'buildsOn'> {
    const { state, increments } = this;
    if (mode !== 'copy-on-write') return {};
    const { epoch } = state;
    const base = increments?.next;
    const keyed = state.prepareSnapshot(base?.epoch);
    this.isPrepared = keyed !== undefined;
    if (keyed === undefined) return {};
    this.epochs.set(checkpoint, epoch);
    const builtOn = keyed.isIncrement ? base : undefined;
    increments?.took(checkpoint, epoch, builtOn);
    return builtOn ? { keyed, buildsOn: builtOn.checkpoint } : { keyed };
  }

  /** Takes the snapshot, under the lock. Gives it where it was not prepared. */
  take(mode: SnapshotMode): KeyedSnapshot | undefined {
    switch (mode) {
      case 'copy-on-write':
        if (this.isPrepared) this.state.beginSnapshot();
        return undefined;
      case 'full-copy':
        return this.state.copy();
      case 'blocking':
        return this.state.view();
    }
  }

  /** The snapshot of this checkpoint is read, or given up. */
  released(checkpoint: number): void {
    const epoch = this.epochs.get(checkpoint);
    if (epoch !== undefined) this.state.releaseSnapshot(epoch);
    this.epochs.delete(checkpoint);
  }

  completed(checkpoint: number): void {
    this.increments?.completed(checkpoint);
  }

  /** The next snapshot has all. */
  buildAnew(): void {
    this.increments?.buildAnew();
  }
}
