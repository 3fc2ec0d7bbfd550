import { UsageError } from '../errors.js';
import type { Graph } from '../pipeline/graph.js';
import { clearSinkFolder, prepareSinkFolder } from './partFiles.js';

/**
 * Makes the folders of a run's sinks ready, once, before its first attempt.
 *
 * @throws UsageError for a folder that cannot be used, or that two sinks have.
 */
export function prepareSinks(graph: Graph, restored: boolean): void {
  for (const directory of sinkFolders(graph).keys()) prepareSinkFolder(directory, restored);
}

/** Takes away what the attempts of a run have written, before the next one starts from the beginning. */
export function clearSinks(graph: Graph): void {
  for (const directory of sinkFolders(graph).keys()) clearSinkFolder(directory);
}

/** The name of the sink that writes to each folder. */
function sinkFolders(graph: Graph): ReadonlyMap<string, string> {
  const folders = new Map<string, string>();
  for (const { name, operator } of graph.operators) {
    if (operator.kind !== 'sink' || operator.sink.kind !== 'file') continue;
    const { directory } = operator.sink;
    const other = folders.get(directory);
    if (other !== undefined) {
      throw new UsageError(
        `The sinks “${other}” and “${name}” both write to ${directory}: give each its own folder.`,
      );
    }
    folders.set(directory, name);
  }
  return folders;
}
