import type { Batches, Spans, Trace, TraceSource } from '../trace/model.js';
import type { CheckpointIndex } from '../trace/units.js';

/**
 * The part of a trace that some of its checkpoints are, as a trace of its own: they alone are in it, in their order, with their
 * spans, waits and outcomes. What cannot be said of a part is not in it: how the whole of the run ended and how often it was
 * started again, and counters, as what was processed before a checkpoint depends on those that are left out.
 *
 * @param checkpoints positions in the trace's own list, ascending
 */
export function partOfTrace(trace: Trace, checkpoints: readonly CheckpointIndex[]): Trace {
  const places = new Int32Array(trace.checkpoints.length).fill(-1);
  checkpoints.forEach((checkpoint, place) => (places[checkpoint] = place));
  const ofPart = <Of extends { readonly checkpoint: CheckpointIndex }>(list: readonly Of[]): Of[] =>
    list.flatMap((of) => (places[of.checkpoint]! < 0 ? [] : [{ ...of, checkpoint: places[of.checkpoint]! }]));
  return {
    ...trace,
    source: ofAnyPart(trace.source),
    checkpoints: checkpoints.map((checkpoint) => trace.checkpoints[checkpoint]!),
    spans: picked(trace.spans, places),
    batches: picked(trace.batches, places),
    waits: ofPart(trace.waits),
    outcomes: ofPart(trace.outcomes),
    counters: [],
    restarts: [],
  };
}

function ofAnyPart(source: TraceSource): TraceSource {
  const { kind, job } = source;
  const others = Object.entries(source).filter(([name]) => name !== 'state' && name !== 'failure');
  return { kind, job, ...Object.fromEntries(others) };
}

/** The rows of a table that belong to the part, in their order, with the checkpoints' new places. */
function picked<Table extends Spans | Batches>(table: Table, places: Int32Array): Table {
  const kept: number[] = [];
  for (let i = 0; i < table.length; i++) if (places[table.checkpoint[i]!]! >= 0) kept.push(i);
  const columns: unknown = Object.fromEntries(
    Object.entries(table).map(([name, column]: [string, unknown]) => [
      name,
      name === 'checkpoint'
        ? Int32Array.from(kept, (i) => places[table.checkpoint[i]!]!)
        : isColumn(column)
          ? pickedColumn(column, kept)
          : kept.length,
    ]),
  );
  return columns as Table;
}

type Column = Int32Array | Float64Array | Uint8Array;

function isColumn(value: unknown): value is Column {
  return value instanceof Int32Array || value instanceof Float64Array || value instanceof Uint8Array;
}

function pickedColumn(column: Column, kept: readonly number[]): Column {
  const values = column.slice(0, kept.length);
  kept.forEach((from, to) => (values[to] = column[from]!));
  return values;
}
