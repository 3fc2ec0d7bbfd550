import type { Key } from '../pipeline/functions.js';
import type {
  ListState,
  MapState,
  StateDescriptor,
  StateDescriptors,
  ValueState,
} from '../pipeline/state.js';
import type { Cell } from './cell.js';
import { createCell } from './createCell.js';
import type { FilledState } from './filledState.js';
import { memoryBytes, type KeyedSnapshot } from './keyedSnapshot.js';
import { KeyPrefetch } from './keyPrefetch.js';
import { ListHandle } from './listHandle.js';
import { MapHandle } from './mapHandle.js';
import { defaultCut } from './memoryPool.js';
import { openTable } from './openTable.js';
import { firstValueWord, keyKindOf, type KeyKind } from './slotLayout.js';
import type { SlotTable } from './slotTable.js';
import { StateMemory } from './stateMemory.js';
import type { TableSnapshot } from './tableSnapshots.js';

/** What a process function uses of one declared state. */
export type StateHandle = ValueState<unknown, unknown> | ListState<unknown> | MapState<Key, unknown>;

/** One declared state: its handle, its part of the key's slot, and the tables of its own that it needs. */
interface Part {
  readonly handle: StateHandle;
  readonly cell: Pick<Cell<unknown>, 'place' | 'bind'>;
  readonly open?: (memory: StateMemory, kind: KeyKind) => readonly SlotTable[];
}

/** The states of one keyed operator's subtask. Its tables are made when the first key says what kind keys have. */
export class KeyedState {
  /** What the process function uses: one handle for each declared state. */
  readonly handles: Readonly<Record<string, StateHandle>>;
  private readonly parts: readonly Part[];
  readonly memory: StateMemory;
  private readonly expected = new KeyPrefetch();
  private readonly current: { key: Key } = { key: 0 };
  private keyKind: KeyKind = 'int32';
  private table: SlotTable | undefined;
  private entryTables: readonly SlotTable[] = [];
  /** The epoch in which the keys moved to another table, which knows of no key deleted before. */
  private widenedIn = 0;

  constructor(
    readonly descriptors: StateDescriptors,
    private readonly expectedKeys = 0,
    readonly cut = defaultCut,
  ) {
    this.memory = new StateMemory(cut);
    const parts = Object.entries(descriptors).map(
      ([name, descriptor]) => [name, createPart(descriptor, this.current)] as const,
    );
    this.parts = parts.map(([, part]) => part);
    this.handles = Object.fromEntries(parts.map(([name, { handle }]) => [name, handle]));
  }

  /** Makes `key` the key that the handles read and write. @throws TypeError for a key unlike the earlier ones. */
  seek(key: Key): void {
    this.tableFor(key).seek(key);
    this.current.key = key;
  }

  /** Notes the key of the nth record to come, of `prefetchMax` at most. */
  expect(nth: number, key: Key): void {
    this.expected.note(nth, key);
  }

  /** Does ahead what is to be done for each of so many keys that were noted: it takes less time for all of them together. */
  prefetch(count: number): void {
    if (this.table === undefined) return;
    this.expected.read(this.table, this.memory.pool, count);
    this.expected.find(this.table, count);
  }

  /** Does what `seek` does, for the nth key that was noted. */
  seekExpected(nth: number): void {
    const key = this.expected.keys[nth]!;
    this.expected.seek(this.tableFor(key), nth);
    this.current.key = key;
  }

  /** Bytes of slots in use in the table of the keys. */
  get usedBytes(): number {
    return this.table?.usedBytes ?? 0;
  }

  /** The key that the handles read and write. */
  get key(): Key {
    return this.current.key;
  }

  /** Keys that have state. */
  get size(): number {
    return this.table?.size ?? 0;
  }

  /** All keys that have state, in no given order. */
  keys(): readonly Key[] {
    const keys: Key[] = [];
    this.table?.forEach((key) => keys.push(key));
    return keys;
  }

  /** All tables: that of the keys first, then those of lists and maps in the order of their declaration. */
  get tables(): readonly SlotTable[] {
    return this.table ? [this.table, ...this.entryTables] : [];
  }

  /** Makes the tables for keys of this kind, to fill them from a checkpoint. */
  open(keyKind: KeyKind, expectedKeys = 0): void {
    this.table = this.openKeys(keyKind, Math.max(expectedKeys, this.expectedKeys));
    this.openEntries(keyKind);
  }

  /** Takes tables of the same states over that were filled from a checkpoint, and nobody else uses. */
  adopt({ header, segments, tables }: FilledState): void {
    this.memory.pool.adopt(segments);
    this.table = this.openKeys(header.keyKind, 0);
    this.openEntries(header.keyKind);
    for (const [index, table] of this.tables.entries()) table.adopt(tables[index]!);
  }

  /**
   * Does of a snapshot what needs no lock: nothing may be written between this and `beginSnapshot`.
   *
   * @param since the epoch of an earlier snapshot, to have only what has changed since then
   */
  prepareSnapshot(since?: number): KeyedSnapshot | undefined {
    const isIncrement = since !== undefined && since >= this.widenedIn;
    const snapshots = this.tables.map((table) => table.prepareSnapshot(isIncrement ? since : 0));
    return this.snapshotOf(snapshots, isIncrement);
  }

