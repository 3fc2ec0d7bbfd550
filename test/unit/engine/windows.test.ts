import { describe, expect, it } from 'vitest';
import { windowStarts } from '../../../src/engine/operators/windowFunctions.js';
import { fileSink, generate } from '../../../src/engine/pipeline/connectors.js';
import { pipeline, type PipelineDefinition } from '../../../src/engine/pipeline/dsl.js';
import { int32, int64, struct, string } from '../../../src/engine/pipeline/recordTypes.js';
import type { KeyedStream } from '../../../src/engine/pipeline/streams.js';
import { WatermarkStrategy } from '../../../src/engine/pipeline/watermarkStrategy.js';
import { SlidingEventTimeWindows, TumblingEventTimeWindows } from '../../../src/engine/pipeline/windows.js';
import { resultsOf } from '../../sim/results.js';

const Reading = struct({ sensor: int32, at: int64, value: int32 });
const Windowed = struct({ sensor: int32, start: int64, values: int32, count: int32 });

interface Reading {
  readonly sensor: number;
  readonly at: number;
  readonly value: number;
}

const count = 300;
const sensors = 4;
const outOfOrderness = 90;

/** Readings 10 ms apart, each moved by less than the strategy allows. */
function reading(index: number): Reading {
  return { sensor: index % sensors, at: index * 10 + ((index * 37) % 9) * 10, value: index };
}

const readings = Array.from({ length: count }, (_, index) => reading(index));

/** A pipeline on two sources of readings, the even and the odd ones. */
function onReadings(end: (stream: KeyedStream<Reading, number>) => void): PipelineDefinition {
  return pipeline('readings', ({ env }) => {
    const [even, odd] = [0, 1].map((offset) =>
      env
        .source(
          Reading,
          generate((i) => reading(2 * i + offset), { count: count / 2 }),
        )
        .uid(`source ${offset}`)
        .assignTimestampsAndWatermarks(
          ({ at }) => at,
          WatermarkStrategy.forBoundedOutOfOrderness(outOfOrderness),
        ),
    );
    end(even!.union(odd!).keyBy(({ sensor }) => sensor));
  });
}

/** What windows give of the readings, computed without the engine. */
function expected(size: number, slide: number): string[] {
  const windows = new Map<string, { values: number; count: number }>();
  for (const { sensor, at, value } of readings) {
    for (let start = Math.floor((at - size) / slide + 1) * slide; start <= at; start += slide) {
      const window = windows.get(`${sensor},${start}`) ?? { values: 0, count: 0 };
      windows.set(`${sensor},${start}`, { values: window.values + value, count: window.count + 1 });
    }
  }
  return [...windows].map(([key, { values, count: many }]) => `${key},${values},${many}`).sort();
}

const sums = struct({ values: int32, count: int32 });

