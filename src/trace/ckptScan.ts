import { ckptFormat, ckptVersion } from './ckptFormat.js';
import type { Targets } from './ckptIntervals.js';
import { readCounters } from './ckptParts.js';
import { readBatches, readSpans } from './ckptSpans.js';
import { assembleTrace, type AssembledTrace } from './ckptTrace.js';
import { msLimit, type Fields } from './json/fields.js';
import { Findings } from './json/findings.js';
import { origins, phases, type Batches, type Counter, type Spans } from './model.js';
import { toNanoseconds } from './nanoseconds.js';
import { ByteScanner, closeBrace, closeBracket, openBrace, openBracket } from './scan/byteScanner.js';
import { indexColumn, numberColumn, wordColumn, type ScannedTable } from './scan/columnFormat.js';
import { scanColumn } from './scan/columnScanner.js';
import { scanTable } from './scan/tableScanner.js';

const intervalColumns = {
  checkpoint: indexColumn,
  operator: indexColumn,
  subtask: indexColumn,
  start: numberColumn,
  duration: numberColumn,
};
const intervalRequired = ['checkpoint', 'operator', 'subtask', 'start', 'duration'] as const;

const batchFormat = {
  columns: { ...intervalColumns, records: indexColumn },
  required: [...intervalRequired, 'records'] as const,
};

/** Its words remember what they read, so each file has its own. */
function spanFormat() {
  return {
    columns: {
      ...intervalColumns,
      phase: wordColumn(phases),
      origin: wordColumn(origins),
      uncertainty: numberColumn,
      bytes: numberColumn,
    },
    required: [...intervalRequired, 'phase'] as const,
  };
}

type ScannedIntervals = ScannedTable<typeof intervalColumns>;
type ScannedSpans = ScannedTable<ReturnType<typeof spanFormat>['columns']>;
type ScannedBatches = ScannedTable<(typeof batchFormat)['columns']>;

/** The members of a file: short ones as `JSON.parse` gives them, long ones in columns. */
interface ScannedFile {
  readonly fields: Fields;
  readonly spans: ScannedSpans | undefined;
  readonly batches: ScannedBatches | undefined;
  /** The values of each counter. */
  readonly series: readonly Float64Array<ArrayBuffer>[];
}

/**
 * Reads a `*.ckpt.json` in which nothing is to be complained of, from its bytes straight into columns.
 *
 * @throws {Surprise} for any other file, and for some sound ones: with columns that this version does not know, or spans
 *   that are not sorted.
 */
export function scanTrace(bytes: Uint8Array): AssembledTrace {
  const scanner = new ByteScanner(bytes, hasByteOrderMark(bytes) ? 3 : 0);
  const { fields, spans, batches, series } = scanFile(scanner);
  const refuse = (): never => scanner.fail(0);
  if (fields['format'] !== ckptFormat || fields['version'] !== ckptVersion) refuse();
  const findings = new Findings();
  const assembled = assembleTrace(fields, findings, {
    spans: (targets) =>
      spans === undefined
        ? readSpans(undefined, targets, findings)
        : { spans: spansOf(spans, targets, refuse), unknown: {} },
    batches: (targets) =>
      batches === undefined
        ? readBatches(undefined, targets, findings)
        : { batches: batchesOf(batches, targets, refuse), unknown: {} },
    counters: (top, targets) => {
      const counters = readCounters(top, targets, findings);
      const withValues = (counter: Counter, i: number): Counter => ({ ...counter, values: series[i]! });
      return { ...counters, entries: counters.entries.map(withValues) };
    },
  });
  if (!findings.isEmpty) refuse();
  return assembled;
}

function hasByteOrderMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

