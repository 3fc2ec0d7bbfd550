import type { Key } from '../pipeline/functions.js';
import { KeyedState } from './keyedState.js';
import { describeStates, migrateState } from './migrateState.js';
import type { KeyKind } from './slotLayout.js';
import { restoreChunk } from './restoreChunk.js';
import type { StateFile } from './stateFile.js';
import { readStateFile } from './stateFileReader.js';

/**
 * Fills an empty keyed state from files' bytes, which must start at a multiple of 8 in their buffers. An increment comes
 * after the files that it builds on.
 *
 * @param isOwn which keys to take of them; without it all.
 * @throws RunError when a file is not one of ours, or holds states that the declared ones cannot take over.
 */
export function restoreState(
  files: readonly Uint8Array[],
  state: KeyedState,
  operator: string,
  isOwn?: (key: Key) => boolean,
): void {
  const read = files.map((bytes) => readStateFile(bytes, operator));
  const [first] = read;
  if (first === undefined) return;
  const { states } = first.header;
  if (describeStates(states) === describeStates(state.descriptors)) {
    fill(state, read, isOwn);
    return;
  }
  const former = new KeyedState(states);
  fill(former, read, isOwn);
  migrateState(former, state, operator);
}

function fill(
  state: KeyedState,
  files: readonly StateFile[],
  isOwn: ((key: Key) => boolean) | undefined,
): void {
  const keyCount = files.reduce(
    (sum, { header }) => sum + (header.isIncrement ? 0 : header.keyCounts[0]!),
    0,
  );
  // With a share of the files' keys the table grows as they come.
  state.open(commonKind(files), isOwn ? keyCount / files.length : keyCount);
  for (const { header, chunks } of files) {
    for (const { table, ...chunk } of chunks()) {
      restoreChunk(state.tables[table]!, state.memory, header, chunk, isOwn);
    }
  }
}

/** A subtask that had only small numbers kept them in less room than one that had others. */
function commonKind(files: readonly StateFile[]): KeyKind {
  return files.map(({ header }) => header.keyKind).find((kind) => kind !== 'int32') ?? 'int32';
}
