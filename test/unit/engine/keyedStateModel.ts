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
import { defaultCut, type MemoryCut } from '../../../src/engine/state/memoryPool.js';
import { restoreState } from '../../../src/engine/state/restoreState.js';
import type { Key } from '../../../src/engine/pipeline/functions.js';
import { writeStateFile } from '../../../src/engine/state/stateFile.js';
import { joined, taken } from './keyedStateRig.js';

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
/** Pages of a real run, and small ones. */
export const cuts = fc.constantFrom<MemoryCut>(defaultCut, { pageBytes: 512, segmentPagesMax: 8 });
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
  /** Of the snapshots that are open, the `nth`: so many may be, and each goes on and ends whenever it likes. */
  | { readonly act: 'read' | 'complete' | 'give up'; readonly nth: number };

const countUp: Change = (s, m) => s.count.update(++m.count);
const countClear: Change = (s, m) => {
  s.count.clear();
  m.count = 0;
};
const rename: Change = (s, m) => s.name.update((m.name = `${m.name.slice(-20)} again`));

/** So many snapshots are open at once at most. */
const openMax = 4;

export const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 20, arbitrary: fc.record({ change: changes, key: fc.nat(6) }) },
    { weight: 4, arbitrary: fc.constantFrom<Step>('snapshot', 'increment', 'increment') },
    {
      weight: 6,
      arbitrary: fc.record({
        act: fc.constantFrom('read', 'read', 'complete', 'give up'),
        nth: fc.nat(openMax - 1),
      }),
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

/** A snapshot that is read bit by bit, and what it must turn out to hold. */
interface OpenSnapshot {
  readonly checkpoint: number;
  readonly epoch: number;
  readonly expected: ReadonlyMap<Key, Model>;
  readonly reader: Iterator<Uint8Array>;
  readonly pieces: Uint8Array[];
  /** What a restore reads before it. */
  readonly earlier: readonly Uint8Array[];
}

/** A state and its model, with snapshots that are read bit by bit, several at once. */
export class ModelledState {
  readonly state: KeyedState;
  readonly states: States;
  readonly models = new Map<Key, Model>();
  private readonly open: OpenSnapshot[] = [];
  private readonly increments: Increments;
  private checkpoint = 0;
  private completed = 0;
  /** The files of each completed checkpoint, in the order in which a restore reads them. */
  private readonly files = new Map<number, readonly Uint8Array[]>();

  constructor(
    private readonly keyOf: (n: number) => Key,
    cut: MemoryCut,
  ) {
    this.state = new KeyedState(descriptors, 0, cut);
    this.states = this.state.handles as unknown as States;
    this.increments = new Increments(this.state);
  }

  take(step: Step): void {
    if (step === 'snapshot') this.snapshot(undefined);
    else if (step === 'increment') this.snapshot(this.increments.next);
    else if ('act' in step) this.goOn(step.act, this.open[step.nth % Math.max(1, this.open.length)]);
    else if ('key' in step) this.change(step.key, step.change);
    else for (let i = 0; i < step.count; i++) this.change(step.from + i, step.change);
  }

  /** Reads all snapshots to their ends, the newest first. */
  finish(): void {
    while (this.open.length > 0) this.end(this.open.at(-1)!, true);
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
    if (this.open.length === openMax) return;
    const { state, increments } = this;
    const { epoch } = state;
    const prepared = state.prepareSnapshot(base?.epoch);
    if (!prepared) return;
    state.beginSnapshot();
    const builtOn = prepared.isIncrement ? base : undefined;
    const checkpoint = ++this.checkpoint;
    increments.took(checkpoint, epoch, builtOn);
    const expected = structuredClone(this.models);
    const earlier = builtOn ? this.files.get(builtOn.checkpoint)! : [];
    const reader = writeStateFile(prepared, prepared.isIncrement);
    this.open.push({ checkpoint, epoch, expected, reader, pieces: [], earlier });
  }

  private goOn(act: 'read' | 'complete' | 'give up', snapshot: OpenSnapshot | undefined): void {
    if (snapshot === undefined) return;
    if (act === 'read') this.read(snapshot);
    else this.end(snapshot, act === 'complete');
  }

  private read({ reader, pieces }: OpenSnapshot): boolean {
    const piece = reader.next();
    if (piece.done === true) return false;
    pieces.push(Uint8Array.from(piece.value));
    return true;
  }

  /** One that is completed is read to its end and compared with the state as it was; one that is given up is left as it is. */
  private end(snapshot: OpenSnapshot, isCompleted: boolean): void {
    const { checkpoint, epoch, expected, pieces, earlier } = snapshot;
    if (isCompleted) while (this.read(snapshot));
    this.open.splice(this.open.indexOf(snapshot), 1);
    this.state.releaseSnapshot(epoch);
    if (!isCompleted) return;
    const files = [...earlier, joined(pieces)];
    for (const read of [files, files.map((file) => taken(file, [4099]))]) {
      const restored = new KeyedState(descriptors, 0, this.state.cut);
      restoreState(read, restored, 'operator');
      expectHolds(restored, expected);
    }
    // As the coordinator has it: one that is complete after a newer one is nobody's any more.
    if (checkpoint < this.completed) return;
    this.completed = checkpoint;
    this.files.set(checkpoint, files);
    this.increments.completed(checkpoint);
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
