import { posix } from 'node:path';
import { filesOf, type StateFile } from '../../src/engine/checkpoint/coordinator.js';
import type { CheckpointMetadata } from '../../src/engine/checkpoint/metadata.js';
import type { Graph } from '../../src/engine/pipeline/graph.js';
import { ChecksumCheck } from '../../src/engine/storage/checksum.js';
import type { MemoryStorage } from '../fixtures/memoryStorage.js';

/**
 * Checks a checkpoint that is about to be published: it has a part of each subtask, and all of their files are in the storage
 * as they were written.
 *
 * @throws Error that says what is missing
 */
export function checkComplete(
  { files }: MemoryStorage,
  folder: string,
  { operators }: CheckpointMetadata,
  graph: Graph,
): void {
  for (const { id, parallelism } of graph.operators) {
    const parts = operators.find((operator) => operator.id === id)?.subtasks ?? [];
    // One that has not acknowledged is there as undefined.
    const acknowledged = parts.filter(Boolean).length;
    if (acknowledged !== parallelism) {
      throw new Error(`${folder} is published with ${acknowledged} of ${parallelism} parts of ${id}`);
    }
  }
  for (const file of filesOfCheckpoint({ operators })) {
    const bytes = files.get(posix.join(folder, file.path));
    const check = new ChecksumCheck(file);
    if (bytes) check.add(bytes);
    if (bytes?.length !== file.bytes || !check.isRight()) {
      throw new Error(`${folder} is published without the whole of ${file.path}`);
    }
  }
}

/** All that a restore of it reads beside its metadata; paths are relative to its folder. */
export function filesOfCheckpoint({
  operators,
}: Pick<CheckpointMetadata, 'operators'>): readonly StateFile[] {
  return operators.flatMap(({ subtasks }) => subtasks.flatMap(filesOf));
}
