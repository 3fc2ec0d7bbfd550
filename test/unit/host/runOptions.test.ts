import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addRestartOptions, restartSettings, type RestartOptions } from '../../../src/cli/restartOptions.js';
import { runCommand } from '../../../src/cli/run.js';
import { latestRequest } from '../../../src/host/runs/latestRequest.js';
import { KeptOptions } from '../../../src/host/runs/options/keptOptions.js';
import { restorePoints } from '../../../src/host/runs/options/restorePoints.js';
import {
  optionArguments,
  optionsWith,
  runOptions,
  type RunOptionValues,
} from '../../../src/host/runs/options/runOptions.js';
import { StorageCredentials } from '../../../src/host/runs/options/storageCredentials.js';

const option = (name: string) => runOptions.find((one) => one.name === name)!;

describe('the options of one run', () => {
  it('are options that the command line has, with the same choices', () => {
    const known = new Map(runCommand().options.map((one) => [one.long, one]));
    for (const { name, choices } of runOptions) {
      const of = known.get(`--${name}`);
      expect(of, name).toBeDefined();
      if (of?.argChoices) expect(choices).toEqual(of.argChoices);
    }
  });

  it('reach the command line, each parameter of the pipeline by itself', () => {
    expect(
      optionArguments({
        parallelism: '4',
        set: 'keys=5  rate=10',
        throttle: ' 20MB/s ',
        witness: 'yes',
        storage: '',
      }),
    ).toEqual([
      ...['--parallelism', '4', '--set', 'keys=5', '--set', 'rate=10'],
      ...['--throttle', '20MB/s', '--witness'],
    ]);
  });

  it('leave what settings say to the run, and attempts to a strategy that has some', () => {
    expect(optionArguments({ interval: '1s', snapshot: 'blocking', 'restart-attempts': '3' })).toEqual([]);
    expect(optionArguments({ restart: 'fixed-delay', 'restart-attempts': '3' })).toEqual([
      ...['--restart', 'fixed-delay', '--restart-attempts', '3'],
    ]);
  });

  it('are those of the chosen restart strategy alone, all that the command line has for it', () => {
    const all = runCommand().options.flatMap(({ long }) => (long?.startsWith('--restart-') ? [long] : []));
    expect(runOptions.map(({ name }) => `--${name}`)).toEqual(expect.arrayContaining(all));
    const usual = Object.fromEntries(
      runOptions
        .filter(({ strategies }) => strategies !== undefined)
        .map(({ name, usual }) => [name, name === 'restart-attempts' ? '2' : usual]),
    );
    expect(optionArguments(usual)).toEqual([]);
    for (const restart of ['fixed-delay', 'exponential-delay']) {
      const args = optionArguments({ ...usual, restart });
      const parsed = addRestartOptions(new Command()).exitOverride().parse(args, { from: 'user' });
      expect(restartSettings(parsed.opts<RestartOptions>())).toMatchObject({ type: restart, attempts: 2 });
    }
    expect(optionsWith({}).map(({ name }) => name)).not.toContain('restart-delay');
  });

  it('offer to upload only what has changed where the snapshot can have no more', () => {
    const names = (values: RunOptionValues, settings: RunOptionValues): readonly string[] =>
      optionsWith(values, settings).map(({ name }) => name);
    expect(names({}, { snapshot: 'copy-on-write' })).toContain('incremental');
    expect(names({ snapshot: 'full-copy' }, { snapshot: 'copy-on-write' })).not.toContain('incremental');
    expect(names({}, { snapshot: 'blocking' })).not.toContain('incremental');
    expect(names({ snapshot: 'copy-on-write' }, { snapshot: 'blocking' })).toContain('incremental');
  });

  it('are checked while they are typed', () => {
    expect(option('throttle').problem?.('20 MB/s')).toBeUndefined();
    expect(option('throttle').problem?.('fast')).toMatch(/20MB\/s/);
    expect(option('timeout').problem?.('10')).toMatch(/unit/);
    expect(option('parallelism').problem?.('0')).toMatch(/from 1/);
    expect(option('restart-jitter-factor').problem?.('2')).toMatch(/from 0 to 1/);
    expect(option('restart-backoff-multiplier').problem?.('0.5')).toMatch(/from 1/);
    expect(option('set').problem?.('keys')).toMatch(/names and values/);
    expect(option('storage').problem?.('s3://bucket/x')).toBeUndefined();
    expect(option('storage').problem?.('hdfs://namenode:9000/x')).toMatch(/web port/);
  });

  it('are kept for each definition, without what this version does not know', async () => {
    const memory = new Map<string, unknown>();
    const update = (key: string, value: unknown): Promise<void> =>
      Promise.resolve(void memory.set(key, value));
    const kept = new KeptOptions({ get: (key) => memory.get(key), update });
    await kept.keep('/a.pipeline.ts', { parallelism: '3', gone: '1' });
    await kept.keep('/b.pipeline.ts', { interval: '1s' });
    expect(kept.of('/a.pipeline.ts')).toEqual({ parallelism: '3' });
    expect(kept.of('/c.pipeline.ts')).toEqual({});
  });
});

