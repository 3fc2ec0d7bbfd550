import { bigint, failure, integer, string, type SqlText } from './sqlParts.js';

/** Years 1 to 9999, which Flink’s timestamps have; ms. */
export const years = { first: -62_135_596_800_000, last: 253_402_300_799_999 } as const;

/** What `Date.parse` takes here: a date, or a date and a time in UTC. Before 1600 Java’s calendar may be another. ms */
export const parsedYears = { first: -11_676_096_000_000, last: years.last } as const;

const isoFormat = `'yyyy-MM-dd''T''HH:mm:ss.SSS''Z'''`;

/** `toISOString()` of a whole number of ms. */
export function isoText(ms: string, isInYears: boolean): SqlText {
  const text = `DATE_FORMAT(TO_TIMESTAMP_LTZ(${ms}, 3), ${isoFormat})`;
  if (isInYears) return string(text);
  const failed = failure('toISOString() beyond the years 1 to 9999', `CAST(${ms} AS STRING)`, 'STRING');
  return string(`CASE WHEN ${ms} BETWEEN ${years.first} AND ${years.last} THEN ${text} ELSE ${failed} END`);
}

/** `toISOString()` of where a window begins or ends. */
export function isoTextOfWindow(bound: 'start' | 'end'): SqlText {
  return string(`DATE_FORMAT(window_${bound}, ${isoFormat})`);
}

/** Where a window begins or ends, ms. */
export function windowMs(bound: 'start' | 'end', isWholeSeconds: boolean): SqlText {
  const seconds = `EXTRACT(EPOCH FROM window_${bound}) * 1000`;
  return bigint(isWholeSeconds ? seconds : `${seconds} + EXTRACT(MILLISECOND FROM window_${bound})`);
}

/** The letters of Java’s formats for the parts of a date. */
export const dateParts = {
  getUTCFullYear: 'yyyy',
  getUTCMonth: 'MM',
  getUTCDate: 'dd',
  getUTCHours: 'HH',
  getUTCMinutes: 'mm',
  getUTCSeconds: 'ss',
  getUTCMilliseconds: 'SSS',
} as const;

export type DatePart = keyof typeof dateParts;

/** A part of a date: of its text, since EXTRACT is wrong before 1970. */
export function datePart(iso: string, part: DatePart): SqlText {
  const first = isoFormat.replaceAll("'", '').replace('T', ' ').indexOf(dateParts[part]) + 1;
  const number = `CAST(SUBSTRING(${iso}, ${first}, ${dateParts[part].length}) AS INT)`;
  return integer(part === 'getUTCMonth' ? `(${number} - 1)` : number);
}

const isoPattern = [
  String.raw`^(1[6-9]|[2-9]\d)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])`,
  String.raw`(T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{3})?)?Z)?\z`,
].join('');

/** `Date.parse(…)`, ms: the 30th of February is the 2nd of March in both. */
export function parsedDate(x: string): SqlText {
  // A date, a time without seconds and one without ms become as long as the longest.
  const whole = [
    [String.raw`(?<=^.{10})\z`, 'T00:00Z'],
    [String.raw`(?<=^.{16})Z\z`, ':00Z'],
    [String.raw`(?<=^.{19})Z\z`, '.000Z'],
  ].reduce((text, [what, by]) => `REGEXP_REPLACE(${text}, '${what}', '${by}')`, x);
  const seconds = `UNIX_TIMESTAMP(${whole}, 'yyyy-MM-dd''T''HH:mm:ss')`;
  const ms = `CAST(SUBSTRING(${whole}, 21, 3) AS INT)`;
  const failed = failure('Date.parse(…) of what is no date from 1600 on in UTC', x, 'BIGINT');
  return bigint(`CASE WHEN REGEXP(${x}, '${isoPattern}') THEN ${seconds} * 1000 + ${ms} ELSE ${failed} END`);
}
