import { fileSink } from '../../src/engine/pipeline/connectors.js';
import { pipeline } from '../../src/engine/pipeline/dsl.js';
import { int32, int64, struct } from '../../src/engine/pipeline/recordTypes.js';
import { mapState, valueState } from '../../src/engine/pipeline/state.js';
import type { Schedule } from './schedule.js';
import { expectSame, type SimulatedJob } from './simulatedJob.js';
import { TimedRecords } from './timedRecords.js';

const Result = struct({ key: int32, bucket: int32, count: int32 });

/** Later than all records: due when no record will come any more. */
const end = 2 ** 40;
/** What stands for no bucket of event time: records counted up to a moment of the clock. */
const byClock = 99_999;

/**
 * Counts records by hand in buckets of event time, which timers close; and beside that since the last timer by the clock,
 * with the rest at the end. Each record is in one of each.
 */
export function timersJob(schedule: Schedule): SimulatedJob {
  const records = new TimedRecords(schedule, false);
  const size = 1 + schedule.oneOf(100);
  const delay = 1 + schedule.oneOf(500);
  const definition = pipeline('timers', ({ env }) => {
    records
      .keyed(env)
      .process(Result, {
        state: { buckets: mapState(int64, int32), pending: valueState(int32) },
        process(_, { state, timers, timestamp = Number.NaN }) {
          const bucket = Math.floor(timestamp / size);
          state.buckets.put(bucket, (state.buckets.get(bucket) ?? 0) + 1);
          timers.registerEventTimeTimer((bucket + 1) * size - 1);
          timers.registerEventTimeTimer(end);
          if (state.pending.value() === 0) {
            timers.registerProcessingTimeTimer(timers.currentProcessingTime() + delay);
          }
          state.pending.update(state.pending.value() + 1);
        },
        onTimer(time, { key, state, emit, timeDomain }) {
          if (timeDomain === 'event' && time !== end) {
            const bucket = (time + 1) / size - 1;
            emit({ key, bucket, count: state.buckets.get(bucket)! });
            state.buckets.remove(bucket);
          } else {
            if (state.pending.value() > 0) emit({ key, bucket: byClock, count: state.pending.value() });
            state.pending.clear();
          }
        },
      })
      .uid('timers')
      .sinkTo(fileSink('results'));
  });
  return {
    definition,
    checkResults(lines) {
      const results = lines.map((line) => line.split(',').map(Number) as [number, number, number]);
      const buckets = results.filter(([, bucket]) => bucket !== byClock);
      const expected = [...records.counts(size, size)].map(([window, count]) => {
        const [key, start] = window.split(',').map(Number) as [number, number];
        return [key, start / size, count].join();
      });
      expectSame(
        'the buckets',
        buckets.map((bucket) => bucket.join()),
        expected,
      );
      const totals = new Map<number, number>();
      for (const { key } of records.all) totals.set(key, (totals.get(key) ?? 0) - 1);
      for (const [key, bucket, count] of results) {
        if (bucket === byClock) totals.set(key, (totals.get(key) ?? 0) + count);
      }
      const wrong = [...totals].find(([, surplus]) => surplus !== 0);
      if (wrong) {
        throw new Error(`timers by the clock counted ${wrong[1]} records of key ${wrong[0]} too many`);
      }
    },
  };
}
