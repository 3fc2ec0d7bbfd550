import type { Batches, Checkpoint, Counter, Spans, Trace } from './model.js';
import { ByteReader } from './packing/byteReader.js';
import { ByteWriter } from './packing/byteWriter.js';
import { readIntegers, readNumbers, writeIntegers, writeNumbers } from './packing/columns.js';
import { readTimes, writeTimes } from './packing/intervals.js';
import {
  inTurn,
  likeThePrevious,
  likeTheLastOf,
  steppingLikeTheLastOf,
  turns,
} from './packing/prediction.js';
import { plainColumns, plainReader, type ColumnReader } from './plainColumns.js';

/** A trace as a header that can be cloned and the buffers of its columns: small in one, or each as it is. */
export interface PackedTrace {
  readonly header: PackedHeader;
  readonly columns: ArrayBuffer | readonly ArrayBuffer[];
}

export interface CompactTrace extends PackedTrace {
  readonly columns: ArrayBuffer;
}

type PackedHeader = Omit<Trace, 'spans' | 'counters' | 'batches'> & {
  readonly spanCount: number;
  readonly batchCount: number;
  readonly counters: readonly (Omit<Counter, 'values'> & { readonly length: number })[];
};

/**
 * Puts all columns into one buffer, a sixth to a tenth as large: a page is on another machine where VS Code is, and even on
 * the same one what it is sent is copied several times. A host message carries one whole `ArrayBuffer`, and not a view on a
 * pool, which would arrive wrong.
 */
export function packTrace(trace: Trace): CompactTrace {
  const { spans, counters, batches, checkpoints } = trace;
  const writer = new ByteWriter();
  writeSpans(writer, spans, checkpoints);
  writeBatches(writer, batches, checkpoints);
  for (const { values } of counters) writeNumbers(writer, values, likeThePrevious);
  return { header: headerOf(trace), columns: writer.written };
}

/**
 * Gives the columns away as they are, for where nothing goes over a wire: buffers move between the threads of a browser at no cost,
 * and packing and unpacking takes a third of the time until a million spans are seen.
 */
export function packPlainly(trace: Trace): PackedTrace {
  return { header: headerOf(trace), columns: plainColumns(trace) };
}

/** What of a trace moves to another thread. */
export function buffersOf({ columns }: PackedTrace): ArrayBuffer[] {
  return columns instanceof ArrayBuffer ? [columns] : [...columns];
}

/** The inverse of {@link packTrace} and {@link packPlainly}: each value is what it was, to the last bit. */
export function unpackTrace({ header, columns }: PackedTrace): Trace {
  const { spanCount, batchCount, counters: packedCounters, ...rest } = header;
  const reader =
    columns instanceof ArrayBuffer
      ? compactReader(new ByteReader(columns), rest.checkpoints)
      : plainReader(columns);
  const spans = reader.spans(spanCount);
  const batches = reader.batches(batchCount);
  const counters = packedCounters.map(({ length, ...counter }) => ({
    ...counter,
    values: reader.values(length),
  }));
  return { ...rest, spans, counters, batches };
}

function headerOf({ spans, counters, batches, ...rest }: Trace): PackedHeader {
  return {
    ...rest,
    spanCount: spans.length,
    batchCount: batches.length,
    counters: counters.map(({ values, ...counter }) => ({ ...counter, length: values.length })),
  };
}

function compactReader(reader: ByteReader, checkpoints: readonly Checkpoint[]): ColumnReader {
  return {
    spans: (length) => readSpans(reader, length, checkpoints),
    batches: (length) => readBatches(reader, length, checkpoints),
    values: (length) => readNumbers(reader, length, likeThePrevious),
  };
}

function writeSpans(writer: ByteWriter, spans: Spans, checkpoints: readonly Checkpoint[]): void {
  const { phase, origin, checkpoint, operator, subtask, uncertainty, bytes } = spans;
  const ofPhase = likeTheLastOf(phase);
  writeIntegers(writer, phase, inTurn);
  writeIntegers(writer, origin, ofPhase);
  writeIntegers(writer, checkpoint, steppingLikeTheLastOf(turns(phase)));
  writeIntegers(writer, operator, likeThePrevious);
  writeIntegers(writer, subtask, likeThePrevious);
  writeTimes(writer, spans, checkpoints);
  writeNumbers(writer, uncertainty, ofPhase);
  writeNumbers(writer, bytes, ofPhase);
}

function readSpans(reader: ByteReader, length: number, checkpoints: readonly Checkpoint[]): Spans {
  const phase = readIntegers(reader, new Uint8Array(length), inTurn);
  const ofPhase = likeTheLastOf(phase);
  const origin = readIntegers(reader, new Uint8Array(length), ofPhase);
  const checkpoint = readIntegers(reader, new Int32Array(length), steppingLikeTheLastOf(turns(phase)));
  const operator = readIntegers(reader, new Int32Array(length), likeThePrevious);
  const subtask = readIntegers(reader, new Int32Array(length), likeThePrevious);
  const places = { length, checkpoint, operator, subtask };
  const times = readTimes(reader, places, checkpoints);
  const uncertainty = readNumbers(reader, length, ofPhase);
  const bytes = readNumbers(reader, length, ofPhase);
  return { ...places, phase, ...times, origin, uncertainty, bytes };
}

function writeBatches(writer: ByteWriter, batches: Batches, checkpoints: readonly Checkpoint[]): void {
  const { checkpoint, operator, subtask, records } = batches;
  for (const column of [checkpoint, operator, subtask]) writeIntegers(writer, column, likeThePrevious);
  writeTimes(writer, batches, checkpoints);
  writeIntegers(writer, records, likeThePrevious);
}

function readBatches(reader: ByteReader, length: number, checkpoints: readonly Checkpoint[]): Batches {
  const checkpoint = readIntegers(reader, new Int32Array(length), likeThePrevious);
  const operator = readIntegers(reader, new Int32Array(length), likeThePrevious);
  const subtask = readIntegers(reader, new Int32Array(length), likeThePrevious);
  const places = { length, checkpoint, operator, subtask };
  const times = readTimes(reader, places, checkpoints);
  return { ...places, ...times, records: readIntegers(reader, new Int32Array(length), likeThePrevious) };
}
