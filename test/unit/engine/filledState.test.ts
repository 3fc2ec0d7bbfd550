import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Key } from '../../../src/engine/pipeline/functions.js';
import { float64, int64, string } from '../../../src/engine/pipeline/recordTypes.js';
import { mapState, valueState, type MapState, type ValueState } from '../../../src/engine/pipeline/state.js';
import type { RestoredFile } from '../../../src/engine/state/filledState.js';
import { subtaskOfKey } from '../../../src/engine/state/keyHash.js';
import { KeyedState } from '../../../src/engine/state/keyedState.js';
import { restoreState } from '../../../src/engine/state/restoreState.js';
import { fileOf, newState, snapshotOf, taken, valuesOf } from './keyedStateRig.js';

/** More than two pages have room for. */
const many = 6000;

/** A state of many keys, of which each third is deleted again. */
function thinnedState(keyOf: (n: number) => Key) {
  const { state, add } = newState();
  for (let n = 0; n < many; n++) add(keyOf(n), n);
  for (let n = 0; n < many; n += 3) remove(state, keyOf(n));
  return { state, add };
}

function remove(state: KeyedState, key: Key): void {
  const { count, sum } = state.handles as Record<string, ValueState<number>>;
  state.seek(key);
  count!.clear();
  sum!.clear();
}

function restoredFrom(...files: RestoredFile[]): KeyedState {
  const { state } = newState();
  restoreState(files, state, 'count');
  return state;
}

/** A file as the releases before this format wrote it. */
function secondVersion(file: Uint8Array): Uint8Array<ArrayBuffer> {
  const old = file.slice();
  const jsonBytes = new DataView(old.buffer).getUint32(8, true);
  const json = new TextDecoder().decode(old.subarray(12, 12 + jsonBytes));
  old.set(new TextEncoder().encode(json.replace('"version":3', '"version":2')), 12);
  const ints = new Int32Array(old.buffer);
  for (let at = Math.ceil((12 + jsonBytes) / 8) * 2; at < ints.length;) {
    ints[at + 3] = 0;
    const end = at + 4 + ints[at + 1]!;
    for (let slot = at + 4; slot < end; slot += 6) ints[slot] = 0;
    at = end;
  }
  return old;
}