describe('what a run can be started from', () => {
  let storage: string;
  beforeEach(async () => {
    storage = await mkdtemp(join(tmpdir(), 'points-'));
  });
  afterEach(() => rm(storage, { recursive: true, force: true }));

  async function point(folder: string, seconds: number): Promise<void> {
    await mkdir(join(storage, folder), { recursive: true });
    await writeFile(join(storage, folder, '_metadata'), '');
    await utimes(join(storage, folder, '_metadata'), seconds, seconds);
  }

  it('is each complete checkpoint and savepoint of its storage, newest first', async () => {
    await point('run-1-2/chk-3', 100);
    await point('run-5-6/chk-1', 300);
    await point('savepoint-1-2-4', 200);
    await mkdir(join(storage, 'run-5-6', 'chk-2'));
    const found = await restorePoints(storage);
    expect(found.map(({ kind, name, folder }) => [kind, name, folder])).toEqual([
      ['checkpoint', 'chk-1', join(storage, 'run-5-6', 'chk-1')],
      ['savepoint', 'savepoint-1-2-4', join(storage, 'savepoint-1-2-4')],
      ['checkpoint', 'chk-3', join(storage, 'run-1-2', 'chk-3')],
    ]);
  });

  it('is its latest checkpoint after a failure, where it has taken one or began from one', async () => {
    const definition = join(storage, 'a.pipeline.ts');
    const request = (...more: string[]) => ({
      ...({ definition, snapshot: 'copy-on-write', checkpoints: 10, interval: '2s' } as const),
      ...{ unaligned: false, incremental: false, maxConcurrent: 1, more },
    });
    const inStorage = ['--storage', 'kept', '--parallelism', '3'];
    expect(await latestRequest(request(...inStorage), 150_000)).toBeUndefined();
    await point('kept/run-1-2/chk-3', 100);
    expect(await latestRequest(request(...inStorage), 150_000)).toBeUndefined();
    expect(await latestRequest(request(...inStorage, '--restore', 'latest'), 150_000)).toEqual(
      request(...inStorage, '--restore', 'latest'),
    );
    await point('kept/run-1-2/chk-4', 200);
    expect(await latestRequest(request('--restore', '/s', ...inStorage), 150_000)).toEqual(
      request(...inStorage, '--restore', 'latest'),
    );
    expect(await latestRequest(request('--storage', 's3://bucket/kept'), 0)).toBeUndefined();
    await point('.checkpoint-lens/checkpoints/a/run-1-2/chk-1', 200);
    expect(await latestRequest(request(), 150_000)).toMatchObject({ more: ['--restore', 'latest'] });
  });

  it('is nothing where there is no storage yet', async () => {
    expect(await restorePoints(join(storage, 'none'))).toEqual([]);
  });
});

describe('the credentials of a storage', () => {
  const secrets = new Map<string, string>();
  const credentials = new StorageCredentials({
    get: (key) => Promise.resolve(secrets.get(key)),
    store: (key, value) => Promise.resolve(void secrets.set(key, value)),
    delete: (key) => Promise.resolve(void secrets.delete(key)),
  });
  beforeEach(() => secrets.clear());

  it('are for all of a bucket and for no other, and hide those of a shell that are for another server', async () => {
    await credentials.keep('s3://mine/a', { AWS_ACCESS_KEY_ID: 'k', AWS_SECRET_ACCESS_KEY: 's' });
    expect(await credentials.of('s3://mine/b/run-1-2/chk-3')).toEqual({
      ...{ AWS_ACCESS_KEY_ID: 'k', AWS_SECRET_ACCESS_KEY: 's' },
      ...{ AWS_SESSION_TOKEN: '', AWS_ENDPOINT_URL: '', AWS_ENDPOINT_URL_S3: '' },
    });
    expect(await credentials.of('s3://other/a')).toEqual({});
  });

  it('are the environment’s where none are kept, or no longer', async () => {
    await credentials.keep('hdfs://namenode/a', { HADOOP_USER_NAME: 'ann' });
    expect(await credentials.of('hdfs://namenode:9870/b')).toMatchObject({ HADOOP_USER_NAME: 'ann' });
    await credentials.keep('hdfs://namenode/a', undefined);
    expect(await credentials.of('hdfs://namenode/a')).toEqual({});
    expect(await credentials.of('latest')).toEqual({});
    expect(await credentials.of(undefined)).toEqual({});
  });
});
