import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkpointLens, examplesFolder, killedAfterCheckpoint } from './commandLine.js';

const counting = `
import { fileSink, generate, int32, int64, pipeline, struct, valueState } from 'checkpoint-lens';

const Click = struct({ user: int32, at: int64 });
const View = struct({ user: int32, at: int64, seconds: int32 });
const Total = struct({ user: int32, clicks: int32, views: int32 });

export default pipeline('counting', ({ env, params }) => {
  const clicks = env
    .source(Click, generate((i) => ({ user: i % 20, at: i }), { count: 4000, rate: 4000 })).name('clicks')
    .assignTimestampsAndWatermarks(({ at }) => at);
  const views = env
    .source(View, generate((i) => ({ user: i % 30, at: i, seconds: 3 }), { count: 3000, rate: 3000 })).name('views')
    .assignTimestampsAndWatermarks(({ at }) => at);
  clicks
    .keyBy(({ user }) => user)
    .connect(views.keyBy(({ user }) => user))
    .process(Total, {
      state: { clicks: valueState(int32), views: valueState(int32) },
      process1(_, { state, timers }) {
        state.clicks.update(state.clicks.value() + 1);
        timers.registerProcessingTimeTimer(timers.currentProcessingTime() + 15);
        timers.registerEventTimeTimer(1e9);
      },
      process2({ seconds }, { state, timers }) {
        state.views.update(state.views.value() + seconds);
        timers.registerProcessingTimeTimer(timers.currentProcessingTime() + 15);
        timers.registerEventTimeTimer(1e9);
      },
      onTimer(_, { key, state, emit }) {
        const [clicks, views] = [state.clicks.value(), state.views.value()];
        if (clicks + views > 0) emit({ user: key, clicks, views });
        state.clicks.clear();
        state.views.clear();
      },
    }).name('totals')
    .sinkTo(fileSink(params.path('output', 'out')));
});
`;

describe('timers of two connected streams', () => {
  it('give every record to one timer, through kill -9 at random moments', async () => {
    const folder = await examplesFolder();
    await writeFile(join(folder, 'counting.pipeline.ts'), counting);
    const delays = Array.from({ length: 2 }, () => Math.floor(Math.random() * 400));
    const run = ['run', 'counting.pipeline.ts', '--interval', '60ms'];
    const rest = await killedAfterCheckpoint(delays, folder, run);
    expect(rest.code, `killed ${delays.join(', ')} ms after a checkpoint: ${rest.stderr}`).toBe(0);
    const totals = Array.from({ length: 30 }, () => [0, 0]);
    let rows = 0;
    for (const name of (await readdir(join(folder, 'out'))).filter((file) => file.startsWith('part-'))) {
      const lines = (await readFile(join(folder, 'out', name), 'utf8')).trimEnd().split('\n').slice(1);
      for (const [user, clicks, views] of lines.map((line) => line.split(',').map(Number))) {
        totals[user!]![0]! += clicks!;
        totals[user!]![1]! += views!;
        rows++;
      }
    }
    expect(totals).toEqual(Array.from({ length: 30 }, (_, user) => [user < 20 ? 200 : 0, 300]));
    expect(rows, 'timers by the clock have fired before the end').toBeGreaterThan(60);
  });
});

const late = `
import { generate, int32, int64, pipeline, printSink, struct, TumblingEventTimeWindows } from 'checkpoint-lens';

const Reading = struct({ at: int64 });

export default pipeline('late', ({ env }) => {
  const times = [10, 250, 20, 260];
  env
    .source(Reading, generate((i) => ({ at: times[i] }), { count: 4, rate: 4 })).parallelism(1)
    .assignTimestampsAndWatermarks(({ at }) => at)
    .keyBy(() => 'all')
    .window(TumblingEventTimeWindows.of(100))
    .aggregate(struct({ start: int64, count: int32 }), {
      accumulator: int32,
      create: () => 0,
      add: (count) => count + 1,
      result: (count, { start }) => ({ start, count }),
    }).name('per 100 ms')
    .sinkTo(printSink()).parallelism(1);
});
`;

it('a record that comes after its window is left out, and the run says so', async () => {
  const folder = await examplesFolder();
  await writeFile(join(folder, 'late.pipeline.ts'), late);
  const { code, stdout, stderr } = await checkpointLens(folder, 'run', 'late.pipeline.ts');
  expect(code).toBe(0);
  expect(stdout.split('\n').slice(0, 2)).toEqual(['{"start":0,"count":1}', '{"start":200,"count":2}']);
  expect(stderr).toContain('“per 100 ms” left out a record that came after its windows were over');
});
