import type { Key } from '../../src/engine/pipeline/functions.js';
import { fileSink } from '../../src/engine/pipeline/connectors.js';
import { pipeline, type PipelineDefinition } from '../../src/engine/pipeline/dsl.js';
import { int32, struct } from '../../src/engine/pipeline/recordTypes.js';
import { hashKey } from '../../src/engine/state/keyHash.js';
import type { KeyedState } from '../../src/engine/state/keyedState.js';
import { checkConsistent } from './consistency.js';
import { countedSources, Keyed, sourceIds } from './countedSources.js';
import { FunctionThatThrows } from './faults.js';
import { contentOf, lifetimeStates, live, type LifetimeStates } from './lifetimes.js';
import { plainStates } from './plainStates.js';
import type { Schedule } from './schedule.js';
import { expectSame, type SimulatedJob } from './simulatedJob.js';

const Lived = struct({ key: int32, count: int32, content: int32 });

/** How keys are kept: as text, in 32 bits, or in 32 bits until others come that need more. */
const keysOf: readonly ((keys: number) => (n: number) => Key)[] = [
  () => (n) => `key ${n} ${'.'.repeat(n % 9 === 0 ? 150 : n % 30)}`,
  () => (n) => n,
  (keys) => (n) => (n < keys / 2 ? n : n + 0.5),
];

/** What a key's states are after each record of a lifetime, the last of which leaves nothing. */
interface Lifetime {
  readonly contents: readonly string[];
  readonly listLengths: readonly number[];
  readonly mapSizes: readonly number[];
}

/** By key and records: seeds have them in common. */
const lifetimes = new Map<number, Lifetime>();

function lifetimeOf(key: number, records: number): Lifetime {
  const both = key * 1000 + records;
  const lifetime = lifetimes.get(both) ?? newLifetime(key, records);
  lifetimes.set(both, lifetime);
  return lifetime;
}

function newLifetime(key: number, records: number): Lifetime {
  const states = plainStates();
  const [contents, listLengths, mapSizes]: [string[], number[], number[]] = [[contentOf(states)], [0], [0]];
  for (let n = 1; n < records; n++) {
    live(states, key, records);
    contents.push(contentOf(states));
    listLengths.push([...states.seen.get()].length);
    mapSizes.push([...states.totals.keys()].length);
  }
  return { contents, listLengths, mapSizes };
}

/**
 * How many records of its lifetime each key has had.
 *
 * @throws Error where a state is not what it must be after so many
 */
function countsOf(state: KeyedState, lifetimes: readonly Lifetime[], keyOf: (n: number) => Key): number[] {
  const states = state.handles as unknown as LifetimeStates;
  const sizes = state.tables.map(({ size }) => size);
  const expected = sizes.map(() => 0);
  const counts = lifetimes.map(({ contents, listLengths, mapSizes }, key) => {
    state.seek(keyOf(key));
    const count = states.count.value();
    const content = contentOf(states);
    if (content !== contents[count]) {
      throw new Error(`key ${key} has ${content} after ${count}, not ${contents[count]}`);
    }
    [Math.min(1, count), listLengths[count]!, mapSizes[count]!, mapSizes[count]!].forEach(
      (size, table) => (expected[table]! += size),
    );
    return count;
  });
  if (sizes.join() !== expected.slice(0, sizes.length).join()) {
    throw new Error(`the tables have ${sizes.join()} keys, not ${expected.join()}`);
  }
  return counts;
}

function definition(
  job: { readonly records: number; readonly keys: number; readonly keyOf: (n: number) => Key },
  lifetimes: readonly Lifetime[],
  fault: FunctionThatThrows,
): PipelineDefinition {
  return pipeline('lifetimes', ({ env }) => {
    countedSources(env, job)
      .keyBy(({ key }) => job.keyOf(key))
      .process(Lived, {
        state: lifetimeStates,
        process({ key }, { state, emit }) {
          fault.sees(key, state.count.value() + 1);
          const count = live(state, key, lifetimes[key]!.contents.length);
          emit({ key, count, content: hashKey(contentOf(state)) });
        },
      })
      .uid('live')
      .sinkTo(fileSink('results'));
  });
}

/**
 * Keys that come, gather state of all kinds, and go, over and over: tables grow and shrink, values become longer and shorter.
 * Looks into each checkpoint whether it has what the records before the barrier have left.
 */
export function lifetimesJob(schedule: Schedule): SimulatedJob {
  const records = schedule.oneOf(600);
  const keys = 1 + schedule.oneOf(60);
  const longest = 2 + schedule.oneOf(12);
  const keyOf = keysOf[schedule.oneOf(keysOf.length)]!(keys);
  const fault = new FunctionThatThrows(schedule.oneOf(keys), schedule.oneOf(1 + longest));
  const lifetimes = Array.from({ length: keys }, (_, key) => lifetimeOf(key, longest + (key % 3)));
  const lifeOf = (key: number): number => lifetimes[key]!.contents.length;
  const counted = {
    ...{ sourceIds, counting: 'live', keyed: Keyed, states: lifetimeStates, records, keys, lifeOf },
    countsOf: (state: KeyedState) => countsOf(state, lifetimes, keyOf),
  };
  return {
    definition: definition({ records, keys, keyOf }, lifetimes, fault),
    checkCheckpoint: (storage, folder, metadata) => checkConsistent(storage, folder, metadata, counted),
    checkResults(lines) {
      const expected = Array.from({ length: records }, (_, index) => {
        const key = index % keys;
        const { contents } = lifetimes[key]!;
        const count = (Math.floor(index / keys) % contents.length) + 1;
        return [key, count, hashKey(contents[count % contents.length]!)].join();
      });
      expectSame('what became of the keys', lines, expected);
    },
  };
}
