import * as l10n from '@vscode/l10n';

/**
 * Numbers as people read them: three significant digits, a unit that changes at 1,000, a space before the unit, a real
 * minus. A number that is not finite was lost and reads `?`.
 */

const lost = '?';

/** From here on a duration reads in minutes and seconds; below, three digits of seconds say more. */
const minutesFromMs = 120_000;
const hoursFromMs = 3_600_000;

/**
 * `400 ns`, `24 µs`, `412 ms`, `1.43 s`, `91.9 s`, `2 min 5 s`, `1 h 2 min`. Below a second, zeros at the end are dropped.
 *
 * @param resolution ms that the number is known to: nothing finer is said, and what is less reads `<1 ms`
 */
export function formatDuration(ms: number, resolution?: number): string {
  if (!Number.isFinite(ms)) return lost;
  if (resolution !== undefined && resolution > 0) {
    const steps = Math.round(ms / resolution);
    return steps === 0 ? `<${formatDuration(resolution)}` : formatDuration(steps * resolution);
  }
  if (ms < 0) return `−${formatDuration(-ms)}`;
  if (ms === 0) return '0 ms';
  if (rounded(ms * 1e6) < 1000) return `${digits(ms * 1e6)} ns`;
  if (rounded(ms * 1e3) < 1000) return `${withoutEndZeros(digits(ms * 1e3))} µs`;
  if (rounded(ms) < 1000) return `${withoutEndZeros(digits(ms))} ms`;
  if (rounded(ms) < minutesFromMs) return `${digits(ms / 1000)} s`;
  if (Math.round(ms / 1000) * 1000 < hoursFromMs) return inTwoUnits(Math.round(ms / 1000), 'min', 's');
  return inTwoUnits(Math.round(ms / 60_000), 'h', 'min');
}

/** Decimal units: `265 B`, `28.3 kB`, `67.1 MB`, `1.20 GB`. */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes)) return lost;
  if (bytes < 0) return `−${formatBytes(-bytes)}`;
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  let scaled = bytes;
  let unit = 0;
  while (rounded(scaled) >= 1000 && unit < units.length - 1) {
    scaled /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? formatCount(scaled) : digits(scaled)} ${units[unit]!}`;
}

/** A whole number, all its digits: `1,432`. */
export function formatCount(n: number): string {
  if (!Number.isFinite(n)) return lost;
  const whole = Math.round(Math.abs(n)).toString();
  const grouped = whole.includes('e') ? whole : whole.replace(/\B(?=(?:\d{3})+$)/g, ',');
  return n < 0 && grouped !== '0' ? `−${grouped}` : grouped;
}

/** Records as `0.56 M/s`, `56.3 k/s`, `563/s`; bytes as `163 MB/s`. */
export function formatRate(perSecond: number, unit: 'records' | 'bytes'): string {
  if (!Number.isFinite(perSecond)) return lost;
  if (unit === 'bytes') return `${formatBytes(perSecond)}/s`;
  const { divisor, word } = recordScale(perSecond);
  return `${inScale(perSecond, perSecond, divisor)}${word === '' ? '' : ` ${word}`}/s`;
}

/** A rate with its noun: `0.56 M records/s`. */
export function formatRecordRate(perSecond: number): string {
  if (!Number.isFinite(perSecond)) return lost;
  const { other, unit } = formatRates(perSecond, perSecond);
  return `${other} ${unit}`;
}

/** Two rates of records in the unit of the larger: `0.76`, `1.12`, `M records/s`, and `M/s` where there is little room. */
export function formatRates(
  one: number,
  other: number,
): { readonly one: string; readonly other: string; readonly unit: string; readonly shortUnit: string } {
  const larger = Math.max(one, other);
  const { divisor, word } = recordScale(larger);
  const unit = word === '' ? l10n.t('records/s') : l10n.t('{scale} records/s', { scale: word });
  const shortUnit = `${word}/s`;
  return { one: inScale(one, larger, divisor), other: inScale(other, larger, divisor), unit, shortUnit };
}

/** A part of a rate in the unit of the whole: `0.76 of 1.12 M records/s`. */
export function formatRatePart(during: number, before: number): string {
  const { one: part, other: whole, unit } = formatRates(during, before);
  return l10n.t('{part} of {whole} {unit}', { part, whole, unit });
}

/** A share of 1 as a whole percentage: `68 %`; what is more than nothing never reads `0 %`. */
export function formatShare(share: number): string {
  if (!Number.isFinite(share)) return lost;
  const percent = Math.round(share * 100);
  return percent === 0 && share > 0 ? '<1 %' : `${percent} %`;
}

function recordScale(perSecond: number): { readonly divisor: number; readonly word: string } {
  if (perSecond >= 99_950) return { divisor: 1e6, word: 'M' };
  if (perSecond >= 999.5) return { divisor: 1e3, word: 'k' };
  return { divisor: 1, word: '' };
}

/** As many decimals as `largest` needs for its three digits, never more than two, so that numbers side by side line up. */
function inScale(perSecond: number, largest: number, divisor: number): string {
  if (perSecond === 0) return '0';
  if (divisor === 1) return formatCount(perSecond);
  return (perSecond / divisor).toFixed(Math.min(2, decimals(largest / divisor)));
}

function inTwoUnits(count: number, big: string, small: string): string {
  return `${formatCount(Math.floor(count / 60))} ${big} ${count % 60} ${small}`;
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

/** Three significant digits, never in exponents. */
function digits(value: number): string {
  const three = rounded(value);
  return three.toFixed(decimals(three));
}

function decimals(value: number): number {
  if (value >= 100) return 0;
  return value >= 10 ? 1 : 2;
}

function withoutEndZeros(number: string): string {
  return number.includes('.') ? number.replace(/\.?0+$/, '') : number;
}
