import { isFields, isMoment, type Fields } from '../../trace/json/fields.js';
import { findTimestamp, type Timestamp } from './timestamp.js';

/** One line of a log, out of whatever carried it. */
export interface LogLine {
  /** The line, or of a JSON layout its message. */
  readonly text: string;
  /** Of the program that logged; absent where the line goes on with the one before. */
  readonly time?: Timestamp;
  /** Of a container's runtime that took the line down, where that is another one. */
  readonly takenDown?: Timestamp;
  /** Where the message can begin at the earliest. */
  readonly afterTime: number;
  /** Whether `text` is the message alone. */
  readonly isMessage: boolean;
  /** What the line's own fields say went wrong, where the layout is JSON. */
  readonly cause?: string;
}

const escapeSequence = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*[A-Za-z]`, 'g');

/** What stands between a container runtime's time and the program's own line. */
const runtimeGap = /^\s{0,8}(?:(?:stdout|stderr) [FP])?[\s|[(]{0,8}$/;
const runtimePrefix = /^ (?:stdout|stderr) [FP] (?=\{)/;
const runtimePrefixLength = 20;

/** Takes a line apart as far as its time: a pattern layout, a JSON layout, or either inside what a container runtime writes. */
export function readLogLine(raw: string): LogLine {
  const line = raw.includes('\u001b[') ? raw.replace(escapeSequence, '') : raw;
  const bare = line.trimStart();
  if (bare.startsWith('{')) return readJsonLine(bare) ?? plain(line);
  const read = readPatternLine(line);
  // Kubernetes: the program's line comes after the runtime's time and may itself be JSON.
  if (read.time === undefined || read.takenDown !== undefined) return read;
  const inner = runtimePrefix.exec(line.slice(read.time.end, read.time.end + runtimePrefixLength));
  if (inner === null) return read;
  const json = readJsonLine(line.slice(read.time.end + inner[0].length));
  return json === undefined ? read : { ...json, takenDown: read.time };
}

function readPatternLine(line: string): LogLine {
  const first = findTimestamp(line);
  if (first === undefined) return plain(line);
  const second = first.offset === undefined ? undefined : findTimestamp(line, first.end);
  const time = second !== undefined && runtimeGap.test(line.slice(first.end, second.start)) ? second : first;
  return {
    text: line,
    time,
    ...(time === first ? {} : { takenDown: first }),
    afterTime: time.end,
    isMessage: false,
  };
}

function plain(text: string): LogLine {
  return { text, afterTime: 0, isMessage: false };
}

/** The layouts' names for the same thing: log4j2's JSON, ECS, logstash, GELF, Google Cloud; docker's `log` is a whole line. */
const messageNames = ['message', 'msg', 'short_message', 'log'];
const timeNames = ['@timestamp', 'timestamp', 'time', 'ts', 'timeMillis', 'instant'];
const causeNames = [
  'thrown',
  'exception',
  'error',
  'error.message',
  'error.stack_trace',
  'stack_trace',
  'stacktrace',
];

/** A person reads no longer one. */
const causeLength = 2000;

function readJsonLine(text: string): LogLine | undefined {
  let fields: unknown;
  try {
    fields = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isFields(fields)) return undefined;
  const message = firstOf(fields, messageNames, (value) => (typeof value === 'string' ? value : undefined));
  const written = firstOf(fields, timeNames, timeOf);
  if (message === undefined || written === undefined) return undefined;
  const inner = readPatternLine(message.replace(/[\r\n]+$/, ''));
  if (inner.time !== undefined && inner.time.start < runtimePrefixLength) {
    return { takenDown: written, ...inner };
  }
  const cause = firstOf(fields, causeNames, causeOf);
  return {
    text: message,
    time: written,
    afterTime: 0,
    isMessage: true,
    ...(cause === undefined ? {} : { cause }),
  };
}

function timeOf(value: unknown): Timestamp | undefined {
  const place = { dated: true, start: 0, end: 0 };
  if (typeof value === 'string') return findTimestamp(value);
  // GELF has seconds with a fraction.
  if (isMoment(value)) return { digits: value < 1e11 ? value * 1000 : value, offset: 0, ...place };
  if (!isFields(value)) return undefined;
  const { epochSecond, nanoOfSecond } = value;
  if (!isMoment(epochSecond)) return undefined;
  return {
    digits: epochSecond * 1000 + (isMoment(nanoOfSecond) ? nanoOfSecond / 1e6 : 0),
    offset: 0,
    ...place,
  };
}

function causeOf(value: unknown): string | undefined {
  if (!isFields(value)) return firstLineOf(value);
  return firstOf(value, ['message', 'exception_message', 'stacktrace', 'stack_trace'], firstLineOf);
}

function firstLineOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value.slice(0, causeLength).split(/[\r\n]/, 1)[0] : undefined;
}

function firstOf<Value>(
  fields: Fields,
  names: readonly string[],
  read: (value: unknown) => Value | undefined,
): Value | undefined {
  for (const name of names) {
    const value = Object.hasOwn(fields, name) ? read(fields[name]) : undefined;
    if (value !== undefined) return value;
  }
  return undefined;
}
