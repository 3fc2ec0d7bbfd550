import type { CheckpointMetadata } from '../../src/engine/checkpoint/metadata.js';
import type { PipelineDefinition } from '../../src/engine/pipeline/dsl.js';
import type { MemoryStorage } from '../fixtures/memoryStorage.js';

/** A pipeline that a simulation runs, and what must hold of it. */
export interface SimulatedJob {
  readonly definition: PipelineDefinition;
  /** Gives how many bytes of records in flight the checkpoint has. @throws Error where it is not consistent */
  readonly checkCheckpoint?: (
    storage: MemoryStorage,
    folder: string,
    metadata: CheckpointMetadata,
  ) => Promise<number>;
  /**
   * @param last the checkpoint that the run ended with
   * @param isMixed whether an unaligned checkpoint was restored with another parallelism
   * @throws Error where the results are not what they must be
   */
  readonly checkResults: (lines: readonly string[], last: CheckpointMetadata, isMixed: boolean) => void;
}

/** @throws Error that shows what differs */
export function expectSame(what: string, found: readonly string[], expected: readonly string[]): void {
  if ([...found].sort().join(' ') === [...expected].sort().join(' ')) return;
  const surplus = found.filter((line, at) => !expected.includes(line) || found.indexOf(line) !== at);
  const missing = expected.filter((line) => !found.includes(line));
  throw new Error(`${what}: there are ${surplus.join(' ')} too many, and ${missing.join(' ')} are missing`);
}
