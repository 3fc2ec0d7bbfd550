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
  type Restart,
  type SubtaskOutcome,
  type Trace,
  type TraceSource,
  type Wait,
} from './model.js';
import { toNanoseconds } from './nanoseconds.js';

/** How many values of a column are made into text at once: a file may be longer than a string can be. */
const valuesAtOnce = 100_000;

/** The text of a `*.ckpt.json` at once, see {@link tracePieces}. @throws {RangeError} where no string is that long */
export function writeTrace(trace: Trace, unknown: UnknownFields = nothingUnknown): string {
  return [...tracePieces(trace, unknown)].join('');
}

/**
 * The text of a `*.ckpt.json`, piece by piece. Canonical: the same trace gives the same text, and what was written and read is
 * written alike; one line an entry or a column, so that two files can be compared by line. Times are rounded to nanoseconds;
 * optional columns that say nothing are left out. Built by joins: the recorder writes while the run goes on.
 */
export function tracePieces(trace: Trace, unknown: UnknownFields = nothingUnknown): Iterable<string> {
  const { counters, observations, waits, outcomes, restarts } = trace;
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
    ['waits', waits.length > 0 && list(waits.map(waitLine))],
    ['outcomes', outcomes.length > 0 && list(outcomes.map(outcomeLine))],
    [
      'restarts',
      restarts.length > 0 && list(restarts.map((restart, i) => restartLine(restart, unknown.restarts[i]))),
    ],
    ...Object.entries(unknown.top).map(([name, value]): Member => [name, inLine(value)]),
  ]);
}

/** A name and the JSON of its value, in pieces or whole; `false` leaves it out. */
type Member = readonly [name: string, json: Iterable<string> | string | false];

function spanColumns({ spans }: Trace, unknown: UnknownColumns): Iterable<string> {
  const quotedPhases = phases.map((phase) => JSON.stringify(phase));
  const quotedOrigins = origins.map((origin) => JSON.stringify(origin));
  return object(
    [
      ['checkpoint', row(spans.checkpoint)],
      ['operator', row(spans.operator)],
      ['subtask', row(spans.subtask)],
      ['phase', row(spans.phase, (code) => quotedPhases[code]!)],
      ['start', times(spans.start)],
      ['duration', durations(spans)],
      ['origin', isSaid(spans.origin) && row(spans.origin, (code) => quotedOrigins[code]!)],
      ['uncertainty', isSaid(spans.uncertainty) && times(spans.uncertainty)],
      ['bytes', isSaid(spans.bytes) && times(spans.bytes)],
      ...unknownMembers(unknown),
    ],
    '  ',
  );
}

function batchColumns({ batches }: Trace, unknown: UnknownColumns): Iterable<string> | false {
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
  return `${inLine(head).slice(0, -1)},"values":${[...times(values)].join('')}}`;
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

function waitLine({ kind, checkpoint, operator, subtask, start, end, from }: Wait): string {
  const since = toNanoseconds(start);
  return inLine({
    kind,
    checkpoint,
    operator,
    subtask,
    start: since,
    duration: Math.max(0, toNanoseconds(toNanoseconds(end) - since)),
    fromOperator: from?.operator,
    fromSubtask: from?.subtask,
  });
}

function outcomeLine({ checkpoint, operator, subtask, outcome }: SubtaskOutcome): string {
  return inLine({ checkpoint, operator, subtask, outcome });
}

function restartLine({ failed, resumed, failure, checkpoint }: Restart, unknown: Fields | undefined): string {
  return inLine({
    failed: toNanoseconds(failed),
    resumed: resumed === undefined ? undefined : toNanoseconds(resumed),
    failure,
    checkpoint,
    ...unknown,
  });
}

/** A column of intervals. */
interface Intervals {
  readonly length: number;
  readonly start: Float64Array;
  readonly end: Float64Array;
}

function durations({ length, start, end }: Intervals): Iterable<string> {
  const written = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    written[i] = Math.max(0, toNanoseconds(toNanoseconds(end[i]!) - toNanoseconds(start[i]!)));
  }
  return row(written, String);
}

function times(values: Float64Array): Iterable<string> {
  return row(values, numberText);
}

function* row(
  values: Int32Array | Float64Array | Uint8Array,
  text: (value: number) => string = String,
): Iterable<string> {
  yield '[';
  for (let from = 0; from < values.length; from += valuesAtOnce) {
    const written = Array.from(values.subarray(from, from + valuesAtOnce), text);
    yield `${from === 0 ? '' : ','}${written.join(',')}`;
  }
  yield ']';
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

function* object(members: readonly Member[], indent = ''): Iterable<string> {
  yield '{\n';
  let separator = '';
  for (const [name, json] of members) {
    if (json === false) continue;
    yield `${separator}${indent}  ${JSON.stringify(name)}: `;
    if (typeof json === 'string') yield json;
    else yield* json;
    separator = ',\n';
  }
  yield `\n${indent}}${indent === '' ? '\n' : ''}`;
}
