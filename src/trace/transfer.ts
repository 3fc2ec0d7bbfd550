import type { Batches, Counter, Spans, Trace } from './model.js';

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

const spanWide = ['start', 'end', 'uncertainty', 'bytes'] as const;
const spanInt = ['checkpoint', 'operator', 'subtask'] as const;
const spanByte = ['phase', 'origin'] as const;
const batchWide = ['start', 'end'] as const;
const batchInt = ['checkpoint', 'operator', 'subtask', 'records'] as const;

/**
 * Puts all columns into one buffer: 8-byte columns first, then 4-byte, then 1-byte, so that each is aligned.
 * A host message then carries one whole `ArrayBuffer` and not a view on a pool, which would arrive wrong.
 */
export function packTrace(trace: Trace): PackedTrace {
  const { spans, counters, batches, ...rest } = trace;
  const columns = [
    ...spanWide.map((name) => spans[name]),
    ...batchWide.map((name) => batches[name]),
    ...counters.map((counter) => counter.values),
    ...spanInt.map((name) => spans[name]),
    ...batchInt.map((name) => batches[name]),
    ...spanByte.map((name) => spans[name]),
  ];
  const buffer = new Uint8Array(columns.reduce((sum, column) => sum + column.byteLength, 0));
  let offset = 0;
  for (const column of columns) {
    buffer.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), offset);
    offset += column.byteLength;
  }
  const header: PackedHeader = {
    ...rest,
    spanCount: spans.length,
    batchCount: batches.length,
    counters: counters.map(({ values, ...counter }) => ({ ...counter, length: values.length })),
  };
  return { header, columns: buffer.buffer };
}

/** The inverse of {@link packTrace}; the columns are views on the packed buffer, nothing is copied. */
export function unpackTrace({ header, columns }: PackedTrace): Trace {
  const { spanCount, batchCount, counters: packedCounters, ...rest } = header;
  let offset = 0;
  const wide = (length: number): Float64Array<ArrayBuffer> => {
    const column = new Float64Array(columns, offset, length);
    offset += column.byteLength;
    return column;
  };
  const int = (length: number): Int32Array<ArrayBuffer> => {
    const column = new Int32Array(columns, offset, length);
    offset += column.byteLength;
    return column;
  };
  const byte = (length: number): Uint8Array<ArrayBuffer> => {
    const column = new Uint8Array(columns, offset, length);
    offset += column.byteLength;
    return column;
  };
  const spanWideColumns = named(spanWide, () => wide(spanCount));
  const batchWideColumns = named(batchWide, () => wide(batchCount));
  const counters = packedCounters.map(({ length, ...counter }) => ({ ...counter, values: wide(length) }));
  const spanIntColumns = named(spanInt, () => int(spanCount));
  const batchIntColumns = named(batchInt, () => int(batchCount));
  const spanByteColumns = named(spanByte, () => byte(spanCount));
  const spans: Spans = { length: spanCount, ...spanWideColumns, ...spanIntColumns, ...spanByteColumns };
  const batches: Batches = { length: batchCount, ...batchWideColumns, ...batchIntColumns };
  return { ...rest, spans, counters, batches };
}

function named<Name extends string, Column>(
  names: readonly Name[],
  make: () => Column,
): Record<Name, Column> {
  return Object.fromEntries(names.map((name) => [name, make()])) as Record<Name, Column>;
}
