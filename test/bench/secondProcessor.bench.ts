/**
 * What the second processor costs: the keyed count in one subtask beside the uploads of its checkpoints; and the same without checkpoints,
 * beside a thread of the same priority that copies as many bytes and writes them into a file, and beside one that only counts for as
 * long. What is lost beside those, no engine could have.
 *
 *     npm run bench -- secondProcessor [keys: 1000000,4000000,10000000] [times: 20] [rounds: 2]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { once } from 'node:events';
import { loadOf } from '../../src/analysis/checkpointCosts.js';
import type { Stretch } from '../../src/analysis/counters.js';
import { formatBytes, formatCount, formatDuration, formatShare } from '../../src/analysis/quantities.js';
import { stretchesBefore } from '../../src/analysis/throughput.js';
import type { Trace } from '../../src/trace/model.js';
import { counting, fullCheckpoints, keyedCount, runPipeline, spansOf } from './keyedCount.js';
import { recordShares, type RecordShares } from './recordShares.js';
import { machine, median, quantile, say } from './report.js';
import { doPlainWork, type PlainWork } from './secondProcessor/plainWork.js';

const row = { operator: counting, subtask: 0 };
const intervalMs = 2000;
const beforeMs = 1000;

if (isMainThread) await compare();
else parentPort!.postMessage(await doPlainWork(workerData as PlainWork));

async function compare(): Promise<void> {
  const [keyCounts = '1000000,4000000,10000000', times = '20', rounds = '2'] = process.argv.slice(2);
  const folder = mkdtempSync(join(tmpdir(), 'checkpoint-lens-bench-'));
  say(`${machine()}.`);
  say(
    `One subtask; records per second of those in the second before. ${rounds} rounds of ${times} times each, in turn.\n`,
  );
  say(
    '| keys | beside | bytes | takes | whole: median | middle half | worst 20 ms: median | waits for a processor |',
  );
  say('| --- | --- | --- | --- | --- | --- | --- | --- |');
  try {
    for (const keys of keyCounts.split(',').map(Number)) {
      await measure(folder, keys, Number(times), Number(rounds));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(folder: string, keys: number, times: number, rounds: number): Promise<void> {
  const found = { upload: [], write: [], count: [] } as Record<string, Beside[]>;
  for (let round = 0; round < rounds; round++) {
    const uploads = besideUploads(folder, keys, times);
    found['upload']!.push(...uploads);
    const bytes = median(uploads.map((each) => each.bytes));
    const ms = median(uploads.map(({ stretch }) => stretch.to - stretch.from));
    for (const kind of ['write', 'count'] as const) {
      found[kind]!.push(...(await besideWork(folder, keys, { kind, bytes, ms, times })));
    }
  }
  const names = {
    upload: 'the upload of a checkpoint',
    write: 'a copy, written to a file',
    count: 'counting',
  };
  for (const [kind, name] of Object.entries(names)) {
    say(`| ${[formatCount(keys), name, ...cells(found[kind]!)].join(' | ')} |`);
  }
}

/** One stretch in which something else ran. */
interface Beside {
  readonly bytes: number;
  readonly stretch: Stretch;
  readonly shares: RecordShares;
  /** How much of its time the counting thread was ready to run and had no processor, of 1. */
  readonly wait: number | undefined;
}

function cells(besides: readonly Beside[]): readonly string[] {
  const whole = besides.flatMap(({ shares }) => shares.whole ?? []);
  const worst = besides.flatMap(({ shares }) => shares.worstBucket ?? []);
  return [
    formatBytes(median(besides.map(({ bytes }) => bytes))),
    formatDuration(median(besides.map(({ stretch }) => stretch.to - stretch.from))),
    formatShare(median(whole)),
    `${formatShare(quantile(whole, 0.25))} to ${formatShare(quantile(whole, 0.75))}`,
    formatShare(median(worst)),
    formatShare(median(besides.flatMap(({ wait }) => wait ?? []))),
  ];
}

function besideUploads(folder: string, keys: number, times: number): Beside[] {
  // Some more for the time in which the keys come in.
  const count = times + Math.ceil(keys / 1_000_000);
  const trace = run(folder, keys, ['--interval', `${intervalMs}ms`, '--checkpoints', String(count)]);
  const before = stretchesBefore(trace);
  const full = fullCheckpoints(trace);
  return spansOf(trace, 'async').flatMap(({ checkpoint, start, end }) => {
    const stretch = { from: start, to: end };
    const shares = recordShares(trace, row, before[checkpoint]!, stretch);
    const { bytes = 0 } = trace.checkpoints[checkpoint]!;
    const wait = loadOf(trace, row, stretch)?.processorWait;
    return shares && full.includes(checkpoint) ? [{ bytes, stretch, shares, wait }] : [];
  });
}

async function besideWork(
  folder: string,
  keys: number,
  what: Pick<PlainWork, 'kind' | 'bytes' | 'ms' | 'times'>,
): Promise<Beside[]> {
  const firstAfterMs = 5000 + keys / 1000;
  const work: PlainWork = { ...what, file: join(folder, 'plain'), intervalMs, firstAfterMs };
  const durationMs = firstAfterMs + what.times * (intervalMs + 2 * what.ms) + 2000;
  const worker = new Worker(new URL(import.meta.url), { workerData: work });
  const done = once(worker, 'message') as Promise<[readonly Stretch[]]>;
  const trace = run(folder, keys, ['--interval', '1h', '--duration', `${Math.ceil(durationMs)}ms`]);
  const [stretches] = await done;
  return stretches.flatMap((stretch) => {
    const from = stretch.from - trace.epoch;
    const of = { from, to: stretch.to - trace.epoch };
    const shares = recordShares(trace, row, { from: from - beforeMs, to: from }, of);
    const wait = loadOf(trace, row, of)?.processorWait;
    return shares ? [{ bytes: what.bytes, stretch: of, shares, wait }] : [];
  });
}

function run(folder: string, keys: number, args: readonly string[]): Trace {
  const storage = join(folder, 'storage');
  const all = ['--set', `keys=${keys}`, '--parallelism', '1', '--retain', '1', '--storage', storage, ...args];
  const trace = runPipeline(keyedCount, join(folder, 'trace.ckpt.json'), all);
  rmSync(storage, { recursive: true, force: true });
  return trace;
}
