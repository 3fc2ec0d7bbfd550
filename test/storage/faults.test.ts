import { beforeAll, describe, expect, it, vi } from 'vitest';
import { setTimeout as delay } from 'node:timers/promises';
import { checkpointLens, examplesFolder } from '../engine/commandLine.js';
import type { HdfsCluster } from '../../scripts/testing/storage/hdfsCluster.js';
import { S3Server } from '../../scripts/testing/storage/s3Server.js';
import { UsageError } from '../../src/engine/errors.js';
import type { CheckpointStorage } from '../../src/engine/storage/storage.js';
import { faultAfter, mebibyte, megabytes, notAborted, xxh64Of } from './content.js';
import { s3Place, startHdfs, startS3, type Place } from './ownServers.js';
import { open } from './places.js';

const size = 150;
/** When the fault happens: some parts have arrived, some are on their way. */
const middle = 70 * mebibyte;

/** Gives up at the first failure. */
const impatient = { retries: { policy: { tries: 1, firstMs: 1, longestMs: 1 } } };

/** Comes back from what was done to a server in the middle of an upload. */
type Repair = () => Promise<void>;

/** An upload that meets a fault arrives whole all the same. */
async function expectSurvives(
  storage: CheckpointStorage,
  path: string,
  fault: () => void | Promise<void>,
  repair: Repair,
): Promise<void> {
  let repaired: Promise<void> | undefined;
  const options = faultAfter(middle, async () => {
    await fault();
    repaired = delay(1000).then(repair);
  });
  const { bytes, xxh64 } = await storage.write(path, megabytes(size), options);
  await repaired;
  expect(bytes).toBe(size * mebibyte);
  expect(xxh64Of([await storage.read(path, bytes)])).toBe(xxh64);
  expect(xxh64).toBe(xxh64Of(megabytes(size)));
}

