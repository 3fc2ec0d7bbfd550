/**
 * How fast 1 GiB of keyed state goes into a checkpoint and comes back, beside a plain write with fsync and a plain read of the same
 * bytes, in turn: the state that the orders example keeps, in one subtask, into a folder of this machine. No pipeline runs beside it.
 * What is read is read in a process of its own, by code and into memory that are new to it, as when a run starts; a restore also with
 * memory in large pages, as a run from VS Code has it. Where the system can be told to forget what it holds of the file, as root on
 * Linux, reads are from the device too. A virtual machine's host may take back memory that is free, and gives it again slower than
 * a restore fills it; so each read begins where as much was in use a moment before.
 *
 *     npm run bench -- restore [GiB] [rounds]
 */
import { spawnSync } from 'node:child_process';
import {
  closeSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatBytes, formatCount, formatDuration } from '../../src/analysis/quantities.js';
import { FileIntake } from '../../src/engine/checkpoint/fileIntake.js';
import { float64, int64 } from '../../src/engine/pipeline/recordTypes.js';
import { valueState, type ValueState } from '../../src/engine/pipeline/state.js';
import { PrefaultedMemory } from '../../src/engine/runtime/prefaultedMemory.js';
import { KeyedState } from '../../src/engine/state/keyedState.js';
import { restoreState } from '../../src/engine/state/restoreState.js';
import { writeStateFile } from '../../src/engine/state/stateFile.js';
import { openStorage } from '../../src/engine/storage/openStorage.js';
import type { CheckpointStorage } from '../../src/engine/storage/storage.js';
import { duringRun } from '../../src/engine/storage/retry.js';
import { parseStorageUri } from '../../src/engine/storage/storageUri.js';
import { largePages } from '../../src/engine/runtime/largePages.js';
import { machine, median, say, spread } from './report.js';

const states = {
  orders: valueState(int64),
  items: valueState(int64),
  spent: valueState(float64),
  smallest: valueState(float64),
  largest: valueState(float64),
  last: valueState(float64),
  average: valueState(float64),
};
/** A key and seven values. */
const slotBytes = 64;
const plainOf: Readonly<Record<string, string>> = {
  upload: 'plain write and fsync',
  restore: 'plain read',
  'restore, large pages': 'plain read',
  'restore from the device': 'plain read from the device',
  'restore from the device, large pages': 'plain read from the device',
};
/** For each byte of the file: what a restore takes of it, twice, and what the system may take for others. */
const bytesInUse = 6;
const usedAtOnce = 1 << 28;
/** As long as Node takes at once without a copy of its own. */
const pieceBytes = 1 << 20;

/** What a process measures of a state file. */
interface Request {
  readonly way: 'plain' | 'restore';
  readonly path: string;
  readonly bytes: number;
  readonly xxh64: string;
  readonly keys: number;
}

const times = new Map<string, number[]>();
const [first, second] = process.argv.slice(2);
if (first === 'measure') say(String(await measure(JSON.parse(second!) as Request)));
else if (first === 'use') useMemory(Number(second));
else await compare(Number(first ?? 1), Number(second ?? 5));

