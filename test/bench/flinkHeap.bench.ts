/**
 * A keyed count (int key, long count, keys at random, an exchange between source and count) with a checkpoint every 6 s, on the
 * embedded engine and on a real Flink with its heap backend, in turn, each in processes of its own; and a plain loop over a
 * JavaScript Map. Fetches Flink on first use; needs a JDK (17 or newer), Python with pip, and 10 GB of memory for 10 M keys.
 *
 *     npm run bench -- flinkHeap [keys: 1000000,4000000] [parallelism: 1,2] [rounds] [seconds measured] [seconds of warm-up]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatCount, formatDuration, formatRate, formatShare } from '../../src/analysis/quantities.js';
import type { RunFigures, RunRequest } from './flinkHeap/figures.js';
import { runOnFlink } from './flinkHeap/flinkRun.js';
import { runOnLens } from './flinkHeap/lensRun.js';
import { mapLoop } from './flinkHeap/mapLoop.js';
import { machine, median, say } from './report.js';

const [keysWanted = '1000000', parallelismsWanted = '1,2', ...numbers] = process.argv.slice(2);
const [rounds = 3, seconds = 30, warmSeconds] = numbers.map(Number);
const intervalMs = 6000;
/** Slower than Flink puts 10 M keys in, and long enough to compile the code. */
const keysPerWarmMs = 300;
const warmMsMin = 12_000;

say(`${machine()}.`);
say(`${rounds} rounds in turn, ${seconds} s measured in each after the warm-up, a checkpoint every 6 s.\n`);
say(
  '| keys | parallelism | what runs | records/s: median | spread | of Flink | sync: median | max | rate during uploads |',
);
say('| --- | --- | --- | --- | --- | --- | --- | --- | --- |');
for (const keys of list(keysWanted)) {
  for (const parallelism of list(parallelismsWanted)) await measure(keys, parallelism);
}

function list(text: string): readonly number[] {
  return text.split(',').map(Number);
}

async function measure(keys: number, parallelism: number): Promise<void> {
  const warmMs = warmSeconds === undefined ? Math.max(warmMsMin, keys / keysPerWarmMs) : warmSeconds * 1000;
  const request: RunRequest = { keys, parallelism, intervalMs, warmMs, windowMs: seconds * 1000 };
  const runs = { lens: [] as RunFigures[], flink: [] as RunFigures[], loop: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    runs.lens.push(inFolder((folder) => runOnLens(folder, request)));
    runs.flink.push(await runOnFlink(request));
    runs.loop.push(mapLoop({ ...request, windowMs: Math.min(request.windowMs, 5000) }));
  }
  const flink = runs.flink.map(({ recordsPerSecond }) => recordsPerSecond);
  const lead = `${formatCount(keys)} | ${parallelism}`;
  row(lead, 'Checkpoint Lens', rates(runs.lens), flink, runs.lens);
  row(' | ', 'Flink, heap', flink, flink, runs.flink);
  row(' | ', 'Map loop', runs.loop, flink);
}

function rates(runs: readonly RunFigures[]): readonly number[] {
  return runs.map(({ recordsPerSecond }) => recordsPerSecond);
}

/** Ratios are of runs in the same round. */
function row(
  lead: string,
  name: string,
  perSecond: readonly number[],
  flink: readonly number[],
  runs: readonly RunFigures[] = [],
): void {
  const holds = runs.flatMap((run) => run.holds);
  const during = runs.flatMap(({ duringUpload }) => duringUpload ?? []);
  const ratios = perSecond.map((rate, round) => rate / flink[round]!);
  const cells = [
    formatRate(median(perSecond), 'records'),
    `${formatRate(Math.min(...perSecond), 'records')} to ${formatRate(Math.max(...perSecond), 'records')}`,
    `${median(ratios).toFixed(1)} (${Math.min(...ratios).toFixed(1)} to ${Math.max(...ratios).toFixed(1)})`,
    holds.length === 0 ? '' : formatDuration(median(holds)),
    holds.length === 0 ? '' : formatDuration(Math.max(...holds)),
    during.length === 0 ? '' : formatShare(median(during)),
  ];
  say(`| ${lead} | ${name} | ${cells.join(' | ')} |`);
}

function inFolder<Result>(work: (folder: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), 'checkpoint-lens-bench-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
