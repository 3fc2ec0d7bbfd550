import { describe, expect, it } from 'vitest';
import { float64, int32, int64, json, string, struct } from '../../../src/engine/pipeline/recordTypes.js';
import {
  listState,
  mapState,
  valueState,
  type StateDescriptors,
} from '../../../src/engine/pipeline/state.js';
import { KeyedState } from '../../../src/engine/state/keyedState.js';
import { restoreState } from '../../../src/engine/state/restoreState.js';
import { fileOf, joined, newState, valuesOf } from './keyedStateRig.js';

interface AnyHandle {
  value(): unknown;
  update(value: unknown): void;
  add(value: unknown): void;
  put(key: unknown, value: unknown): void;
  get(key?: unknown): unknown;
}

function stateOf(descriptors: StateDescriptors): { state: KeyedState; handles: Record<string, AnyHandle> } {
  const state = new KeyedState(descriptors);
  return { state, handles: state.handles as unknown as Record<string, AnyHandle> };
}

/** A state file as the first releases wrote it. */
function firstVersionFile(
  key: string,
  columns: readonly string[],
  text: string,
  slots: Int32Array,
): Uint8Array {
  const header = JSON.stringify({
    version: 1,
    key,
    columns: columns.map((name) => ({ name, kind: name === 'count' ? 'int64' : 'float64' })),
    keys: 2,
    keyTextUnits: text.length,
  });
  const head = new Uint8Array(12 + header.length + text.length * 2);
  head.set(new TextEncoder().encode(`CKPTSTAT    ${header}`));
  new DataView(head.buffer).setUint32(8, header.length, true);
  head.set(
    new Uint8Array(
      Uint16Array.from(
        Buffer.from(text, 'utf16le').length === 0
          ? []
          : new Uint16Array(Uint8Array.from(Buffer.from(text, 'utf16le')).buffer),
      ).buffer,
    ),
    12 + header.length,
  );
  const padding = new Uint8Array((8 - (head.length % 8)) % 8);
  return joined([head, padding, new Uint8Array(slots.buffer)]);
}

function ints(...words: (readonly [number, number] | number)[]): Int32Array {
  const f64 = new Float64Array(words.length);
  const i32 = new Int32Array(f64.buffer);
  words.forEach((word, at) => {
    if (typeof word === 'number') f64[at] = word;
    else i32.set(word, at * 2);
  });
  return i32;
}

describe('a restore of keyed state', () => {
  it('reads the state files of the first releases, with numbers and with text as keys', () => {
    const numbers = newState().state;
    const numberSlots = ints([0, 7], 3, 1.5, [0, -2], 4, 2.5);
    restoreState([firstVersionFile('int32', ['count', 'sum'], '', numberSlots)], numbers, 'count');
    expect(valuesOf(numbers)).toEqual(new Map([[7, [3, 1.5]], [-2, [4, 2.5]]])); // prettier-ignore
    const texts = newState().state;
    const textSlots = ints([0, 99], [0, 3], 3, 1.5, [0, 98], [3, 2], 4, 2.5);
    restoreState([firstVersionFile('string', ['count', 'sum'], 'SEALA', textSlots)], texts, 'count');
    expect(valuesOf(texts)).toEqual(new Map([['SEA', [3, 1.5]], ['LA', [4, 2.5]]])); // prettier-ignore
  });

  it('takes text keys over, and more after it', () => {
    const { state, add } = newState();
    for (const airport of ['SEA', 'ANC', 'SEA', '', '北京']) add(airport, 2);
    const { state: restored, add: addMore } = newState();
    restoreState([fileOf(state.copy()!)], restored, 'count');
    addMore('SEA', 1);
    addMore('LAX', 5);
    expect(Object.fromEntries(valuesOf(restored))).toEqual({
      SEA: [3, 5],
      ANC: [1, 2],
      '': [1, 2],
      北京: [1, 2],
      LAX: [1, 5],
    });
  });

  it('goes on with a definition that has more states and fields, and wider numbers', () => {
    const before = stateOf({
      count: valueState(int32),
      last: valueState(struct({ at: int32 })),
      seen: listState(struct({ by: string })),
      totals: mapState(int32, int64),
    });
    for (const key of [1, 2.5]) {
      before.state.seek(key);
      before.handles['count']!.update(5);
      before.handles['last']!.update({ at: 6 });
      before.handles['seen']!.add({ by: 'a' });
      before.handles['totals']!.put(3, 4);
    }
    const after = stateOf({
      extra: valueState(string),
      count: valueState(float64),
      last: valueState(struct({ at: int64, note: string, more: json<unknown>() })),
      seen: listState(struct({ by: string, times: int32 })),
      totals: mapState(float64, float64),
    });
    restoreState([fileOf(before.state.copy()!)], after.state, 'operator');
    expect(new Set(after.state.keys())).toEqual(new Set([1, 2.5]));
    for (const key of [1, 2.5]) {
      after.state.seek(key);
      expect(after.handles['extra']!.value()).toBe('');
      expect(after.handles['count']!.value()).toBe(5);
      expect(after.handles['last']!.value()).toEqual({ at: 6, note: '', more: null });
      expect(after.handles['seen']!.get()).toEqual([{ by: 'a', times: 0 }]);
      expect(after.handles['totals']!.get(3)).toBe(4);
    }
  });

  it.each([
    ['a state that is gone', { count: valueState(int64) }, { total: valueState(int64) }, 'count'],
    ['narrower numbers', { count: valueState(int64) }, { count: valueState(int32) }, 'count'],
    ['another type', { count: valueState(int64) }, { count: valueState(string) }, 'count'],
    ['a list for a value', { count: valueState(int64) }, { count: listState(int64) }, 'count'],
    [
      'a field that is gone',
      { s: valueState(struct({ a: int32, b: int32 })) },
      { s: valueState(struct({ a: int32 })) },
      's',
    ],
    ['other map keys', { m: mapState(string, int32) }, { m: mapState(int32, int32) }, 'm'],
  ] as const)('refuses %s, and names the operator and both declarations', (_, before, after, name) => {
    const old = stateOf(before);
    old.state.seek(1);
    const file = fileOf((old.state.open('int32'), old.state.copy()!));
    const restore = (): void => restoreState([file], new KeyedState(after), 'count per customer');
    expect(restore).toThrow(
      /other states for “count per customer” \(.+\) than the definition declares \(.+\)/,
    );
    expect(restore).toThrow(
      `“${name}” cannot be taken over. Declare it as it was, or start without --restore.`,
    );
  });

  it('refuses a file that is none of ours, and one of a later version', () => {
    const { state, add } = newState();
    add(1, 1);
    const file = fileOf(state.copy()!);
    const later = Uint8Array.from(file);
    later[later.indexOf('3'.charCodeAt(0))] = '9'.charCodeAt(0);
    expect(() => restoreState([later], newState().state, 'count')).toThrow(
      'The state file of “count” has version 9; this version of Checkpoint Lens reads 3.',
    );
    expect(() => restoreState([new Uint8Array(64)], newState().state, 'count')).toThrow(
      'is not a state file',
    );
  });
});
