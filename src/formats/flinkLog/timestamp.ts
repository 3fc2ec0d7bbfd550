import type { Ms } from '../../trace/units.js';

/** A time as a log line shows it. */
export interface Timestamp {
  /** Its digits read as if they were UTC, ms since 1970, fractional; without a date, ms since midnight. */
  readonly digits: number;
  /** How far the digits are ahead of UTC, where the line says so. */
  readonly offset?: Ms;
  readonly dated: boolean;
  /** Where it begins and ends in the text. */
  readonly start: number;
  readonly end: number;
}

/** A layout puts the time in front; further in, digits belong to messages. */
const searchedLength = 300;

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const date = [
  String.raw`(?<year>\d{4})(?<dash>[-/.]?)(?<month>\d\d)\k<dash>(?<day>\d\d)`,
  String.raw`(?<shortYear>\d\d)/(?<shortMonth>\d\d)/(?<shortDay>\d\d)`,
  String.raw`(?<nameDay>\d{1,2})[ -](?<monthName>[A-Z][a-z]{2})[a-z]{0,6}[ -](?<nameYear>\d{4})`,
].join('|');
const time = String.raw`(?<hour>\d\d)(?<colon>:?)(?<minute>\d\d)\k<colon>(?<second>\d\d)(?:[.,:]?(?<fraction>\d{1,9}))?`;
const zone = String.raw`(?: ?(?<zone>Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)(?![\w:]))?`;
const timePattern = new RegExp(
  String.raw`(?<![\d:.])(?:(?:${date})(?:[T_]| {1,2}|, )?)?${time}(?!\d)${zone}|(?<![\d.])(?<epoch>1\d{12})(?!\d)`,
  'g',
);

/**
 * The first time in a line at or after `from`: what log4j2's and logback's date patterns write (`2026-11-22 16:28:02,868`,
 * ISO 8601, `COMPACT`, `22 Nov 2026 16:28:02,868`, `26/11/22 16:28:02`, `16:28:02,868`), or ms since 1970.
 */
export function findTimestamp(text: string, from = 0): Timestamp | undefined {
  const head = text.slice(0, from + searchedLength);
  timePattern.lastIndex = from;
  for (let match = timePattern.exec(head); match !== null; match = timePattern.exec(head)) {
    const found = timestampOf(match);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The named groups of the pattern; those of one kind of date at a time. */
interface TimeGroups {
  readonly year?: string;
  readonly month?: string;
  readonly day?: string;
  readonly shortYear?: string;
  readonly shortMonth?: string;
  readonly shortDay?: string;
  readonly nameDay?: string;
  readonly monthName?: string;
  readonly nameYear?: string;
  readonly hour?: string;
  readonly minute?: string;
  readonly second?: string;
  readonly colon?: string;
  readonly fraction?: string;
  readonly zone?: string;
  readonly epoch?: string;
}

function timestampOf(match: RegExpExecArray): Timestamp | undefined {
  const groups = match.groups as TimeGroups;
  const place = { start: match.index, end: match.index + match[0].length };
  if (groups.epoch !== undefined) return { digits: Number(groups.epoch), offset: 0, dated: true, ...place };
  // Digits without colons are a time only after a date: alone they are any number.
  const day = dayOf(groups);
  if (day === undefined && groups.colon === '') return undefined;
  const ofDay = timeOfDay(groups);
  if (ofDay === undefined || day === 'none') return undefined;
  const offset = offsetOf(groups.zone);
  return {
    digits: (day ?? 0) + ofDay,
    dated: day !== undefined,
    ...place,
    ...(offset === undefined ? {} : { offset }),
  };
}

/** Ms from 1970 to the day's midnight; undefined without a date, `none` for one that no calendar has. */
function dayOf(groups: TimeGroups): number | 'none' | undefined {
  const year = groups.year ?? groups.nameYear ?? (groups.shortYear && `20${groups.shortYear}`);
  if (year === undefined) return undefined;
  const name = groups.monthName?.toLowerCase();
  const month = name === undefined ? Number(groups.month ?? groups.shortMonth) : months.indexOf(name) + 1;
  const day = Number(groups.day ?? groups.shortDay ?? groups.nameDay);
  const ms = Date.UTC(Number(year), month - 1, day);
  const isReal = month >= 1 && month <= 12 && new Date(ms).getUTCDate() === day;
  return isReal ? ms : 'none';
}

function timeOfDay(groups: TimeGroups): number | undefined {
  const hour = Number(groups.hour);
  const minute = Number(groups.minute);
  const second = Number(groups.second);
  if (hour > 23 || minute > 59 || second > 60) return undefined;
  const fraction =
    groups.fraction === undefined ? 0 : Number(`${groups.fraction}e${3 - groups.fraction.length}`);
  return ((hour * 60 + minute) * 60 + second) * 1000 + fraction;
}

function offsetOf(zoneText: string | undefined): Ms | undefined {
  if (zoneText === undefined) return undefined;
  const sign = zoneText.startsWith('-') ? -1 : 1;
  const digits = zoneText.replace(/\D/g, '');
  if (digits === '') return 0;
  return sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2) || 0)) * 60_000;
}
