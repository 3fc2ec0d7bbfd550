import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkpointLens, examplesFolder, killedAfterCheckpoint, start } from './commandLine.js';
import { expectExact } from './flights.js';
import { watchStorage } from './storedRuns.js';

/** Ten thousand keys at first, then one of them again and again. */
const definition = `
import { blackholeSink, generate, int32, pipeline, string, struct, valueState } from 'checkpoint-lens';
const Visit = struct({ visitor: int32 });
export default pipeline('visits', ({ env }) => {
  env
    .source(Visit, generate((index) => ({ visitor: index < 10_000 ? index : 7 }), { count: 30_000, rate: 10_000 }))
    .keyBy((visit) => visit.visitor)
    .process(Visit, {
      state: { path: valueState(string) },
      process(visit, { state, emit }) {
        state.path.update(\`\${state.path.value().slice(-60)}/\${visit.visitor}\`);
        emit(visit);
      },
    })
    .sinkTo(blackholeSink());
});
`;

interface RecordedCheckpoint {
  readonly id: number;
  readonly bytes: number;
  readonly fullBytes?: number;
  readonly failure?: string;
}

interface RecordedCheckpoints {
  readonly checkpoints: readonly RecordedCheckpoint[];
}

/** Of all that the checkpoint stands for, with the files that it builds on. */
function fullBytesOf({ bytes, fullBytes = bytes }: RecordedCheckpoint): number {
  return fullBytes;
}

/** A file of the first checkpoint, on which others build. */
async function stateFileIn(storage: string): Promise<string> {
  const found = (await readdir(storage, { recursive: true })).find((path) => path.endsWith('.state'));
  return join(storage, found!);
}

describe('incremental checkpoints', () => {
  it('upload what has changed since the last one, and keep the files that they build on', async () => {
    const folder = await examplesFolder();
    await writeFile(join(folder, 'visits.pipeline.ts'), definition);
    const run = ['run', 'visits.pipeline.ts', '--incremental', '--interval', '100ms', '--retain', '1'];
    const ended = await checkpointLens(folder, ...run);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    const trace = await readFile(join(folder, '.checkpoint-lens/visits.ckpt.json'), 'utf8');
    const { checkpoints } = JSON.parse(trace) as RecordedCheckpoints;
    const last = checkpoints.at(-1)!;
    expect(fullBytesOf(last)).toBeGreaterThan(10_000 * 24);
    // Those before which all keys were there: on a busy machine few are, and after ten files comes a full one.
    const increments = checkpoints.filter(
      (each, index) =>
        each.fullBytes !== undefined && fullBytesOf(checkpoints[index - 1]!) > fullBytesOf(last) * 0.99,
    );
    expect(increments.length).toBeGreaterThan(0);
    for (const { bytes, fullBytes } of increments) expect(bytes).toBeLessThan(fullBytes! / 20);
    const storage = join(folder, '.checkpoint-lens/checkpoints/visits');
    const [only] = await readdir(storage);
    const kept = (await readdir(join(storage, only!))).filter((name) => name.startsWith('chk-'));
    expect(kept.length).toBeGreaterThan(1);
    expect(kept.length).toBeLessThanOrEqual(10);
    const again = await checkpointLens(folder, ...run, '--restore', 'latest', '--parallelism', '3');
    expect(again.stderr).toContain(`Restored from checkpoint #${last.id}.`);
    expect(again.code).toBe(0);
  });

  it('are built on nothing that somebody has removed: one fails and says so, the next has all', async () => {
    const folder = await examplesFolder();
    await writeFile(join(folder, 'visits.pipeline.ts'), definition);
    const run = ['run', 'visits.pipeline.ts', '--incremental', '--interval', '100ms'];
    const stored = await watchStorage(folder);
    const { ended } = start(folder, ...run);
    await stored.completed(ended);
    const base = await stateFileIn(join(folder, '.checkpoint-lens/checkpoints/visits'));
    await rm(base);
    expect(await ended).toMatchObject({ code: 0 });
    const trace = await readFile(join(folder, '.checkpoint-lens/visits.ckpt.json'), 'utf8');
    const { checkpoints } = JSON.parse(trace) as RecordedCheckpoints;
    const failed = checkpoints.filter(({ failure }) => failure !== undefined);
    expect(failed.map(({ failure }) => failure)).toEqual([`${base} was written and is gone: it was removed`]);
    const next = checkpoints[checkpoints.indexOf(failed[0]!) + 1]!;
    expect(next.bytes).toBe(next.fullBytes ?? next.bytes);
    expect(next.bytes).toBeGreaterThan(1000 * 24);
    const again = await checkpointLens(folder, ...run, '--restore', 'latest');
    expect(again.stderr).toContain(`Restored from checkpoint #${checkpoints.at(-1)!.id}.`);
  });

  it('give the same results after kill -9 at random moments', async () => {
    const folder = await examplesFolder();
    const output = join(folder, 'out');
    const slow = ['--set', `output=${output}`, '--set', 'rate=8000'];
    const run = ['run', 'flights.pipeline.ts', '--interval', '60ms', '--incremental', ...slow];
    const delays = Array.from({ length: 3 }, () => Math.floor(Math.random() * 300));
    const rest = await killedAfterCheckpoint(delays, folder, run);
    expect(rest.code, `killed ${delays.join(', ')} ms after a checkpoint: ${rest.stderr}`).toBe(0);
    await expectExact(folder, output);
  });
});
