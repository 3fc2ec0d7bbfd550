import type { EpochMs } from './units.js';

const shape = /^(\d{4}|[+-]\d{6})-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.(\d{1,9}))?(?:Z|[+-]\d\d:\d\d)$/;

/** An ISO 8601 moment with its zone and up to nine decimals of a second; undefined for anything else. */
export function parseEpoch(text: string): EpochMs | undefined {
  const match = shape.exec(text);
  const [, , fraction = ''] = match ?? [];
  const wholeSecond = Date.parse(fraction === '' ? text : text.replace(`.${fraction}`, ''));
  if (match === null || Number.isNaN(wholeSecond)) return undefined;
  const microseconds = Math.round(Number(fraction.padEnd(9, '0')) / 1000);
  return wholeSecond + microseconds / 1000;
}

/** ISO 8601 in UTC, to the microsecond where the epoch has a fraction of a millisecond. */
export function epochText(epoch: EpochMs): string {
  const microseconds = Math.round((epoch - Math.floor(epoch)) * 1000);
  const wholeMs = Math.floor(epoch) + Math.floor(microseconds / 1000);
  const iso = new Date(wholeMs).toISOString();
  const rest = microseconds % 1000;
  return rest === 0 ? iso : iso.replace('Z', `${String(rest).padStart(3, '0')}Z`);
}
