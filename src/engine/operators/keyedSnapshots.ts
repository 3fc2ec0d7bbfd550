import type { KeyedSnapshot } from '../state/keyedSnapshot.js';
import type { KeyedState } from '../state/keyedState.js';
import { Increments, type SnapshotBase } from './increments.js';
import type { OperatorSnapshot, SnapshotMode } from './operator.js';

/** Takes the snapshots of a keyed state, each in its mode. */
export class KeyedSnapshots {
  private readonly increments: Increments | undefined;
  private prepared: KeyedSnapshot | undefined;
  private epoch = 0;
  private base: SnapshotBase | undefined;

  /** @param incremental whether a copy-on-write snapshot has only what has changed since the last completed checkpoint */
  constructor(
    private readonly state: KeyedState,
    incremental: boolean,
  ) {
    this.increments = incremental ? new Increments(state) : undefined;
  }

  /** What needs no lock: nothing is processed between this and the snapshot. */
  prepare(mode: SnapshotMode): void {
    const { state, increments } = this;
    if (mode !== 'copy-on-write') return;
    const base = increments?.next;
    this.epoch = state.epoch;
    this.prepared = state.prepareSnapshot(base?.epoch);
    this.base = this.prepared?.isIncrement === true ? base : undefined;
  }

  take(mode: SnapshotMode, checkpoint: number): Pick<OperatorSnapshot, 'keyed' | 'buildsOn'> {
    const keyed = this.snapshot(mode);
    if (keyed === undefined) return {};
    if (mode !== 'copy-on-write') return { keyed };
    this.increments?.took(checkpoint, this.epoch, this.base);
    return this.base ? { keyed, buildsOn: this.base.checkpoint } : { keyed };
  }

  completed(checkpoint: number): void {
    this.increments?.completed(checkpoint);
  }

  private snapshot(mode: SnapshotMode): KeyedSnapshot | undefined {
    switch (mode) {
      case 'copy-on-write':
        if (this.prepared) this.state.beginSnapshot();
        return this.prepared;
      case 'full-copy':
        return this.state.copy();
      case 'blocking':
        return this.state.view();
    }
  }
}