  /** Changes with each snapshot: what is written from now on is written in this epoch. */
  get epoch(): number {
    return this.memory.epoch;
  }

  /** Keys that are deleted after this epoch stay known as such, since a snapshot may ask for what has changed since. */
  keepDeletedAfter(epoch: number): void {
    this.memory.deletedKeptAfter = epoch;
  }

  /** The prepared snapshot is what the state is now. Takes the same time whatever the size. */
  beginSnapshot(): void {
    this.memory.beginSnapshot();
  }

  /** Takes a snapshot by copying all memory that is in use. */
  copy(): KeyedSnapshot | undefined {
    const view = this.view();
    if (view === undefined) return undefined;
    const copy = { ...view, memory: this.memory.pool.copy() };
    this.memory.bytesCopied += memoryBytes(copy);
    return copy;
  }

  /** The state as it is, for a reader that the caller keeps from overlapping with any write. */
  view(): KeyedSnapshot | undefined {
    return this.snapshotOf(
      this.tables.map((table) => table.view()),
      false,
    );
  }

  /** The snapshot that was taken in this epoch is read, or given up. Others may still be. */
  releaseSnapshot(epoch: number): void {
    for (const table of this.tables) table.releaseSnapshot(epoch);
    this.memory.releaseSnapshot(epoch);
  }

  /** Snapshots of which what has been overwritten is kept. */
  get openSnapshots(): number {
    const ofTables = this.tables.map(({ openSnapshots }) => openSnapshots);
    return Math.max(this.memory.openSnapshots.length, ...ofTables);
  }

  /** Bytes copied because of snapshots since the start: saved from being overwritten, and copies of all. */
  get bytesCopied(): number {
    return this.memory.bytesCopied;
  }

  /** Bytes of shared memory that are set aside for the state. */
  get reservedBytes(): number {
    return this.memory.pool.reservedBytes;
  }

  private snapshotOf(tables: readonly TableSnapshot[], isIncrement: boolean): KeyedSnapshot | undefined {
    if (tables.length === 0) return undefined;
    const { descriptors, keyKind } = this;
    const { pageBytes } = this.cut;
    const { pool, bytesCopied } = this.memory;
    // What is copied because of a snapshot, an undo log or all, is its own.
    const givenUpBytes = pool.givenUpBytes + bytesCopied;
    return {
      ...{ states: descriptors, keyKind, isIncrement, tables, pageBytes },
      ...{ memory: pool.buffers, givenUpBytes },
    };
  }

  private openEntries(keyKind: KeyKind): void {
    const kind = keyKind === 'string' ? 'string' : 'float64';
    this.entryTables = this.parts.flatMap(({ open }) => open?.(this.memory, kind) ?? []);
  }

  private openKeys(keyKind: KeyKind, expectedKeys: number): SlotTable {
    this.keyKind = keyKind;
    const cells = this.parts.map(({ cell }) => cell);
    return openTable(this.memory, [keyKind], cells, expectedKeys);
  }

  private tableFor(key: Key): SlotTable {
    // Most keys: one test says that it is no text, no fraction and not NaN.
    const { table } = this;
    if (table !== undefined && this.keyKind === 'int32' && ((key as number) | 0) === key) return table;
    if (Number.isNaN(key)) throw new TypeError('the key is NaN');
    if (this.table === undefined) this.open(keyKindOf(key));
    const { keyKind } = this;
    if (keyKind === 'string' ? typeof key === 'string' : typeof key === 'number') {
      if (keyKind === 'int32' && ((key as number) | 0) !== key) this.widen();
      return this.table!;
    }
    throw new TypeError(
      typeof key === 'string'
        ? 'the key is text, earlier ones and those of a restored checkpoint are numbers: give all keys one type, or start without --restore'
        : 'the key is a number, earlier ones and those of a restored checkpoint are text: give all keys one type, or start without --restore',
    );
  }

  /** A number came that 32 bits do not hold: moves all keys to a table with 8-byte keys. */
  private widen(): void {
    const narrow = this.table!;
    const wide = this.openKeys('float64', narrow.size);
    const firstValue = firstValueWord(narrow.layout.keys) * 2;
    narrow.forEach((key) => wide.put(key, undefined, narrow.views.i32, narrow.at + firstValue));
    narrow.dispose();
    this.table = wide;
    this.widenedIn = this.memory.epoch;
  }
}

function createPart(descriptor: StateDescriptor, current: { readonly key: Key }): Part {
  switch (descriptor.kind) {
    case 'value': {
      const cell = createCell(descriptor.type);
      return { handle: cell, cell };
    }
    case 'list': {
      const handle = new ListHandle(descriptor, current);
      return { handle, cell: handle.cell, open: (memory, kind) => handle.open(memory, kind) };
    }
    case 'map': {
      const handle = new MapHandle(descriptor, current);
      return { handle, cell: handle.cell, open: (memory, kind) => handle.open(memory, kind) };
    }
  }
}
