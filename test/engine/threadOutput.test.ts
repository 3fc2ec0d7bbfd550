import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { checkpointLens, examplesFolder, start } from './commandLine.js';
import { patienceMs } from './storedRuns.js';

const definition = `
import { existsSync } from 'node:fs';
import { blackholeSink, generate, int32, pipeline, struct } from 'checkpoint-lens';

const One = struct({ n: int32 });

export default pipeline('talk', ({ env, params }) => {
  const until = params.path('until', 'gone-on');
  env
    .source(One, generate((n) => ({ n }), { count: 1 })).name('one').parallelism(1)
    .map(One, (one) => {
      for (let n = 1; n <= 3; n++) console.error('seen', n);
      for (let n = 1; n <= 3; n++) console.log('said', n);
      process.stderr.write('no newline', () => process.stderr.write(', told'));
      while (!existsSync(until));
      return one;
    }).name('talk').parallelism(1)
    .sinkTo(blackholeSink()).name('end').parallelism(1);
});
`;

it('what a function writes to the console is there at once and in order, however long the function takes', async () => {
  const folder = await examplesFolder();
  await writeFile(join(folder, 'talk.pipeline.ts'), definition);
  const { child, ended } = start(folder, 'run', 'talk.pipeline.ts');
  let [stdout, stderr] = ['', ''];
  child.stdout!.on('data', (data: Buffer) => (stdout += data.toString()));
  child.stderr!.on('data', (data: Buffer) => (stderr += data.toString()));
  await vi.waitUntil(() => stderr.includes('newline') && stdout.includes('said 3'), {
    timeout: patienceMs,
  });
  expect(stdout).toMatch(/^said 1\nsaid 2\nsaid 3\n/);
  expect(stderr).toMatch(/^seen 1\nseen 2\nseen 3\nno newline/);
  await writeFile(join(folder, 'gone-on'), '');
  expect((await ended).code).toBe(0);
});

const spoken = `
import { blackholeSink, generate, int32, pipeline, struct } from 'checkpoint-lens';

console.log('read');
const One = struct({ n: int32 });

export default pipeline('spoken', ({ env }) => {
  console.log('built');
  console.error('warned');
  env
    .source(One, generate((n) => ({ n }), { count: 1 })).name('one').parallelism(1)
    .map(One, (one) => {
      console.log('mapped');
      return one;
    }).name('map').parallelism(1)
    .sinkTo(blackholeSink()).name('end').parallelism(1);
});
`;

it('what a definition writes to the console outside its functions is there once, though every thread reads it', async () => {
  const folder = await examplesFolder();
  await writeFile(join(folder, 'spoken.pipeline.ts'), spoken);
  const { code, stdout, stderr } = await checkpointLens(folder, 'run', 'spoken.pipeline.ts');
  expect([code, stderr]).toEqual([0, 'warned\n']);
  expect(stdout).toMatch(/^read\nbuilt\nmapped\n(?![^]*(read|built|mapped)\n)/);
});
