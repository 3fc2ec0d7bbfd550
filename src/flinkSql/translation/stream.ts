import type { GraphOperator } from '../../engine/pipeline/graph.js';
import type { RecordType } from '../../engine/pipeline/recordTypes.js';
import type { DefinitionPlace } from '../../engine/pipeline/place.js';
import {
  typeOfKind,
  type Column,
  type Expression,
  type NumberFacts,
  type ScalarKind,
} from '../expressions/expression.js';
import { either, factsOf, factsOfKind, ofDeclared } from '../expressions/numberFacts.js';
import { refuse } from '../expressions/refusal.js';
import { declaredAs, quotedName, sqlAs } from '../expressions/sqlText.js';
import { scalar, type Struct, type Value } from '../functions/value.js';

/** A field of the records of a stream. */
export interface Field {
  readonly name: string;
  readonly kind: ScalarKind;
  /** Of a number. */
  readonly facts: NumberFacts;
}

/** What a table or view of the script holds. */
export interface Stream {
  /** Of the table or view. */
  readonly name: string;
  readonly fields: readonly Field[];
  /** Whether it has the column of event time. */
  readonly isTimed: boolean;
  /** Where it has at most one record for each value of a field in each window. */
  readonly onePerWindow?:
    { readonly field: string; readonly size: number; readonly offset: number } | undefined;
}

/** An operator of the definition while it is being translated. */
export interface Translated {
  readonly operator: GraphOperator;
  /** The name that its table or view has. */
  readonly name: string;
  readonly at: DefinitionPlace | undefined;
  /** What it reads, as one; the second input beside it. */
  readonly inputs: readonly Stream[];
  /** The column of event time. */
  readonly timeColumn: string;
  /** Its own, where that is another than the job's. */
  readonly parallelism: number | undefined;
}

/** The fields of a record type as they are in SQL. @throws {SqlRefusal} for bytes and JSON */
export function fieldsOf({ fields }: RecordType, at: DefinitionPlace | undefined): readonly Field[] {
  return Object.entries(fields).map(([name, { kind }]) => {
    if (kind === 'bytes' || kind === 'json') {
      return refuse(`the field “${name}” is ${kind}, which has no twin in SQL.`, at);
    }
    return { name, kind, facts: factsOfKind(kind, false) };
  });
}

export function column({ name, kind, facts }: Field, at: DefinitionPlace | undefined): Column {
  return { kind: 'column', name, field: kind, type: typeOfKind[kind], facts, at };
}

/** A record of the stream, as a function of the definition sees it. */
export function recordOf({ fields }: Stream, at: DefinitionPlace | undefined): Struct {
  return {
    kind: 'struct',
    fields: new Map(fields.map((field) => [field.name, scalar(column(field, at))])),
  };
}

/** What a function gave as the record of a type: a value for each field. */
export function outputOf(
  value: Value,
  type: RecordType,
  at: DefinitionPlace | undefined,
): readonly OutputField[] {
  if (value.kind !== 'struct') return refuse('this function must give a record.', at);
  return fieldsOf(type, at).map(({ name, kind }) => {
    const given = value.fields.get(name);
    if (given?.kind !== 'scalar') return refuse(`the field “${name}” of the record is not given.`, at);
    return { name, kind, expression: given.expression };
  });
}

export interface OutputField {
  readonly name: string;
  readonly kind: ScalarKind;
  readonly expression: Expression;
}

/** `expression AS name` of each field, checked where its type may not hold the value. */
export function selectItems(outputs: readonly OutputField[]): readonly string[] {
  return outputs.map(({ name, kind, expression }) => {
    const sql = sqlAs(declaredAs(name, kind, expression), kind);
    const quoted = quotedName(name);
    return sql === quoted ? sql : `${sql} AS ${quoted}`;
  });
}

/** The same fields once they are columns. */
export function fieldsFrom(outputs: readonly OutputField[]): readonly Field[] {
  return outputs.map(({ name, kind, expression }) => ({
    name,
    kind,
    facts: typeOfKind[kind] === 'number' ? ofDeclared(kind, factsOf(expression)) : factsOfKind(kind, false),
  }));
}

/** The fields of one of several streams of the same type. */
export function commonFields(streams: readonly (readonly Field[])[]): readonly Field[] {
  return streams.reduce((one, other) =>
    one.map((field, index) => ({ ...field, facts: either(field.facts, other[index]!.facts) })),
  );
}

/** A name that none of the others is. */
export function freeName(wanted: string, taken: readonly string[]): string {
  let name = wanted;
  while (taken.includes(name)) name += '_';
  return name;
}

/** `SELECT` with each item on a line of its own. */
export function select(items: readonly string[], rest: readonly string[]): string {
  return [`SELECT\n  ${items.join(',\n  ')}`, ...rest].join('\n');
}

export function view(name: string, query: string): string {
  return `CREATE TEMPORARY VIEW ${quotedName(name)} AS\n${query}`;
}

export function indented(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}
