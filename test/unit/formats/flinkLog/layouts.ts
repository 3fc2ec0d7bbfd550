import type { InputFile } from '../../../../src/formats/input.js';

/** A line of the recordings, which have log4j2's default layout and UTC. */
export interface LineParts {
  /** Ms since 1970. */
  readonly at: number;
  readonly level: string;
  readonly logger: string;
  readonly message: string;
}

const defaultLine = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d),(\d{3}) (\w+) +(\S+) +\[\] - (.*)$/s;

/** Writes a log in another layout. Lines that go on with the one before stay as they are. */
export function relaid(
  { name, bytes }: InputFile,
  layout: (parts: LineParts) => string,
  lineEnd = '\n',
): InputFile {
  const lines = new TextDecoder().decode(bytes).split('\n');
  const text = lines.map((line) => {
    const match = defaultLine.exec(line);
    if (match === null) return line;
    const [, date, time, fraction, level, logger, message] = match as unknown as readonly string[];
    return layout({
      at: Date.parse(`${date!}T${time!}.${fraction!}Z`),
      level: level!,
      logger: logger!,
      message: message!,
    });
  });
  return { name, bytes: new TextEncoder().encode(text.join(lineEnd)) };
}

const hour = 3_600_000;

/** `2026-11-22T16:28:02.868` of a clock that is so many hours ahead of UTC. */
export function isoLocal(at: number, hoursAhead = 0): string {
  return new Date(at + hoursAhead * hour).toISOString().slice(0, -1);
}

function timeOfDay(at: number): string {
  return isoLocal(at).slice(11).replace('.', ',');
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function dateWithName(at: number): string {
  const date = new Date(at);
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]!} ${date.getUTCFullYear()} ${timeOfDay(at)}`;
}

function shortLogger(logger: string): string {
  return logger
    .split('.')
    .map((part, index, all) => (index === all.length - 1 ? part : part.charAt(0)))
    .join('.');
}

const escape = String.fromCharCode(27);

/** What people's log4j2 and logback configurations and container platforms make of a line. */
export const layouts: Readonly<Record<string, (parts: LineParts) => string>> = {
  'ISO 8601 in UTC': ({ at, level, logger, message }) => `${isoLocal(at)}Z ${level} ${logger} - ${message}`,
  'ISO 8601 with an offset': ({ at, level, logger, message }) =>
    `${isoLocal(at, 5.5)}+05:30 [${level}] ${logger}: ${message}`,
  'an offset after a space': ({ at, level, logger, message }) =>
    `${isoLocal(at, -3).replace('T', ' ')} -0300 ${level} ${logger} [] - ${message}`,
  'a point before the milliseconds': ({ at, level, logger, message }) =>
    `${isoLocal(at).replace('T', ' ')} ${level} ${logger} [] - ${message}`,
  microseconds: ({ at, level, logger, message }) =>
    `${isoLocal(at).replace('T', ' ')}000 ${level} ${logger} [] - ${message}`,
  'slashes in the date': ({ at, level, logger, message }) =>
    `${isoLocal(at).replace('T', ' ').replaceAll('-', '/')} ${level} ${logger} - ${message}`,
  'a short year': ({ at, level, logger, message }) =>
    `${isoLocal(at).slice(2).replace('T', ' ').replaceAll('-', '/').replace('.', ',')} ${level} ${logger} - ${message}`,
  'a month by name': ({ at, level, logger, message }) =>
    `${dateWithName(at)} ${level} ${logger} - ${message}`,
  'digits only': ({ at, level, logger, message }) =>
    `${isoLocal(at).replace(/\D/g, '')} ${level} ${logger} - ${message}`,
  'ISO 8601 basic': ({ at, level, logger, message }) =>
    `${isoLocal(at).replace(/[-:]/g, '').replace('.', ',')} ${level} ${logger} - ${message}`,
  'milliseconds since 1970': ({ at, level, logger, message }) => `${at} ${level} ${logger}: ${message}`,
  'no date': ({ at, level, logger, message }) => `${timeOfDay(at)} ${level} ${logger} - ${message}`,
  'a thread and a short logger': ({ at, level, logger, message }) =>
    `${isoLocal(at).replace('T', ' ')} [Source: a - b (1/2)#0] ${level} ${shortLogger(logger)} - ${message}`,
  'a thread after the level': ({ at, level, logger, message }) =>
    `[${isoLocal(at).replace('T', ' ')}] [${level}] [slow sink: Writer (2/2)#0] [${logger}] ${message}`,
  'the place in the code': ({ at, level, logger, message }) =>
    `${isoLocal(at)}Z ${level} ${logger}:312 [] - ${message}`,
  'no logger': ({ at, level, message }) => `${isoLocal(at).replace('T', ' ')} ${level} - ${message}`,
  'a context of the job': ({ at, level, logger, message }) =>
    `${isoLocal(at).replace('T', ' ')} ${level} ${logger} {flink-job-name=a - b: c} - ${message}`,
  colours: ({ at, level, logger, message }) =>
    `${escape}[2m${isoLocal(at).replace('T', ' ')}${escape}[0;39m ${escape}[32m${level}${escape}[0m ${escape}[36m${logger}${escape}[0m : ${message}`,
  'what Kubernetes writes': ({ at, level, logger, message }) =>
    `${isoLocal(at + 3)}123456Z stdout F ${isoLocal(at, 1).replace('T', ' ').replace('.', ',')} ${level} ${logger} [] - ${message}`,
  'what docker logs -t writes': ({ at, level, logger, message }) =>
    `${isoLocal(at + 3)}123456Z ${isoLocal(at, 1).replace('T', ' ').replace('.', ',')} ${level} ${logger} [] - ${message}`,
  'what docker compose writes': ({ at, level, logger, message }) =>
    `taskmanager-1  | ${isoLocal(at).replace('T', ' ').replace('.', ',')} ${level} ${logger} [] - ${message}`,
  "docker's JSON around a line": ({ at, level, logger, message }) =>
    JSON.stringify({
      log: `${isoLocal(at, 2).replace('T', ' ').replace('.', ',')} ${level} ${logger} [] - ${message}\n`,
      stream: 'stdout',
      time: `${isoLocal(at + 5)}999999Z`,
    }),
  'JSON of log4j2': ({ at, level, logger, message }) =>
    JSON.stringify({
      instant: { epochSecond: Math.floor(at / 1000), nanoOfSecond: (at % 1000) * 1e6 },
      thread: 'main',
      level,
      loggerName: logger,
      message,
      endOfBatch: false,
    }),
  'JSON of ECS': ({ at, level, logger, message }) =>
    JSON.stringify({ '@timestamp': `${isoLocal(at)}Z`, 'log.level': level, message, 'log.logger': logger }),
  'JSON in seconds': ({ at, level, logger, message }) =>
    JSON.stringify({ version: '1.1', short_message: message, timestamp: at / 1000, level, _logger: logger }),
  'JSON that Kubernetes writes': ({ at, level, logger, message }) =>
    `${isoLocal(at + 3)}123456Z stdout F ${JSON.stringify({ timestamp: at, level, loggerName: logger, message })}`,
};