describe('HDFS in trouble in the middle of an upload', () => {
  let place: Place & { readonly cluster: HdfsCluster };
  let cluster: HdfsCluster;
  let storage: CheckpointStorage;
  beforeAll(async () => {
    place = await startHdfs();
    ({ cluster } = place);
    storage = open(place, 'faults');
    return () => place.stop();
  });

  it('survives a DataNode that is killed, and one that comes back', async () => {
    await expectSurvives(
      storage,
      'run/chk-1/killed',
      () => cluster.killDataNode(0),
      () => cluster.startDataNode(0),
    );
  });

  it('survives a DataNode that hangs and wakes up', async () => {
    await expectSurvives(
      storage,
      'run/chk-2/paused',
      () => cluster.pauseDataNode(1),
      () => delay(4000).then(() => cluster.resumeDataNode(1)),
    );
    expect(await storage.list('run/chk-2')).toContain('paused');
  });

  it('survives a NameNode that is killed and started again', async () => {
    await expectSurvives(
      storage,
      'run/chk-3/namenode',
      () => cluster.killNameNode(),
      () => cluster.startNameNode(),
    );
  });

  it('fails with the reason, and shows no file, when no DataNode is left', async () => {
    const few = open(place, 'faults', { retries: { policy: { tries: 3, firstMs: 100, longestMs: 100 } } });
    await cluster.killDataNode(0);
    await cluster.killDataNode(1);
    await expect(few.write('run/chk-4/none', megabytes(40), notAborted())).rejects.toThrow(
      /cannot write hdfs:.*run\/chk-4\/none: .*(nothing listens there|no DataNode takes the data|connection was cut)/,
    );
    expect(await storage.list('run/chk-4')).not.toContain('none');
    await Promise.all([cluster.startDataNode(0), cluster.startDataNode(1)]);
  });

  it('says so when there is no permission', async () => {
    const alice = open({ ...place, environment: { HADOOP_USER_NAME: 'alice' } }, 'faults');
    await expect(alice.publish('run/chk-5/_metadata', '{}')).rejects.toThrow(
      /no permission there \(Permission denied: user=alice, access=WRITE.*Set HADOOP_USER_NAME/,
    );
  });

  it('does not take a checkpoint for damaged that somebody may not read: a restore goes back to none before it', async () => {
    const folder = await examplesFolder();
    const run = ['run', 'flights.pipeline.ts', '--storage', place.uri('rights'), '--set', 'rate=500'];
    const first = await checkpointLens(folder, ...run, '--interval', '100ms', '--checkpoints', '2');
    expect(first).toMatchObject({ code: 0 });
    const [runFolder] = await open(place, 'rights').list('.');
    const file = `rights/${runFolder}/chk-2/operator-1-subtask-0.state`;
    await cluster.call('PUT', `/${file}`, { op: 'SETPERMISSION', permission: '000' });
    vi.stubEnv('HADOOP_USER_NAME', 'alice');
    const again = await checkpointLens(folder, ...run, '--restore', 'latest');
    vi.unstubAllEnvs();
    expect(again.stderr).toMatch(
      /^The latest checkpoint cannot be restored: cannot read hdfs:.*operator-1-subtask-0\.state: no permission there \(Permission denied: user=alice.*None before it is used/,
    );
    expect(again.code).toBe(1);
  });

  it('says so when the quota is used up', async () => {
    await cluster.call('PUT', '/small', { op: 'MKDIRS' });
    // In blocks: one is reserved whole for a file that is being written.
    await cluster.call('PUT', '/small', { op: 'SETQUOTA', storagespacequota: String(16 * mebibyte) });
    await expect(open(place, 'small').write('run/chk-1/file', megabytes(4), notAborted())).rejects.toThrow(
      /the folder's quota is used up .*Make room/,
    );
  });

  it('says so when there is no NameNode', async () => {
    await cluster.killNameNode();
    await expect(open(place, 'faults', impatient).list('.')).rejects.toThrow(
      /cannot list hdfs:.*: no answer from 127\.0\.0\.1:\d+: nothing listens there/,
    );
  });
});

describe('an S3 server in trouble in the middle of an upload', () => {
  let place: Place & { readonly server: S3Server };
  let server: S3Server;
  let storage: CheckpointStorage;
  beforeAll(async () => {
    place = await startS3();
    ({ server } = place);
    storage = open(place, 'faults');
    return () => place.stop();
  });

  it('survives that it is killed and started again', async () => {
    await expectSurvives(
      storage,
      'run/chk-1/killed',
      () => server.kill(),
      () => server.restart(),
    );
  });

  it('survives that it hangs and wakes up', async () => {
    await expectSurvives(
      storage,
      'run/chk-2/paused',
      () => server.pause(),
      () => delay(4000).then(() => server.resume()),
    );
  });

  it('fails with the reason, shows no object and leaves no parts, when it stays away', async () => {
    const path = 'run/chk-3/gone';
    const upload = open(place, 'faults', impatient).write(
      path,
      megabytes(size),
      faultAfter(middle, () => server.kill()),
    );
    await expect(upload).rejects.toThrow(
      /cannot write s3:\/\/checkpoints\/faults\/run\/chk-3\/gone: no answer from 127\.0\.0\.1:\d+: (the connection was cut|nothing listens there)/,
    );
    await server.restart();
    expect(await storage.list('run/chk-3')).toEqual([]);
    expect(await server.unfinishedUploads('checkpoints')).toHaveLength(1);
    await storage.remove('run/chk-3');
    expect(await server.unfinishedUploads('checkpoints')).toEqual([]);
  });

  it.each([
    [{ AWS_SECRET_ACCESS_KEY: 'wrong' }, /the secret in AWS_SECRET_ACCESS_KEY does not belong to the key/],
    [{ AWS_ACCESS_KEY_ID: 'nobody' }, /does not know the key in AWS_ACCESS_KEY_ID/],
  ])('says so when the credentials are wrong: %o', async (environment, message) => {
    const stranger = open({ ...place, environment: { ...place.environment, ...environment } }, 'faults');
    const failure = stranger.publish('run/chk-4/_metadata', '{}');
    await expect(failure).rejects.toThrow(message);
    await expect(failure).rejects.not.toThrow(/nobody|wrong|a-secret/);
  });

  it('says so when there are no credentials', () => {
    expect(() => open({ ...place, environment: {} }, 'faults')).toThrow(UsageError);
  });

  it('says so when there is no such bucket', async () => {
    const elsewhere = open(s3Place(server, 'nowhere'), 'faults');
    await expect(elsewhere.publish('run/_run.json', '{}')).rejects.toThrow(
      /there is no bucket “nowhere” at 127\.0\.0\.1:\d+\. Make it/,
    );
  });

  it('fails, and shows no object, when its disk is full', async () => {
    const small = await S3Server.start({ diskMegabytes: 24 });
    try {
      await small.makeBucket('small');
      const full = open(s3Place(small, 'small'), 'faults', impatient);
      await expect(full.write('run/chk-1/file', megabytes(40), notAborted())).rejects.toThrow(
        /cannot write s3:\/\/small\/faults\/run\/chk-1\/file: /,
      );
      expect(await full.list('run/chk-1')).toEqual([]);
      // What the parts had taken is free again, once the server has noticed that those on their way were cut off. This goes
      // in one piece: parts would be copied when they are put together, and need twice the room.
      await vi.waitFor(() => full.write('run/chk-2/file', megabytes(8), notAborted()), {
        timeout: 60_000,
        interval: 500,
      });
    } finally {
      await small.stop();
    }
  });
});
