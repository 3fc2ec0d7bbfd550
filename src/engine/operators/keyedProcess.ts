import type { Key } from '../pipeline/functions.js';
import type { KeyedFunctions } from '../pipeline/graph.js';
import type { StateDescriptors, StatesOf } from '../pipeline/state.js';
import { KeyedState } from '../state/keyedState.js';
import { subtaskOfKey } from '../state/keyHash.js';
import type { KeyedSnapshot } from '../state/keyedSnapshot.js';
import { restoreState } from '../state/restoreState.js';
import type { Emit, OneInputOperator, OperatorSnapshot, RestoredState, SnapshotMode } from './operator.js';

export interface KeyedProcessParts {
  readonly name: string;
  readonly functions: KeyedFunctions;
  readonly subtask: number;
  readonly parallelism: number;
  readonly emit: Emit;
  readonly restored: RestoredState | undefined;
}

/** A user's process functions, one for each input, with state for each key. */
export class KeyedProcessOperator implements OneInputOperator {
  readonly kind = 'operator';
  private readonly keyed: KeyedState;
  private prepared: KeyedSnapshot | undefined;
  private readonly calls: readonly ((record: unknown) => void)[];

  constructor({ name, functions, subtask, parallelism, emit, restored }: KeyedProcessParts) {
    const expectedKeys = Math.ceil(functions.expectedKeys / parallelism);
    this.keyed = new KeyedState(functions.state, expectedKeys);
    if (restored) {
      const isRescaled = restored.states.length !== parallelism;
      const isOwn = (owned: Key): boolean => subtaskOfKey(owned, parallelism) === subtask;
      restoreState(restored.files, this.keyed, name, isRescaled ? isOwn : undefined);
    }
    const context = { state: this.keyed.handles as StatesOf<StateDescriptors>, emit };
    this.calls = functions.inputs.map(({ key, process }) => (record) => {
      this.keyed.seek(key(record));
      process(record, context);
    });
  }

  process(record: unknown, side: 0 | 1): void {
    this.calls[side]!(record);
  }

  prepareSnapshot(mode: SnapshotMode): void {
    this.prepared = mode === 'copy-on-write' ? this.keyed.prepareSnapshot() : undefined;
  }

  snapshot(mode: SnapshotMode): OperatorSnapshot {
    const keyed = this.keyedSnapshot(mode);
    return keyed ? { keyed } : {};
  }

  get bytesCopied(): number {
    return this.keyed.bytesCopied;
  }

  snapshotReleased(): void {
    this.keyed.releaseSnapshot();
  }

  private keyedSnapshot(mode: SnapshotMode): KeyedSnapshot | undefined {
    switch (mode) {
      case 'copy-on-write':
        if (this.prepared) this.keyed.beginSnapshot();
        return this.prepared;
      case 'full-copy':
        return this.keyed.copy();
      case 'blocking':
        return this.keyed.view();
    }
  }
}
