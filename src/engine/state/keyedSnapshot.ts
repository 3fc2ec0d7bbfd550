import type { StateDescriptors } from '../pipeline/state.js';
import type { KeyKind } from './slotLayout.js';
import type { TableSnapshot } from './tableSnapshots.js';

/** What another thread needs to read a subtask's keyed state as it was when the snapshot was taken. */
export interface KeyedSnapshot {
  /** The states as they were declared. */
  readonly states: StateDescriptors;
  readonly keyKind: KeyKind;
  /** Whether it can be read as what has changed since an earlier snapshot. */
  readonly isIncrement: boolean;
  /** The table of the keys, then those of lists and maps. */
  readonly tables: readonly TableSnapshot[];
  /** Bytes of the memory's pages. */
  readonly pageBytes: number;
  /** The segments that pages and references name. */
  readonly memory: readonly (SharedArrayBuffer | undefined)[];
  /** Bytes of shared memory that earlier snapshots knew, and the state has given up since the beginning. */
  readonly givenUpBytes: number;
}

/** Bytes of the memory that a snapshot names. */
export function memoryBytes({ memory }: KeyedSnapshot): number {
  return memory.reduce((sum, segment) => sum + (segment?.byteLength ?? 0), 0);
}
