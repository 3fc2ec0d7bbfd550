import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { int64 } from '../../../src/engine/pipeline/recordTypes.js';
import { valueState, type ValueState } from '../../../src/engine/pipeline/state.js';
import { KeyedState } from '../../../src/engine/state/keyedState.js';
import type { KeyedSnapshot } from '../../../src/engine/state/keyedSnapshot.js';
import { restoreState } from '../../../src/engine/state/restoreState.js';
import { writeStateFile } from '../../../src/engine/state/stateFile.js';
import { joined, taken } from './keyedStateRig.js';

type Use = 'add' | 'look' | 'clear';

const slotBytes = 16;
const descriptors = { count: valueState(int64) };

function counts(cut = { pageBytes: 256, segmentPagesMax: 4 }) {
  const state = new KeyedState(descriptors, 0, cut);
  const handle = state.handles['count'] as ValueState<number>;
  const use = (what: Use): void => {
    if (what === 'add') handle.update(handle.value() + 1);
    else if (what === 'clear') handle.clear();
    else handle.value();
  };
  return {
    state,
    /** Uses the keys as an operator does that reads them ahead as a group. */
    group(keys: readonly number[], whatOf: (nth: number) => Use): void {
      keys.forEach((key, nth) => state.expect(nth, key));
      state.prefetch(keys.length);
      keys.forEach((_, nth) => {
        state.seekExpected(nth);
        use(whatOf(nth));
      });
    },
    /** What each key has, as far as it is not zero. */
    values(): ReadonlyMap<unknown, number> {
      const found = state.keys().map((key) => {
        state.seek(key);
        return [key, handle.value()] as const;
      });
      return new Map(found.filter(([, count]) => count !== 0).sort(([a], [b]) => Number(a) - Number(b)));
    },
  };
}

/** A snapshot that is read piece by piece, and what it should have. */
class Reading {
  readonly expected: ReadonlyMap<unknown, number>;
  private readonly epoch: number;
  private readonly pieces: Generator<Uint8Array>;
  private readonly read: Uint8Array[] = [];

  constructor(private readonly of: ReturnType<typeof counts>) {
    this.expected = of.values();
    const snapshot: KeyedSnapshot = of.state.prepareSnapshot()!;
    this.epoch = of.state.epoch;
    of.state.beginSnapshot();
    this.pieces = writeStateFile(snapshot, false);
  }

  /** Says whether there was more to read. */
  goOn(): boolean {
    const next = this.pieces.next();
    if (next.done !== true) this.read.push(Uint8Array.from(next.value));
    return next.done !== true;
  }

  end(): void {
    while (this.goOn());
    this.of.state.releaseSnapshot(this.epoch);
    const restored = counts();
    restoreState([taken(joined(this.read))], restored.state, 'count', undefined);
    expect(restored.values()).toEqual(this.expected);
  }
}

const step = fc.oneof(
  {
    weight: 1,
    arbitrary: fc.record({
      keys: fc.array(fc.nat({ max: 300 }), { minLength: 1, maxLength: 64, size: 'max' }),
    }),
  },
  fc.constantFrom(
    'snapshot' as const,
    'read' as const,
    'read' as const,
    'end' as const,
    'endNewest' as const,
  ),
);
const uses = fc.array(
  fc.oneof({ weight: 8, arbitrary: fc.constant<Use>('add') }, fc.constantFrom<Use>('look', 'clear')),
  { minLength: 1, maxLength: 50, size: 'max' },
);

/** Few enough for all to be saved by one group. */
const first = Array.from({ length: 60 }, (_, key) => key);

/** Keys that turned out to be written to, so that slots are saved ahead. */
function writing(): ReturnType<typeof counts> {
  const all = counts();
  all.group(first, () => 'add');
  const reading = new Reading(all);
  for (let n = 0; n < 2; n++) all.group(first.slice(n * 10, 20 + n * 20), () => 'add');
  reading.end();
  return all;
}

describe('slots that are saved before the first record of a group is processed', () => {
  it.each([
    ['whole numbers', (key: number) => key],
    ['numbers of which some are not', (key: number) => (key % 50 === 7 ? key + 0.5 : key)],
  ])('give each snapshot what it was taken of, however much of it was read: keys of %s', (_, keyOf) => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120, size: 'max' }), uses, (steps, list) => {
        const all = writing();
        const model = new Map(all.values()) as Map<number, number>;
        const open: Reading[] = [];
        let nth = 0;
        for (const each of steps) {
          if (each === 'snapshot') open.push(new Reading(all));
          else if (each === 'read') open[0]?.goOn();
          else if (each === 'end') open.shift()?.end();
          else if (each === 'endNewest') open.pop()?.end();
          else {
            const keys = each.keys.map(keyOf);
            const from = nth;
            all.group(keys, (at) => list[(from + at) % list.length]!);
            for (const key of keys) {
              const use = list[nth++ % list.length]!;
              if (use === 'add') model.set(key, (model.get(key) ?? 0) + 1);
              else if (use === 'clear') model.delete(key);
            }
          }
        }
        for (const each of open) each.end();
        expect(all.values()).toEqual(new Map([...model].sort(([a], [b]) => a - b)));
      }),
      { numRuns: 100 },
    );
  });

  it('are each saved once, also where a group has a key many times', () => {
    const all = writing();
    const before = all.state.bytesCopied;
    const reading = new Reading(all);
    all.group(first.slice(50), () => 'add');
    for (const n of first) all.group([n, n, (n * 7) % 60, n], () => 'add');
    expect(all.state.bytesCopied - before).toBe(first.length * slotBytes);
    reading.end();
  });

  it('are only those of keys that are written to, where most are only looked at', () => {
    const all = writing();
    const { bytesCopied } = all.state;
    const reading = new Reading(all);
    for (let n = 0; n < 300; n++) all.group(first, (at) => (at === 3 ? 'add' : 'look'));
    expect(all.state.bytesCopied - bytesCopied).toBe(slotBytes);
    reading.end();
  });
});
