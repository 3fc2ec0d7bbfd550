import { csvParseRows } from 'd3-dsv';
import { replaced, type Column, type Expression } from '../expressions/expression.js';
import { refuse } from '../expressions/refusal.js';
import { textLiteral } from '../expressions/sqlParts.js';
import { declaredAs, quotedName } from '../expressions/sqlText.js';
import { localText } from './localText.js';
import { column, fieldsFrom, freeName, indented, select, selectItems, type Field } from './stream.js';
import type { DefinitionPlace } from '../../engine/pipeline/place.js';

/** The columns of a CSV file as a table of texts, the row of names among its rows. */
export interface CsvTable {
  readonly columns: readonly string[];
  /** Whether a row is that of the names. */
  readonly isNames: string;
}

/**
 * What the first row of the file says, which Flink takes for data.
 *
 * @throws {SqlRefusal} for a file that is not on this machine, and for what Flink’s reader takes in another way
 */
export function csvTable(path: string, fields: readonly Field[], at: DefinitionPlace | undefined): CsvTable {
  const whole = localText(path);
  if (whole === undefined) {
    return refuse(`the first row of ${path} names its columns, and the file is not on this machine.`, at);
  }
  const [names = [], ...rows] = csvParseRows(whole.replace(/^\uFEFF/, ''));
  const missing = fields.find(({ name }) => !names.includes(name));
  if (missing !== undefined) return refuse(`${path} has no column “${missing.name}”.`, at);
  if (rows.some((row) => row.length === 1 && row[0] === '')) {
    return refuse(`${path} has empty lines, which Flink’s CSV reader does not pass over.`, at);
  }
  if (rows.some((row) => row.length === names.length && row.every((cell, index) => cell === names[index]))) {
    return refuse(`${path} has its row of names twice, and Flink cannot tell which is which.`, at);
  }
  const columns = names.map((name, index) =>
    fields.some((field) => field.name === name) && names.indexOf(name) === index
      ? name
      : freeName(`column ${index + 1}`, names),
  );
  const isNames = columns
    .map((name, index) => `${quotedName(name)} = ${textLiteral(names[index]!)}`)
    .join(' AND ');
  return { columns, isNames };
}

/** The rows of the table as records: numbers and booleans are read from their texts as the engine reads them. */
export function csvRecords(
  table: string,
  { isNames }: CsvTable,
  fields: readonly Field[],
  time: readonly string[],
): string {
  const cells = fields.map((field) => ({
    name: field.name,
    kind: kindOfCell(field),
    expression: cellOf(field, undefined),
  }));
  const rows = [`FROM ${quotedName(table)}`, `WHERE NOT (${isNames})`];
  const read = fieldsFrom(cells);
  const records = fields.map(({ name, kind }, index) => ({
    name,
    kind,
    expression: column(read[index]!, undefined),
  }));
  const inner = select([...selectItems(cells), ...time], rows);
  return select([...selectItems(records), ...time], [`FROM (\n${indented(inner)}\n)`]);
}

/** An expression over the records as one over the texts of the row. */
export function overCells(expression: Expression, fields: readonly Field[]): Expression {
  return replaced(expression, (part) => {
    if (part.kind !== 'column') return undefined;
    const field = fields.find(({ name }) => name === part.name)!;
    if (field.kind === 'string') return undefined;
    return declaredAs(field.name, field.kind, cellOf(field, part.at));
  });
}

function kindOfCell({ kind }: Field): 'boolean' | 'float64' | 'string' {
  return kind === 'boolean' || kind === 'string' ? kind : 'float64';
}

function cellOf({ name, kind, facts }: Field, at: DefinitionPlace | undefined): Expression {
  const text: Column = { kind: 'column', type: 'string', field: 'string', name, facts, at };
  if (kind === 'string') return text;
  if (kind === 'boolean') return { kind: 'call', type: 'boolean', name: 'cellBoolean', args: [text], at };
  return { kind: 'call', type: 'number', name: 'cellNumber', args: [text], at };
}
