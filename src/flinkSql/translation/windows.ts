import type { WindowDefinition, WindowFunction } from '../../engine/pipeline/graph.js';
import type { StateType } from '../../engine/pipeline/state.js';
import type { WindowAssigner } from '../../engine/pipeline/windows.js';
import { contains, isSame, typeOfKind, type Expression, type ScalarKind } from '../expressions/expression.js';
import { factsOf } from '../expressions/numberFacts.js';
import { refuse } from '../expressions/refusal.js';
import { quotedName, sqlOf } from '../expressions/sqlText.js';
import type { Closures } from '../functions/closures.js';
import { callFunction } from '../functions/callFunction.js';
import { FunctionSource } from '../functions/functionSource.js';
import { Recurrences, type Recurrence } from '../functions/recurrences.js';
import { scalar, type Value } from '../functions/value.js';
import { keptRecord, type KeptRecord } from './keptRecord.js';
import { keyExpression, reducedFields } from './keyed.js';
import { interval } from './sources.js';
import type { Query } from './stateless.js';
import {
  column,
  fieldsFrom,
  fieldsOf,
  freeName,
  indented,
  outputOf,
  recordOf,
  select,
  selectItems,
  type OutputField,
  type Stream,
  type Translated,
} from './stream.js';

type Aggregation = Extract<WindowFunction, { kind: 'aggregate' }>;

/** Windows of event time as one of Flink's table-valued functions, which cut them alike. */
export function windowQuery(window: WindowDefinition, part: Translated, closures: Closures): Query {
  const { at, timeColumn } = part;
  const input = part.inputs[0]!;
  const { key, assigner, allowedLateness, function: of } = window;
  if (of.kind === 'process') {
    return refuse('a window’s process function has no twin in SQL: use aggregate(…) or reduce(…).', at);
  }
  if (allowedLateness > 0) return refuse('allowedLateness(…) has no twin in SQL.', at);
  const { size, slide, offset } = assigner;
  if (size % slide !== 0) {
    return refuse('Flink SQL has sliding windows only where the size is a multiple of the slide.', at);
  }
  const keyed = keyExpression(key, input, closures);
  const windows = windowsOf(assigner, input, timeColumn);
  if (of.create === undefined) {
    const kept = keptRecord(of.add, input, closures);
    if (kept !== undefined && kept.order.length > 0) return keptQuery(kept, keyed, windows, assigner, part);
  }
  const outputs =
    of.create === undefined ? reduced(of, part, closures) : aggregated(window, of, keyed, part, closures);
  if (size !== slide) checkMerging(outputs);
  const items = [...selectItems(outputs), `window_time AS ${quotedName(timeColumn)}`];
  const isKey = outputs.find(({ expression }) => isSame(expression, keyed));
  return {
    sql: select(items, [
      `FROM ${windows}`,
      `GROUP BY ${sqlOf(keyed).sql}, window_start, window_end, window_time`,
    ]),
    fields: fieldsFrom(outputs),
    node: 'WindowAggregate',
    ...(isKey && size === slide && { onePerWindow: { field: isKey.name, size, offset } }),
  };
}

function windowsOf({ size, slide, offset }: WindowAssigner, input: Stream, timeColumn: string): string {
  const shift = offset === 0 ? '' : `, ${interval(((offset % slide) + slide) % slide)}`;
  const table = `TABLE ${quotedName(input.name)}, DESCRIPTOR(${quotedName(timeColumn)})`;
  const cut =
    size === slide
      ? `TUMBLE(${table}, ${interval(size)}${shift})`
      : `HOP(${table}, ${interval(slide)}, ${interval(size)}${shift})`;
  return `TABLE(${cut})`;
}

