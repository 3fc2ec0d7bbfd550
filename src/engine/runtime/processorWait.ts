import { openSync, readSync } from 'node:fs';

const nsPerMs = 1e6;

/**
 * How long the calling thread has been ready to run and had no processor since it began, ms: the second number of its
 * `schedstat` (Documentation/scheduler/sched-stats.rst of the Linux kernel). Undefined where the system does not tell.
 */
export function processorWaitOfThread(): (() => number) | undefined {
  const text = Buffer.alloc(64);
  try {
    const file = openSync('/proc/thread-self/schedstat', 'r');
    const read = (): number =>
      Number(text.toString('latin1', 0, readSync(file, text, 0, text.length, 0)).split(' ')[1]) / nsPerMs;
    return Number.isNaN(read()) ? undefined : read;
  } catch {
    return undefined;
  }
}
