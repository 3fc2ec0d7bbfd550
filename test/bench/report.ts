import { cpus, totalmem } from 'node:os';
import { formatBytes, formatDuration } from '../../src/analysis/quantities.js';

/** What the figures were measured on. */
export function machine(): string {
  const { length: processors, 0: processor } = cpus();
  const model = processor?.model ?? 'unknown processors';
  return `Node ${process.version}, ${processors} × ${model}, ${formatBytes(totalmem())} of memory`;
}

/** NaN for no values; of an even number the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The value below which such a share of the values lies, to the nearest of them; NaN for no values. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

/** The shortest and the longest of some times, given in ms. */
export function spread(times: readonly number[]): string {
  return `${formatDuration(Math.min(...times))} to ${formatDuration(Math.max(...times))}`;
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
