/**
 * How long the lock is held for a snapshot, and what the upload beside it leaves of the records: the keyed count in one subtask, by
 * number of keys, and the orders example with 1 GiB of state in one subtask; the snapshot modes in turn, each run in a process of its own.
 *
 *     npm run bench -- lockHold [keys: 1000000,4000000,10000000] [checkpoints in copy-on-write mode] [GiB] [modes]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bytesCopied } from '../../src/analysis/checkpointCosts.js';
import { formatBytes, formatCount, formatDuration, formatShare } from '../../src/analysis/quantities.js';
import { distribution } from '../../src/analysis/statistics.js';
import { stretchesBefore } from '../../src/analysis/throughput.js';
import { phases, type Trace } from '../../src/trace/model.js';
import { fullCheckpoints, keyedCount, runPipeline } from './keyedCount.js';
import { recordShares, type RecordShares } from './recordShares.js';
import { machine, median, say } from './report.js';

const [keyCounts = '1000000,4000000,10000000', checkpointsText, gibibytesText, modes] = process.argv.slice(2);
const checkpoints = Number(checkpointsText ?? 100);
const gibibytes = Number(gibibytesText ?? 1);
/** Of a lock hold of milliseconds a few say enough. */
const checkpointsOfOthers = Math.max(3, Math.ceil(checkpoints / 10));
/** A slot of the orders example: a key and seven values. */
const orderBytes = 64;
const row = { operator: 1, subtask: 0 };
const folder = mkdtempSync(join(tmpdir(), 'checkpoint-lens-bench-'));

say(`${machine()}.`);
say(
  `One subtask, ${checkpoints} checkpoints in copy-on-write mode and ${checkpointsOfOthers} in the others, once all keys were there.\n`,
);
say(
  '| state | snapshot | lock hold: median | p99 | max | holds | upload: median | copied | worst 20 ms | whole upload |',
);
say('| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |');
try {
  for (const keys of keyCounts.split(',').map(Number)) measure(`${formatCount(keys)} keys`, keyedCount, keys);
  if (gibibytes > 0) {
    measure(`${gibibytes} GiB`, 'examples/orders.pipeline.ts', Math.ceil((gibibytes * 2 ** 30) / orderBytes));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function measure(name: string, definition: string, keys: number): void {
  for (const mode of (modes ?? 'copy-on-write,full-copy,blocking').split(',')) {
    const wanted = mode === 'copy-on-write' ? checkpoints : checkpointsOfOthers;
    // Some more for the time in which the keys come in.
    const count = wanted + Math.ceil(keys / 1_000_000);
    const trace = runPipeline(definition, join(folder, 'trace.ckpt.json'), [
      ...[
        '--snapshot',
        mode,
        '--set',
        `keys=${keys}`,
        '--parallelism',
        '1',
        '--interval',
        '1s',
        '--min-pause',
        '500ms',
      ],
      ...['--checkpoints', String(count), '--retain', '1', '--storage', join(folder, 'storage')],
    ]);
    say(`| ${name} | ${mode} | ${cells(trace).join(' | ')} |`);
    rmSync(join(folder, 'storage'), { recursive: true, force: true });
  }
}

function cells(trace: Trace): readonly string[] {
  const full = fullCheckpoints(trace);
  const holds = distribution(full.flatMap((checkpoint) => lengthOf(trace, checkpoint, 'sync') ?? []));
  if (holds === undefined) return ['no checkpoint had all keys'];
  const uploads = full.flatMap((checkpoint) => lengthOf(trace, checkpoint, 'async') ?? []);
  const costs = full.flatMap((checkpoint) => costOf(trace, checkpoint) ?? []);
  const share = (values: readonly number[]): string =>
    values.length === 0 ? '–' : formatShare(median(values));
  return [
    formatDuration(holds.median),
    formatDuration(holds.p99),
    formatDuration(holds.max),
    formatCount(holds.count),
    uploads.length === 0 ? 'under the lock' : formatDuration(median(uploads)),
    costs.length === 0 ? '–' : formatBytes(median(costs.map(({ copied }) => copied))),
    share(costs.flatMap(({ worstBucket }) => worstBucket ?? [])),
    share(costs.flatMap(({ whole }) => whole ?? [])),
  ];
}

/** What one upload beside processing cost. */
function costOf(trace: Trace, checkpoint: number): (RecordShares & { copied: number }) | undefined {
  const upload = spanOf(trace, checkpoint, 'async');
  const shares = upload && recordShares(trace, row, stretchesBefore(trace)[checkpoint]!, upload);
  return shares && { copied: bytesCopied(trace, row, upload) ?? 0, ...shares };
}

function lengthOf(trace: Trace, checkpoint: number, phase: 'sync' | 'async'): number | undefined {
  const span = spanOf(trace, checkpoint, phase);
  return span && span.to - span.from;
}

function spanOf(
  { spans }: Trace,
  checkpoint: number,
  phase: 'sync' | 'async',
): { from: number; to: number } | undefined {
  for (let i = 0; i < spans.length; i++) {
    const isIt = spans.checkpoint[i] === checkpoint && spans.operator[i] === row.operator;
    if (isIt && spans.phase[i] === phases.indexOf(phase)) return { from: spans.start[i]!, to: spans.end[i]! };
  }
  return undefined;
}
