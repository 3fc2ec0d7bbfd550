import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { json, string } from '../../../src/engine/pipeline/recordTypes.js';
import { valueState, type StatesOf } from '../../../src/engine/pipeline/state.js';
import { KeyedState } from '../../../src/engine/state/keyedState.js';
import { memoryBytes } from '../../../src/engine/state/keyedSnapshot.js';
import { restoreState } from '../../../src/engine/state/restoreState.js';
import { cuts, descriptors, expectHolds, keyOf, ModelledState, steps } from './keyedStateModel.js';
import { fileOf, newState, snapshotOf, valuesOf } from './keyedStateRig.js';

describe('keyed state', () => {
  it('holds what plain objects would hold, and each snapshot and increment what they held when it was taken', () => {
    fc.assert(
      fc.property(keyOf, cuts, steps, (key, cut, all) => {
        const rig = new ModelledState(key, cut);
        for (const step of all) rig.take(step);
        rig.finish();
        expectHolds(rig.state, rig.models);
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  it('saves of what is written while a snapshot is read only what the reader still needs, and once', () => {
    const { state, add } = newState();
    for (let key = 0; key < 1000; key++) add(key, 1);
    const snapshot = snapshotOf(state);
    for (let round = 0; round < 3; round++) for (let key = 0; key < 100; key++) add(key, 1);
    const slotBytes = 24;
    expect(state.bytesCopied).toBe(100 * slotBytes);
    const { state: restored } = newState();
    restoreState([fileOf(snapshot)], restored, 'count');
    expect(valuesOf(restored).get(5)).toEqual([1, 1]);
    for (let key = 100; key < 1000; key++) add(key, 1);
    expect(state.bytesCopied).toBe(100 * slotBytes);
  });

  it('saves of what two snapshots need one copy, and gives it to both, whichever is read first', () => {
    const slotBytes = 24;
    for (const order of [
      [0, 1],
      [1, 0],
    ]) {
      const { state, add } = newState();
      for (let key = 0; key < 1000; key++) add(key, 1);
      const first = snapshotOf(state);
      for (let key = 0; key < 10; key++) add(key, 1);
      const second = snapshotOf(state);
      for (let key = 0; key < 100; key++) add(key, 1);
      expect(state.bytesCopied).toBe((10 + 100) * slotBytes);
      const files: Uint8Array[] = [];
      for (const which of order) files[which] = fileOf([first, second][which]!);
      const counts = files.map((file) => {
        const { state: restored } = newState();
        restoreState([file], restored, 'count');
        return [5, 50, 500].map((key) => valuesOf(restored).get(key)![0]);
      });
      expect(counts).toEqual([
        [1, 1, 1],
        [2, 1, 1],
      ]);
    }
  });

  it('gives memory back while one snapshot stays open and many others come and go', () => {
    const state = new KeyedState({ text: valueState(string) });
    const { text: handle } = state.handles as unknown as StatesOf<{
      text: ReturnType<typeof valueState<string>>;
    }>;
    const rewrite = (round: number): void => {
      for (let key = 0; key < 100; key++) {
        state.seek(key);
        handle.update('x'.repeat(500 + ((round * 31 + key) % 500)));
      }
    };
    rewrite(0);
    const oldest = snapshotOf(state);
    let early = 0;
    for (let round = 1; round < 200; round++) {
      const { epoch } = state;
      snapshotOf(state);
      rewrite(round);
      state.releaseSnapshot(epoch);
      if (round === 20) early = state.reservedBytes;
    }
    expect(state.reservedBytes).toBeLessThanOrEqual(early * 2);
    const restored = new KeyedState({ text: valueState(string) });
    restoreState([fileOf(oldest)], restored, 'operator');
    restored.seek(7);
    expect((restored.handles['text'] as unknown as typeof handle).value()).toHaveLength(507);
  });

  it('says how many bytes snapshots made it copy, through further snapshots and growth', () => {
    const { state, add } = newState();
    const slotBytes = 24;
    for (let key = 0; key < 1000; key++) add(key, 1);
    expect(state.bytesCopied).toBe(0);
    for (let checkpoint = 1; checkpoint <= 2; checkpoint++) {
      const { epoch } = state;
      snapshotOf(state);
      for (let key = 0; key < 100; key++) add(key, 1);
      expect(state.bytesCopied).toBe(100 * slotBytes * checkpoint);
      state.releaseSnapshot(epoch);
    }
    for (let key = 1000; key < 40_000; key++) add(key, 1);
    expect(state.bytesCopied).toBe(200 * slotBytes);
    const copied = memoryBytes(state.copy()!);
    expect(copied).toBeGreaterThan(40_000 * slotBytes);
    expect(state.bytesCopied).toBe(200 * slotBytes + copied);
  });

  it('takes one key after another to a million, and takes them away, and its memory goes back', () => {
    const { state, add } = newState();
    for (let key = 0; key < 1_000_000; key++) add(key * 7, key);
    expect(state.size).toBe(1_000_000);
    state.seek(7 * 654_321);
    expect((state.handles['sum'] as { value(): number }).value()).toBe(654_321);
    const full = state.reservedBytes;
    expect(full).toBeLessThan(1_000_000 * 24 * 3);
    for (let key = 0; key < 1_000_000; key++) {
      state.seek(key * 7);
      state.handles['sum']!.clear();
      state.handles['count']!.clear();
    }
    expect(state.size).toBe(0);
    expect(state.reservedBytes).toBeLessThan(full / 3);
  });

  it('takes the memory of long values back, also of those that a snapshot held', () => {
    const state = new KeyedState({ text: valueState(string) });
    const { text: handle } = state.handles as unknown as StatesOf<{
      text: ReturnType<typeof valueState<string>>;
    }>;
    let most = 0;
    for (let round = 0; round < 200; round++) {
      const { epoch } = state;
      if (round > 0) snapshotOf(state);
      for (let key = 0; key < 100; key++) {
        state.seek(key);
        handle.update('x'.repeat(100 + ((round * 31 + key) % 900)));
      }
      if (round > 0) state.releaseSnapshot(epoch);
      if (round === 20) most = state.reservedBytes;
    }
    expect(state.reservedBytes).toBeLessThanOrEqual(most * 2);
    state.seek(7);
    expect(handle.value()).toHaveLength(100 + ((199 * 31 + 7) % 900));
  });

  it('takes values longer than a page', () => {
    const state = new KeyedState({ text: valueState(json<string>()) });
    const { text: handle } = state.handles as unknown as {
      text: { value(): unknown; update(value: unknown): void };
    };
    for (const key of ['a', 'b']) {
      state.seek(key);
      handle.update(key.repeat(100_000));
      handle.update(key.repeat(90_000));
    }
    const restored = new KeyedState({ text: valueState(json<string>()) });
    restoreState([fileOf(state.copy()!)], restored, 'operator');
    restored.seek('b');
    expect((restored.handles['text'] as unknown as typeof handle).value()).toBe('b'.repeat(90_000));
  });

  it.each([
    ['count', 1.5, 'a state is declared int64 and got 1.5'],
    ['isOpen', 1, 'a state is declared boolean and got 1'],
    ['name', 3, 'a state is declared string and got 3'],
    ['raw', 'x', 'a state is declared bytes and got x'],
    ['any', undefined, 'a state is declared json and got undefined'],
    [
      'last',
      { at: 'x', ok: true },
      'the field “at” is declared float64 and got "x" (string) in { at: \'x\', ok: true }',
    ],
    [
      'order',
      { item: 1, pieces: 1, tags: [] },
      'the field “item” is declared string and got 1 (number) in { item: 1, pieces: 1, tags: [] }',
    ],
  ])('refuses a value that does not fit its declaration: %s = %o', (name, value, message) => {
    const state = new KeyedState(descriptors);
    state.seek(1);
    const handle = state.handles[name] as unknown as { update(value: unknown): void };
    expect(() => handle.update(value)).toThrow(new TypeError(message));
  });

  it('refuses NaN as a key, text among numbers, and a map key of another type', () => {
    const { add } = newState();
    add(1, 1);
    expect(() => add(Number.NaN, 1)).toThrow('the key is NaN');
    expect(() => add('one', 1)).toThrow(
      'the key is text, earlier ones and those of a restored checkpoint are numbers: give all keys one type',
    );
    const state = new KeyedState(descriptors);
    state.seek(1);
    const { totals } = state.handles as unknown as { totals: { get(key: unknown): unknown } };
    expect(() => totals.get('a')).toThrow('a state is declared int64 and got a');
  });
});
