import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StreamOperator } from '../../../src/engine/operators/operator.js';
import { KeyedProcessOperator } from '../../../src/engine/operators/keyedProcess.js';
import { int64 } from '../../../src/engine/pipeline/recordTypes.js';
import { valueState, type ValueState } from '../../../src/engine/pipeline/state.js';
import { defaultCut } from '../../../src/engine/state/memoryPool.js';
import { rig } from './subtaskRig.js';

interface Numbered {
  readonly n: number;
}

/** Passes numbers on, and remembers which it was shown before. */
function passing(foreseen: number[], emit: (n: number) => void): StreamOperator {
  let next: readonly number[] = [];
  return {
    kind: 'operator',
    wantsPrefetch: true,
    prefetch(records, count) {
      next = records.slice(0, count).map((record) => (record as Numbered).n);
      foreseen.push(...next);
    },
    process: (record) => emit((record as Numbered).n),
    processPrefetched(nth, record) {
      expect(next[nth]).toBe((record as Numbered).n);
      emit(next[nth]!);
    },
    snapshot: () => ({}),
  };
}

/** Numbers each record of a key, from 1 to 3 and anew, and emits the number; what it needs is read ahead from so many bytes of state on. */
function numbering(
  keyOf: (n: number) => number | string,
  prefetchFrom: number,
  emit: (n: number) => void,
): StreamOperator {
  return new KeyedProcessOperator({
    name: 'number',
    functions: {
      state: { count: valueState(int64) },
      expectedKeys: 0,
      onTimer: undefined,
      inputs: [
        {
          key: (record) => keyOf((record as unknown as Numbered).n),
          process(_, { state }) {
            const count = (state as Readonly<Record<string, unknown>>)['count'] as ValueState<number>;
            count.update(count.value() + 1);
            emit(count.value());
            if (count.value() === 3) count.clear();
          },
        },
      ],
    },
    ...{ subtask: 0, parallelism: 1, restored: undefined, incremental: false, prefetchFrom, cut: defaultCut },
    emit: () => undefined,
    ownState: () => ({}),
    time: { record: { timestamp: Number.NaN }, hasEventTime: false, now: () => 0, epochMs: 0 },
  });
}

/** What comes out of a subtask that gets these records, with a barrier after each so many of them, through a small channel. */
function outputOf(
  makeOperator: (emit: (n: number) => void) => StreamOperator,
  numbers: readonly number[],
  { outputWords, barrierEvery }: { readonly outputWords: number; readonly barrierEvery: number },
): (number | string)[] {
  const { inputs, output, stepUntil } = rig(1, makeOperator, { outputWords });
  const seen: (number | string)[] = [];
  let barrier = 0;
  for (let at = 0; at < numbers.length; at += barrierEvery) {
    inputs[0]!.records(...numbers.slice(at, at + barrierEvery));
    inputs[0]!.barrier(++barrier);
    for (let came = -1; came < seen.length;) {
      came = seen.length;
      stepUntil('blocked');
      seen.push(...output());
    }
  }
  return seen;
}

const settings = fc.record({
  outputWords: fc.constantFrom(8, 16, 64, 256),
  barrierEvery: fc.integer({ min: 1, max: 100 }),
});
const numbers = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 150 });

describe('records whose state is read ahead', () => {
  it('are each processed once and in their order, however often the output is full and wherever barriers stand', () => {
    fc.assert(
      fc.property(numbers, settings, (given, each) => {
        const foreseen: number[] = [];
        const found = outputOf((emit) => passing(foreseen, emit), given, each);
        const plain = outputOf((emit) => ({ ...passing([], emit), wantsPrefetch: false }), given, each);
        expect(found).toEqual(plain);
        expect(found.filter((value) => typeof value === 'number')).toEqual(given);
        expect(foreseen.length).toBeGreaterThanOrEqual(given.length);
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    ['whole numbers', (n: number) => n],
    ['numbers that are not', (n: number) => n / 3],
    ['text', (n: number) => `key ${n}`],
  ])('get the state that they would get otherwise, by %s', (_, keyOf) => {
    fc.assert(
      fc.property(numbers, settings, (given, each) => {
        const ahead = outputOf((emit) => numbering(keyOf, 0, emit), given, each);
        expect(ahead).toEqual(outputOf((emit) => numbering(keyOf, Infinity, emit), given, each));
      }),
      { numRuns: 100 },
    );
  });
});
