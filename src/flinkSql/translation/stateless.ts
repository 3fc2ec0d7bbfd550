import type { RecordType } from '../../engine/pipeline/recordTypes.js';
import { contains, type Expression } from '../expressions/expression.js';
import { refuse } from '../expressions/refusal.js';
import { conditionSql, declaredAs, quotedName, sqlAs, sqlOf } from '../expressions/sqlText.js';
import type { Closures } from '../functions/closures.js';
import { callFunction } from '../functions/callFunction.js';
import { FunctionSource, type AnyFunction } from '../functions/functionSource.js';
import type { Emitted } from '../functions/value.js';
import type { PlanNode } from './definedOperators.js';
import {
  commonFields,
  fieldsFrom,
  indented,
  outputOf,
  recordOf,
  select,
  selectItems,
  type Field,
  type OutputField,
  type Stream,
  type Translated,
} from './stream.js';

/** A query and the fields of its rows. */
export interface Query {
  readonly sql: string;
  readonly fields: readonly Field[];
  readonly onePerWindow?: Stream['onePerWindow'] | undefined;
  /** What Flink’s plan makes of it, where that has no name of its own. */
  readonly node?: PlanNode;
}

export function filterQuery(
  keep: AnyFunction,
  { inputs, at, timeColumn }: Translated,
  closures: Closures,
): Query {
  const input = inputs[0]!;
  const source = new FunctionSource(keep, closures);
  const { returned } = callFunction(source, [recordOf(input, at)], new Map());
  if (returned.kind !== 'scalar' || returned.expression.type !== 'boolean') {
    return refuse('a filter must say true or false.', source.placeOf(source.body));
  }
  const items = [...input.fields.map(({ name }) => quotedName(name)), ...timeItem(input, timeColumn)];
  const where = `WHERE ${conditionSql(returned.expression)}`;
  const sql = select(items, [`FROM ${quotedName(input.name)}`, where]);
  return { sql, fields: input.fields, onePerWindow: input.onePerWindow };
}

export function mapQuery(
  map: AnyFunction,
  input: Stream,
  type: RecordType,
  { timeColumn }: Translated,
  closures: Closures,
): Query {
  const source = new FunctionSource(map, closures);
  const at = source.placeOf(source.body);
  const { returned } = callFunction(source, [recordOf(input, at)], new Map());
  const outputs = outputOf(returned, type, at);
  const items = [...selectItems(outputs), ...timeItem(input, timeColumn)];
  return { sql: select(items, [`FROM ${quotedName(input.name)}`]), fields: fieldsFrom(outputs) };
}

export function flatMapQuery(
  flatMap: AnyFunction,
  input: Stream,
  type: RecordType,
  { timeColumn }: Translated,
  closures: Closures,
): Query {
  const source = new FunctionSource(flatMap, closures);
  const at = source.placeOf(source.body);
  const emit = { kind: 'builtin', name: 'emit' } as const;
  const { emitted } = callFunction(source, [recordOf(input, at), emit], new Map());
  const outputs = emitted.map(({ when, record }) => ({ when, fields: outputOf(record, type, at) }));
  if (outputs.length === 0) return refuse('this function emits nothing.', at);
  const from = [`FROM ${quotedName(input.name)}`, ...partsOf(emitted, input, at)].join('\n');
  return emittedQuery(outputs, from, timeItem(input, timeColumn));
}

/** A row for each part of a text, where a function emits in a loop over them. */
function partsOf(emitted: readonly Emitted[], { fields }: Stream, at: Translated['at']): readonly string[] {
  const each = emitted.find((one) => one.each !== undefined)?.each;
  if (each === undefined) return [];
  if (emitted.some((one) => one.each !== each)) {
    return refuse(
      'this emits both in a loop over the parts of a text and outside of it: make two of it, and union(…).',
      at,
    );
  }
  if (fields.some(({ name }) => name === each.name)) {
    return refuse(
      `“${each.name}” is both a field and the variable of a loop: give the variable another name.`,
      at,
    );
  }
  const [text, separator] = [sqlAs(each.text, 'string'), sqlAs(each.separator, 'string')];
  // Flink makes no part at all of an empty text.
  const parts = `CASE WHEN ${text} = '' THEN ARRAY[CAST('' AS STRING)] ELSE SPLIT(${text}, ${separator}) END`;
  return [`CROSS JOIN UNNEST(${parts}) AS parts (${quotedName(each.name)})`];
}

export interface EmittedFields {
  readonly when: Emitted['when'];
  readonly fields: readonly OutputField[];
}

/** What a function emits for each row: one record, or several in their order. */
export function emittedQuery(
  emitted: readonly EmittedFields[],
  from: string,
  time: readonly string[],
): Query {
  const [first, ...others] = emitted;
  if (first === undefined) throw new TypeError('nothing is emitted');
  if (others.length === 0) {
    const where = first.when === undefined ? [] : [`WHERE ${conditionSql(first.when)}`];
    return {
      sql: select([...selectItems(first.fields), ...time], [from, ...where]),
      fields: fieldsFrom(first.fields),
    };
  }
  const rows = emitted.map(({ when, fields }) => {
    const values = fields.map(({ name, kind, expression }) => {
      const declared = declaredAs(name, kind, expression);
      const sql = sqlAs(declared, kind);
      // What may fail is worked out only where the record is emitted.
      return when === undefined || !contains(declared, isChecked)
        ? sql
        : `CASE WHEN ${sqlOf(when).sql} THEN ${sql} ELSE ${nothingOf[kind]} END`;
    });
    return `ROW(${[when === undefined ? 'TRUE' : sqlOf(when).sql, ...values].join(', ')})`;
  });
  const names = first.fields.map(({ name }) => quotedName(name));
  const unnest = `CROSS JOIN UNNEST(ARRAY[\n${indented(rows.join(',\n'))}\n]) AS each_record (is_emitted, ${names.join(', ')})`;
  return {
    sql: select([...names.map((name) => `each_record.${name}`), ...time], [from, unnest, 'WHERE is_emitted']),
    fields: commonFields(emitted.map(({ fields }) => fieldsFrom(fields))),
  };
}

/** A value of each kind, for where none is read. */
export const nothingOf = {
  int32: '0',
  int64: 'CAST(0 AS BIGINT)',
  float64: '0E0',
  boolean: 'FALSE',
  string: "CAST('' AS STRING)",
} as const;

function isChecked({ kind }: Expression): boolean {
  return kind === 'declared';
}

/** Event time goes along. */
export function timeItem({ isTimed }: Stream, timeColumn: string): readonly string[] {
  return isTimed ? [quotedName(timeColumn)] : [];
}
