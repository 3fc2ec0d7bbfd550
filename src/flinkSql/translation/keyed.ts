import type { KeyedFunctions } from '../../engine/pipeline/graph.js';
import type { RecordType } from '../../engine/pipeline/recordTypes.js';
import type { StateDescriptors } from '../../engine/pipeline/state.js';
import {
  contains,
  replaced,
  typeOfKind,
  type Aggregate,
  type Expression,
  type ScalarKind,
} from '../expressions/expression.js';
import { refuse } from '../expressions/refusal.js';
import { aggregateCall, quotedName, sqlOf } from '../expressions/sqlText.js';
import type { Closures } from '../functions/closures.js';
import { callFunction } from '../functions/callFunction.js';
import { FunctionSource, type AnyFunction } from '../functions/functionSource.js';
import { Recurrences, type Recurrence } from '../functions/recurrences.js';
import { scalar, type Outcome, type Struct, type Value } from '../functions/value.js';
import type { Notes } from './notes.js';
import { reducedRecord } from './reducedRecord.js';
import { emittedQuery, timeItem, type EmittedFields, type Query } from './stateless.js';
import { column, indented, outputOf, recordOf, type Stream, type Translated } from './stream.js';

/** A process function: its states become aggregates over the records of the key so far, row by row. */
export function processQuery(
  { state, inputs, onTimer }: KeyedFunctions,
  part: Translated,
  closures: Closures,
  notes: Notes,
): Query {
  const input = part.inputs[0]!;
  const { key, process } = inputs[0]!;
  const keyed = keyExpression(key, input, closures);
  const outcome = processed(process, recordOf(input, part.at), keyed, { state, onTimer }, part, closures);
  return statefulQuery(outcome, keyed, input, state, part, notes);
}

/** What a process function does with a record of the stream. @throws {SqlRefusal} */
export function processed(
  process: AnyFunction,
  record: Struct,
  key: Expression,
  { state, onTimer }: Pick<KeyedFunctions, 'state' | 'onTimer'>,
  { at }: Translated,
  closures: Closures,
): Outcome {
  if (onTimer !== undefined) {
    return refuse('SQL has no timers for each key: use a window, or run this on the embedded engine.', at);
  }
  const kinds = stateKinds(state, at);
  const before = new Map(
    [...kinds].map(([of, field]): readonly [string, Expression] => [
      of,
      { kind: 'before', type: typeOfKind[field], name: of, field, at },
    ]),
  );
  const source = new FunctionSource(process, closures);
  const outcome = callFunction(source, [record, contextOf(kinds, key)], before);
  const inside = source.placeOf(source.body);
  if (outcome.emitted.some(({ each }) => each !== undefined)) {
    return refuse(
      'a process function cannot emit a record for each part of a text: split in a flatMap before.',
      inside,
    );
  }
  return outcome;
}

/** The states as aggregates, and what is emitted with them. */
export function statefulQuery(
  { states, emitted }: Pick<Outcome, 'states' | 'emitted'>,
  keyed: Expression,
  input: Stream,
  state: StateDescriptors,
  { operator, at, name, timeColumn }: Translated,
  notes: Notes,
): Query {
  const kinds = stateKinds(state, at);
  const recurrences = [...kinds].map(([of, field]): Recurrence => ({
    name: of,
    initial: { kind: 'literal', type: typeOfKind[field], value: initialOf[typeOfKind[field]], at },
    after: declaredState(of, field, states.get(of)!),
  }));
  const solved = new Recurrences(recurrences);
  if (emitted.length === 0) return refuse('this function emits nothing.', at);
  const outputs = emitted.map(({ when, record }): EmittedFields => ({
    when: when && solved.resolveCondition(when),
    fields: outputOf(record, operator.output!, at).map((field) => ({
      ...field,
      expression: solved.resolve(field.expression, when),
    })),
  }));
  const used = labelsIn(outputs);
  const unused = [...kinds.keys()].filter((of) => !used.has(of) && states.get(of)?.kind !== 'before');
  if (unused.length > 0) {
    notes.add(`“${name}” keeps no ${unused.join(', ')}: nothing that it emits depends on it.`, at);
  }
  return overQuery(outputs, keyed, input, timeColumn);
}

/** What was written under a condition is of the state's type, too. */
function declaredState(name: string, field: ScalarKind, after: Expression): Expression {
  if (after.kind === 'declared' || after.kind === 'before') return after;
  return { kind: 'declared', type: after.type, name, field, operand: after, at: after.at };
}

const initialOf = { number: 0, boolean: false, string: '' } as const;

/** A running reduce: each field by itself. */
export function reduceQuery(
  reduce: AnyFunction,
  key: AnyFunction,
  part: Translated,
  closures: Closures,
): Query {
  const input = part.inputs[0]!;
  const outputs = reducedFields(reduce, input, part.operator.output!, closures, false);
  return overQuery(
    [{ when: undefined, fields: outputs }],
    keyExpression(key, input, closures),
    input,
    part.timeColumn,
  );
}

