import { failure, type SqlType } from '../expressions/sqlParts.js';
import { quotedName, sqlTypes } from '../expressions/sqlText.js';
import { select, type Field } from './stream.js';

/** A column as Flink's JSON reader fills it: declared NOT NULL, it would have −1 or nothing for null, and say nothing. */
export function jsonColumn({ name, kind }: Field): string {
  return `${quotedName(name)} ${sqlTypes[kind]}`;
}

/** The lines of the file as records: what no record of the engine can hold ends the job, in its words. */
export function jsonRecords(table: string, fields: readonly Field[], time: readonly string[]): string {
  const items = fields.map((field) => `${checked(field)} AS ${quotedName(field.name)}`);
  return select([...items, ...time], [`FROM ${quotedName(table)}`]);
}

function checked({ name, kind }: Field): string {
  const column = quotedName(name);
  const value = kind === 'string' ? column : `CAST(${column} AS STRING)`;
  const failed = failure(
    `the field “${name}” is declared ${kind} and got`,
    `COALESCE(${value}, 'null')`,
    sqlTypes[kind],
  );
  const range = ranges[sqlTypes[kind]];
  // COALESCE would work out what fails, too.
  const isSound = range === undefined ? 'IS NOT NULL' : `BETWEEN ${range}`;
  return `CASE WHEN ${column} ${isSound} THEN ${column} ELSE ${failed} END`;
}

/** Whole numbers that JavaScript holds exactly; fractions that are no infinity, which JSON has as 1e400. */
const ranges: Readonly<Partial<Record<SqlType, string>>> = {
  BIGINT: '-9007199254740991 AND 9007199254740991',
  DOUBLE: '-1.7976931348623157E308 AND 1.7976931348623157E308',
};
