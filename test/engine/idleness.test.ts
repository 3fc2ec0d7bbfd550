import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { checkpointLens, examplesFolder, start } from './commandLine.js';

const definition = `
import { generate, int64, int32, pipeline, printSink, struct, TumblingEventTimeWindows, WatermarkStrategy } from 'checkpoint-lens';

const Reading = struct({ at: int64 });

export default pipeline('silent', ({ env, params }) => {
  const idleAfter = params.number('idleAfter', 100);
  const strategy = WatermarkStrategy.forMonotonousTimestamps().withIdleness(idleAfter);
  const busy = env
    .source(Reading, generate((i) => ({ at: i }), { rate: 2000 })).name('busy')
    .assignTimestampsAndWatermarks(({ at }) => at, strategy);
  const silent = env
    .source(Reading, generate((i) => ({ at: i }), { rate: 0.001 })).name('silent').parallelism(1)
    .assignTimestampsAndWatermarks(({ at }) => at, strategy);
  busy
    .union(silent)
    .keyBy(() => 'all')
    .window(TumblingEventTimeWindows.of(100))
    .aggregate(struct({ start: int64, count: int32 }), {
      accumulator: int32,
      create: () => 0,
      add: (count) => count + 1,
      result: (count, { start }) => ({ start, count }),
    })
    .sinkTo(printSink()).parallelism(1);
});
`;

it('a source that is silent holds up the windows of the others only until it counts as idle', async () => {
  const folder = await examplesFolder();
  await writeFile(join(folder, 'silent.pipeline.ts'), definition);
  const run = ['run', 'silent.pipeline.ts'];
  const { child, ended } = start(folder, ...run);
  let printed = '';
  child.stdout!.on('data', (data: Buffer) => {
    printed += data.toString();
    if (!child.killed && printed.split('\n').length > 2) child.kill('SIGINT');
  });
  const idle = await ended;
  expect(idle.code, idle.stderr).toBe(0);
  // The first window has the only record of the silent source as well.
  expect(idle.stdout).toMatch(/^\{"start":0,"count":101\}\n\{"start":100,"count":100\}\n/);
  const waiting = await checkpointLens(folder, ...run, '--duration', '2s', '--set', 'idleAfter=1e9');
  expect(waiting.code, waiting.stderr).toBe(0);
  expect(waiting.stdout).not.toContain('"start"');
});
