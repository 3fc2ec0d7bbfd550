import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FileSinkOperator } from '../../../src/engine/operators/fileSink.js';
import type { OperatorState } from '../../../src/engine/operators/operator.js';
import { ReplayableSource } from '../../../src/engine/operators/sources.js';
import { int32, struct } from '../../../src/engine/pipeline/recordTypes.js';
import { formerOwners, subtaskOfKey } from '../../../src/engine/state/keyHash.js';
import { restoreState } from '../../../src/engine/state/restoreState.js';
import { MemoryFiles } from '../../fixtures/memoryFiles.js';
import { fileOf, newState, valuesOf } from './keyedStateRig.js';

const parallelism = fc.integer({ min: 1, max: 64 });
const changes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 2, maxLength: 6 });
const type = struct({ n: int32 });
const drawn = (numbers: Iterator<number>): number => numbers.next().value as number;
const range = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

describe('keyed state that is restored with another number of subtasks', () => {
  const keys = fc.oneof(
    fc.array(fc.integer(), { minLength: 1, maxLength: 200 }),
    fc.array(fc.oneof(fc.integer({ min: -9, max: 9 }), fc.double({ noNaN: true, noDefaultInfinity: true }))),
    fc.array(fc.string({ unit: 'binary', maxLength: 12 }), { maxLength: 200 }),
  );

  it('has each key at the subtask that owns it now, with its values, and nowhere else', () => {
    fc.assert(
      fc.property(keys, parallelism, parallelism, (given, before, now) => {
        // Zero and its negative are one key.
        const distinct = [...new Set<number | string>(given.map((key) => (key === 0 ? 0 : key)))];
        const old = range(before).map(() => newState());
        for (const [n, key] of distinct.entries()) old[subtaskOfKey(key, before)]!.add(key, n);
        const files = old.map(({ state }) => (state.size > 0 ? fileOf(state.copy()!) : undefined));
        const found = new Map<number | string, [number, number]>();
        for (const subtask of range(now)) {
          const { state } = newState();
          const read = formerOwners(before, subtask, now).flatMap((owner) => files[owner] ?? []);
          restoreState(read, state, 'count', (key) => subtaskOfKey(key, now) === subtask);
          expect(state.size).toBe(distinct.filter((key) => subtaskOfKey(key, now) === subtask).length);
          for (const [key, values] of valuesOf(state)) found.set(key, values);
        }
        expect(found).toEqual(new Map(distinct.map((key, n) => [key, [1, n]])));
      }),
    );
  });

  it('is looked for in the files of its former owners only: of twice as many subtasks each reads one', () => {
    expect(range(4).map((subtask) => formerOwners(2, subtask, 4))).toEqual([[0], [0], [1], [1]]);
    expect(range(2).map((subtask) => formerOwners(4, subtask, 2))).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(range(3).map((subtask) => formerOwners(3, subtask, 3))).toEqual([[0], [1], [2]]);
  });
});

describe('a source that is restored with another number of subtasks', () => {
  it('makes every record once, through any changes of their number', () => {
    fc.assert(
      fc.property(
        changes,
        fc.integer({ min: 0, max: 200 }),
        fc.infiniteStream(fc.nat(30)),
        (sizes, count, steps) => {
          const made: number[] = [];
          let states: readonly (OperatorState | undefined)[] | undefined;
          for (const [at, size] of sizes.entries()) {
            const sources = range(size).map((subtask) => {
              const emit = (index: unknown): void => void made.push(index as number);
              const parts = { subtask, parallelism: size, rate: Infinity, emit, restored: states };
              return new ReplayableSource(parts, count, (index) => index);
            });
            const isLast = at === sizes.length - 1;
            for (const source of sources) {
              let left = isLast ? Infinity : drawn(steps);
              while (left-- > 0 && source.produce(0) === 'produced');
            }
            states = sources.map((source) => source.snapshot().state);
          }
          expect(made.sort((a, b) => a - b)).toEqual(range(count));
        },
      ),
    );
  });

  it('goes on from a checkpoint of the first release, which counted what a subtask had made', () => {
    const made: unknown[] = [];
    const restored = [{ made: 3 }, { made: 2 }];
    for (const subtask of range(3)) {
      const emit = (index: unknown): number => made.push(index);
      const source = new ReplayableSource(
        { subtask, parallelism: 3, rate: Infinity, emit, restored },
        12,
        (index) => index,
      );
      while (source.produce(0) === 'produced');
    }
    expect(made.sort((a, b) => Number(a) - Number(b))).toEqual([5, 6, 7, 8, 9, 10, 11]);
  });
});

describe('a file sink that is restored with another number of subtasks', () => {
  it('keeps what was promised, takes away what came after, and never writes over a file', () => {
    fc.assert(
      fc.property(changes, fc.infiniteStream(fc.nat(5)), (sizes, chance) => {
        const files = new MemoryFiles();
        const expected: number[] = [];
        let promised: number[] = [];
        let states: readonly (OperatorState | undefined)[] | undefined;
        let next = 0;
        for (const [checkpoint, size] of sizes.entries()) {
          const sinks = range(size).map(
            (subtask) => new FileSinkOperator({ subtask, parallelism: size }, type, files, states),
          );
          expected.push(...promised);
          promised = [];
          const write = (sink: FileSinkOperator): void => {
            sink.process({ n: next });
            promised.push(next++);
          };
          for (const sink of sinks) for (let left = drawn(chance); left > 0; left--) write(sink);
          for (const sink of sinks) sink.preBarrier();
          states = sinks.map((sink) => sink.snapshot(undefined, checkpoint).state);
          // The run ends here, or later: with its files committed or not, and with more that no checkpoint promises.
          for (const sink of sinks) {
            if (drawn(chance) > 2) sink.checkpointCompleted(checkpoint);
            if (drawn(chance) > 2) sink.process({ n: -1 });
            if (drawn(chance) > 2) sink.preBarrier();
          }
        }
        new Set(range(3)).forEach(
          (subtask) => new FileSinkOperator({ subtask, parallelism: 3 }, type, files, states),
        );
        expected.push(...promised);
        expect(
          files
            .lines()
            .map(Number)
            .sort((a, b) => a - b),
        ).toEqual(expected);
      }),
    );
  });
});
