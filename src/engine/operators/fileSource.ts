import { csvParseRows } from 'd3-dsv';
import { messageOf, RunError } from '../errors.js';
import type { FileSource } from '../pipeline/connectors.js';
import type { RecordType } from '../pipeline/recordTypes.js';
import { fieldValue, withBytes } from './fieldText.js';
import type { Emit, SourceOperator } from './operator.js';
import { ReplayableSource, type ReplayableParts } from './sources.js';

/** What a file holds: its records, and where in it one of them stands, in words. */
interface FileRecords {
  readonly records: readonly unknown[];
  /** The sentence for a record that does not fit, with its place and why. */
  readonly misfit: (index: number, why: string) => string;
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
  const { records, misfit } = readRecords[format](path, text.replace(/^\uFEFF/, ''), type);
  const { emit } = parts;
  let index = 0;
  const emitNamed: Emit = (record) => {
    try {
      emit(record);
    } catch (error) {
      throw new RunError(misfit(index, messageOf(error)));
    }
  };
  return new ReplayableSource({ ...parts, emit: emitNamed }, records.length, (at) => records[(index = at)]);
}

type ReadRecords = (path: string, text: string, type: RecordType) => FileRecords;

const readRecords: Readonly<Record<FileSource['format'], ReadRecords>> = {
  json: jsonRecords,
  ndjson: ndjsonRecords,
  csv: csvRecords,
  text: (path, text) => ({
    records: linesIn(text).map((line) => ({ line })),
    misfit: (index, why) => misfitOfLine(path, index + 1, why),
  }),
};

function misfitOfLine(path: string, line: number, why: string): string {
  return `${path}: line ${line} does not fit the record type: ${why}.`;
}

/** LF or CRLF ends a line; what follows the last end is a line where it is not empty. */
function linesIn(text: string): readonly string[] {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function jsonRecords(path: string, text: string, type: RecordType): FileRecords {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new RunError(`${path} is not JSON: ${messageOf(error)}.`);
  }
  if (!Array.isArray(value)) throw new RunError(`${path} does not hold a JSON array of objects.`);
  const wrong = value.findIndex((item) => !isObject(item));
  if (wrong >= 0) throw new RunError(`${path}: element ${wrong + 1} is not an object.`);
  return {
    records: withBytes(value, type),
    misfit: (index, why) => `${path}: object ${index + 1} does not fit the record type: ${why}.`,
  };
}

function ndjsonRecords(path: string, text: string, type: RecordType): FileRecords {
  const records: unknown[] = [];
  const places: number[] = [];
  linesIn(text).forEach((line, number) => {
    if (line.trim() === '') return;
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch (error) {
      throw new RunError(`${path}: line ${number + 1} is not JSON: ${messageOf(error)}.`);
    }
    if (!isObject(value)) throw new RunError(`${path}: line ${number + 1} is not a JSON object.`);
    records.push(value);
    places.push(number);
  });
  return {
    records: withBytes(records, type),
    misfit: (index, why) => misfitOfLine(path, places[index]! + 1, why),
  };
}

/** RFC 4180, with the names of the fields in the first row; columns that the record type does not have are left out. */
function csvRecords(path: string, text: string, { fields }: RecordType): FileRecords {
  const [header = [], ...rows] = csvParseRows(text).filter((row) => row.length > 1 || row[0] !== '');
  const columns = Object.entries(fields).map(([name, { kind }]) => {
    const column = header.indexOf(name);
    if (column < 0) {
      throw new RunError(
        header.length === 0
          ? `${path} has no column “${name}”; its first row names none.`
          : `${path} has no column “${name}”; its first row names ${header.map((each) => `“${each}”`).join(', ')}.`,
      );
    }
    return { name, kind, column };
  });
  const records = rows.map((row, index) => {
    if (row.length !== header.length) {
      throw new RunError(
        `${path}: row ${index + 2} has ${row.length} fields, the first row has ${header.length}.`,
      );
    }
    return Object.fromEntries(
      columns.map(({ name, kind, column }) => [name, fieldValue(kind, row[column]!)]),
    );
  });
  return {
    records,
    misfit: (index, why) => `${path}: row ${index + 2} does not fit the record type: ${why}.`,
  };
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
