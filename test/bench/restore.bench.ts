/**
 * How fast 1 GiB of keyed state goes into a checkpoint and comes back, beside a plain write with fsync and a plain read of the same
 * bytes, in turn: the state that the orders example keeps, in one subtask, into a folder of this machine. No pipeline runs beside it.
 *
 *     npm run bench -- restore [GiB] [rounds]
 */
import { closeSync, fsyncSync, mkdtempSync, openSync, readSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatBytes, formatCount, formatDuration } from '../../src/analysis/quantities.js';
import { float64, int64 } from '../../src/engine/pipeline/recordTypes.js';
import { valueState, type ValueState } from '../../src/engine/pipeline/state.js';
import { KeyedState } from '../../src/engine/state/keyedState.js';
import { restoreState } from '../../src/engine/state/restoreState.js';
import { writeStateFile } from '../../src/engine/state/stateFile.js';
import { crc32 } from '../../src/engine/storage/checksum.js';
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
/** As long as Node takes at once without a copy of its own. */
const pieceBytes = 1 << 20;

const folder = mkdtempSync(join(tmpdir(), 'checkpoint-lens-bench-'));
const storage = openStorage(parseStorageUri(join(folder, 'storage')), {}, { retries: { policy: duringRun } });
const times = new Map<string, number[]>();
/** Of the state file. */
let bytes = 0;

try {
  const state = filled();
  const upload = () =>
    storage.write('state', writeStateFile(state.view()!, false), { signal: new AbortController().signal });
  bytes = (await upload()).bytes;
  const file = join(folder, 'storage/state');
  for (let round = 0; round < rounds; round++) {
    await timed('plain write and fsync', plainWrite);
    await timed('upload', upload);
    await timed('plain read', () => void plainRead(file));
    await timed('restore: read', () => storage.read('state', bytes));
    await timed('restore: read, check and fill the state', restore);
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

/** As a run does it: every file is checked against the checksum in the metadata before anything is filled. */
async function restore(): Promise<void> {
  const read = await storage.read('state', bytes);
  crc32(read);
  restoreState([read], new KeyedState(states, keys), 'count');
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

function plainRead(path: string): Buffer {
  const file = openSync(path, 'r');
  const bytes = Buffer.allocUnsafeSlow(statSync(path).size);
  for (let read = 0; read < bytes.length;) {
    read += readSync(file, bytes, read, Math.min(pieceBytes, bytes.length - read), read);
  }
  closeSync(file);
  return bytes;
}

async function timed(name: string, work: () => unknown): Promise<void> {
  const start = performance.now();
  await work();
  times.set(name, [...(times.get(name) ?? []), performance.now() - start]);
}

function report(): void {
  say(`${machine()}.`);
  say(
    `${formatCount(keys)} keys, a file of ${formatBytes(bytes)}, ${rounds} rounds in turn. All reads are from the page cache.\n`,
  );
  say('| | time: median | spread | MB/s | of plain |');
  say('| --- | --- | --- | --- | --- |');
  for (const [name, of] of times) {
    const plain = times.get(
      name === 'upload' || name.startsWith('plain write') ? 'plain write and fsync' : 'plain read',
    )!;
    const share = `${((median(plain) / median(of)) * 100).toFixed(0)} %`;
    const rate = (bytes / 1000 / median(of)).toFixed(0);
    say(`| ${name} | ${formatDuration(median(of))} | ${spread(of)} | ${rate} | ${share} |`);
  }
}