/** The fields of all records so far made one by `reduce`. */
export function reducedFields(
  reduce: AnyFunction,
  input: Stream,
  type: RecordType,
  closures: Closures,
  keepsLast: boolean,
): EmittedFields['fields'] {
  const { returned, at } = reducedRecord(reduce, input, closures);
  const after = outputOf(returned, type, at);
  const recurrences = after.map(({ name, kind, expression }): Recurrence => ({
    name,
    initial: column(
      input.fields.find((field) => field.name === name)!,
      at,
    ),
    after: { kind: 'declared', type: expression.type, name, field: kind, operand: expression, at },
  }));
  const solved = new Recurrences(recurrences, keepsLast);
  return after.map((field, index) => {
    const { after: whole, initial } = recurrences[index]!;
    const isRecords = !contains(whole, ({ kind }) => kind === 'before');
    // The first record is given as it is, whatever the function would make of it.
    if (isRecords && !sameField(field.expression, initial)) {
      return refuse(`“${field.name}” is one thing of the first record and another of those after it.`, at);
    }
    return { ...field, expression: isRecords && !keepsLast ? field.expression : solved.resolve(whole) };
  });
}

function sameField(expression: Expression, initial: Expression): boolean {
  return expression.kind === 'column' && initial.kind === 'column' && expression.name === initial.name;
}

/** @throws {SqlRefusal} for keys that SQL may take for others */
export function keyExpression(key: AnyFunction, input: Stream, closures: Closures): Expression {
  const source = new FunctionSource(key, closures);
  const at = source.placeOf(source.body);
  const { returned } = callFunction(source, [recordOf(input, at)], new Map());
  if (returned.kind !== 'scalar') return refuse('a key must be a number or a text.', at);
  const { expression } = returned;
  const { type } = sqlOf(expression);
  if (type === 'DOUBLE') {
    return refuse('a key must be an int32, an int64 or a text: SQL tells −0 from 0 and NaN from NaN.', at);
  }
  return expression;
}

function stateKinds(state: StateDescriptors, at: Translated['at']): ReadonlyMap<string, ScalarKind> {
  const kinds = Object.entries(state).map(([name, descriptor]): readonly [string, ScalarKind] => {
    const { kind, type } = descriptor;
    if (kind !== 'value' || !('kind' in type) || type.kind === 'bytes' || type.kind === 'json') {
      return refuse(
        `the state “${name}” is not a single number, text or boolean, so it has no twin in SQL.`,
        at,
      );
    }
    return [name, type.kind];
  });
  return new Map(kinds);
}

function contextOf(kinds: ReadonlyMap<string, ScalarKind>, key: Expression): Struct {
  const states = [...kinds].map(([name, field]): readonly [string, Value] => [
    name,
    { kind: 'state', name, field },
  ]);
  return {
    kind: 'struct',
    fields: new Map<string, Value>([
      ['state', { kind: 'struct', fields: new Map(states) }],
      ['emit', { kind: 'builtin', name: 'emit' }],
      ['key', scalar(key)],
    ]),
  };
}

function labelsIn(outputs: readonly EmittedFields[]): ReadonlyMap<string, Aggregate> {
  const found = new Map<string, Aggregate>();
  const look = (expression: Expression): void => {
    contains(expression, (part) => {
      if (part.kind === 'aggregate') found.set(part.label, part);
      return false;
    });
  };
  for (const { when, fields } of outputs) {
    if (when !== undefined) look(when);
    for (const { expression } of fields) look(expression);
  }
  return found;
}

/** The aggregates in a query of their own, under the names of their states; then what is made of them. */
function overQuery(
  outputs: readonly EmittedFields[],
  key: Expression,
  input: Stream,
  timeColumn: string,
): Query {
  const taken = new Set(input.fields.map(({ name }) => name));
  const aggregates = [...labelsIn(outputs).values()].map((aggregate) => ({
    ...aggregate,
    column: taken.has(aggregate.label) ? `${aggregate.label} so far` : aggregate.label,
  }));
  const named = (expression: Expression): Expression =>
    replaced(expression, (part) =>
      part.kind === 'aggregate' ? aggregates.find(({ label }) => label === part.label) : undefined,
    );
  const columns = [
    ...input.fields.map(({ name }) => quotedName(name)),
    ...timeItem(input, timeColumn),
    ...aggregates.map((each) => `${aggregateCall(each).sql} OVER so_far AS ${quotedName(each.column)}`),
  ];
  const inner = [
    `SELECT ${columns.join(',\n  ')}`,
    `FROM (SELECT *, PROCTIME() AS arrival FROM ${quotedName(input.name)})`,
    `WINDOW so_far AS (\n  PARTITION BY ${sqlOf(key).sql}\n  ORDER BY arrival\n  ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW\n)`,
  ].join('\n');
  const plain = outputs.map(({ when, fields }) => ({
    when: when && named(when),
    fields: fields.map((field) => ({ ...field, expression: named(field.expression) })),
  }));
  const from = aggregates.length === 0 ? `FROM ${quotedName(input.name)}` : `FROM (\n${indented(inner)}\n)`;
  return { ...emittedQuery(plain, from, timeItem(input, timeColumn)), node: 'OverAggregate' };
}
