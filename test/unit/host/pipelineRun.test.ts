import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunReport } from '../../../src/flink/runReport.js';
import { largePages } from '../../../src/engine/runtime/largePages.js';
import { PipelineRun } from '../../../src/host/runs/pipelineRun.js';

let folder: string;
const lines: string[] = [];
const heard: RunReport[] = [];
const log = { info: (line: string) => lines.push(line), warn: (line: string) => lines.push(`! ${line}`) };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'run-'));
  lines.length = 0;
  heard.length = 0;
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Runs a command line that consists of this program. */
async function run(program: string): Promise<PipelineRun> {
  const commandLine = join(folder, 'cli.mjs');
  await writeFile(commandLine, program);
  const definition = join(folder, 'orders.pipeline.ts');
  const request = {
    definition,
    snapshot: 'blocking',
    checkpoints: 2,
    interval: '1s',
    unaligned: false,
    incremental: false,
    maxConcurrent: 1,
  } as const;
  return new PipelineRun(request, {
    ...{ commandLine, log, runtime: { program: process.execPath, env: {} } },
    heard: (report) => heard.push(report),
  });
}

const untilStopped = `process.on('message', ({ type }) => { if (type === 'stop') process.exit(0); });`;
const ready = async (): Promise<void> => {
  while (!lines.includes('ready')) await new Promise((resolve) => setTimeout(resolve, 5));
};

describe('a run', () => {
  it('passes on what its process prints, and finishes with it', async () => {
    const finished = await run(`console.log('Nothing stood still.'); console.error('a warning');`);
    expect(await finished.ended).toEqual({ outcome: 'finished' });
    expect(lines).toEqual(expect.arrayContaining(['Nothing stood still.', '! a warning']));
  });

  it('is told the snapshot mode and the trace', async () => {
    await (
      await run(`console.log(process.argv.slice(4).join(' '));`)
    ).ended;
    expect(lines).toContain(
      `--snapshot blocking --checkpoints 2 --interval 1s --trace ${join(folder, '.checkpoint-lens', 'orders.blocking.ckpt.json')}`,
    );
  });

  it('asks for its memory in large pages, unless the editor’s environment says how large they are', async () => {
    await (
      await run(`console.log(process.env.GLIBC_TUNABLES);`)
    ).ended;
    expect(lines.join('\n')).toContain(largePages(process.env)['GLIBC_TUNABLES'] ?? 'glibc.malloc.hugetlb');
  });

  it('fails with the last line of error', async () => {
    const failed = await run(
      `console.error('first'); console.error('orders.pipeline.ts:3:1: bad'); process.exitCode = 1;`,
    );
    expect(await failed.ended).toEqual({ outcome: 'failed', error: 'orders.pipeline.ts:3:1: bad' });
  });

  it('fails when its process dies, and says of what', async () => {
    expect(await (await run(`process.kill(process.pid, 'SIGKILL');`)).ended).toEqual({
      outcome: 'failed',
      error: 'The run ended with SIGKILL.',
    });
  });

  it('whose process dies leaves a trace that says so, and is not waited for', async () => {
    const trace = join(folder, '.checkpoint-lens', 'orders.blocking.ckpt.json');
    const text = (source: object): string =>
      `{\n  "format": "checkpoint-trace",\n  "source": ${JSON.stringify(source)},\n  "epoch": 0\n}`;
    await mkdir(join(folder, '.checkpoint-lens'));
    await writeFile(trace, text({ kind: 'engine', state: 'running' }));
    await (
      await run(`process.kill(process.pid, 'SIGKILL');`)
    ).ended;
    const failure = 'The run ended with SIGKILL.';
    expect(await readFile(trace, 'utf8')).toBe(text({ kind: 'engine', state: 'failed', failure }));
  });

  it('passes on what a person should know while it goes on', async () => {
    const notice = { type: 'notice', severity: 'warning', text: 'The disk is full.' } as const;
    const program = `if (process.env.CHECKPOINT_LENS_REPORTS === '1') process.send(${JSON.stringify(notice)});`;
    await (
      await run(program)
    ).ended;
    expect(heard).toEqual([notice]);
  });

  it('fails when there is no such program', async () => {
    const request = {
      definition: join(folder, 'a.pipeline.ts'),
      snapshot: 'blocking',
      checkpoints: 1,
      interval: '1s',
      unaligned: false,
      incremental: false,
      maxConcurrent: 1,
    } as const;
    const missing = new PipelineRun(request, {
      ...{ commandLine: 'cli.js', log, runtime: { program: join(folder, 'no-node'), env: {} } },
      heard: () => undefined,
    });
    expect(await missing.ended).toMatchObject({
      outcome: 'failed',
      error: expect.stringMatching(/could not be started/) as string,
    });
  });

  it('stops when asked, and that is no failure', async () => {
    const going = await run(`${untilStopped} console.log('ready');`);
    await ready();
    going.stop();
    expect(await going.ended).toEqual({ outcome: 'stopped' });
  });

  it('is killed when it does not listen', async () => {
    const deaf = await run(`process.on('message', () => {}); console.log('ready');`);
    await ready();
    deaf.stop(50);
    expect(await deaf.ended).toEqual({ outcome: 'stopped' });
  });
});
