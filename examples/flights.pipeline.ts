// Real flights: how many left each airport, and how late they were on average. The results are CSV files in results/,
// written exactly once: kill the run, start it with --restore latest, and they are the same.
import {
  fileSink,
  float64,
  int32,
  int64,
  jsonFile,
  pipeline,
  string,
  struct,
  valueState,
} from 'checkpoint-lens';

const Flight = struct({ date: string, delay: int32, distance: int32, origin: string, destination: string });

const Airport = struct({ origin: string, count: int64, mean_delay: float64 });

export default pipeline('flights', ({ env, params }) => {
  const input = params.path('input', 'data/flights-10k.json');
  const output = params.path('output', 'results/flights');
  const rate = params.number('rate', Infinity);

  env
    .source(Flight, jsonFile(input, { rate }))
    .name('flights')
    .keyBy((flight) => flight.origin)
    .process(Airport, {
      state: { count: valueState(int64), delay: valueState(int64) },
      process({ origin, delay }, { state, emit }) {
        const count = state.count.value() + 1;
        const total = state.delay.value() + delay;
        state.count.update(count);
        state.delay.update(total);
        emit({ origin, count, mean_delay: total / count });
      },
    })
    .name('delay by origin')
    .uid('delay')
    .sinkTo(fileSink(output))
    .name('results');
});
