import { UsageError } from '../errors.js';
import type { CheckpointMetadata } from '../checkpoint/metadata.js';
import type { Graph, GraphOperator } from '../pipeline/graph.js';
import { clearSinkFolder, prepareSinkFolder } from './partFiles.js';

/**
 * Makes the folders of a run's sinks ready, once, before its first attempt.
 *
 * @param restored the checkpoint that it starts from
 * @throws UsageError for a folder that cannot be used, or that two sinks have.
 */
export function prepareSinks(graph: Graph, restored: CheckpointMetadata | undefined): void {
  for (const [directory, sink] of sinkFolders(graph)) prepareSinkFolder(directory, isIn(restored, sink));
}

/**
 * Takes away what the attempts of a run have written, before the next one starts from the beginning. A checkpoint sees to that for
 * the sinks that are in it.
 */
export function clearSinks(graph: Graph, restored: CheckpointMetadata | undefined): void {
  for (const [directory, sink] of sinkFolders(graph)) if (!isIn(restored, sink)) clearSinkFolder(directory);
}

function isIn(checkpoint: CheckpointMetadata | undefined, sink: GraphOperator): boolean {
  return checkpoint?.operators.some(({ id }) => id === sink.id) ?? false;
}

/** The sink that writes to each folder. */
function sinkFolders(graph: Graph): ReadonlyMap<string, GraphOperator> {
  const folders = new Map<string, GraphOperator>();
  for (const sink of graph.operators) {
    const { name, operator } = sink;
    if (operator.kind !== 'sink' || operator.sink.kind !== 'file') continue;
    const { directory } = operator.sink;
    const other = folders.get(directory);
    if (other !== undefined) {
      throw new UsageError(
        `The sinks “${other.name}” and “${name}” both write to ${directory}: give each its own folder.`,
      );
    }
    folders.set(directory, sink);
  }
  return folders;
}
