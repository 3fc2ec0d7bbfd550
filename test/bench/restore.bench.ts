/**
 * How fast 1 GiB of keyed state goes into a checkpoint and comes back, beside a plain write with fsync and a plain read of the same
 * bytes, in turn: the state that the orders example keeps, in one subtask, into a folder of this machine. No pipeline runs beside it.
 * Where the system can be told to forget what it holds of the file, as root on Linux, reads are from the device too.
 *
 *     npm run bench -- restore [GiB] [rounds]
 */
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
import { join } from 'node:path';
import { formatBytes, formatCount, formatDuration } from '../../src/analysis/quantities.js';
import { FileIntake } from '../../src/engine/checkpoint/fileIntake.js';
import { float64, int64 } from '../../src/engine/pipeline/recordTypes.js';
import { valueState, type ValueState } from '../../src/engine/pipeline/state.js';
import { PrefaultedMemory } from '../../src/engine/runtime/prefaultedMemory.js';
import { KeyedState } from '../../src/engine/state/keyedState.js';
import { restoreState } from '../../src/engine/state/restoreState.js';
import { writeStateFile } from '../../src/engine/state/stateFile.js';
import { openStorage } from '../../src/engine/storage/openStorage.js';
import { duringRun } from '../../src/engine/storage/retry.js';
import { parseStorageUri } from '../../src/engine/storage/storageUri.js';
import { machine, median, say, spread } from './report.js';

const [gibibytes = 1, rounds = 5] = process.argv.slice(2).map(Number);
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
const keys = Math.ceil((gibibytes * 2 ** 30) / slotBytes);
const plainOf: Readonly<Record<string, string>> = {
  upload: 'plain write and fsync',
  restore: 'plain read',
  'restore from the device': 'plain read from the device',
};
/** As long as Node takes at once without a copy of its own. */
const pieceBytes = 1 << 20;

const folder = mkdtempSync(join(tmpdir(), 'checkpoint-lens-bench-'));
const storage = openStorage(parseStorageUri(join(folder, 'storage')), {}, { retries: { policy: duringRun } });
const times = new Map<string, number[]>();
/** Of the state file. */
let bytes = 0;
let xxh64 = '';

try {
  const state = filled();
  const upload = () =>
    storage.write('state', writeStateFile(state.view()!, false), { signal: new AbortController().signal });
  bytes = (await upload()).bytes;
  const file = join(folder, 'storage/state');
  for (let round = 0; round < rounds; round++) {
    await timed('plain write and fsync', plainWrite);
    xxh64 = (await timed('upload', upload)).xxh64;
    await timed('plain read', () => plainRead(file));
    await timed('restore', restore);
    if (!forget()) continue;
    await timed('plain read from the device', () => plainRead(file));
    forget();
    await timed('restore from the device', restore);
  }
  report();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function filled(): KeyedState {
  const state = new KeyedState(states, keys);
  const handles = Object.values(state.handles) as unknown as readonly ValueState<number>[];
  for (let key = 0; key < keys; key++) {
    state.seek(key);
    for (const handle of handles) handle.update(key);
  }
  return state;
}

/** As a run does it: the state is a subtask's once the file was read and its checksum is found to be right. */
async function restore(): Promise<void> {
  const file = { path: 'state', bytes, xxh64 };
  const memory = new PrefaultedMemory();
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
function plainWrite(): void {
  const path = join(folder, 'plain');
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
  times.set(name, [...(times.get(name) ?? []), performance.now() - start]);
  return result;
}

function report(): void {
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
