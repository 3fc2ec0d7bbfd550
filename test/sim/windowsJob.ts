import type { CheckpointMetadata } from '../../src/engine/checkpoint/metadata.js';
import { fileSink } from '../../src/engine/pipeline/connectors.js';
import { pipeline } from '../../src/engine/pipeline/dsl.js';
import { int32, int64, struct } from '../../src/engine/pipeline/recordTypes.js';
import { SlidingEventTimeWindows, TumblingEventTimeWindows } from '../../src/engine/pipeline/windows.js';
import type { Schedule } from './schedule.js';
import { expectSame, type SimulatedJob } from './simulatedJob.js';
import { TimedRecords } from './timedRecords.js';

const Counted = struct({ key: int32, start: int64, count: int32 });

/** Counts records in windows that follow one another or overlap; where records may be late, in windows that follow. */
export function windowsJob(schedule: Schedule): SimulatedJob {
  const mayBeLate = schedule.oneOf(2) === 1;
  const records = new TimedRecords(schedule, mayBeLate);
  const size = 1 + schedule.oneOf(200);
  const slide = mayBeLate ? size : Math.max(1, Math.floor(size / (1 + schedule.oneOf(4))));
  const assigner =
    slide === size ? TumblingEventTimeWindows.of(size) : SlidingEventTimeWindows.of(size, slide);
  const definition = pipeline(mayBeLate ? 'windows with late records' : 'windows', ({ env }) => {
    records
      .keyed(env)
      .window(assigner)
      .aggregate(Counted, {
        accumulator: int32,
        create: () => 0,
        add: (count) => count + 1,
        result: (count, { start }, key) => ({ key, start, count }),
      })
      .uid('window')
      .sinkTo(fileSink('results'));
  });
  return {
    definition,
    checkResults(lines, last, isMixed) {
      const expected = records.counts(size, slide);
      if (!mayBeLate) {
        expectSame(
          'the windows',
          lines,
          [...expected].map((window) => window.join()),
        );
        return;
      }
      checkLate(lines, last, expected);
      // Where subtasks were not equally far, one that goes on with keys of several is not late for any of them.
      if (!isMixed) expectOnce(lines);
    },
  };
}

/** Each record is in its window or was counted as late. */
function checkLate(
  lines: readonly string[],
  last: CheckpointMetadata,
  expected: ReadonlyMap<string, number>,
): void {
  const { subtasks } = last.operators.find(({ id }) => id === 'window')!;
  const late = subtasks.reduce((sum, { state }) => sum + Number(state?.['late'] ?? 0), 0);
  const found = lines.reduce((sum, line) => sum + Number(line.split(',')[2]), 0);
  const records = [...expected.values()].reduce((sum, count) => sum + count, 0);
  if (found + late !== records) {
    throw new Error(`the windows have ${found} records and ${late} were late, of ${records}`);
  }
}

function expectOnce(lines: readonly string[]): void {
  const windows = lines.map((line) => line.split(',').slice(0, 2).join());
  const twice = windows.find((window, at) => windows.indexOf(window) !== at);
  if (twice !== undefined) throw new Error(`the window ${twice} has fired twice`);
}
