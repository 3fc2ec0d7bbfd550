// Real flights in windows of event time: for each day of 2001 the airport whose flights left latest on average. The time is
// that of the flights, not of the clock, so the results are the same however fast they are read, and after any crash.
import {
  TumblingEventTimeWindows,
  WatermarkStrategy,
  type ValueOf,
  fileSink,
  float64,
  int32,
  jsonFile,
  pipeline,
  string,
  struct,
} from 'checkpoint-lens';

const Flight = struct({ date: string, delay: int32, distance: int32, origin: string, destination: string });

const Airport = struct({ day: string, origin: string, flights: int32, mean_delay: float64 });

const minute = 60_000;
const day = 24 * 60 * minute;

/** Of `2001/01/31 23:59`, as if all airports were in one time zone. */
function timeOf(date: string): number {
  return Date.parse(`${date.replaceAll('/', '-').replace(' ', 'T')}Z`);
}

/** The one whose flights left later; of two alike the first by name. */
function latest(a: ValueOf<typeof Airport>, b: ValueOf<typeof Airport>): ValueOf<typeof Airport> {
  if (a.mean_delay !== b.mean_delay) return a.mean_delay > b.mean_delay ? a : b;
  return a.origin < b.origin ? a : b;
}

export default pipeline('delays', ({ env, params }) => {
  const input = params.path('input', 'data/flights-10k.json');
  const output = params.path('output', 'results/delays');
  const rate = params.number('rate', Infinity);
  const fewest = params.number('fewest', 5);

  env
    .source(Flight, jsonFile(input, { rate }))
    .name('flights')
    .assignTimestampsAndWatermarks(
      ({ date }) => timeOf(date),
      WatermarkStrategy.forBoundedOutOfOrderness(10 * minute),
    )
    .keyBy((flight) => flight.origin)
    .window(TumblingEventTimeWindows.of(day))
    .aggregate(Airport, {
      accumulator: struct({ flights: int32, delay: int32 }),
      create: () => ({ flights: 0, delay: 0 }),
      add: ({ flights, delay }, flight) => ({ flights: flights + 1, delay: delay + flight.delay }),
      result: ({ flights, delay }, { start }, origin) => ({
        day: new Date(start).toISOString().slice(0, 10),
        origin,
        flights,
        mean_delay: delay / flights,
      }),
    })
    .name('delay by day and airport')
    .uid('airports')
    .filter(({ flights }) => flights >= fewest)
    .name('enough flights')
    .keyBy((airport) => airport.day)
    .window(TumblingEventTimeWindows.of(day))
    .reduce(latest)
    .name('latest of each day')
    .uid('latest')
    .sinkTo(fileSink(output))
    .name('results');
});
