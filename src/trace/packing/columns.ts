import type { ByteReader } from './byteReader.js';
import type { ByteWriter } from './byteWriter.js';
import type { Prediction } from './prediction.js';
import { fromTicks, inTicks } from './ticks.js';

/** Stands in place of a scale where values are written as they are. */
const asTheyAre = 0;

export function writeIntegers(
  writer: ByteWriter,
  column: Int32Array | Uint8Array,
  prediction: Prediction,
): void {
  const values = new Float64Array(column);
  prediction.take(values);
  writer.integers(values);
}

/** Fills a new column, which must be all zeros. */
export function readIntegers<Column extends Int32Array | Uint8Array>(
  reader: ByteReader,
  column: Column,
  prediction: Prediction,
): Column {
  reader.integersInto(column);
  prediction.give(column);
  return column;
}

export function writeNumbers(
  writer: ByteWriter,
  column: Float64Array<ArrayBuffer>,
  prediction: Prediction,
): void {
  const found = inTicks(column);
  writer.integer(found?.scale ?? asTheyAre);
  if (!found) {
    writer.doubles(column);
    return;
  }
  prediction.take(found.ticks);
  writer.integers(found.ticks);
  writeMisses(writer, column, found.misses);
}

export function readNumbers(
  reader: ByteReader,
  length: number,
  prediction: Prediction,
): Float64Array<ArrayBuffer> {
  const scale = reader.integer();
  if (scale === asTheyAre) return reader.doubles(length);
  const ticks = reader.integers(length);
  prediction.give(ticks);
  const values = fromTicks(scale, ticks);
  readMisses(reader, values);
  return values;
}

/** Writes the few values that are not in ticks, with their places. */
export function writeMisses(writer: ByteWriter, column: Float64Array, misses: readonly number[]): void {
  writer.integer(misses.length);
  writer.integers(Float64Array.from(misses));
  writer.doubles(Float64Array.from(misses, (i) => column[i]!));
}

export function readMisses(reader: ByteReader, values: Float64Array): void {
  const count = reader.integer();
  const places = reader.integers(count);
  const missed = reader.doubles(count);
  places.forEach((place, n) => (values[place] = missed[n]!));
}
