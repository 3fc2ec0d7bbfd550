import { messageOf } from '../errors.js';
import { StorageError } from '../storage/storage.js';
import {
  metadataFile,
  parseMetadata,
  parseRunRecord,
  type CheckpointMetadata,
  type RunRecord,
} from './metadata.js';

/** The first four bytes of a `_metadata` that Flink has written: `Checkpoints.HEADER_MAGIC_NUMBER`, 0x4960672d. */
const magicOfFlink = 'I`g-';

/** Reads `_run.json`. @throws Error that says what is wrong with it. */
export function soundRecord(text: string): RunRecord {
  try {
    return parseRunRecord(text);
  } catch (error) {
    throw error instanceof SyntaxError ? new Error('it is damaged', { cause: error }) : error;
  }
}

/** Reads `_metadata`. @throws Error that names the file and says what is wrong with it. */
export function soundMetadata(text: string): CheckpointMetadata {
  if (text.startsWith(magicOfFlink)) {
    throw new Error(`${metadataFile} is one of Flink, which only Flink restores`);
  }
  try {
    return parseMetadata(text);
  } catch (error) {
    // What JSON.parse says repeats what it met.
    const wrong = error instanceof SyntaxError ? 'it is damaged' : messageOf(error);
    throw new Error(`${metadataFile}: ${wrong}`, { cause: error });
  }
}

/**
 * What `work` gives, or what is wrong with what it reads. A storage that cannot be reached, or lets nobody in, has not damaged anything.
 *
 * @throws StorageError of such a storage.
 */
export async function soundOrDamage<Result extends object>(
  work: () => Promise<Result>,
): Promise<Result | string> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StorageError && (error.isTransient || error.isRefused)) throw error;
    return messageOf(error);
  }
}