describe('a state file that is restored while it is read', () => {
  it.each<[string, (n: number) => Key]>([
    ['whole numbers', (n) => n],
    ['other numbers', (n) => n + 0.5],
    ['text', (n) => `key ${n}`],
  ])('gives all keys back, and takes more and fewer, with %s as keys', (_, keyOf) => {
    const { state, add } = thinnedState(keyOf);
    const restored = restoredFrom(taken(fileOf(state.view()!)));
    expect(valuesOf(restored)).toEqual(valuesOf(state));
    expect(restored.size).toBe(state.size);
    const { count, sum } = restored.handles as Record<string, ValueState<number>>;
    for (let n = 0; n < 3 * many; n += 2) {
      add(keyOf(n), 1);
      restored.seek(keyOf(n));
      count!.update(count!.value() + 1);
      sum!.update(sum!.value() + 1);
    }
    for (let n = 0; n < many; n += 5) for (const each of [state, restored]) remove(each, keyOf(n));
    expect(valuesOf(restored)).toEqual(valuesOf(state));
    expect(valuesOf(restoredFrom(taken(fileOf(restored.view()!))))).toEqual(valuesOf(state));
  });

  it('is the same however the pieces are cut, and whatever is written to the state while the file is', () => {
    const keys = fc.array(fc.integer({ min: -40, max: 40 }), { minLength: 1, maxLength: 120 });
    const lengths = fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(keys, keys, keys, lengths, (first, removed, later, cuts) => {
        const { state, add } = newState();
        for (const key of first) add(key, 2);
        for (const key of removed) remove(state, key);
        const expected = valuesOf(state);
        const snapshot = snapshotOf(state);
        for (const key of later) add(key, 3);
        for (const key of first) remove(state, key);
        expect(valuesOf(restoredFrom(taken(fileOf(snapshot), cuts)))).toEqual(expected);
      }),
    );
  });

  it('goes to another number of subtasks, of which several read it at once', () => {
    const { state } = thinnedState((n) => n);
    const file = taken(fileOf(state.view()!));
    const found = [0, 1, 2].flatMap((subtask) => {
      const share = newState().state;
      restoreState([file], share, 'count', (key) => subtaskOfKey(key, 3) === subtask);
      return [...valuesOf(share)];
    });
    expect(found).toHaveLength(state.size);
    expect(new Map(found)).toEqual(valuesOf(state));
  });

  it('goes to a definition with one more state', () => {
    const { state } = thinnedState((n) => n);
    const widened = new KeyedState({ ...state.descriptors, last: valueState(string) });
    restoreState([taken(fileOf(state.view()!))], widened, 'count');
    expect(valuesOf(widened)).toEqual(valuesOf(state));
  });

  it('goes to a state whose memory has smaller pages, or larger ones', () => {
    const { state } = thinnedState((n) => n);
    const small = new KeyedState(state.descriptors, 0, { pageBytes: 1024, segmentPagesMax: 16 });
    restoreState([taken(fileOf(state.view()!))], small, 'count');
    expect(valuesOf(small)).toEqual(valuesOf(state));
    expect(valuesOf(restoredFrom(taken(fileOf(small.view()!))))).toEqual(valuesOf(state));
  });

  it('comes before an increment, and together with the state of a subtask that had other numbers as keys', () => {
    const { state, add } = thinnedState((n) => n);
    const base = fileOf(snapshotOf(state));
    const since = state.epoch - 1;
    state.releaseSnapshot(since);
    state.keepDeletedAfter(since);
    for (let n = 0; n < many; n += 4) add(n, 1);
    for (let n = 0; n < many; n += 7) remove(state, n);
    const increment = fileOf(state.prepareSnapshot(since)!);
    expect(valuesOf(restoredFrom(taken(base), taken(increment)))).toEqual(valuesOf(state));
    const other = newState();
    other.add(0.5, 3);
    const both = restoredFrom(taken(fileOf(state.view()!)), taken(fileOf(other.state.view()!)));
    expect(valuesOf(both)).toEqual(new Map([...valuesOf(state), [0.5, [1, 3]]]));
  });

  it('has maps, whose entries are in tables of their own', () => {
    const states = { total: valueState(int64), byDay: mapState(int64, float64) };
    const write = (state: KeyedState, from: number, to: number): void => {
      const { total, byDay } = state.handles as unknown as {
        total: ValueState<number>;
        byDay: MapState<Key, number>;
      };
      for (let n = from; n < to; n++) {
        state.seek(n % 50);
        total.update(total.value() + n);
        byDay.put(n, n / 2);
      }
    };
    const entriesOf = (state: KeyedState): unknown => {
      const { total, byDay } = state.handles as unknown as {
        total: ValueState<number>;
        byDay: MapState<Key, number>;
      };
      return state.keys().map((key) => {
        state.seek(key);
        return [key, total.value(), [...byDay.entries()]];
      }).sort(); // prettier-ignore
    };
    const state = new KeyedState(states);
    write(state, 0, many);
    const restored = new KeyedState(states);
    restoreState([taken(fileOf(state.view()!))], restored, 'count');
    for (const each of [state, restored]) write(each, many, 2 * many);
    expect(entriesOf(restored)).toEqual(entriesOf(state));
  });

  it('may be one of the releases before, which did not say where slots were', () => {
    const { state } = thinnedState((n) => n);
    const old = secondVersion(fileOf(state.view()!));
    expect(valuesOf(restoredFrom(old))).toEqual(valuesOf(state));
    expect(valuesOf(restoredFrom(taken(old)))).toEqual(valuesOf(state));
  });
});
