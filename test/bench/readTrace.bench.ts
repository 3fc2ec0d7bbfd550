/**
 * How long a trace file takes from bytes to columns, and how much memory: scanned, by `JSON.parse` alone, and read by the
 * tolerant reader. Each measurement has a process of its own, as the first file that a worker reads; the ways take turns,
 * so that a change in the machine's mood meets all of them.
 *
 *     npm run bench -- readTrace [rounds] [thousands of spans]...
 */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { formatBytes, formatDuration } from '../../src/analysis/quantities.js';
import { decodeText, readTrace, readTraceBytes } from '../../src/trace/ckptReader.js';
import type { Trace } from '../../src/trace/model.js';
import { packTrace } from '../../src/trace/transfer.js';
import { writeHugeTrace } from '../fixtures/hugeTraceFile.js';
import { machine, median, say, spread } from './report.js';

/** Ways to read a file; those that give a trace are asked for its length, so that all have read the same. */
const ways = {
  scan: (bytes: Uint8Array): Trace => readTraceBytes(bytes).trace,
  'JSON.parse': (bytes: Uint8Array): unknown => JSON.parse(decodeText(bytes)),
  tolerant: (bytes: Uint8Array): Trace => readTrace(decodeText(bytes)).trace,
};
type Way = keyof typeof ways;

interface Measurement {
  readonly ms: number;
  /** Time on processors, which other programs on the machine disturb less. */
  readonly cpuMs: number;
  /** Memory at the peak, beyond what the process had with the file's bytes read. */
  readonly bytes: number;
  /** What a worker does besides, before the page can paint: it packs the columns. */
  readonly packMs: number;
}

const [first, ...more] = process.argv.slice(2);
if (first === 'measure') measure(more[0] as Way, more[1]!);
else compare(Number(first ?? 5), more.length > 0 ? more.map(Number) : [100, 1000, 10_000]);

function measure(way: Way, file: string): void {
  const bytes = readFileSync(file);
  const before = peakMemory();
  const cpuStart = process.cpuUsage();
  const start = performance.now();
  const read = ways[way](bytes);
  const end = performance.now();
  const { user, system } = process.cpuUsage(cpuStart);
  const peak = peakMemory();
  if (way !== 'JSON.parse') {
    packTrace(read as Trace);
  }
  const measured: Measurement = {
    ms: end - start,
    cpuMs: (user + system) / 1000,
    bytes: peak - before,
    packMs: performance.now() - end,
  };
  say(JSON.stringify(measured));
}

function peakMemory(): number {
  return process.resourceUsage().maxRSS * 1024;
}

function compare(rounds: number, thousands: readonly number[]): void {
  say(`${machine()}; ${rounds} rounds.\n`);
  say('| spans | file | way | median | spread | on processors | times the scan | memory | then packing |');
  say('| --- | --- | --- | --- | --- | --- | --- | --- | --- |');
  const folder = mkdtempSync(join(tmpdir(), 'checkpoint-lens-bench-'));
  try {
    for (const count of thousands) compareAt(join(folder, `${count}k.ckpt.json`), count * 1000, rounds);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function compareAt(file: string, spans: number, rounds: number): void {
  const target = openSync(file, 'w');
  writeHugeTrace(spans, 1000, (text) => writeSync(target, text));
  closeSync(target);
  const names = Object.keys(ways) as Way[];
  const measured = new Map<Way, Measurement[]>(names.map((way) => [way, []]));
  for (let round = 0; round < rounds; round++) {
    for (const way of names) measured.get(way)!.push(...inOwnProcess(way, file));
  }
  const scans = measured.get('scan')!;
  for (const [way, measurements] of measured) {
    say(
      `| ${[String(spans), formatBytes(statSync(file).size), way, ...cells(measurements, scans)].join(' | ')} |`,
    );
  }
  rmSync(file);
}

/** Nothing where this way cannot read the file. */
function inOwnProcess(way: Way, file: string): readonly Measurement[] {
  const self = fileURLToPath(import.meta.url);
  const { status, stdout } = spawnSync(process.execPath, [self, 'measure', way, file], { encoding: 'utf8' });
  return status === 0 ? [JSON.parse(stdout) as Measurement] : [];
}

function cells(measurements: readonly Measurement[], scans: readonly Measurement[]): readonly string[] {
  if (measurements.length === 0) return ['cannot', '', '', '', '', ''];
  const times = measurements.map(({ ms }) => ms);
  const ratios = measurements.map(({ cpuMs }, round) => cpuMs / scans[round]!.cpuMs);
  return [
    formatDuration(median(times)),
    spread(times),
    formatDuration(median(measurements.map(({ cpuMs }) => cpuMs))),
    `${median(ratios).toFixed(1)} (${Math.min(...ratios).toFixed(1)} to ${Math.max(...ratios).toFixed(1)})`,
    formatBytes(median(measurements.map(({ bytes }) => bytes))),
    formatDuration(median(measurements.map(({ packMs }) => packMs))),
  ];
}
