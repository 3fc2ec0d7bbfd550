// Counts per key at a given rate, and writes every count: after any number of kills each key's counts must be 1, 2, 3 …
import { fileSink, generate, int32, int64, pipeline, struct, valueState } from 'checkpoint-lens';

const Key = struct({ key: int32 });

const Count = struct({ key: int32, count: int64 });

export default pipeline('soak', ({ env, params }) => {
  const keys = params.number('keys', 1000);
  const records = params.number('records', 1000);
  const rate = params.number('rate', Infinity);

  env
    .source(
      Key,
      generate((_, random) => ({ key: random.int(keys) }), { count: records, rate }),
    )
    .name('keys')
    .keyBy(({ key }) => key)
    .process(Count, {
      state: { count: valueState(int64) },
      process({ key }, { state, emit }) {
        const count = state.count.value() + 1;
        state.count.update(count);
        emit({ key, count });
      },
    })
    .name('count')
    .uid('count')
    .sinkTo(fileSink(params.path('output', 'results')))
    .name('counts');
});
