import type { Batches, Spans, Trace } from './model.js';

type Column = Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

/**
 * The buffers of all columns, one each, in the order in which {@link plainReader} takes them. A column that shares its buffer is
 * copied: a buffer moves to another thread as a whole, and once.
 */
export function plainColumns({ spans, batches, counters }: Trace): readonly ArrayBuffer[] {
  const taken = new Set<ArrayBuffer>();
  return [
    ...[spans.checkpoint, spans.operator, spans.subtask, spans.phase, spans.start, spans.end],
    ...[spans.origin, spans.uncertainty, spans.bytes],
    ...[batches.checkpoint, batches.operator, batches.subtask, batches.start, batches.end, batches.records],
    ...counters.map(({ values }) => values),
  ].map(({ buffer, byteLength, byteOffset }: Column) => {
    const isWhole = byteLength === buffer.byteLength && !taken.has(buffer);
    if (!isWhole) return buffer.slice(byteOffset, byteOffset + byteLength);
    taken.add(buffer);
    return buffer;
  });
}

/** Gives the columns of a trace, in this order and with the lengths that they had. */
export interface ColumnReader {
  spans(length: number): Spans;
  batches(length: number): Batches;
  /** Those of each counter in turn. */
  values(length: number): Float64Array<ArrayBuffer>;
}

/** Columns on the buffers that {@link plainColumns} gave. */
export function plainReader(buffers: readonly ArrayBuffer[]): ColumnReader {
  let at = 0;
  const wide = (): Float64Array<ArrayBuffer> => new Float64Array(buffers[at++]!);
  const int = (): Int32Array<ArrayBuffer> => new Int32Array(buffers[at++]!);
  const byte = (): Uint8Array<ArrayBuffer> => new Uint8Array(buffers[at++]!);
  // The members of an object are made in the order in which they stand there.
  return {
    spans: (length) => ({
      length,
      ...{ checkpoint: int(), operator: int(), subtask: int(), phase: byte(), start: wide(), end: wide() },
      ...{ origin: byte(), uncertainty: wide(), bytes: wide() },
    }),
    batches: (length) => ({
      length,
      ...{ checkpoint: int(), operator: int(), subtask: int(), start: wide(), end: wide(), records: int() },
    }),
    values: wide,
  };
}
