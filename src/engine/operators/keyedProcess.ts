import type { Key, KeyedProcess } from '../pipeline/graph.js';
import type { StateDescriptors, StatesOf } from '../pipeline/state.js';
import { KeyedState } from '../state/keyedState.js';
import { subtaskOfKey } from '../state/keyHash.js';
import { readStateFiles } from '../state/stateFile.js';
import type { Emit, OneInputOperator, OperatorSnapshot, RestoredState, SnapshotMode } from './operator.js';

export interface KeyedProcessParts {
  readonly name: string;
  readonly key: (record: unknown) => Key;
  readonly definition: KeyedProcess<unknown, unknown, StateDescriptors>;
  readonly subtask: number;
  readonly parallelism: number;
  readonly emit: Emit;
  readonly restored: RestoredState | undefined;
}

/** A user's process function with value state for each key. */
export class KeyedProcessOperator implements OneInputOperator {
  readonly kind = 'operator';
  private readonly keyed: KeyedState;
  private readonly key: (record: unknown) => Key;
  private prepared: OperatorSnapshot = {};
  private readonly call: (record: unknown) => void;

  constructor({ name, key, definition, subtask, parallelism, emit, restored }: KeyedProcessParts) {
    const expectedKeys = Math.ceil((definition.expectedKeys ?? 0) / parallelism);
    this.keyed = new KeyedState(definition.state, expectedKeys);
    if (restored) {
      const isRescaled = restored.states.length !== parallelism;
      const isOwn = (owned: Key): boolean => subtaskOfKey(owned, parallelism) === subtask;
      readStateFiles(restored.files, this.keyed, name, isRescaled ? isOwn : undefined);
    }
    this.key = key;
    const context = { state: this.keyed.handles as StatesOf<StateDescriptors>, emit };
    this.call = (record) => definition.process(record, context);
  }

  process(record: unknown): void {
    this.keyed.seek(this.key(record));
    this.call(record);
  }

  prepareSnapshot(mode: SnapshotMode): void {
    const table = this.keyed.slotTable;
    this.prepared = table && mode === 'copy-on-write' ? { table: table.prepareSnapshot() } : {};
  }

  snapshot(mode: SnapshotMode): OperatorSnapshot {
    const table = this.keyed.slotTable;
    if (!table) return {};
    switch (mode) {
      case 'copy-on-write':
        table.beginSnapshot();
        return this.prepared;
      case 'full-copy':
        return { table: table.copy() };
      case 'blocking':
        return { table: table.view() };
    }
  }

  get bytesCopied(): number {
    return this.keyed.bytesCopied;
  }

  snapshotReleased(): void {
    this.keyed.slotTable?.releaseSnapshot();
  }
}
