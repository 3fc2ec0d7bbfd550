import fc from 'fast-check';
import { expect } from 'vitest';
import { Increments, type SnapshotBase } from '../../../src/engine/operators/increments.js';
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
import { restoreState } from '../../../src/engine/state/restoreState.js';
import type { Key } from '../../../src/engine/pipeline/functions.js';
import { writeStateFile } from '../../../src/engine/state/stateFile.js';
import { joined } from './keyedStateRig.js';

export const descriptors = {
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
export const keyOf = fc.oneof(
  fc.constant((n: number): Key => n),
  fc.constant((n: number): Key => n + 0.5),
  fc.constant((n: number): Key => `key ${n}`),
);
type Step =
  | { readonly change: Change; readonly key: number }
  /** A change to a hundred and more keys in a row, enough to fill pages and to empty them. */
  | { readonly change: Change; readonly from: number; readonly count: number }
  | 'snapshot'
  | 'increment'
  | 'read'
  | 'complete'
  | 'give up';

const countUp: Change = (s, m) => s.count.update(++m.count);
const countClear: Change = (s, m) => {
  s.count.clear();
  m.count = 0;
};
const rename: Change = (s, m) => s.name.update((m.name = `${m.name.slice(-20)} again`));

export const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 20, arbitrary: fc.record({ change: changes, key: fc.nat(6) }) },
    {
      weight: 8,
      arbitrary: fc.constantFrom(
        'snapshot',
        'increment',
        'increment',
        'read',
        'complete',
        'complete',
        'give up',
      ),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        change: fc.constantFrom(countUp, countClear, countClear, rename),
        from: fc.constantFrom(100, 600, 1100),
        count: fc.integer({ min: 100, max: 700 }),
      }),
    },
  ),
  { minLength: 60, maxLength: 150 },
);

/** A state and its model, with a snapshot that is read bit by bit. */
export class ModelledState {
  readonly state = new KeyedState(descriptors);
  readonly states = this.state.handles as unknown as States;
  readonly models = new Map<Key, Model>();
  private expected: Map<Key, Model> | undefined;
  private reader: Iterator<Uint8Array> | undefined;
  private readonly pieces: Uint8Array[] = [];
  private readonly increments = new Increments(this.state);
  private checkpoint = 0;
  /** The files of each completed checkpoint, in the order in which a restore reads them. */
  private readonly files = new Map<number, readonly Uint8Array[]>();
  private earlier: readonly Uint8Array[] = [];

  constructor(private readonly keyOf: (n: number) => Key) {}

  take(step: Step): void {
    if (step === 'snapshot') this.snapshot(undefined);
    else if (step === 'increment') this.snapshot(this.increments.next);
    else if (step === 'read') this.read();
    else if (step === 'complete' || step === 'give up') this.finish(step === 'complete');
    else if ('key' in step) this.change(step.key, step.change);
    else for (let i = 0; i < step.count; i++) this.change(step.from + i, step.change);
  }

  private change(n: number, change: Change): void {
    const key = this.keyOf(n);
    this.state.seek(key);
    const model = this.models.get(key) ?? emptyModel();
    change(this.states, model);
    if (isEmpty(model)) this.models.delete(key);
    else this.models.set(key, model);
  }

  private snapshot(base: SnapshotBase | undefined): void {
    if (this.reader) return;
    const { state, increments } = this;
    const { epoch } = state;
    const prepared = state.prepareSnapshot(base?.epoch);
    if (!prepared) return;
    state.beginSnapshot();
    const builtOn = prepared.isIncrement ? base : undefined;
    increments.took(++this.checkpoint, epoch, builtOn);
    this.expected = structuredClone(this.models);
    this.earlier = builtOn ? this.files.get(builtOn.checkpoint)! : [];
    this.pieces.length = 0;
    this.reader = writeStateFile(prepared, prepared.isIncrement);
    this.read();
  }

  private read(): boolean {
    const piece = this.reader?.next();
    if (!piece || piece.done === true) return false;
    this.pieces.push(Uint8Array.from(piece.value));
    return true;
  }

  /** Reads the snapshot to its end and compares it with the state as it was then. */
  finish(isCompleted = true): void {
    if (!this.reader) return;
    while (this.read());
    this.reader = undefined;
    this.state.releaseSnapshot();
    const files = [...this.earlier, joined(this.pieces)];
    const restored = new KeyedState(descriptors);
    restoreState(files, restored, 'operator');
    expectHolds(restored, this.expected!);
    if (!isCompleted) return;
    this.files.set(this.checkpoint, files);
    this.increments.completed(this.checkpoint);
  }
}

export function expectHolds(state: KeyedState, models: ReadonlyMap<Key, Model>): void {
  const keys = state.keys();
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys.length).toBe(state.size);
  // A key whose values were set to what they begin with may have a slot or not.
  for (const key of new Set([...keys, ...models.keys()])) {
    state.seek(key);
    expect(readModel(state.handles as unknown as States)).toEqual(models.get(key) ?? emptyModel());
  }
}
