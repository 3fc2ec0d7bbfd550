import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  boolean,
  bytes,
  float64,
  int32,
  int64,
  json,
  string,
  struct,
} from '../../../src/engine/pipeline/recordTypes.js';
import { listState, mapState, valueState, type StatesOf } from '../../../src/engine/pipeline/state.js';
import { KeyedState } from '../../../src/engine/state/keyedState.js';
import { memoryBytes } from '../../../src/engine/state/keyedSnapshot.js';
import { restoreState } from '../../../src/engine/state/restoreState.js';
import type { Key } from '../../../src/engine/state/slotLayout.js';
import { writeStateFile } from '../../../src/engine/state/stateFile.js';
import { fileOf, joined, newState, snapshotOf, valuesOf } from './keyedStateRig.js';

const descriptors = {
  count: valueState(int64),
  isOpen: valueState(boolean),
  name: valueState(string),
  raw: valueState(bytes),
  last: valueState(struct({ at: float64, ok: boolean })),
  order: valueState(struct({ item: string, pieces: int32, tags: json<string[]>() })),
  any: valueState(json<unknown>()),
  seen: listState(string),
  totals: mapState(int64, struct({ sum: float64 })),
  byName: mapState(string, json<unknown>()),
};
type States = StatesOf<typeof descriptors>;

/** What a key's states hold, in plain JavaScript. */
interface Model {
  count: number;
  isOpen: boolean;
  name: string;
  raw: Uint8Array | undefined;
  last: unknown;
  order: unknown;
  any: unknown;
  seen: string[];
  totals: Map<number, unknown>;
  byName: Map<string, unknown>;
}

function emptyModel(): Model {
  return {
    count: 0,
    isOpen: false,
    name: '',
    raw: undefined,
    last: undefined,
    order: undefined,
    any: undefined,
    seen: [],
    totals: new Map(),
    byName: new Map(),
  };
}

function isEmpty(model: Model): boolean {
  const { raw, last, order, any, seen, totals, byName } = model;
  const unset = [raw, last, order, any].every((value) => value === undefined);
  return (
    unset &&
    model.count === 0 &&
    !model.isOpen &&
    model.name === '' &&
    seen.length + totals.size + byName.size === 0
  );
}

/** What the handles read for a key. */
function readModel(states: States): Model {
  return {
    count: states.count.value(),
    isOpen: states.isOpen.value(),
    name: states.name.value(),
    raw: states.raw.value(),
    last: states.last.value(),
    order: states.order.value(),
    any: states.any.value(),
    seen: [...states.seen.get()],
    totals: new Map(states.totals.entries()),
    byName: new Map(states.byName.entries()),
  };
}

type Change = (states: States, model: Model) => void;
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.nat(3000).map((n) => 'long '.repeat(n)),
);
const mapKey = fc.integer({ min: -3, max: 3 });
const changes: fc.Arbitrary<Change> = fc.oneof(
  fc.maxSafeInteger().map(
    (n): Change =>
      (s, m) =>
        s.count.update((m.count = n + 0)),
  ),
  fc.boolean().map(
    (b): Change =>
      (s, m) =>
        s.isOpen.update((m.isOpen = b)),
  ),
  text
    .filter((t) => t !== '')
    .map(
      (t): Change =>
        (s, m) =>
          s.name.update((m.name = t)),
    ),
  fc.uint8Array({ maxLength: 40 }).map(
    (b): Change =>
      (s, m) =>
        s.raw.update((m.raw = b)),
  ),
  fc.record({ at: fc.double(), ok: fc.boolean() }).map(
    (r): Change =>
      (s, m) =>
        s.last.update((m.last = r)),
  ),
  fc.record({ item: text, pieces: fc.integer(), tags: fc.array(fc.string(), { maxLength: 3 }) }).map(
    (r): Change =>
      (s, m) =>
        s.order.update((m.order = r)),
  ),
  fc.jsonValue().map(
    (v): Change =>
      (s, m) =>
        s.any.update((m.any = JSON.parse(JSON.stringify(v)))),
  ),
  text.map((t): Change => (s, m) => {
    s.seen.add(t);
    m.seen.push(t);
  }),
  fc.tuple(mapKey, fc.double()).map(([k, sum]): Change => (s, m) => {
    s.totals.put(k, { sum });
    m.totals.set(k, { sum });
  }),
  fc.tuple(fc.string({ maxLength: 2 }), fc.integer()).map(([k, v]): Change => (s, m) => {
    s.byName.put(k, [v]);
    m.byName.set(k, [v]);
  }),
  mapKey.map((k): Change => (s, m) => {
    s.totals.remove(k);
    m.totals.delete(k);
  }),
  fc
    .constantFrom('count', 'isOpen', 'name', 'raw', 'last', 'order', 'any', 'seen', 'totals', 'byName')
    .map((name): Change => (s, m) => {
      s[name].clear();
      Object.assign(m, { [name]: emptyModel()[name] });
    }),
);
const keyOf = fc.oneof(
  fc.constant((n: number): Key => n),
  fc.constant((n: number): Key => n + 0.5),
  fc.constant((n: number): Key => `key ${n}`),
);
type Step =
  { readonly change: Change; readonly key: number } | 'snapshot' | 'read' | 'release' | 'many' | 'fewer';
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 20, arbitrary: fc.record({ change: changes, key: fc.nat(6) }) },
    {
      weight: 4,
      arbitrary: fc.constantFrom('snapshot' as const, 'read' as const, 'read' as const, 'release' as const),
    },
    { weight: 1, arbitrary: fc.constantFrom('many' as const, 'fewer' as const) },
  ),
  { maxLength: 120 },
);

