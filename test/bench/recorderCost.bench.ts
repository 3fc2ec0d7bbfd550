/**
 * What recording costs: the keyed count of so many records with a checkpoint a second, with its trace and with --no-trace, in turn,
 * each in a process of its own. A run of a single record is taken off both: it is what starting takes.
 *
 *     npm run bench -- recorderCost [millions of records] [pairs] [keys] [parallelism]
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatCount, formatDuration } from '../../src/analysis/quantities.js';
import { keyedCount } from './keyedCount.js';
import { machine, median, say, spread } from './report.js';

const [millions = 100, pairs = 7, keys = 1_000_000, parallelism = 1] = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), 'checkpoint-lens-bench-'));
const recorded = ['--trace', join(folder, 'trace.ckpt.json')];
const unrecorded = ['--no-trace'];

const times = { recorded: [] as number[], unrecorded: [] as number[] };
try {
  for (let pair = 0; pair < pairs; pair++) {
    // Each comes first as often as the other: the machine's mood changes slowly.
    const names =
      pair % 2 === 0 ? (['recorded', 'unrecorded'] as const) : (['unrecorded', 'recorded'] as const);
    for (const name of names) times[name].push(processing(name === 'recorded' ? recorded : unrecorded));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
report();

/** How long the records take, ms, without the start of the process. */
function processing(trace: readonly string[]): number {
  return wallTime(millions * 1e6, trace) - wallTime(1, trace);
}

function wallTime(records: number, trace: readonly string[]): number {
  const args = ['dist/cli.js', 'run', keyedCount, '--interval', '1s', '--parallelism', String(parallelism)];
  const settings = [
    '--set',
    `keys=${keys}`,
    '--set',
    `records=${records}`,
    '--storage',
    join(folder, 'storage'),
  ];
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, [...args, ...settings, ...trace], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the run failed: ${stderr}`);
  return performance.now() - start;
}

function report(): void {
  const ratios = times.recorded.map((ms, pair) => ms / times.unrecorded[pair]!);
  const percent = (ratio: number): string =>
    `${ratio < 1 ? '−' : ''}${Math.abs((ratio - 1) * 100).toFixed(1)} %`;
  say(`${machine()}.`);
  say(
    `${millions} M records, ${formatCount(keys)} keys, parallelism ${parallelism}, ${pairs} pairs in turn.\n`,
  );
  say('| | processing: median | spread | M records/s |');
  say('| --- | --- | --- | --- |');
  for (const [name, of] of [
    ['with a trace', times.recorded] as const,
    ['--no-trace', times.unrecorded] as const,
  ]) {
    const rate = ((millions / median(of)) * 1000).toFixed(2);
    say(`| ${name} | ${formatDuration(median(of))} | ${spread(of)} | ${rate} |`);
  }
  say(
    `\nRecording takes ${percent(median(ratios))} more time, by pairs ${percent(Math.min(...ratios))} to ${percent(Math.max(...ratios))}.`,
  );
}
