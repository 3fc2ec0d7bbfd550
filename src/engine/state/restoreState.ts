import type { Key } from '../pipeline/functions.js';
import { pageBytesOf, readFilled, type FilledState, type RestoredFile } from './filledState.js';
import { KeyedState } from './keyedState.js';
import { describeStates, migrateState } from './migrateState.js';
import type { KeyKind } from './slotLayout.js';
import { restoreChunk } from './restoreChunk.js';
import type { StateFile } from './stateFile.js';
import { readStateFile } from './stateFileReader.js';

/**
 * Fills an empty keyed state from files, whose bytes must start at a multiple of 8 in their buffers. An increment comes
 * after the files that it builds on. Tables that were filled from a file may be taken over.
 *
 * @param isOwn which keys to take of them; without it all.
 * @throws RunError when a file is not one of ours, or holds states that the declared ones cannot take over.
 */
export function restoreState(
  files: readonly (RestoredFile | Uint8Array)[],
  state: KeyedState,
  operator: string,
  isOwn?: (key: Key) => boolean,
): void {
  const read = files.map((file) =>
    file instanceof Uint8Array ? readStateFile(file, operator) : readFilled(file),
  );
  const [first] = read;
  if (first === undefined) return;
  const { states } = first.header;
  const filled = isOwn || files[0] instanceof Uint8Array ? undefined : files[0];
  if (describeStates(states) === describeStates(state.descriptors)) {
    fill(state, read, isOwn, filled);
    return;
  }
  const former = new KeyedState(states, 0, state.cut);
  fill(former, read, isOwn, filled);
  migrateState(former, state, operator);
}

function fill(
  state: KeyedState,
  files: readonly StateFile[],
  isOwn: ((key: Key) => boolean) | undefined,
  filled: FilledState | undefined,
): void {
  const isOneSubtasks = files.every(({ header }, index) => index === 0 || header.isIncrement);
  const isOfItsPages = filled && pageBytesOf(filled.header) === state.cut.pageBytes;
  if (isOfItsPages && isOneSubtasks && commonKind(files) === filled.header.keyKind) {
    state.adopt(filled);
    putAll(state, files.slice(1), isOwn);
    return;
  }
  const keyCount = files.reduce(
    (sum, { header }) => sum + (header.isIncrement ? 0 : header.keyCounts[0]!),
    0,
  );
  // With a share of the files' keys the table grows as they come.
  state.open(commonKind(files), isOwn ? keyCount / files.length : keyCount);
  putAll(state, files, isOwn);
}

function putAll(
  state: KeyedState,
  files: readonly StateFile[],
  isOwn: ((key: Key) => boolean) | undefined,
): void {
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