async function compare(gibibytes: number, rounds: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'checkpoint-lens-bench-'));
  const keys = Math.ceil((gibibytes * 2 ** 30) / slotBytes);
  try {
    const storage = storageIn(folder);
    const state = filled(keys);
    const upload = () =>
      storage.write('state', writeStateFile(state.view()!, false), { signal: new AbortController().signal });
    const { bytes } = await upload();
    const path = join(folder, 'state');
    for (let round = 0; round < rounds; round++) {
      await timed('plain write and fsync', () => plainWrite(join(folder, 'plain'), bytes));
      const { xxh64 } = await timed('upload', upload);
      readAll({ path, bytes, xxh64, keys });
    }
    report(keys, bytes, rounds);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function storageIn(folder: string): CheckpointStorage {
  return openStorage(parseStorageUri(folder), {}, { retries: { policy: duringRun } });
}

/** Each way in a process of its own. */
function readAll(file: Omit<Request, 'way'>): void {
  // The upload went past the page cache.
  plainRead(file.path);
  readIn('plain read', { ...file, way: 'plain' });
  readIn('restore', { ...file, way: 'restore' });
  readIn('restore, large pages', { ...file, way: 'restore' }, largePages(process.env));
  if (!forget()) return;
  readIn('plain read from the device', { ...file, way: 'plain' });
  forget();
  readIn('restore from the device', { ...file, way: 'restore' });
  forget();
  readIn('restore from the device, large pages', { ...file, way: 'restore' }, largePages(process.env));
}

function readIn(name: string, request: Request, environment: NodeJS.ProcessEnv = {}): void {
  inProcess('use', String(request.bytes * bytesInUse), largePages(process.env));
  note(name, Number(inProcess('measure', JSON.stringify(request), environment)));
}

/** What it says. */
function inProcess(task: 'use' | 'measure', argument: string, environment: NodeJS.ProcessEnv): string {
  const args = [fileURLToPath(import.meta.url), task, argument];
  const env = { ...process.env, ...environment };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', env });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

function useMemory(bytes: number): void {
  const inUse: Buffer[] = [];
  for (let left = bytes; left > 0; left -= usedAtOnce) inUse.push(Buffer.alloc(usedAtOnce, 1));
}

/** Milliseconds. */
async function measure(request: Request): Promise<number> {
  const start = performance.now();
  if (request.way === 'plain') plainRead(request.path);
  else await restore(request);
  return performance.now() - start;
}

function filled(keys: number): KeyedState {
  const state = new KeyedState(states, keys);
  const handles = Object.values(state.handles) as unknown as readonly ValueState<number>[];
  for (let key = 0; key < keys; key++) {
    state.seek(key);
    for (const handle of handles) handle.update(key);
  }
  return state;
}

/** As a run does it: the state is a subtask's once the file was read and its checksum is found to be right. */
async function restore({ path, bytes, xxh64, keys }: Request): Promise<void> {
  const file = { path: 'state', bytes, xxh64 };
  const memory = new PrefaultedMemory();
  const storage = storageIn(dirname(path));
  const intake = await storage.readPieces('state', bytes, () => new FileIntake(file, memory));
  memory.close();
  const state = new KeyedState(states, keys);
  restoreState([intake.end()], state, 'count');
  if (state.size !== keys) throw new Error(`${state.size} of ${keys} keys came back`);
}

/** Makes the system drop what it holds of files in memory; says whether it could be done. */
function forget(): boolean {
  try {
    writeFileSync('/proc/sys/vm/drop_caches', '1');
    return true;
  } catch {
    return false;
  }
}

/** A new file each time, as a checkpoint's are. */
function plainWrite(path: string, bytes: number): void {
  rmSync(path, { force: true });
  const file = openSync(path, 'w');
  const piece = Buffer.alloc(pieceBytes, 7);
  for (let written = 0; written < bytes;) {
    written += writeSync(file, piece, 0, Math.min(pieceBytes, bytes - written));
  }
  fsyncSync(file);
  closeSync(file);
}

function plainRead(path: string): void {
  const file = openSync(path, 'r');
  const bytes = Buffer.allocUnsafeSlow(statSync(path).size);
  for (let read = 0; read < bytes.length;) {
    read += readSync(file, bytes, read, Math.min(pieceBytes, bytes.length - read), read);
  }
  closeSync(file);
}

async function timed<Result>(name: string, work: () => Result | Promise<Result>): Promise<Result> {
  const start = performance.now();
  const result = await work();
  note(name, performance.now() - start);
  return result;
}

function note(name: string, ms: number): void {
  times.set(name, [...(times.get(name) ?? []), ms]);
}

function report(keys: number, bytes: number, rounds: number): void {
  say(`${machine()}.`);
  say(
    `${formatCount(keys)} keys, a file of ${formatBytes(bytes)}, ${rounds} rounds in turn. Reads are from the page cache where nothing else is said.\n`,
  );
  say('| | time: median | spread | MB/s | of plain |');
  say('| --- | --- | --- | --- | --- |');
  for (const [name, of] of times) {
    const plain = times.get(plainOf[name] ?? name)!;
    const share = `${((median(plain) / median(of)) * 100).toFixed(0)} %`;
    const rate = (bytes / 1000 / median(of)).toFixed(0);
    say(`| ${name} | ${formatDuration(median(of))} | ${spread(of)} | ${rate} | ${share} |`);
  }
}
