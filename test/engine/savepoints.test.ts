import { cp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { alone, checkpointLens, type Ended, examplesFolder, soundTrace, start } from './commandLine.js';
import type { Checkpoint } from '../../src/trace/model.js';
import { expectExact } from './flights.js';
import { patienceMs, watchStorage } from './storedRuns.js';

const definition = 'flights.pipeline.ts';
const trace = '.checkpoint-lens/flights.ckpt.json';

/** So slow that no test waits for its end, however busy the machine is. */
const slow = ['--set', 'rate=200'];

/** Starts the flights example and waits until it has completed a checkpoint. */
async function running(
  ...args: readonly string[]
): Promise<{ folder: string; output: string } & ReturnType<typeof start>> {
  const folder = await examplesFolder();
  const started = start(folder, 'run', definition, '--interval', '200ms', ...slow, ...args);
  await recordedIn(folder, (checkpoints) => checkpoints.some(({ status }) => status === 'completed'));
  return { folder, output: join(folder, 'results/flights'), ...started };
}

/** Waits until the trace has the checkpoints that are meant, and gives all that it has. */
async function recordedIn(
  folder: string,
  areMeant: (checkpoints: readonly Checkpoint[]) => boolean,
): Promise<readonly Checkpoint[]> {
  const recorded = async (): Promise<readonly Checkpoint[] | undefined> => {
    const checkpoints = (await soundTrace(folder, trace).catch(() => undefined))?.checkpoints;
    return checkpoints && areMeant(checkpoints) ? checkpoints : undefined;
  };
  return vi.waitUntil(recorded, { timeout: patienceMs });
}

/** Waits until the run has completed so many checkpoints after the savepoint that it was asked for. Gives the savepoint. */
async function hasGoneOn(folder: string, count: number): Promise<Checkpoint> {
  const savepointIn = (checkpoints: readonly Checkpoint[]): Checkpoint | undefined =>
    checkpoints.find(({ kind, status }) => kind === 'savepoint' && status !== 'inProgress');
  const checkpoints = await recordedIn(folder, (found) => {
    const { id = Infinity } = savepointIn(found) ?? {};
    return found.filter((each) => each.id > id && each.status === 'completed').length >= count;
  });
  return savepointIn(checkpoints)!;
}

async function killed({ child, ended }: ReturnType<typeof start>): Promise<Ended> {
  child.kill('SIGKILL');
  return ended;
}

describe('a savepoint of a running pipeline', () => {
  it('is taken beside its checkpoints, and restored at another parallelism gives every result exactly once', async () => {
    const run = await running();
    const { code, stdout, stderr } = await checkpointLens(run.folder, 'savepoint', definition);
    expect([code, stderr]).toEqual([0, '']);
    const savepoint = stdout.trim();
    expect(savepoint).toContain(join(run.folder, '.checkpoint-lens/checkpoints/flights/savepoint-'));
    // It goes on, and its checkpoints too, which commit results that the restore takes back.
    const taken = await hasGoneOn(run.folder, 1);
    await killed(run);
    const restore = ['--restore', savepoint, '--parallelism', '3'];
    const rest = await checkpointLens(run.folder, 'run', definition, ...restore);
    expect(rest.stderr).toContain(`Restored from savepoint #${taken.id}.`);
    expect(rest.code).toBe(0);
    await expectExact(run.folder, run.output);
  });

  it('that stops the pipeline commits all results before it, and nothing comes after it', async () => {
    const run = await running('--incremental', ...alone);
    const stop = await checkpointLens(run.folder, 'stop', definition, '--savepoint', '--to', 'kept');
    expect([stop.code, stop.stderr]).toEqual([0, '']);
    const { code, stderr } = await run.ended;
    // As in Flink, a checkpoint that is still under way when the savepoint is complete is given up.
    const givenUp =
      /^Checkpoint #\d+ failed after .*: checkpoint #\d+, triggered later, completed before it\.\n$/;
    expect([code, stderr.replace(givenUp, '')]).toEqual([0, '']);
    // What is not committed would be in a hidden file.
    expect((await readdir(run.output)).filter((name) => name.startsWith('.'))).toEqual([]);
    const moved = join(run.folder, 'moved');
    await cp(stop.stdout.trim(), moved, { recursive: true });
    await rm(join(run.folder, 'kept'), { recursive: true });
    await rm(join(run.folder, '.checkpoint-lens/checkpoints'), { recursive: true });
    const rest = await checkpointLens(run.folder, 'run', definition, '--restore', moved, ...alone);
    expect(rest.code, rest.stderr).toBe(0);
    await expectExact(run.folder, run.output);
  });

  it('is what a later run goes back to that was killed before its first checkpoint', async () => {
    const run = await running(...alone);
    const stop = await checkpointLens(run.folder, 'stop', definition, '--savepoint', '--to', 'kept');
    await run.ended;
    const stored = await watchStorage(run.folder);
    const restore = ['--interval', '1h', '--restore', stop.stdout.trim(), ...alone];
    const second = start(run.folder, 'run', definition, ...slow, ...restore);
    await stored.begun();
    await killed(second);
    const rest = await checkpointLens(run.folder, 'run', definition, '--restore', 'latest', ...alone);
    expect(rest.stderr).toContain('Restored from savepoint #');
    await expectExact(run.folder, run.output);
  });

  it('stays when checkpoints are removed that newer ones supersede', async () => {
    const run = await running('--retain', '1', ...alone);
    const { stdout } = await checkpointLens(run.folder, 'savepoint', definition);
    await hasGoneOn(run.folder, 2);
    await killed(run);
    expect(await readdir(stdout.trim())).toContain('_metadata');
    const again = await checkpointLens(run.folder, 'run', definition, '--restore', 'latest', ...alone);
    expect(again.code).toBe(0);
    expect(await readdir(stdout.trim())).toContain('_metadata');
  });

  it('fails with the reason where it cannot be written, and the pipeline goes on', async () => {
    const run = await running('--tolerable-failures', '0', ...alone);
    const { code, stdout, stderr } = await checkpointLens(
      run.folder,
      'savepoint',
      definition,
      '--to',
      definition,
    );
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^flights: cannot write .*: part of the path is a file, not a folder/);
    await hasGoneOn(run.folder, 1);
    await killed(run);
    expect((await checkpointLens(run.folder, 'run', definition, '--restore', 'latest', ...alone)).code).toBe(
      0,
    );
    await expectExact(run.folder, run.output);
  });
});

describe('stopping by command', () => {
  it('ends a run by its storage as Ctrl-C does', async () => {
    const run = await running(...alone);
    const storage = join(run.folder, '.checkpoint-lens/checkpoints/flights');
    const { code, stdout } = await checkpointLens(run.folder, 'stop', storage);
    expect([code, stdout]).toEqual([0, 'Stopping flights.\n']);
    const ended = await run.ended;
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout).toContain('Cancelled.');
  });

  it('says so when nothing runs, also where a run was killed', async () => {
    const folder = await examplesFolder();
    const none = await checkpointLens(folder, 'stop', definition);
    expect(none.code).toBe(1);
    expect(none.stderr).toMatch(/^flights\.pipeline\.ts: no running pipeline on this machine has it\./);
    const misspelt = await checkpointLens(folder, 'stop', 'flihgts.pipeline.ts');
    expect(misspelt.stderr).toMatch(
      /^flihgts\.pipeline\.ts: there is no such file or folder, and no running pipeline/,
    );
    const run = await running(...alone);
    await killed(run);
    const { code, stderr } = await checkpointLens(run.folder, 'savepoint', definition);
    expect(code).toBe(1);
    expect(stderr).toMatch(/no running pipeline on this machine has it/);
  });
});
