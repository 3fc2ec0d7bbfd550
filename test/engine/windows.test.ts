import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { checkpointLens, examplesFolder, killedAfterCheckpoint, soundTrace, start } from './commandLine.js';
import { watchStorage } from './storedRuns.js';

interface Flight {
  readonly date: string;
  readonly origin: string;
  readonly delay: number;
}

/** Of each day the airport with the highest mean delay of those with five flights, computed without the engine. */
async function expectedRows(folder: string): Promise<string[]> {
  const flights = JSON.parse(await readFile(join(folder, 'data/flights-10k.json'), 'utf8')) as Flight[];
  const delays = new Map<string, number[]>();
  for (const { date, origin, delay: minutes } of flights) {
    const airport = `${date.slice(0, 10).replaceAll('/', '-')},${origin}`;
    delays.set(airport, [...(delays.get(airport) ?? []), minutes]);
  }
  const latest = new Map<string, { row: string; mean: number }>();
  for (const [airport, of] of [...delays].sort()) {
    const mean = of.reduce((sum, minutes) => sum + minutes, 0) / of.length;
    const day = airport.split(',')[0]!;
    if (of.length < 5 || mean <= (latest.get(day)?.mean ?? -Infinity)) continue;
    latest.set(day, { row: `${airport},${of.length},${mean}`, mean });
  }
  return [...latest.values()].map(({ row }) => row).sort();
}

async function committedRows(output: string): Promise<string[]> {
  const rows: string[] = [];
  for (const name of (await readdir(output)).filter((file) => file.startsWith('part-'))) {
    rows.push(...(await readFile(join(output, name), 'utf8')).trimEnd().split('\n').slice(1));
  }
  return rows.sort();
}

describe('the example with windows of event time', () => {
  it('gives what an independent computation gives, and has its windows as operators in the trace', async () => {
    const folder = await examplesFolder();
    const ended = await checkpointLens(folder, 'run', 'delays.pipeline.ts', '--interval', '60ms');
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(await committedRows(join(folder, 'results/delays'))).toEqual(await expectedRows(folder));
    const { operators } = await soundTrace(folder, '.checkpoint-lens/delays.ckpt.json');
    const definition = (await readFile(join(folder, 'delays.pipeline.ts'), 'utf8')).split('\n');
    const lines = operators.map(({ definedAt }) => definition[definedAt!.line - 1]!.trim().split('(')[0]);
    expect(lines).toEqual(['.source', '.aggregate', '.filter', '.reduce', '.sinkTo']);
  });

  it('gives the same after kill -9 at random moments, each time restored from the latest checkpoint', async () => {
    const folder = await examplesFolder();
    const run = ['run', 'delays.pipeline.ts', '--interval', '60ms', '--set', 'rate=5000'];
    const delays = Array.from({ length: 3 }, () => Math.floor(Math.random() * 400));
    const rest = await killedAfterCheckpoint(delays, folder, run);
    expect(rest.code, `killed ${delays.join(', ')} ms after a checkpoint: ${rest.stderr}`).toBe(0);
    expect(await committedRows(join(folder, 'results/delays'))).toEqual(await expectedRows(folder));
  });

  it('gives the same when each restore has another parallelism', async () => {
    const folder = await examplesFolder();
    const run = ['run', 'delays.pipeline.ts', '--interval', '60ms', '--set', 'rate=5000'];
    let restore: readonly string[] = [];
    for (const parallelism of ['3', '1']) {
      const stored = await watchStorage(folder);
      const { child, ended } = start(folder, ...run, '--parallelism', parallelism, ...restore);
      await stored.completed(ended);
      await Promise.race([delay(Math.floor(Math.random() * 300)), ended]);
      child.kill('SIGKILL');
      await ended;
      restore = ['--restore', 'latest'];
    }
    const { code, stderr } = await checkpointLens(folder, ...run, ...restore);
    expect(code, stderr).toBe(0);
    expect(await committedRows(join(folder, 'results/delays'))).toEqual(await expectedRows(folder));
  });

  it('gives the same when it is stopped with a savepoint, unaligned, and goes on with other subtasks', async () => {
    const folder = await examplesFolder();
    const run = ['run', 'delays.pipeline.ts', '--interval', '60ms', '--unaligned'];
    const stored = await watchStorage(folder);
    const { ended } = start(folder, ...run, '--set', 'rate=1000');
    await stored.completed(ended);
    const stopped = await checkpointLens(folder, 'stop', 'delays.pipeline.ts', '--savepoint');
    expect(stopped.code, stopped.stderr).toBe(0);
    expect((await ended).code).toBe(0);
    const before = (await committedRows(join(folder, 'results/delays'))).length;
    expect(before, 'no window is cut short by the stop').toBeLessThan(90);
    const { code, stderr } = await checkpointLens(
      folder,
      ...run,
      '--restore',
      'latest',
      '--parallelism',
      '3',
    );
    expect(code, stderr).toBe(0);
    expect(await committedRows(join(folder, 'results/delays'))).toEqual(await expectedRows(folder));
  });
});
