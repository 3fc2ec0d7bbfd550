import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import {
  alone,
  checkpointLens,
  examplesFolder,
  folderAfter,
  killedAfterCheckpoint,
  start,
} from './commandLine.js';
import { expectExact } from './flights.js';
import { watchStorage } from './storedRuns.js';

const checkpoints = ['--interval', '60ms'];

const afterThreeCheckpoints = folderAfter(async (folder) => {
  const slow = ['--set', 'rate=500', '--interval', '150ms'];
  const first = await checkpointLens(folder, 'run', 'flights.pipeline.ts', ...slow, '--checkpoints', '3');
  expect(first.code).toBe(0);
});

/** After a run that took three checkpoints and ended; gives where they are. */
async function runOfThreeCheckpoints(): Promise<{ folder: string; storage: string; run: string }> {
  const folder = await afterThreeCheckpoints();
  const storage = join(folder, '.checkpoint-lens/checkpoints/flights');
  const [run] = await readdir(storage);
  return { folder, storage, run: run! };
}

/** After a run that has read all flights. */
const afterAllFlights = folderAfter(async (folder) => {
  expect(await checkpointLens(folder, 'run', 'flights.pipeline.ts')).toMatchObject({ code: 0 });
});

describe('the flights example', () => {
  it('gives what an independent computation gives, with checkpoints on', async () => {
    const folder = await examplesFolder();
    const ended = await checkpointLens(folder, 'run', 'flights.pipeline.ts', ...checkpoints);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    await expectExact(folder, join(folder, 'results/flights'));
  });

  it('gives the same after kill -9 at random moments, each time restored from the latest checkpoint', async () => {
    const folder = await examplesFolder();
    const output = join(folder, 'out');
    const slow = ['--set', `output=${output}`, '--set', 'rate=8000'];
    const run = ['run', 'flights.pipeline.ts', ...checkpoints, ...slow];
    const delays = Array.from({ length: 4 }, () => Math.floor(Math.random() * 300));
    const rest = await killedAfterCheckpoint(delays, folder, run);
    expect(rest.code, `killed ${delays.join(', ')} ms after a checkpoint: ${rest.stderr}`).toBe(0);
    await expectExact(folder, output);
  });

  it('gives the same when each restore has another parallelism', async () => {
    const folder = await examplesFolder();
    const output = join(folder, 'out');
    const slow = ['--set', `output=${output}`, '--set', 'rate=8000'];
    const run = ['run', 'flights.pipeline.ts', ...checkpoints, ...slow];
    const parallelisms = [2, 4, 1, 3];
    let said = '';
    for (const [round, parallelism] of parallelisms.entries()) {
      const args = ['--parallelism', String(parallelism), ...(round > 0 ? ['--restore', 'latest'] : [])];
      const stored = await watchStorage(folder);
      const { child, ended } = start(folder, ...run, ...args);
      if (round < parallelisms.length - 1) {
        await stored.completed(ended);
        await Promise.race([delay(Math.floor(Math.random() * 200)), ended]);
        child.kill('SIGKILL');
      }
      const { stderr, code, signal } = await ended;
      said += stderr;
      if (round === parallelisms.length - 1) expect(code, `${String(signal)}: ${said}`).toBe(0);
    }
    expect(said).toContain('State is shared out anew: ');
    await expectExact(folder, output);
  });

  it('uses the checkpoint before when the latest is damaged, and says so', async () => {
    const { folder, storage, run } = await runOfThreeCheckpoints();
    const newest = join(storage, run, 'chk-3');
    const stateFile = (await readdir(newest)).find((name) => name.endsWith('.state'))!;
    const bytes = await readFile(join(newest, stateFile));
    bytes[bytes.length - 5]! ^= 1;
    await writeFile(join(newest, stateFile), bytes);
    const second = await checkpointLens(folder, 'run', 'flights.pipeline.ts', '--restore', 'latest');
    expect(second.code).toBe(0);
    expect(second.stderr).toMatch(
      /Passed over a damaged checkpoint: .*chk-3: operator-1-subtask-\d\.state is damaged\./,
    );
    expect(second.stderr).toContain('Restored from checkpoint #2.');
    await expectExact(folder, join(folder, 'results/flights'));
  });

  it('uses the checkpoint before where the latest has no metadata, and says what that may come from', async () => {
    const { folder, storage, run } = await runOfThreeCheckpoints();
    await rm(join(storage, run, 'chk-3/_metadata'));
    const second = await checkpointLens(folder, 'run', 'flights.pipeline.ts', '--restore', 'latest');
    expect(second.stderr).toBe(
      `Left out: ${run}/chk-3 without _metadata. ` +
        'Either the run ended before the checkpoint was complete, or somebody has removed that file.\n' +
        'Restored from checkpoint #2.\n',
    );
    await expectExact(folder, join(folder, 'results/flights'));
  });

  it.each([
    ['csvFile', 'csv'],
    ['ndjsonFile', 'ndjson'],
  ])('gives the same from the same flights in another format: %s', async (connector, ending) => {
    const folder = await examplesFolder();
    const flights = JSON.parse(await readFile(join(folder, 'data/flights-10k.json'), 'utf8')) as object[];
    const rows =
      connector === 'csvFile'
        ? [Object.keys(flights[0]!).join(','), ...flights.map((flight) => Object.values(flight).join(','))]
        : flights.map((flight) => JSON.stringify(flight));
    await writeFile(join(folder, `data/flights.${ending}`), rows.join('\n'));
    const definition = await readFile(join(folder, 'flights.pipeline.ts'), 'utf8');
    await writeFile(join(folder, 'flights.pipeline.ts'), definition.replaceAll('jsonFile', connector));
    const input = ['--set', `input=data/flights.${ending}`, ...alone];
    const ended = await checkpointLens(folder, 'run', 'flights.pipeline.ts', ...checkpoints, ...input);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    await expectExact(folder, join(folder, 'results/flights'));
  });

  it('keeps as many checkpoints as it is told to', async () => {
    const folder = await examplesFolder();
    const some = ['--set', 'rate=500', '--interval', '80ms', '--checkpoints', '4', '--retain', '2'];
    const ended = await checkpointLens(folder, 'run', 'flights.pipeline.ts', ...some, ...alone);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    const storage = join(folder, '.checkpoint-lens/checkpoints/flights');
    const [run] = await readdir(storage);
    const kept = (await readdir(join(storage, run!))).filter((name) => name.startsWith('chk-'));
    expect(kept.sort()).toEqual(['chk-3', 'chk-4']);
  });

  it('sets the results of an earlier run aside when it starts afresh', async () => {
    const folder = await afterAllFlights();
    await checkpointLens(folder, 'run', 'flights.pipeline.ts', ...alone);
    await expectExact(folder, join(folder, 'results/flights'));
    await expectExact(folder, join(folder, 'results/flights/.previous'));
  });

  it('starts from the beginning, and says so, when the run before was killed before its first checkpoint', async () => {
    const folder = await afterAllFlights();
    const stored = await watchStorage(folder);
    const { child, ended } = start(
      folder,
      'run',
      'flights.pipeline.ts',
      '--set',
      'rate=100',
      '--interval',
      '1h',
    );
    await stored.begun();
    child.kill('SIGKILL');
    await ended;
    const again = await checkpointLens(folder, 'run', 'flights.pipeline.ts', '--restore', 'latest');
    expect(again.stderr).toContain('starting from the beginning');
    await expectExact(folder, join(folder, 'results/flights'));
  });

  it('refuses a restore whose promised files are gone', async () => {
    const folder = await afterAllFlights();
    await rm(join(folder, 'results'), { recursive: true });
    const restore = ['--restore', 'latest', ...alone];
    const again = await checkpointLens(folder, 'run', 'flights.pipeline.ts', ...restore);
    expect(again.code).toBe(1);
    expect(again.stderr).toMatch(/promises part-\d-000000\.csv, which is not in the sink's folder/);
  });
});
