import type { Trace } from '../../src/trace/model.js';
import type { EpochMs, Ms } from '../../src/trace/units.js';

/** How moments are written: as time from the trigger or the start, or by a clock. */
export const timeFormats = ['relative', 'utc', 'local'] as const;
export type TimeFormat = (typeof timeFormats)[number];

/** A clock by which the moments of a trace are told. */
export interface Clock {
  /** Of the trace: its moments count from it. */
  readonly epoch: EpochMs;
  /** The clock of the machine on which the trace is read; UTC otherwise. */
  readonly isLocal: boolean;
}

const second = 1000;
const minute = 60 * second;

/** None where times are relative, or where the trace's epoch is no date. */
export function clockOf(timeFormat: TimeFormat, { epoch }: Trace): Clock | undefined {
  const isDate = Number.isFinite(new Date(epoch).getTime());
  return timeFormat === 'relative' || !isDate ? undefined : { epoch, isLocal: timeFormat === 'local' };
}

export function nextTimeFormat(now: TimeFormat): TimeFormat {
  return timeFormats[(timeFormats.indexOf(now) + 1) % timeFormats.length]!;
}

/** The midnight before a moment, in the trace's own time. */
export function midnightBefore({ epoch, isLocal }: Clock, moment: Ms): Ms {
  const date = new Date(epoch + moment);
  return (isLocal ? date.setHours(0, 0, 0, 0) : date.setUTCHours(0, 0, 0, 0)) - epoch;
}

/**
 * What the ruler writes at a tick, as long as ticks `step` ms apart need: `14:03`, `14:03:22`, `03:22.5` or `22.500125`; at
 * midnight the month and the day.
 *
 * @param midnight one before the tick, from {@link midnightBefore}: the two are subtracted, which keeps a nanosecond
 */
export function clockTick(clock: Clock, tick: Ms, midnight: Ms, step: Ms): string {
  if (step < second) {
    const { time, fraction } = tellTime(clock, tick, midnight, Math.ceil(-Math.log10(step / second) - 1e-9));
    return `${time.slice(step < 1 ? 6 : 3)}${fraction}`;
  }
  const { date, time } = tellTime(clock, tick, midnight, 0);
  if (step < minute) return time;
  return time === '00:00:00' ? date.slice(5) : time.slice(0, 5);
}

/** `14:03:22.250` */
export function timeOfDay(clock: Clock, moment: Ms, decimals: number): string {
  const { time, fraction } = tellTime(clock, moment, midnightBefore(clock, moment), decimals);
  return time + fraction;
}

/** `2026-11-26 14:03:22.250 UTC` */
export function dateAndTime(clock: Clock, moment: Ms): string {
  const { date, time, fraction } = tellTime(clock, moment, midnightBefore(clock, moment), 3);
  return `${date} ${time}${fraction} ${zoneName(clock, moment)}`;
}

/** `2026-11-26 UTC` */
export function dateWithZone(clock: Clock, moment: Ms): string {
  const { date } = tellTime(clock, moment, midnightBefore(clock, moment), 0);
  return `${date} ${zoneName(clock, moment)}`;
}

interface ToldTime {
  /** `2026-11-26` */
  readonly date: string;
  /** `14:03:22` */
  readonly time: string;
  /** `.250`, or empty. */
  readonly fraction: string;
}

function tellTime({ epoch, isLocal }: Clock, moment: Ms, midnight: Ms, decimals: number): ToldTime {
  const parts = 10 ** decimals;
  const passed = Math.round(((moment - midnight) / second) * parts);
  const date = new Date(Math.round(epoch + midnight) + Math.floor(passed / parts) * second);
  const isoOfLocal = new Date(date.getTime() + (isLocal ? zoneOffset(date) : 0)).toISOString();
  const fraction = decimals === 0 ? '' : `.${String(passed % parts).padStart(decimals, '0')}`;
  return { date: isoOfLocal.slice(0, 10), time: isoOfLocal.slice(11, 19), fraction };
}

/** `UTC`, `UTC+05:30` */
function zoneName({ epoch, isLocal }: Clock, moment: Ms): string {
  const minutes = isLocal ? zoneOffset(new Date(epoch + moment)) / minute : 0;
  if (minutes === 0) return 'UTC';
  const size = Math.abs(minutes);
  const pad = (n: number): string => String(n).padStart(2, '0');
  return `UTC${minutes < 0 ? '−' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
}

function zoneOffset(date: Date): Ms {
  return -date.getTimezoneOffset() * minute;
}
