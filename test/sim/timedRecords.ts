import { generate } from '../../src/engine/pipeline/connectors.js';
import type { StreamEnvironment } from '../../src/engine/pipeline/dsl.js';
import { int32, int64, struct } from '../../src/engine/pipeline/recordTypes.js';
import type { KeyedStream } from '../../src/engine/pipeline/streams.js';
import { WatermarkStrategy } from '../../src/engine/pipeline/watermarkStrategy.js';
import type { Schedule } from './schedule.js';

const Timed = struct({ key: int32, at: int64 });

export interface TimedRecord {
  readonly key: number;
  readonly at: number;
}

/** Records with event time, out of order: all of them in time, or some of them late, as the schedule says. */
export class TimedRecords {
  readonly all: readonly TimedRecord[];
  readonly mayBeLate: boolean;
  private readonly disorder: number;

  constructor(schedule: Schedule, mayBeLate: boolean) {
    const keys = 1 + schedule.oneOf(10);
    this.disorder = schedule.oneOf(30);
    this.mayBeLate = mayBeLate;
    const spread = (mayBeLate ? 20 : 1) * (this.disorder + 1);
    // Times are made here, once: a source gives the same record for the same index whenever it is asked.
    this.all = Array.from({ length: schedule.oneOf(500) }, (_, index) => ({
      key: index % keys,
      at: 2 * index - ((index * 7919) % spread),
    }));
  }

  /** The stream of two sources that have every other record each. */
  keyed(env: StreamEnvironment): KeyedStream<TimedRecord, number> {
    const [even, odd] = [0, 1].map((offset) => {
      const count = Math.ceil((this.all.length - offset) / 2);
      const source = generate((index) => this.all[2 * index + offset]!, { count });
      return env
        .source(Timed, source)
        .uid(`source ${offset}`)
        .assignTimestampsAndWatermarks(
          ({ at }) => at,
          WatermarkStrategy.forBoundedOutOfOrderness(this.disorder),
        );
    });
    return even!.union(odd!).keyBy(({ key }) => key);
  }

  /** How many records each key has in each window of so many ms, as `KEY,START`. */
  counts(size: number, slide: number): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { key, at } of this.all) {
      for (let start = Math.floor(at / slide) * slide; start > at - size; start -= slide) {
        const window = `${key},${start}`;
        counts.set(window, (counts.get(window) ?? 0) + 1);
      }
    }
    return counts;
  }
}
