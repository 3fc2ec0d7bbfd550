import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { phases } from '../../src/trace/model.js';
import type { CheckpointStorage } from '../../src/engine/storage/storage.js';
import {
  checkpointLens,
  examplesFolder,
  killedAfterCheckpoint,
  soundTrace,
  start,
} from '../engine/commandLine.js';
import { expectExact } from '../engine/flights.js';
import { notAborted } from './content.js';
import { startS3, type Place } from './ownServers.js';
import { open, places, sharedS3 } from './places.js';

/** Flights per second, few enough that some checkpoints fall into the run. */
const rate = 5000;

/** So slow that it goes on until it is killed, or has its checkpoints, however busy the machine is. */
const endless = ['--set', 'rate=200', '--interval', '100ms'];

describe.each(Object.entries(places))('a pipeline with its checkpoints in %s', (_, startPlace) => {
  let place: Place;
  let runs = 0;

  beforeAll(async () => {
    place = await startPlace();
    // The command line finds its credentials where a person would put them.
    for (const [variable, value] of Object.entries(place.environment)) vi.stubEnv(variable, value);
    return async () => {
      vi.unstubAllEnvs();
      await place.stop();
    };
  });

  /** A storage of its own for each test. */
  function fresh(): { readonly uri: string; readonly storage: CheckpointStorage } {
    const folder = `pipeline-${runs++}`;
    return { uri: place.uri(folder), storage: open(place, folder) };
  }

  it('gives exact results after kill -9 at random moments, each time restored from the latest checkpoint', async () => {
    const { uri, storage } = fresh();
    const folder = await examplesFolder();
    const output = join(folder, 'results/flights');
    const slow = ['--set', `rate=${rate}`, '--interval', '100ms'];
    const run = ['run', 'flights.pipeline.ts', '--storage', uri, ...slow];
    const delays = Array.from({ length: 3 }, () => Math.floor(Math.random() * 500));
    const rest = await killedAfterCheckpoint(delays, folder, run, async () => {
      const earlier = await completedIn(storage);
      return {
        completed: (ended) => Promise.race([untilCheckpoint(storage, earlier), ended.then(() => undefined)]),
      };
    });
    expect(rest.code, `killed ${delays.join(', ')} ms after a checkpoint: ${rest.stderr}`).toBe(0);
    await expectExact(folder, output);
    await expectNoSecrets(folder, rest);
  });

  it('passes over a damaged checkpoint and one with a file missing, says so, and restores the one before', async () => {
    const { uri, storage } = fresh();
    const folder = await examplesFolder();
    const run = ['run', 'flights.pipeline.ts', '--storage', uri];
    expect(await checkpointLens(folder, ...run, ...endless, '--checkpoints', '3')).toMatchObject({ code: 0 });
    const [runFolder] = await storage.list('.');
    const state = 'operator-1-subtask-0.state';
    const damaged = `${runFolder}/chk-3/${state}`;
    const bytes = await storage.read(damaged, 1 << 24);
    bytes[bytes.length - 5]! ^= 1;
    await storage.remove(damaged);
    await storage.write(damaged, [bytes], notAborted());
    await storage.remove(`${runFolder}/chk-2/${state}`);
    const again = await checkpointLens(folder, ...run, '--restore', 'latest');
    expect(again.stderr).toMatch(
      /Passed over a damaged checkpoint: .*chk-3: operator-1-subtask-0\.state is damaged\./,
    );
    expect(again.stderr).toMatch(
      /Passed over a damaged checkpoint: .*chk-2: cannot read .*operator-1-subtask-0\.state.*: there is no such/,
    );
    expect(again.stderr).toContain('Restored from checkpoint #1.');
    expect(again.code).toBe(0);
    await expectExact(folder, join(folder, 'results/flights'));
  });

  it('restores a checkpoint by its own address', async () => {
    const { uri, storage } = fresh();
    const folder = await examplesFolder();
    const run = ['run', 'flights.pipeline.ts'];
    await checkpointLens(folder, ...run, ...endless, '--storage', uri, '--checkpoints', '2');
    const [runFolder] = await storage.list('.');
    const elsewhere = ['--storage', fresh().uri, '--restore', `${uri}/${runFolder}/chk-2`];
    const again = await checkpointLens(folder, ...run, ...elsewhere);
    expect(again.stderr).toContain('Restored from checkpoint #2.');
    expect(again.code).toBe(0);
    await expectExact(folder, join(folder, 'results/flights'));
  });

  it('takes a savepoint that restores exactly at another parallelism, after kill -9 and with the checkpoints gone', async () => {
    const { uri, storage } = fresh();
    const folder = await examplesFolder();
    const run = start(folder, 'run', 'flights.pipeline.ts', '--storage', uri, ...endless);
    await untilCheckpoint(storage);
    const taken = await checkpointLens(folder, 'savepoint', 'flights.pipeline.ts');
    expect([taken.code, taken.stderr]).toEqual([0, '']);
    run.child.kill('SIGKILL');
    await run.ended;
    const savepoint = taken.stdout.trim();
    const of = savepoint.slice(uri.length + 1);
    expect(await storage.list(of)).toContain('_metadata');
    for (const each of await storage.list('.')) if (!of.startsWith(each)) await storage.remove(each);
    const restore = ['--storage', fresh().uri, '--restore', savepoint, '--parallelism', '3'];
    const rest = await checkpointLens(folder, 'run', 'flights.pipeline.ts', ...restore);
    expect(rest.stderr).toMatch(/^Restored from savepoint #\d+\./m);
    expect(rest.code).toBe(0);
    await expectExact(folder, join(folder, 'results/flights'));
    await expectNoSecrets(folder, rest);
  });

  it('keeps the newest checkpoints only, and none of a run that is superseded', async () => {
    const { uri, storage } = fresh();
    const folder = await examplesFolder();
    const run = ['run', 'flights.pipeline.ts', '--storage', uri, ...endless];
    const first = start(folder, ...run);
    await untilCheckpoint(storage);
    first.child.kill('SIGKILL');
    await first.ended;
    expect(await checkpointLens(folder, ...run, '--restore', 'latest', '--checkpoints', '5')).toMatchObject({
      code: 0,
    });
    const left = await storage.list('.');
    expect(left).toHaveLength(1);
    expect((await storage.list(left[0]!)).filter((each) => each.startsWith('chk-'))).toHaveLength(3);
  });

  it('survives that somebody removes its folder: what is complete afterwards is whole, and is found', async () => {
    const { uri, storage } = fresh();
    const folder = await examplesFolder();
    const few = ['--set', 'keys=200000', '--set', 'rate=100000'];
    const slow = ['--interval', '100ms', '--throttle', '8MB/s'];
    const run = ['run', 'orders.pipeline.ts', '--storage', uri, ...few, ...slow];
    const { ended } = start(folder, ...run, '--checkpoints', '4', '--tolerable-failures', '9');
    await untilCheckpoint(storage);
    const [runFolder] = await storage.list('.');
    await vi.waitFor(() => storage.remove(runFolder!), { timeout: 30_000 });
    const { code, stderr } = await ended;
    expect(code, stderr).toBe(0);
    expect(stderr).toContain(`${uri}/${runFolder} was removed while it was in use`);
    const again = await checkpointLens(folder, ...run, '--restore', 'latest', '--checkpoints', '1');
    expect(again.stderr).toMatch(/^Restored from checkpoint #\d+\.$/m);
    expect(again.code).toBe(0);
  });

  it('holds uploads to the rate of --throttle, and the trace shows where their time went', async () => {
    const { uri } = fresh();
    const folder = await examplesFolder();
    const bytesPerSecond = 8e6;
    const ended = await checkpointLens(
      folder,
      ...['run', 'orders.pipeline.ts', '--storage', uri, '--set', 'keys=200000', '--interval', '1s'],
      ...['--checkpoints', '1', '--throttle', '8MB/s'],
    );
    expect(ended).toMatchObject({ code: 0 });
    const { checkpoints, spans, source } = await soundTrace(folder, '.checkpoint-lens/orders.ckpt.json');
    const [checkpoint] = checkpoints;
    expect(checkpoint).toMatchObject({ status: 'completed' });
    expect(checkpoint!.bytes).toBeGreaterThan(1e5);
    const uploads = [...spans.phase.keys()].filter((span) => phases[spans.phase[span]!] === 'async');
    const longest = Math.max(...uploads.map((span) => spans.end[span]! - spans.start[span]!));
    // A rate is a promise of time: so many bytes cannot take less.
    expect(longest).toBeGreaterThanOrEqual((checkpoint!.bytes! / bytesPerSecond) * 1000 * 0.9);
    expect(source['storage']).toBe(uri);
    await expectNoSecrets(folder, ended);
  });

  async function expectNoSecrets(
    folder: string,
    { stdout, stderr }: { readonly stdout: string; readonly stderr: string },
  ): Promise<void> {
    const files = ['flights', 'orders'].map((each) => join(folder, `.checkpoint-lens/${each}.ckpt.json`));
    const traces = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')));
    const all = [stdout, stderr, ...traces].join('\n');
    for (const [variable, value] of Object.entries(place.environment)) {
      if (/KEY|TOKEN/.test(variable) && value) expect(all.includes(value), variable).toBe(false);
    }
  }
});

/** The folders of all complete checkpoints. */
async function completedIn(storage: CheckpointStorage): Promise<Set<string>> {
  const completed = new Set<string>();
  for (const run of await storage.list('.')) {
    for (const chk of (await storage.list(run)).filter((each) => each.startsWith('chk-'))) {
      if ((await storage.list(`${run}/${chk}`)).includes('_metadata')) completed.add(`${run}/${chk}`);
    }
  }
  return completed;
}

/** Returns once a run has completed a checkpoint that is not among the earlier ones. */
async function untilCheckpoint(
  storage: CheckpointStorage,
  earlier: ReadonlySet<string> = new Set(),
): Promise<void> {
  while (![...(await completedIn(storage))].some((checkpoint) => !earlier.has(checkpoint))) await delay(50);
}

describe('a pipeline whose storage goes away and comes back', () => {
  it('goes on processing, says what it waits for, and completes later checkpoints', async () => {
    const place = await startS3();
    try {
      for (const [variable, value] of Object.entries(place.environment)) vi.stubEnv(variable, value);
      const folder = await examplesFolder();
      const uri = place.uri('comes-back');
      const storage = open(place, 'comes-back');
      const { ended } = start(
        folder,
        ...['run', 'flights.pipeline.ts', '--storage', uri],
        ...['--set', 'rate=1500', '--interval', '100ms'],
      );
      await untilCheckpoint(storage);
      await place.server.kill();
      await delay(2000);
      await place.server.restart();
      const { code, stderr } = await ended;
      expect(stderr).toMatch(
        /s3:\/\/checkpoints\/comes-back: no answer from 127\.0\.0\.1:\d+: .*\. Trying again\./,
      );
      expect(code, stderr).toBe(0);
      await expectExact(folder, join(folder, 'results/flights'));
      const { checkpoints } = await soundTrace(folder, '.checkpoint-lens/flights.ckpt.json');
      expect(checkpoints.at(-1)).toMatchObject({ status: 'completed' });
    } finally {
      vi.unstubAllEnvs();
      await place.stop();
    }
  });
});

describe('a storage that cannot be used is refused before anything runs', () => {
  it.each([
    [
      { AWS_SECRET_ACCESS_KEY: 'wrong' },
      /The checkpoint storage cannot be used: .*the secret in AWS_SECRET_ACCESS_KEY/,
    ],
    [{ AWS_SECRET_ACCESS_KEY: undefined }, /set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY/],
    [{ AWS_ENDPOINT_URL: 'http://127.0.0.1:1' }, /no answer from 127\.0\.0\.1:1: nothing listens there/],
  ])('%o', async (environment, message) => {
    const place = sharedS3();
    for (const [variable, value] of Object.entries({ ...place.environment, ...environment })) {
      vi.stubEnv(variable, value);
    }
    const { code, stderr } = await checkpointLens(
      await examplesFolder(),
      ...['run', 'orders.pipeline.ts', '--storage', place.uri('refused')],
    );
    vi.unstubAllEnvs();
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(2);
  });
});