describe('windows of event time', () => {
  it.each([
    ['follow one another', TumblingEventTimeWindows.of(200), 200, 200],
    ['overlap', SlidingEventTimeWindows.of(200, 50), 200, 50],
    ['leave gaps', SlidingEventTimeWindows.of(50, 200), 50, 200],
  ])(
    'that %s give each record to its windows, in whatever order records came',
    (_, assigner, size, slide) => {
      const definition = onReadings((stream) =>
        stream
          .window(assigner)
          .aggregate(Windowed, {
            accumulator: sums,
            create: () => ({ values: 0, count: 0 }),
            add: ({ values, count: many }, { value }) => ({ values: values + value, count: many + 1 }),
            result: ({ values, count: many }, { start }, sensor) => ({ sensor, start, values, count: many }),
          })
          .sinkTo(fileSink('results')),
      );
      for (let seed = 0; seed < 10; seed++) {
        expect(resultsOf(definition, seed, 1 + (seed % 3)), `seed ${seed}`).toEqual(expected(size, slide));
      }
    },
  );

  it('start where their offset says, also before 1970', () => {
    expect(windowStarts({ size: 10, slide: 10, offset: 3 }, 12)).toEqual([3]);
    expect(windowStarts({ size: 10, slide: 10, offset: 3 }, 13)).toEqual([13]);
    expect(windowStarts({ size: 10, slide: 10, offset: 0 }, -1)).toEqual([-10]);
    expect(windowStarts({ size: 10, slide: 4, offset: 0 }, 9)).toEqual([8, 4, 0]);
  });

  it('are reduced to a record of the same type', () => {
    const definition = onReadings((stream) =>
      stream
        .window(TumblingEventTimeWindows.of(500))
        .reduce((a, b) => (a.value > b.value ? a : b))
        .map(struct({ highest: int32 }), ({ value }) => ({ highest: value }))
        .sinkTo(fileSink('results')),
    );
    const highest = new Map<string, number>();
    for (const { sensor, at, value } of readings) {
      const key = `${sensor},${Math.floor(at / 500)}`;
      highest.set(key, Math.max(value, highest.get(key) ?? 0));
    }
    expect(resultsOf(definition, 3)).toEqual([...highest.values()].map(String).sort());
  });

  it('hand over all their records where a function asks for them', () => {
    const definition = onReadings((stream) =>
      stream
        .window(TumblingEventTimeWindows.of(1000))
        .process(struct({ what: string }), (records, { key, window, emit }) => {
          const values = [...records].map(({ value }) => value).sort((a, b) => a - b);
          emit({ what: `${key} ${window.start}-${window.end} ${values.join(' ')}` });
        })
        .sinkTo(fileSink('results')),
    );
    const windows = new Map<string, number[]>();
    for (const { sensor, at, value } of readings) {
      const start = Math.floor(at / 1000) * 1000;
      const key = `${sensor} ${start}-${start + 1000}`;
      windows.set(key, [...(windows.get(key) ?? []), value]);
    }
    expect(resultsOf(definition, 4)).toEqual(
      [...windows].map(([key, values]) => `${key} ${values.sort((a, b) => a - b).join(' ')}`).sort(),
    );
  });

  it('give what they give a timestamp, so that windows can follow windows', () => {
    const Count = struct({ start: int64, count: int32 });
    const counts = {
      accumulator: int32,
      create: () => 0,
      result: (counted: number, { start }: { readonly start: number }) => ({ start, count: counted }),
    };
    const definition = onReadings((stream) =>
      stream
        .window(TumblingEventTimeWindows.of(100))
        .aggregate(Count, { ...counts, add: (counted: number) => counted + 1 })
        .name('by sensor')
        .keyBy(() => 'all')
        .window(TumblingEventTimeWindows.of(1000))
        .aggregate(Count, { ...counts, add: (counted: number, { count: many }) => counted + many })
        .name('of all')
        .sinkTo(fileSink('results')),
    );
    const counted = new Map<number, number>();
    for (const { at } of readings) {
      const start = Math.floor(at / 1000) * 1000;
      counted.set(start, (counted.get(start) ?? 0) + 1);
    }
    expect(resultsOf(definition, 5)).toEqual([...counted].map((pair) => pair.join()).sort());
  });

  it('may be of event time that begins after the source, and fire to the last at its end', () => {
    const Raw = struct({ sensor: int32, tenths: int32 });
    const Count = struct({ start: int64, count: int32 });
    const definition = pipeline('mapped', ({ env }) => {
      env
        .source(
          Raw,
          generate((i) => ({ sensor: i % 2, tenths: i }), { count: 100 }),
        )
        .map(Reading, ({ sensor, tenths }) => ({ sensor, at: tenths * 100, value: tenths }))
        .assignTimestampsAndWatermarks(({ at }) => at, WatermarkStrategy.forBoundedOutOfOrderness(5000))
        .keyBy(() => 'all')
        .window(TumblingEventTimeWindows.of(1000))
        .aggregate(Count, {
          accumulator: int32,
          create: () => 0,
          add: (many) => many + 1,
          result: (many, { start }) => ({ start, count: many }),
        })
        .sinkTo(fileSink('results'));
    });
    expect(resultsOf(definition, 6)).toEqual(
      Array.from({ length: 10 }, (_, second) => `${second * 1000},10`).sort(),
    );
  });

  it('are refused where records have no timestamps', () => {
    const definition = pipeline('timeless', ({ env }) => {
      env
        .source(Reading, generate(reading))
        .keyBy(({ sensor }) => sensor)
        .window(TumblingEventTimeWindows.of(100))
        .reduce((a) => a)
        .sinkTo(fileSink('results'));
    });
    expect(() => definition.build(undefined as never, 1)).toThrow(
      '“window” has windows of event time, and the records that it reads have no timestamps',
    );
  });
});

describe('records that come late', () => {
  /** One record after another through one subtask each, so that it is known what is late. */
  function inOrder(timestamps: readonly number[], allowedLateness: number): readonly string[] {
    const definition = pipeline('late', ({ env }) => {
      env
        .source(
          Reading,
          generate((i) => ({ sensor: 1, at: timestamps[i]!, value: 1 }), {
            count: timestamps.length,
            rate: 100,
          }),
        )
        .assignTimestampsAndWatermarks(({ at }) => at)
        .keyBy(({ sensor }) => sensor)
        .window(TumblingEventTimeWindows.of(100))
        .allowedLateness(allowedLateness)
        .aggregate(struct({ start: int64, count: int32 }), {
          accumulator: int32,
          create: () => 0,
          add: (counted) => counted + 1,
          result: (counted, { start }) => ({ start, count: counted }),
        })
        .sinkTo(fileSink('results'));
    });
    return resultsOf(definition, 1, 1);
  }

  it('are left out where their window is over', () => {
    expect(inOrder([10, 20, 150, 30, 250, 160], 0)).toEqual(['0,2', '100,1', '200,1']);
  });

  it('have their window fire again where lateness is allowed, until it is over for good', () => {
    expect(inOrder([10, 20, 150, 30, 180, 40, 320, 50, 190], 150)).toEqual([
      ...['0,2', '0,3', '0,4', '100,2', '100,3', '300,1'],
    ]);
  });
});
