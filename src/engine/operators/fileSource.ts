import { csvParseRows } from 'd3-dsv';
import { messageOf, RunError } from '../errors.js';
import type { FileSource } from '../pipeline/connectors.js';
import type { FieldKind, RecordType } from '../pipeline/recordTypes.js';
import type { Emit, SourceOperator } from './operator.js';
import { ReplayableSource, type ReplayableParts } from './sources.js';

/** What a file holds: its records, and where in it one of them stands, in words. */
interface FileRecords {
  readonly records: readonly unknown[];
  readonly placeOf: (index: number) => string;
}

/**
 * A source of the records in a file, read whole at the start.
 *
 * @throws RunError when the file is not in its format; later, for a record that does not fit the record type.
 */
export function fileSource(
  { format, path }: FileSource,
  text: string,
  type: RecordType,
  parts: ReplayableParts,
): SourceOperator {
  const { records, placeOf } = readRecords[format](path, text.replace(/^\uFEFF/, ''), type);
  const { emit } = parts;
  let index = 0;
  const emitNamed: Emit = (record) => {
    try {
      emit(record);
    } catch (error) {
      throw new RunError(`${path}: ${placeOf(index)} does not fit the record type: ${messageOf(error)}.`);
    }
  };
  return new ReplayableSource({ ...parts, emit: emitNamed }, records.length, (at) => records[(index = at)]);
}

type ReadRecords = (path: string, text: string, type: RecordType) => FileRecords;

const readRecords: Readonly<Record<FileSource['format'], ReadRecords>> = {
  json: jsonRecords,
  ndjson: ndjsonRecords,
  csv: csvRecords,
  text: (_, text) => ({ records: linesIn(text).map((line) => ({ line })), placeOf: lineNumber }),
};

function lineNumber(index: number): string {
  return `line ${index + 1}`;
}

/** LF or CRLF ends a line; what follows the last end is a line where it is not empty. */
function linesIn(text: string): readonly string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function jsonRecords(path: string, text: string): FileRecords {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new RunError(`${path} is not JSON: ${messageOf(error)}.`);
  }
  if (!Array.isArray(value)) throw new RunError(`${path} does not hold a JSON array of objects.`);
  const wrong = value.findIndex((item) => !isObject(item));
  if (wrong >= 0) throw new RunError(`${path}: element ${wrong + 1} is not an object.`);
  return { records: value, placeOf: (index) => `object ${index + 1}` };
}

function ndjsonRecords(path: string, text: string): FileRecords {
  const records: unknown[] = [];
  const places: number[] = [];
  linesIn(text).forEach((line, number) => {
    if (line.trim() === '') return;
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch (error) {
      throw new RunError(`${path}: ${lineNumber(number)} is not JSON: ${messageOf(error)}.`);
    }
    if (!isObject(value)) throw new RunError(`${path}: ${lineNumber(number)} is not a JSON object.`);
    records.push(value);
    places.push(number);
  });
  return { records, placeOf: (index) => lineNumber(places[index]!) };
}

/** RFC 4180, with the names of the fields in the first row; columns that the record type does not have are left out. */
function csvRecords(path: string, text: string, { fields }: RecordType): FileRecords {
  const [header = [], ...rows] = csvParseRows(text).filter((row) => row.length > 1 || row[0] !== '');
  const columns = Object.entries(fields).map(([name, { kind }]) => {
    const column = header.indexOf(name);
    if (column < 0) {
      throw new RunError(
        `${path} has no column “${name}”; its first row names ${header.map((each) => `“${each}”`).join(', ') || 'none'}.`,
      );
    }
    return { name, kind, column };
  });
  const placeOf = (index: number): string => `row ${index + 2}`;
  const records = rows.map((row, index) => {
    if (row.length !== header.length) {
      throw new RunError(
        `${path}: ${placeOf(index)} has ${row.length} fields, the first row has ${header.length}.`,
      );
    }
    return Object.fromEntries(columns.map(({ name, kind, column }) => [name, valueOf(row[column]!, kind)]));
  });
  return { records, placeOf };
}

/** A text that is no value of its kind stays a text, so that the record says what is wrong with it. */
function valueOf(text: string, kind: FieldKind): string | number | boolean {
  if (kind === 'string') return text;
  if (kind === 'boolean') return text === 'true' || (text === 'false' ? false : text);
  const number = Number(text);
  return text.trim() === '' || Number.isNaN(number) ? text : number;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
