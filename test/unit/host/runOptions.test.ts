import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCommand } from '../../../src/cli/run.js';
import { KeptOptions } from '../../../src/host/runs/options/keptOptions.js';
import { restorePoints } from '../../../src/host/runs/options/restorePoints.js';
import { optionArguments, runOptions } from '../../../src/host/runs/options/runOptions.js';
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

  it('are checked while they are typed', () => {
    expect(option('throttle').problem?.('20 MB/s')).toBeUndefined();
    expect(option('throttle').problem?.('fast')).toMatch(/20MB\/s/);
    expect(option('timeout').problem?.('10')).toMatch(/unit/);
    expect(option('parallelism').problem?.('0')).toMatch(/from 1/);
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
