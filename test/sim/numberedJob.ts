import { fileSink } from '../../src/engine/pipeline/connectors.js';
import { pipeline, type PipelineDefinition } from '../../src/engine/pipeline/dsl.js';
import { int32, struct } from '../../src/engine/pipeline/recordTypes.js';
import { valueState, type ValueState } from '../../src/engine/pipeline/state.js';
import type { KeyedState } from '../../src/engine/state/keyedState.js';
import { checkConsistent } from './consistency.js';
import { countedSources, Keyed, sourceIds } from './countedSources.js';
import { FunctionThatThrows } from './faults.js';
import type { Schedule } from './schedule.js';
import { expectSame, type SimulatedJob } from './simulatedJob.js';

const states = { count: valueState(int32) };

/** Numbers each record of a key: a record that is lost or counted twice shows in the numbers. */
function definition(
  records: number,
  keys: number,
  expectedKeys: number,
  fault: FunctionThatThrows,
): PipelineDefinition {
  const Numbered = struct({ key: int32, count: int32 });
  return pipeline('numbered', ({ env }) => {
    countedSources(env, { records, keys })
      .keyBy(({ key }) => key)
      .process(Numbered, {
        state: states,
        expectedKeys,
        process({ key }, { state, emit }) {
          const count = state.count.value() + 1;
          fault.sees(key, count);
          state.count.update(count);
          emit({ key, count });
        },
      })
      .uid('count')
      .sinkTo(fileSink('results'));
  });
}

function countsOf(state: KeyedState, keys: number): number[] {
  const count = state.handles['count'] as ValueState<number>;
  return Array.from({ length: keys }, (_, key) => {
    state.seek(key);
    return count.value();
  });
}

/** Numbers the records of each key, and looks into each checkpoint whether it counts exactly those before the barrier. */
export function numberedJob(schedule: Schedule): SimulatedJob {
  const records = schedule.oneOf(1500);
  const keys = 1 + schedule.oneOf(40);
  const fault = new FunctionThatThrows(schedule.oneOf(keys), schedule.oneOf(1 + Math.ceil(records / keys)));
  const counted = {
    ...{ sourceIds, counting: 'count', keyed: Keyed, states, records, keys, lifeOf: () => Infinity },
    countsOf: (state: KeyedState) => countsOf(state, keys),
  };
  return {
    // A large table has several pages, and what is written while they are read has to stay out of the snapshot.
    definition: definition(records, keys, [0, 200][schedule.oneOf(2)]!, fault),
    checkCheckpoint: (storage, folder, metadata) => checkConsistent(storage, folder, metadata, counted),
    checkResults(lines) {
      const expected = Array.from(
        { length: records },
        (_, index) => `${index % keys},${Math.floor(index / keys) + 1}`,
      );
      expectSame('the numbers', lines, expected);
    },
  };
}
