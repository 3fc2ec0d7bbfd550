import * as l10n from '@vscode/l10n';
import { formatBytes, formatDuration } from '../quantities.js';

const none = '–';

/** From so many times on, the ratio says more than the percentage. */
const ratioFrom = 10;

/** `+353 ms`, `−299 ms`, `±<1 ms`. @param resolution ms that both numbers are known to */
export function differenceText(ms: number | undefined, resolution: number | undefined): string {
  if (ms === undefined) return none;
  const text = formatDuration(Math.abs(ms), resolution);
  if (text.startsWith('<')) return `±${text}`;
  if (ms === 0) return text;
  return `${ms < 0 ? '−' : '+'}${text}`;
}

/** `+2.50 MB`, `−11.6 MB`. */
export function signedBytes(bytes: number | undefined): string {
  if (bytes === undefined) return none;
  return `${bytes > 0 ? '+' : ''}${formatBytes(bytes)}`;
}

/** `+42 %`, `−90 %`, `×25`; a dash where there was nothing before. */
export function changeText(change: number | undefined): string {
  if (change === undefined) return none;
  if (change + 1 >= ratioFrom) return `×${Math.round(change + 1)}`;
  const percent = Math.round(Math.abs(change) * 100);
  if (percent === 0) return change === 0 ? '0 %' : '±<1 %';
  return `${change < 0 ? '−' : '+'}${percent} %`;
}

/** `+263 to +440 ms` would mix signs and units; each bound has its own. */
export function intervalText(
  interval: { readonly low: number; readonly high: number } | undefined,
  resolution: number | undefined,
): string {
  if (interval === undefined) return none;
  return l10n.t('{low} to {high}', {
    low: differenceText(interval.low, resolution),
    high: differenceText(interval.high, resolution),
  });
}