function scanFile(scanner: ByteScanner): ScannedFile {
  let spans: ScannedSpans | undefined;
  let batches: ScannedBatches | undefined;
  const series: Float64Array<ArrayBuffer>[] = [];
  const fields = scanMembers(scanner, (name) => {
    if (name === 'spans') spans = scanTable(scanner, spanFormat());
    else if (name === 'batches') batches = scanTable(scanner, batchFormat);
    else if (name === 'counters') return scanCounters(scanner, series);
    else return scanner.value();
    return undefined;
  });
  scanner.skipSpace();
  if (scanner.at !== scanner.bytes.length) scanner.fail();
  return { fields, spans, batches, series };
}

/** Reads counters and puts their values apart; in the fields an empty list stands for them. */
function scanCounters(scanner: ByteScanner, series: Float64Array<ArrayBuffer>[]): readonly Fields[] {
  const counters: Fields[] = [];
  scanner.expect(openBracket);
  if (scanner.takes(closeBracket)) return counters;
  do {
    scanner.skipSpace();
    const start = scanner.at;
    let values: Float64Array<ArrayBuffer> | undefined;
    const fields = scanMembers(scanner, (name) => {
      if (name !== 'values') return scanner.value();
      values = scanColumn(scanner, numberColumn);
      return [];
    });
    if (values?.every(isMoment) !== true) scanner.fail(start);
    counters.push(fields);
    series.push(values);
  } while (scanner.goesOn(closeBracket));
  return counters;
}

/** Reads an object, each value by `read`, and leaves out those that read as undefined; a doubled name is a surprise. */
function scanMembers(scanner: ByteScanner, read: (name: string) => unknown): Fields {
  const names = new Set<string>();
  const members: [string, unknown][] = [];
  scanner.expect(openBrace);
  if (scanner.takes(closeBrace)) return {};
  do {
    const start = scanner.at;
    const name = scanner.name();
    if (names.has(name)) scanner.fail(start);
    names.add(name);
    const value = read(name);
    if (value !== undefined) members.push([name, value]);
  } while (scanner.goesOn(closeBrace));
  return Object.fromEntries(members);
}

function spansOf(scanned: ScannedSpans, targets: Targets, refuse: () => never): Spans {
  const { phase, origin, uncertainty, bytes } = scanned;
  const intervals = intervalsOf(scanned, targets, refuse);
  for (let i = 0; i < scanned.length; i++) {
    if (!isAmount(uncertainty[i]!) || !isAmount(bytes[i]!)) refuse();
  }
  return { ...intervals, phase, origin, uncertainty, bytes };
}

function batchesOf(scanned: ScannedBatches, targets: Targets, refuse: () => never): Batches {
  return { ...intervalsOf(scanned, targets, refuse), records: scanned.records };
}

/** Checks what a table points to and its order, and puts ends in the place of durations. */
function intervalsOf(scanned: ScannedIntervals, targets: Targets, refuse: () => never) {
  const { length, checkpoint, operator, subtask, start, duration } = scanned;
  const parallelism = Int32Array.from(targets.parallelism);
  const checkpointCount = targets.checkpoints.length;
  for (let i = 0; i < length; i++) {
    const isPlaced = checkpoint[i]! < checkpointCount && operator[i]! < parallelism.length;
    if (!isPlaced || subtask[i]! >= parallelism[operator[i]!]!) refuse();
    if (!isMoment(start[i]!) || !isAmount(duration[i]!)) refuse();
    const from = toNanoseconds(start[i]!);
    const to = toNanoseconds(from + duration[i]!);
    if (!isMoment(to)) refuse();
    start[i] = from;
    duration[i] = to;
    if (i === 0) continue;
    const order = operator[i]! - operator[i - 1]! || subtask[i]! - subtask[i - 1]! || from - start[i - 1]!;
    if (order < 0) refuse();
  }
  return { length, checkpoint, operator, subtask, start, end: duration };
}

function isMoment(ms: number): boolean {
  return ms <= msLimit && ms >= -msLimit;
}

function isAmount(value: number): boolean {
  return value >= 0 && value <= msLimit;
}
