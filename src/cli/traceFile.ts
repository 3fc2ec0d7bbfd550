import { readFile } from 'node:fs/promises';
import { readTraceBytes, type ReadResult } from '../trace/ckptReader.js';
import { InputError } from '../trace/diagnostics.js';
import { fileFailure, inputFailure } from './failure.js';

/**
 * Reads a trace file as far as it is sound.
 *
 * @throws {CommandFailure} where the file cannot be opened, or nothing of it can be read.
 */
export async function readTraceFile(file: string): Promise<ReadResult> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw fileFailure(file, 'read', error);
  });
  try {
    return readTraceBytes(bytes);
  } catch (error) {
    throw error instanceof InputError ? inputFailure(file, error) : error;
  }
}
