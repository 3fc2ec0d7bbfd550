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

/** A trace as one structured-cloneable header and one buffer that holds every column. */
export interface PackedTrace {
  readonly header: PackedHeader;
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
export function packTrace(trace: Trace): PackedTrace {
  const { spans, counters, batches, ...rest } = trace;
  const writer = new ByteWriter();
  writeSpans(writer, spans, rest.checkpoints);
  writeBatches(writer, batches, rest.checkpoints);
  for (const { values } of counters) writeNumbers(writer, values, likeThePrevious);
  const header: PackedHeader = {
    ...rest,
    spanCount: spans.length,
    batchCount: batches.length,
    counters: counters.map(({ values, ...counter }) => ({ ...counter, length: values.length })),
  };
  return { header, columns: writer.written };
}

/** The inverse of {@link packTrace}: each value is what it was, to the last bit. */
export function unpackTrace({ header, columns }: PackedTrace): Trace {
  const { spanCount, batchCount, counters: packedCounters, ...rest } = header;
  const reader = new ByteReader(columns);
  const spans = readSpans(reader, spanCount, rest.checkpoints);
  const batches = readBatches(reader, batchCount, rest.checkpoints);
  const counters = packedCounters.map(({ length, ...counter }) => ({
    ...counter,
    values: readNumbers(reader, length, likeThePrevious),
  }));
  return { ...rest, spans, counters, batches };
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
