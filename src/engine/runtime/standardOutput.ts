import { writeSync } from 'node:fs';
import { messageOf, RunError } from '../errors.js';

const stdout = 1;
/** How long to wait, ms, for a reader that is behind. */
const patienceMs = 1;
const never = new Int32Array(new SharedArrayBuffer(4));

/**
 * Writes a line to the process's standard output, from any thread, and returns when it is there: a thread's own
 * `process.stdout` would only get through while its event loop runs. A slow reader slows the caller down.
 *
 * @throws RunError when nobody reads it any more.
 */
export function printLine(line: string): void {
  const bytes = Buffer.from(`${line}\n`);
  for (let written = 0; written < bytes.length;) {
    try {
      written += writeSync(stdout, bytes, written);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') {
        throw new RunError(`Standard output cannot be written: ${messageOf(error)}.`);
      }
      Atomics.wait(never, 0, 0, patienceMs);
    }
  }
}
