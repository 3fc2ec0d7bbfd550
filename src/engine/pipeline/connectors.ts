import type { Random } from './random.js';

/** Makes records by index, without end or up to `count`. */
export interface GeneratorSource<Value> {
  readonly kind: 'generate';
  readonly make: (index: number, random: Random) => Value;
  readonly count: number;
  readonly rate: number;
  readonly seed: number;
}

/** Reads the records of a file. */
export interface FileSource {
  readonly kind: 'file';
  readonly format: 'json' | 'ndjson' | 'csv' | 'text';
  readonly path: string;
  readonly rate: number;
}

/** Reads lines of text from a server. */
export interface SocketSource {
  readonly kind: 'socket';
  readonly host: string;
  readonly port: number;
  readonly retries: number;
}

export type SourceConnector<Value> = GeneratorSource<Value> | FileSource | SocketSource;

export interface GenerateOptions {
  /** How many records in all; without it there is no end. */
  readonly count?: number;
  /** Records per second, over all subtasks; without it as fast as they are taken. */
  readonly rate?: number;
  readonly seed?: number;
}

/**
 * A source of made-up records. `make` gets the record's index over all subtasks, from 0, and must give the same
 * record for the same index whenever it is asked, since a restore asks again: take chance from `random` only.
 */
export function generate<Value>(
  make: (index: number, random: Random) => Value,
  options: GenerateOptions = {},
): GeneratorSource<Value> {
  const { count = Infinity, rate = Infinity, seed = 1 } = options;
  return { kind: 'generate', make, count, rate, seed };
}

export interface FileSourceOptions {
  /** Records per second, to replay slowly; without it as fast as they are taken. */
  readonly rate?: number;
}

/** A bounded source: the objects of a JSON array, each field of the record type taken by its name. */
export function jsonFile(path: string, options: FileSourceOptions = {}): FileSource {
  return fileSource('json', path, options);
}

/** A bounded source: a JSON object in each line, its fields taken by their names. Empty lines are passed over. */
export function ndjsonFile(path: string, options: FileSourceOptions = {}): FileSource {
  return fileSource('ndjson', path, options);
}

/** A bounded source: the rows of a CSV file, whose first row names the columns; each field is taken by its name. */
export function csvFile(path: string, options: FileSourceOptions = {}): FileSource {
  return fileSource('csv', path, options);
}

/** A bounded source: the lines of a text file, as records of `struct({ line: string })`. */
export function textFile(path: string, options: FileSourceOptions = {}): FileSource {
  return fileSource('text', path, options);
}

export interface SocketSourceOptions {
  /** How many attempts to connect in a row may fail after one another, each after a longer wait. Default 5, some 3 seconds. */
  readonly retries?: number;
}

/**
 * A source of the lines that a server sends, as records of `struct({ line: string })`, read by one subtask. What was sent
 * cannot be asked for again, so it is at most once: a restore goes on with what comes then. When the server has closed the
 * connection and takes no other, the stream ends.
 *
 * @throws Error for a port that is none.
 */
export function socketText(
  host: string,
  port: number,
  { retries = 5 }: SocketSourceOptions = {},
): SocketSource {
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    throw new Error(`socketText: the port is ${port}: give a whole number from 1 to 65535.`);
  }
  return { kind: 'socket', host, port, retries };
}

function fileSource(
  format: FileSource['format'],
  path: string,
  { rate = Infinity }: FileSourceOptions,
): FileSource {
  return { kind: 'file', format, path, rate };
}

/** Writes CSV files into a folder, exactly once: a file gets its final name when its checkpoint is complete. */
export interface FileSink {
  readonly kind: 'file';
  readonly directory: string;
}

/** Takes records and does nothing with them. */
export interface BlackholeSink {
  readonly kind: 'blackhole';
}

/** Prints records to standard output. */
export interface PrintSink {
  readonly kind: 'print';
  readonly identifier: string | undefined;
}

export type SinkConnector = FileSink | BlackholeSink | PrintSink;

/**
 * A sink that writes `part-SUBTASK-NUMBER.csv` files, each with a header line of the record type's field names. A
 * subtask's files in the order of their numbers hold its records in the order in which they came.
 */
export function fileSink(directory: string): FileSink {
  return { kind: 'file', directory };
}

/** A sink for measuring: takes every record and keeps none. */
export function blackholeSink(): BlackholeSink {
  return { kind: 'blackhole' };
}

/**
 * A sink that prints each record as a line of JSON to standard output, at least once: after a restore the records since the
 * checkpoint are printed again. As in Flink, `identifier` stands before each line, and the subtask's number where there are
 * several: `late:2> {"origin":"JFK"}`. Where a pipeline has several such sinks, the operator's name is the identifier of one that
 * has none.
 */
export function printSink(identifier?: string): PrintSink {
  return { kind: 'print', identifier };
}
