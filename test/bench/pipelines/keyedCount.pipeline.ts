// Counts per key as fast as it can: the job that benchmarks run, and that KeyedCountJob.java is for Flink.
import { blackholeSink, generate, int32, int64, pipeline, struct, valueState } from 'checkpoint-lens';

const Key = struct({ key: int32 });

export default pipeline('keyed count', ({ env, params }) => {
  const keys = params.number('keys', 1_000_000);
  const records = params.number('records', Infinity);

  // Every key once, in order; then keys at random, each as likely as the others.
  env
    .source(
      Key,
      generate((index, random) => ({ key: index < keys ? index : random.int(keys) }), { count: records }),
    )
    .name('keys')
    .keyBy(({ key }) => key)
    .process(Key, {
      expectedKeys: keys,
      state: { count: valueState(int64) },
      process(_, { state }) {
        state.count.update(state.count.value() + 1);
      },
    })
    .name('count')
    .uid('count')
    .sinkTo(blackholeSink())
    .name('nothing');
});
