/**
 * How fast a file goes into each checkpoint storage and comes back, beside a plain write and fsync of the same bytes:
 * a folder of this machine, and HDFS and S3 on its loopback, in turn, several times over.
 *
 *     npm run bench -- storage [MiB of a file] [rounds] [folder,HDFS,S3]
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeSync } from 'node:fs';
import { open as openFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HdfsCluster } from '../../scripts/testing/storage/hdfsCluster.js';
import { S3Server } from '../../scripts/testing/storage/s3Server.js';
import { Xxh64 } from '../../src/engine/storage/checksum.js';
import { openStorage } from '../../src/engine/storage/openStorage.js';
import { duringRun } from '../../src/engine/storage/retry.js';
import type { CheckpointStorage } from '../../src/engine/storage/storage.js';
import { parseStorageUri } from '../../src/engine/storage/storageUri.js';
import { machine, median, say } from './report.js';

const [mebibytes = 256, rounds = 5] = process.argv.slice(2, 4).map(Number);
const wanted = (process.argv[4] ?? 'folder,HDFS,S3').split(',');
/** As long as a page of a state with 24-byte slots. */
const piece = randomBytes(96 * 1024);
const pieceCount = Math.ceil((mebibytes * 1024) / 96);
const bytes = pieceCount * piece.length;
const folder = mkdtempSync(join(tmpdir(), 'checkpoint-lens-bench-'));
const stops: (() => Promise<void>)[] = [];
const seconds = new Map<string, number[]>();

try {
  const storages = new Map<string, CheckpointStorage>();
  if (wanted.includes('folder')) storages.set('folder', open(join(folder, 'storage')));
  if (wanted.includes('HDFS')) storages.set('HDFS', await hdfs());
  if (wanted.includes('S3')) storages.set('S3', await s3());
  // What runs for the first time is compiled meanwhile.
  for (const storage of storages.values()) await upload(storage, 'warm');
  for (let round = 0; round < rounds; round++) {
    await measured('plain write and fsync', () => plainWrite(false));
    await measured('the same, and its XXH64', () => plainWrite(true));
    for (const [name, storage] of storages) {
      await measured(`${name}: write`, () => upload(storage, `file-${round}`));
      await measured(`${name}: read`, () => storage.read(`file-${round}`, bytes));
      await storage.remove(`file-${round}`);
    }
  }
  report();
} finally {
  for (const stop of stops) await stop();
  rmSync(folder, { recursive: true, force: true });
}

function open(uri: string, environment: Readonly<Record<string, string>> = {}): CheckpointStorage {
  return openStorage(parseStorageUri(uri), environment, { retries: { policy: duringRun } });
}

async function hdfs(): Promise<CheckpointStorage> {
  const cluster = await HdfsCluster.start(1);
  stops.push(() => cluster.stop());
  return open(cluster.uri('bench'));
}

async function s3(): Promise<CheckpointStorage> {
  const server = await S3Server.start();
  stops.push(() => server.stop());
  await server.makeBucket('bench');
  const { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY, endpoint } = server;
  return open('s3://bench/files', { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_ENDPOINT_URL: endpoint });
}

function* pieces(): Generator<Uint8Array, void, undefined> {
  for (let index = 0; index < pieceCount; index++) yield piece;
}

function upload(storage: CheckpointStorage, path: string): Promise<unknown> {
  return storage.write(path, pieces(), { signal: new AbortController().signal });
}

/** A new file each time, as a checkpoint's are: over an old one it is faster, since its blocks are there. */
async function plainWrite(isSummed: boolean): Promise<void> {
  rmSync(join(folder, 'plain'), { force: true });
  const file = await openFile(join(folder, 'plain'), 'w');
  const sum = new Xxh64();
  for (const each of pieces()) {
    if (isSummed) sum.add(each);
    writeSync(file.fd, each);
  }
  await file.sync();
  await file.close();
}

async function measured(name: string, work: () => Promise<unknown>): Promise<void> {
  const start = performance.now();
  await work();
  const taken = seconds.get(name) ?? [];
  seconds.set(name, [...taken, (performance.now() - start) / 1000]);
}

function report(): void {
  say(`${machine()}.`);
  say(`Files of ${(bytes / 1e6).toFixed(0)} MB in pieces of ${piece.length / 1024} KiB, ${rounds} rounds.\n`);
  say('| | MB/s: median | slowest | fastest | of plain |');
  say('| --- | --- | --- | --- | --- |');
  const plain = median(seconds.get('plain write and fsync')!);
  for (const [name, times] of seconds) {
    const rate = (each: number): string => (bytes / 1e6 / each).toFixed(0);
    const share = `${((plain / median(times)) * 100).toFixed(0)} %`;
    say(
      `| ${name} | ${rate(median(times))} | ${rate(Math.max(...times))} | ${rate(Math.min(...times))} | ${share} |`,
    );
  }
}
