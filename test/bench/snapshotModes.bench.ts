/**
 * What a checkpoint costs processing in the three snapshot modes: the orders example at 1 M keys and parallelism 2,
 * every mode in turn, several times over, so that a change in the machine's mood meets all of them.
 *
 *     npm run bench -- snapshotModes [checkpoints of a run] [rounds] [keys]
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatBytes, formatDuration, formatRate } from '../../src/analysis/quantities.js';
import { operatorStatistics } from '../../src/analysis/statistics.js';
import { snapshotModes, type SnapshotMode } from '../../src/engine/operators/operator.js';
import { readTrace } from '../../src/trace/ckptReader.js';
import { phases, type Trace } from '../../src/trace/model.js';
import { machine, say } from './report.js';

const [checkpoints = 5, rounds = 3, keys = 1_000_000] = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), 'checkpoint-lens-bench-'));
const counting = 1;

const traces = new Map<SnapshotMode, Trace[]>(snapshotModes.map((mode) => [mode, []]));
try {
  for (let round = 0; round < rounds; round++) {
    for (const mode of snapshotModes) traces.get(mode)!.push(run(mode));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
report();

function run(mode: SnapshotMode): Trace {
  const trace = join(folder, `${mode}.ckpt.json`);
  const args = [
    'run',
    'examples/orders.pipeline.ts',
    '--snapshot',
    mode,
    '--checkpoints',
    String(checkpoints),
  ];
  const settings = ['--set', `keys=${keys}`, '--parallelism', '2', '--storage', join(folder, 'storage')];
  const { status, stderr } = spawnSync(
    process.execPath,
    ['dist/cli.js', ...args, ...settings, '--trace', trace],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`the ${mode} run failed: ${stderr}`);
  return readTrace(readFileSync(trace, 'utf8')).trace;
}

function report(): void {
  say(`${machine()}.`);
  say(`${keys} keys, parallelism 2, ${rounds} runs of ${checkpoints} checkpoints in each mode, in turn.\n`);
  say(
    '| snapshot | lock hold: median | p99 | max | upload: median | bytes a checkpoint | records/s before | during |',
  );
  say('| --- | --- | --- | --- | --- | --- | --- | --- |');
  for (const mode of snapshotModes) say(row(mode, traces.get(mode)!));
}

function row(mode: SnapshotMode, runs: readonly Trace[]): string {
  const holds = runs.flatMap((trace) => durations(trace, 'sync'));
  const uploads = runs.flatMap((trace) => durations(trace, 'async'));
  const bytes = runs.flatMap((trace) => trace.checkpoints.map((checkpoint) => checkpoint.bytes ?? 0));
  const rates = runs.map((trace) => operatorStatistics(trace)[counting]!);
  const before = rates.flatMap(({ recordsBefore }) => recordsBefore ?? []);
  const during = rates.flatMap(({ recordsDuring }) => recordsDuring ?? []);
  const cells = [
    mode,
    formatDuration(quantile(holds, 0.5)),
    formatDuration(quantile(holds, 0.99)),
    formatDuration(Math.max(...holds)),
    uploads.length > 0 ? formatDuration(quantile(uploads, 0.5)) : 'under the lock',
    formatBytes(quantile(bytes, 0.5)),
    formatRate(quantile(before, 0.5), 'records'),
    during.length > 0
      ? `${formatRate(quantile(during, 0.5), 'records')} (${Math.round((quantile(during, 0.5) / quantile(before, 0.5)) * 100)} %)`
      : '0 under the lock',
  ];
  return `| ${cells.join(' | ')} |`;
}

/** Durations of a phase of the counting operator, ms. */
function durations({ spans }: Trace, phase: 'sync' | 'async'): number[] {
  const found: number[] = [];
  for (let i = 0; i < spans.length; i++) {
    if (spans.operator[i] === counting && spans.phase[i] === phases.indexOf(phase)) {
      found.push(spans.end[i]! - spans.start[i]!);
    }
  }
  return found;
}

function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? Number.NaN;
}
