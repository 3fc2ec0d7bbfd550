import { writeSync } from 'node:fs';
import { messageOf, RunError } from '../errors.js';

const stdout = 1;
const stderr = 2;
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
  try {
    writeWhole(stdout, Buffer.from(`${line}\n`));
  } catch (error) {
    throw unwritable(error);
  }
}

/**
 * Lets what a thread writes to its `process.stdout`, `process.stderr` and so its `console` be there at once, and in order, also while
 * its event loop does not run.
 */
export function writeThreadOutputAtOnce(): void {
  writeAtOnce(process.stdout, (bytes) => {
    try {
      writeWhole(stdout, bytes);
    } catch (error) {
      throw unwritable(error);
    }
  });
  writeAtOnce(process.stderr, (bytes) => {
    try {
      writeWhole(stderr, bytes);
    } catch {
      // As Node's own console: there is nobody to tell.
    }
  });
}

function writeAtOnce(stream: NodeJS.WriteStream, write: (bytes: Uint8Array) => void): void {
  stream._write = (chunk: Uint8Array | string, encoding, done) => {
    write(bytesOf(chunk, encoding));
    done();
  };
  stream._writev = (chunks, done) => {
    for (const { chunk, encoding } of chunks) write(bytesOf(chunk as Uint8Array | string, encoding));
    done();
  };
}

function bytesOf(chunk: Uint8Array | string, encoding: BufferEncoding): Uint8Array {
  return typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk;
}

function writeWhole(file: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length;) {
    try {
      written += writeSync(file, bytes, written);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      Atomics.wait(never, 0, 0, patienceMs);
    }
  }
}

function unwritable(error: unknown): RunError {
  return new RunError(`Standard output cannot be written: ${messageOf(error)}.`);
}