/** A state and its model, with a snapshot that is read bit by bit. */
class Rig {
  readonly state = new KeyedState(descriptors);
  readonly states = this.state.handles as unknown as States;
  readonly models = new Map<Key, Model>();
  private expected: Map<Key, Model> | undefined;
  private reader: Iterator<Uint8Array> | undefined;
  private readonly pieces: Uint8Array[] = [];

  constructor(private readonly keyOf: (n: number) => Key) {}

  take(step: Step): void {
    if (step === 'snapshot') this.snapshot();
    else if (step === 'read') this.read();
    else if (step === 'release') this.finish();
    else if (step === 'many') for (let n = 100; n < 2600; n++) this.change(n, countUp);
    else if (step === 'fewer') for (let n = 100; n < 2500; n++) this.change(n, countClear);
    else this.change(step.key, step.change);
  }

  private change(n: number, change: Change): void {
    const key = this.keyOf(n);
    this.state.seek(key);
    const model = this.models.get(key) ?? emptyModel();
    change(this.states, model);
    if (isEmpty(model)) this.models.delete(key);
    else this.models.set(key, model);
  }

  private snapshot(): void {
    if (this.reader) return;
    const prepared = this.state.prepareSnapshot();
    if (!prepared) return;
    this.state.beginSnapshot();
    this.expected = structuredClone(this.models);
    this.pieces.length = 0;
    this.reader = writeStateFile(prepared);
    this.read();
  }

  private read(): boolean {
    const piece = this.reader?.next();
    if (!piece || piece.done === true) return false;
    this.pieces.push(Uint8Array.from(piece.value));
    return true;
  }

  /** Reads the snapshot to its end and compares it with the state as it was then. */
  finish(): void {
    if (!this.reader) return;
    while (this.read());
    this.reader = undefined;
    this.state.releaseSnapshot();
    const restored = new KeyedState(descriptors);
    restoreState([joined(this.pieces)], restored, 'operator');
    expectHolds(restored, this.expected!);
  }
}

const countUp: Change = (s, m) => s.count.update(++m.count);
const countClear: Change = (s, m) => {
  s.count.clear();
  m.count = 0;
};

function expectHolds(state: KeyedState, models: ReadonlyMap<Key, Model>): void {
  const keys = state.keys();
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys.length).toBe(state.size);
  // A key whose values were set to what they begin with may have a slot or not.
  for (const key of new Set([...keys, ...models.keys()])) {
    state.seek(key);
    expect(readModel(state.handles as unknown as States)).toEqual(models.get(key) ?? emptyModel());
  }
}

describe('keyed state', () => {
  it('holds what plain objects would hold, and each snapshot what they held when it was taken', () => {
    fc.assert(
      fc.property(keyOf, steps, (key, all) => {
        const rig = new Rig(key);
        for (const step of all) rig.take(step);
        rig.finish();
        expectHolds(rig.state, rig.models);
      }),
      { numRuns: 300 },
    );
  });

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

  it('says how many bytes snapshots made it copy, through further snapshots and growth', () => {
    const { state, add } = newState();
    const slotBytes = 24;
    for (let key = 0; key < 1000; key++) add(key, 1);
    expect(state.bytesCopied).toBe(0);
    for (let checkpoint = 1; checkpoint <= 2; checkpoint++) {
      snapshotOf(state);
      for (let key = 0; key < 100; key++) add(key, 1);
      expect(state.bytesCopied).toBe(100 * slotBytes * checkpoint);
      state.releaseSnapshot();
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
      if (round > 0) snapshotOf(state);
      for (let key = 0; key < 100; key++) {
        state.seek(key);
        handle.update('x'.repeat(100 + ((round * 31 + key) % 900)));
      }
      if (round > 0) state.releaseSnapshot();
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
    ['last', { at: 'x', ok: true }, 'the field “at” is declared float64 and got "x" (string)'],
    ['order', { item: 1, pieces: 1, tags: [] }, 'the field “item” is declared string and got 1 (number)'],
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
    expect(() => add('one', 1)).toThrow('the key is text, earlier keys were not');
    const state = new KeyedState(descriptors);
    state.seek(1);
    const { totals } = state.handles as unknown as { totals: { get(key: unknown): unknown } };
    expect(() => totals.get('a')).toThrow('a state is declared int64 and got a');
  });
});
