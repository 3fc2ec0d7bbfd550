import { InvalidArgumentError, Option } from 'commander';

const timeUnits: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000 };
const byteUnits: Readonly<Record<string, number>> = { b: 1, kb: 1e3, mb: 1e6, gb: 1e9 };

/** `2s`, `500ms`, `1.5 min` in ms. @throws InvalidArgumentError */
export function parseDuration(text: string): number {
  return quantity(text, timeUnits, 'Give a time above 0 with its unit, as in 500ms, 2s or 10m.');
}

/** An option that is a duration, with what it is by default: in ms, and as a person writes it. */
export function durationOption(flags: string, description: string, ms: number, written: string): Option {
  return new Option(flags, description).argParser(parseDuration).default(ms, written);
}

/** `20MB/s` in bytes per second, units of 1,000. @throws InvalidArgumentError */
export function parseBytesPerSecond(text: string): number {
  return quantity(text.replace(/\/s$/i, ''), byteUnits, 'Give a rate above 0 with its unit, as in 20MB/s.');
}

/** A whole number from 0. @throws InvalidArgumentError */
export function parseWhole(text: string): number {
  return whole(text, 0);
}

/** A whole number from 1. @throws InvalidArgumentError */
export function parseCount(text: string): number {
  return whole(text, 1);
}

/** A number from 0, as in 1.5. @throws InvalidArgumentError */
export function parseFactor(text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text)) throw new InvalidArgumentError('Give a number, as in 1.5.');
  return Number(text);
}

function whole(text: string, least: 0 | 1): number {
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(number >= least)) throw new InvalidArgumentError(`Give a whole number from ${least}.`);
  return number;
}

function quantity(text: string, units: Readonly<Record<string, number>>, advice: string): number {
  const [, number, unit] = /^\s*([\d.]+)\s*([a-z]+)\s*$/i.exec(text) ?? [];
  const value = Number(number) * (units[unit?.toLowerCase() ?? ''] ?? Number.NaN);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError(advice);
  return value;
}
