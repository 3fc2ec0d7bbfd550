import {
  ckptFormat,
  ckptVersion,
  nothingUnknown,
  type UnknownColumns,
  type UnknownFields,
} from './ckptFormat.js';
import { epochText } from './epochText.js';
import type { Fields } from './json/fields.js';
import {
  origins,
  phases,
  type Checkpoint,
  type Counter,
  type LockObservation,
  type Operator,
  type SubtaskOutcome,
  type Trace,
  type TraceSource,
} from './model.js';
import { toNanoseconds } from './nanoseconds.js';

/**
 * The text of a `*.ckpt.json`. Canonical: the same trace gives the same text, and what was written and read is written
 * alike; one line an entry or a column, so that two files can be compared by line. Times are rounded to nanoseconds;
 * optional columns that say nothing are left out. Built by joins: the recorder writes while the run goes on.
 */
export function writeTrace(trace: Trace, unknown: UnknownFields = nothingUnknown): string {
  const { counters, observations, outcomes } = trace;
  return object([
    ['format', JSON.stringify(ckptFormat)],
    ['version', String(ckptVersion)],
    ['producer', inLine({ ...trace.producer, ...unknown.producer })],
    ['source', sourceLine(trace.source)],
    ['epoch', JSON.stringify(epochText(trace.epoch))],
    ['operators', list(trace.operators.map((operator, i) => operatorLine(operator, unknown.operators[i])))],
    [
      'checkpoints',
      list(trace.checkpoints.map((checkpoint, i) => checkpointLine(checkpoint, unknown.checkpoints[i]))),
    ],
    ['spans', spanColumns(trace, unknown.spans)],
    [
      'counters',
      counters.length > 0 && list(counters.map((counter, i) => counterLine(counter, unknown.counters[i]))),
    ],
    ['batches', batchColumns(trace, unknown.batches)],
    ['observations', observations.length > 0 && list(observations.map(observationLine))],
    ['outcomes', outcomes.length > 0 && list(outcomes.map(outcomeLine))],
    ...Object.entries(unknown.top).map(([name, value]): Member => [name, inLine(value)]),
  ]);
}

/** A name and the JSON of its value; `false` leaves it out. */
type Member = readonly [name: string, json: string | false];

function spanColumns({ spans }: Trace, unknown: UnknownColumns): string {
  const quotedPhases = phases.map((phase) => JSON.stringify(phase));
  const quotedOrigins = origins.map((origin) => JSON.stringify(origin));
  return object(
    [
      ['checkpoint', row(spans.checkpoint)],
      ['operator', row(spans.operator)],
      ['subtask', row(spans.subtask)],
      ['phase', row(Array.from(spans.phase, (code) => quotedPhases[code]!))],
      ['start', times(spans.start)],
      ['duration', durations(spans)],
      ['origin', isSaid(spans.origin) && row(Array.from(spans.origin, (code) => quotedOrigins[code]!))],
      ['uncertainty', isSaid(spans.uncertainty) && times(spans.uncertainty)],
      ['bytes', isSaid(spans.bytes) && times(spans.bytes)],
      ...unknownMembers(unknown),
    ],
    '  ',
  );
}

function batchColumns({ batches }: Trace, unknown: UnknownColumns): string | false {
  if (batches.length === 0) return false;
  return object(
    [
      ['checkpoint', row(batches.checkpoint)],
      ['operator', row(batches.operator)],
      ['subtask', row(batches.subtask)],
      ['start', times(batches.start)],
      ['duration', durations(batches)],
      ['records', row(batches.records)],
      ...unknownMembers(unknown),
    ],
    '  ',
  );
}

function sourceLine(source: TraceSource): string {
  const { kind, job, state, failure, snapshot, resolution, ...rest } = source;
  return inLine({ kind, job, state, failure, snapshot, resolution, ...rest });
}

function operatorLine(operator: Operator, unknown: Fields | undefined): string {
  const { id, name, parallelism, inputs, definedAt, locations } = operator;
  return inLine({
    id,
    name,
    parallelism,
    inputs: inputs.map(({ from, ship }) => ({ from, ship })),
    definedAt: definedAt && { file: definedAt.file, line: definedAt.line },
    locations,
    ...unknown,
  });
}

function checkpointLine(checkpoint: Checkpoint, unknown: Fields | undefined): string {
  const { id, kind, trigger, end, status, bytes, fullBytes, type, failure } = checkpoint;
  return inLine({
    id,
    kind,
    trigger: toNanoseconds(trigger),
    end: end === undefined ? undefined : toNanoseconds(end),
    status,
    bytes,
    fullBytes,
    type,
    failure,
    ...unknown,
  });
}

function counterLine(
  { name, operator, subtask, start, step, values }: Counter,
  unknown: Fields | undefined,
): string {
  const head = {
    name,
    operator,
    subtask,
    start: toNanoseconds(start),
    step: toNanoseconds(step),
    ...unknown,
  };
  return `${inLine(head).slice(0, -1)},"values":${times(values)}}`;
}

function observationLine({
  operator,
  subtask,
  lastFree,
  firstHeld,
  lastHeld,
  firstFree,
  records,
}: LockObservation): string {
  return inLine({
    operator,
    subtask,
    lastFree: toNanoseconds(lastFree),
    firstHeld: toNanoseconds(firstHeld),
    lastHeld: toNanoseconds(lastHeld),
    firstFree: toNanoseconds(firstFree),
    records,
  });
}

function outcomeLine({ checkpoint, operator, subtask, outcome }: SubtaskOutcome): string {
  return inLine({ checkpoint, operator, subtask, outcome });
}

function durations({
  length,
  start,
  end,
}: {
  length: number;
  start: Float64Array;
  end: Float64Array;
}): string {
  const written: number[] = [];
  for (let i = 0; i < length; i++) {
    written.push(Math.max(0, toNanoseconds(toNanoseconds(end[i]!) - toNanoseconds(start[i]!))));
  }
  return row(written);
}

function times(values: Float64Array): string {
  return `[${Array.from(values, numberText).join(',')}]`;
}

function row(values: Int32Array | readonly (number | string)[]): string {
  return `[${values.join(',')}]`;
}

/** What is no number is written as null, so that the rest of the file stays readable. */
function numberText(value: number): string {
  return Number.isFinite(value) ? String(toNanoseconds(value)) : 'null';
}

/** Whether a column says more than its default, 0. */
function isSaid(values: Uint8Array | Float64Array): boolean {
  return values.some((value) => value !== 0);
}

function unknownMembers(columns: UnknownColumns): readonly Member[] {
  return Object.entries(columns).map(([name, values]) => [name, inLine(values)]);
}

function inLine(value: unknown): string {
  return JSON.stringify(value);
}

function list(lines: readonly string[]): string {
  return lines.length === 0 ? '[]' : `[\n    ${lines.join(',\n    ')}\n  ]`;
}

function object(members: readonly Member[], indent = ''): string {
  const lines = members
    .filter(([, json]) => json !== false)
    .map(([name, json]) => `${indent}  ${JSON.stringify(name)}: ${json}`);
  return `{\n${lines.join(',\n')}\n${indent}}${indent === '' ? '\n' : ''}`;
}