/** A reduce that keeps one record of each window, as the first of an order. */
function keptQuery(
  { order, ofEqual }: KeptRecord,
  key: Expression,
  windows: string,
  { size, slide, offset }: WindowAssigner,
  { inputs, at, timeColumn }: Translated,
): Query {
  const [{ fields, onePerWindow }] = inputs as [Stream];
  const isAlone =
    size === slide &&
    onePerWindow?.size === size &&
    onePerWindow.offset === offset &&
    order.some(({ name }) => name === onePerWindow.field);
  if (ofEqual === 'last' && !isAlone) {
    return refuse(
      'of two records that are alike in all that is compared this keeps the later one, SQL the first: ' +
        'return the first of the two.',
      at,
    );
  }
  const sorted = order.map(({ name, isDescending }) => {
    const field = column(
      fields.find((each) => each.name === name)!,
      at,
    );
    if (field.type === 'boolean' || field.facts.mayBeNaN) {
      return refuse(
        field.type === 'boolean'
          ? `“${name}” is compared, and is a boolean.`
          : `“${name}” is compared, and may be NaN.`,
        at,
      );
    }
    const { sql } = sqlOf(field);
    return `${field.type === 'string' ? `ENCODE(${sql}, 'UTF-16BE')` : sql}${isDescending ? ' DESC' : ''}`;
  });
  const place = freeName(
    'place',
    fields.map(({ name }) => name),
  );
  const ranked = [
    `SELECT *, ROW_NUMBER() OVER (`,
    `  PARTITION BY window_start, window_end, window_time, ${sqlOf(key).sql}`,
    `  ORDER BY ${sorted.join(', ')}`,
    `) AS ${quotedName(place)}`,
    `FROM ${windows}`,
  ].join('\n');
  const items = [...fields.map(({ name }) => quotedName(name)), `window_time AS ${quotedName(timeColumn)}`];
  const sql = select(items, [`FROM (\n${indented(ranked)}\n)`, `WHERE ${quotedName(place)} = 1`]);
  return { sql, fields, node: 'WindowRank' };
}

function reduced(
  { add }: Aggregation,
  { inputs, operator }: Translated,
  closures: Closures,
): readonly OutputField[] {
  return reducedFields(add, inputs[0]!, operator.output!, closures, true);
}

/** Under which an accumulator that is no struct is known here. */
const whole = 'accumulator';

function aggregated(
  { assigner: { size, slide, offset } }: WindowDefinition,
  { type, create, add, result }: Aggregation,
  key: Expression,
  { inputs, operator, at }: Translated,
  closures: Closures,
): readonly OutputField[] {
  const kinds = accumulatorKinds(type, at);
  const isStruct = 'fields' in type;
  const asValue = (of: (name: string, field: ScalarKind) => Expression): Value =>
    isStruct
      ? { kind: 'struct', fields: new Map(kinds.map(([name, field]) => [name, scalar(of(name, field))])) }
      : scalar(of(whole, kinds[0]![1]));
  const before = asValue((name, field) => ({ kind: 'before', type: typeOfKind[field], name, field, at }));
  const created = callFunction(new FunctionSource(create!, closures), [], new Map()).returned;
  const source = new FunctionSource(add, closures);
  const added = callFunction(source, [before, recordOf(inputs[0]!, at)], new Map()).returned;
  const recurrences = kinds.map(([name, field]): Recurrence => {
    const operand = partOf(added, name, isStruct, source.placeOf(source.body));
    const after: Expression = { kind: 'declared', type: operand.type, name, field, operand, at: operand.at };
    return { name, initial: partOf(created, name, isStruct, at), after };
  });
  const solved = new Recurrences(recurrences, true);
  const accumulator = asValue((name) => solved.resolve(recurrences.find((of) => of.name === name)!.after));
  const last = new FunctionSource(result, closures);
  const isWholeSeconds = [size, slide, offset].every((ms) => ms % 1000 === 0);
  const bound = (which: 'start' | 'end'): Value =>
    scalar({ kind: 'windowBound', type: 'number', bound: which, isWholeSeconds, at });
  const fields = new Map([
    ['start', bound('start')],
    ['end', bound('end')],
  ]);
  const window: Value = { kind: 'struct', fields };
  const { returned } = callFunction(
    last,
    [accumulator, window, scalar(key)].slice(0, last.params.length),
    new Map(),
  );
  return outputOf(returned, operator.output!, last.placeOf(last.body));
}

function accumulatorKinds(type: StateType, at: Translated['at']): readonly (readonly [string, ScalarKind])[] {
  const fields = 'fields' in type ? type : { fields: { [whole]: type } };
  return fieldsOf(fields, at).map(({ name, kind }) => [name, kind]);
}

function partOf(value: Value, name: string, isStruct: boolean, at: Translated['at']): Expression {
  const part = isStruct && value.kind === 'struct' ? value.fields.get(name) : value;
  if (part?.kind === 'scalar') return part.expression;
  return refuse(`“${name}” of the accumulator is not given.`, at);
}

/** Sliding windows put the sums of their parts together: in another order, which numbers that are not whole show. */
function checkMerging(outputs: readonly OutputField[]): void {
  for (const { name, expression } of outputs) {
    const isUnsure = (part: Expression): boolean =>
      part.kind === 'aggregate' &&
      (part.name === 'first' ||
        part.name === 'last' ||
        (part.name === 'sum' && !factsOf(part.operand!).isWhole));
    if (contains(expression, isUnsure)) {
      refuse(
        `“${name}” depends on the order of the records, which a sliding window of SQL does not keep.`,
        expression.at,
      );
    }
  }
}
