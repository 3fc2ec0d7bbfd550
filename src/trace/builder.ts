import {
  origins,
  phases,
  type Batches,
  type Checkpoint,
  type Counter,
  type LockObservation,
  type Operator,
  type Origin,
  type Phase,
  type Spans,
  type SubtaskOutcome,
  type Trace,
  type TraceSource,
} from './model.js';
import type { CheckpointIndex, EpochMs, Ms, OperatorIndex, SubtaskIndex } from './units.js';

export interface SpanRow {
  readonly checkpoint: CheckpointIndex;
  readonly operator: OperatorIndex;
  readonly subtask: SubtaskIndex;
  readonly phase: Phase;
  readonly start: Ms;
  readonly end: Ms;
  readonly origin?: Origin;
  readonly uncertainty?: Ms;
  readonly bytes?: number;
}

export interface BatchRow {
  readonly checkpoint: CheckpointIndex;
  readonly operator: OperatorIndex;
  readonly subtask: SubtaskIndex;
  readonly start: Ms;
  readonly end: Ms;
  readonly records: number;
}

export interface TraceParts {
  readonly producer: Trace['producer'];
  readonly source: TraceSource;
  readonly epoch: EpochMs;
  readonly operators: readonly Operator[];
  readonly checkpoints: readonly Checkpoint[];
  readonly spans: readonly SpanRow[];
  readonly counters?: readonly Counter[];
  readonly batches?: readonly BatchRow[];
  readonly observations?: readonly LockObservation[];
  readonly outcomes?: readonly SubtaskOutcome[];
}

/** Builds a trace from rows: sorts the spans and batches and puts them into columns. */
export function buildTrace(parts: TraceParts): Trace {
  return {
    producer: parts.producer,
    source: parts.source,
    epoch: parts.epoch,
    operators: parts.operators,
    checkpoints: parts.checkpoints,
    spans: spanColumns(parts.spans),
    counters: parts.counters ?? [],
    batches: batchColumns(parts.batches ?? []),
    observations: parts.observations ?? [],
    outcomes: parts.outcomes ?? [],
  };
}

/** Puts rows into columns, sorted by operator, subtask, then start. */
export function spanColumns(rows: readonly SpanRow[]): Spans {
  const sorted = [...rows].sort(byRowThenStart);
  return {
    length: sorted.length,
    checkpoint: Int32Array.from(sorted, (row) => row.checkpoint),
    operator: Int32Array.from(sorted, (row) => row.operator),
    subtask: Int32Array.from(sorted, (row) => row.subtask),
    phase: Uint8Array.from(sorted, (row) => phases.indexOf(row.phase)),
    start: Float64Array.from(sorted, (row) => row.start),
    end: Float64Array.from(sorted, (row) => row.end),
    origin: Uint8Array.from(sorted, (row) => origins.indexOf(row.origin ?? 'measured')),
    uncertainty: Float64Array.from(sorted, (row) => row.uncertainty ?? 0),
    bytes: Float64Array.from(sorted, (row) => row.bytes ?? 0),
  };
}

/** Puts rows into columns, sorted by operator, subtask, then start. */
export function batchColumns(rows: readonly BatchRow[]): Batches {
  const sorted = [...rows].sort(byRowThenStart);
  return {
    length: sorted.length,
    checkpoint: Int32Array.from(sorted, (row) => row.checkpoint),
    operator: Int32Array.from(sorted, (row) => row.operator),
    subtask: Int32Array.from(sorted, (row) => row.subtask),
    start: Float64Array.from(sorted, (row) => row.start),
    end: Float64Array.from(sorted, (row) => row.end),
    records: Int32Array.from(sorted, (row) => row.records),
  };
}

interface Placed {
  readonly operator: OperatorIndex;
  readonly subtask: SubtaskIndex;
  readonly start: Ms;
}

function byRowThenStart(a: Placed, b: Placed): number {
  return a.operator - b.operator || a.subtask - b.subtask || a.start - b.start;
}
