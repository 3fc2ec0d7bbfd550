import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { int32 } from '../../../src/engine/pipeline/recordTypes.js';
import { valueState, type ValueState } from '../../../src/engine/pipeline/state.js';
import { KeyedState } from '../../../src/engine/state/keyedState.js';
import { readSnapshot } from '../../../src/engine/state/snapshotReader.js';
import type { SlotTable, TableSnapshot } from '../../../src/engine/state/slotTable.js';
import { readStateFiles } from '../../../src/engine/state/stateFile.js';
import { fileOf, newState, valuesOf } from './keyedStateRig.js';

function snapshotOf(table: SlotTable): TableSnapshot {
  const snapshot = table.prepareSnapshot();
  table.beginSnapshot();
  return snapshot;
}

/** What a snapshot holds, by key, read back through a state file. */
function contents(
  snapshot: TableSnapshot,
  keys: Iterable<number | string>,
): Map<number | string, [number, number]> {
  const { state } = newState();
  readStateFiles([fileOf(snapshot)], state, 'count');
  return valuesOf(state, keys);
}

const intKeys = fc.integer({ min: -50, max: 50 });
const wideKeys = fc.oneof(
  intKeys,
  fc.double({ noNaN: true }).map((n) => n + 0),
);
const textKeys = fc.string({ maxLength: 12, unit: 'binary' });
const keyLists = fc.oneof(fc.array(intKeys), fc.array(wideKeys), fc.array(textKeys)) as fc.Arbitrary<
  (number | string)[]
>;

describe('the state table', () => {
  it('holds what a Map would hold, for whole numbers, any numbers and text as keys', () => {
    fc.assert(
      fc.property(keyLists, (keys) => {
        const { state, add } = newState();
        const model = new Map<number | string, [number, number]>();
        keys.forEach((key, index) => {
          add(key, index);
          const [count, sum] = model.get(key) ?? [0, 0];
          model.set(key, [count + 1, sum + index]);
        });
        expect(keys.length === 0 ? new Map() : valuesOf(state, model.keys())).toEqual(model);
      }),
    );
  });

  it('keeps a snapshot as it was, whatever is written, inserted or grown while it is being read', () => {
    fc.assert(
      fc.property(
        fc.array(intKeys, { minLength: 1 }),
        fc.array(fc.tuple(fc.integer({ min: 0, max: 9000 }), fc.boolean()), { maxLength: 60 }),
        (before, during) => {
          const { state, add } = newState();
          for (const key of before) add(key, 1);
          const expected = valuesOf(state, before);
          const snapshot = snapshotOf(state.slotTable!);
          const reader = readSnapshot(snapshot);
          const entries: number[] = [];
          const readOn = (): boolean => {
            const piece = reader.next();
            if (piece.done === true) return false;
            entries.push(...new Int32Array(Uint8Array.from(piece.value).buffer));
            return true;
          };
          for (const [key, alsoRead] of during) {
            add(key, 100);
            if (alsoRead) readOn();
          }
          while (readOn());
          const { state: restored } = newState();
          restored.open('int32', before.length).restore(Int32Array.from(entries));
          expect(valuesOf(restored, [...before, ...during.map(([key]) => key)])).toEqual(expected);
        },
      ),
    );
  });

  it('saves a slot once, and no slot that the snapshot has already read', () => {
    const { state, add } = newState();
    for (let key = 0; key < 1000; key++) add(key, 1);
    const table = state.slotTable!;
    const snapshot = snapshotOf(table);
    for (let round = 0; round < 3; round++) for (let key = 0; key < 100; key++) add(key, 1);
    expect(table.savedSlots).toBe(100);
    expect(contents(snapshot, [5]).get(5)).toEqual([1, 1]);
    for (let key = 100; key < 1000; key++) add(key, 1);
    expect(table.savedSlots).toBe(100);
    table.releaseSnapshot();
  });

  it('says how many bytes snapshots made it copy, through further snapshots and growth', () => {
    const { state, add } = newState();
    for (let key = 0; key < 1000; key++) add(key, 1);
    const { slotBytes } = state.slotTable!.layout;
    expect(state.bytesCopied).toBe(0);
    for (let checkpoint = 1; checkpoint <= 2; checkpoint++) {
      snapshotOf(state.slotTable!);
      for (let key = 0; key < 100; key++) add(key, 1);
      expect(state.bytesCopied).toBe(100 * slotBytes * checkpoint);
      state.slotTable!.releaseSnapshot();
    }
    for (let key = 1000; key < 40_000; key++) add(key, 1);
    expect(state.bytesCopied).toBe(200 * slotBytes);
    const { slots } = state.slotTable!.copy();
    expect(state.bytesCopied).toBe(200 * slotBytes + slots.byteLength);
  });

  it('grows past what was expected and loses no key', () => {
    const { state, add } = newState(10);
    for (let key = 0; key < 40_000; key++) add(key * 7, key);
    expect(state.slotTable!.size).toBe(40_000);
    state.seek(7 * 31_234);
    expect((state.handles['sum'] as ValueState<number>).value()).toBe(31_234);
  });

  it('restores text keys from a state file, and takes more after it', () => {
    const { state, add } = newState();
    for (const airport of ['SEA', 'ANC', 'SEA', '', '北京']) add(airport, 2);
    const { state: restored, add: addMore } = newState();
    readStateFiles([fileOf(state.slotTable!.copy())], restored, 'count');
    addMore('SEA', 1);
    addMore('LAX', 5);
    expect(Object.fromEntries(valuesOf(restored, ['SEA', 'ANC', '', '北京', 'LAX']))).toEqual({
      SEA: [3, 5],
      ANC: [1, 2],
      '': [1, 2],
      北京: [1, 2],
      LAX: [1, 5],
    });
  });

  it('refuses a state file whose states differ from the declared ones, naming both', () => {
    const { state, add } = newState();
    add(1, 1);
    const other = new KeyedState({ total: valueState(int32) }, 0);
    expect(() => readStateFiles([fileOf(state.slotTable!.copy())], other, 'count per customer')).toThrow(
      /count per customer.*count: int64, sum: float64.*total: int32/,
    );
  });

  it('refuses NaN as a key and text among numbers', () => {
    const { add } = newState();
    add(1, 1);
    expect(() => add(Number.NaN, 1)).toThrow('the key is NaN');
    expect(() => add('one', 1)).toThrow('the key is text, earlier keys were not');
  });
});
