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
  type Restart,
  type Spans,
  type SubtaskOutcome,
  type Trace,
  type TraceSource,
  type Wait,
} from './model.js';
import { inRowOrder } from './rowOrder.js';
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
  readonly waits?: readonly Wait[];
  readonly outcomes?: readonly SubtaskOutcome[];
  readonly restarts?: readonly Restart[];
}

/** Builds a trace from rows: sorts spans, batches and waits, and puts the first two into columns. */
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
    waits: [...(parts.waits ?? [])].sort(inOrderOfRows),
    outcomes: parts.outcomes ?? [],
    restarts: parts.restarts ?? [],
  };
}

function inOrderOfRows(a: Wait, b: Wait): number {
  return a.operator - b.operator || a.subtask - b.subtask || a.start - b.start;
}

/** Puts rows into columns, sorted by operator, subtask, then start. */
export function spanColumns(rows: readonly SpanRow[]): Spans {
  const { length } = rows;
  const spans: Spans = {
    length,
    checkpoint: new Int32Array(length),
    operator: new Int32Array(length),
    subtask: new Int32Array(length),
    phase: new Uint8Array(length),
    start: new Float64Array(length),
    end: new Float64Array(length),
    origin: new Uint8Array(length),
    uncertainty: new Float64Array(length),
    bytes: new Float64Array(length),
  };
  rows.forEach((row, i) => {
    spans.checkpoint[i] = row.checkpoint;
    spans.operator[i] = row.operator;
    spans.subtask[i] = row.subtask;
    spans.phase[i] = phases.indexOf(row.phase);
    spans.start[i] = row.start;
    spans.end[i] = row.end;
    spans.origin[i] = origins.indexOf(row.origin ?? 'measured');
    spans.uncertainty[i] = row.uncertainty ?? 0;
    spans.bytes[i] = row.bytes ?? 0;
  });
  return inRowOrder(spans);
}

/** Puts rows into columns, sorted by operator, subtask, then start. */
export function batchColumns(rows: readonly BatchRow[]): Batches {
  return inRowOrder({
    length: rows.length,
    checkpoint: Int32Array.from(rows, (row) => row.checkpoint),
    operator: Int32Array.from(rows, (row) => row.operator),
    subtask: Int32Array.from(rows, (row) => row.subtask),
    start: Float64Array.from(rows, (row) => row.start),
    end: Float64Array.from(rows, (row) => row.end),
    records: Int32Array.from(rows, (row) => row.records),
  });
}
