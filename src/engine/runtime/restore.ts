import { RunError } from '../errors.js';
import { CheckpointHistory, type Restorable } from '../checkpoint/history.js';
import type { RestoredState } from '../operators/create.js';
import type { Graph } from '../pipeline/graph.js';
import type { CheckpointStorage } from '../storage/storage.js';
import { checkpointLocation, type StorageLocation } from '../storage/storageUri.js';

/** A checkpoint to start from, checked against the pipeline. */
export interface RestorePoint extends Restorable {
  readonly storage: CheckpointStorage;
}

/**
 * Finds the checkpoint that `--restore` names: `latest` in the run's storage, or a checkpoint's folder, path or URI,
 * in any storage that `open` opens.
 *
 * @returns `undefined` for `latest` when the last run completed none.
 * @throws RunError when it is damaged or does not fit the pipeline.
 */
export async function findRestorePoint(
  restore: string,
  storage: CheckpointStorage,
  graph: Graph,
  open: (location: StorageLocation) => CheckpointStorage,
): Promise<RestorePoint | undefined> {
  const found = restore === 'latest' ? await latest(storage, graph) : await named(restore, graph, open);
  if (found) checkFits(found, graph);
  return found;
}

async function latest(storage: CheckpointStorage, graph: Graph): Promise<RestorePoint | undefined> {
  const found = await new CheckpointHistory(storage, graph.job).latest();
  return found && { ...found, storage };
}

async function named(
  uri: string,
  graph: Graph,
  open: (location: StorageLocation) => CheckpointStorage,
): Promise<RestorePoint> {
  const { storage: location, folder } = checkpointLocation(uri);
  const storage = open(location);
  return { ...(await new CheckpointHistory(storage, graph.job).at(folder)), storage };
}

/** State goes back to the operators by their ids. */
function checkFits({ metadata }: Restorable, graph: Graph): void {
  const where = `checkpoint #${metadata.checkpoint} of “${metadata.job}”`;
  for (const operator of graph.operators) {
    const stored = metadata.operators.find(({ id }) => id === operator.id);
    if (!stored) {
      throw new RunError(
        `The ${where} holds nothing for “${operator.name}” (id ${operator.id}): give the operator the .uid(…) that ` +
          `it had, or start without --restore.`,
      );
    }
    if (stored.subtasks.length !== operator.parallelism) {
      throw new RunError(
        `The ${where} was taken with ${stored.subtasks.length} subtasks of “${operator.name}”, not ` +
          `${operator.parallelism}: run it with --parallelism ${stored.subtasks.length}.`,
      );
    }
  }
  const lost = metadata.operators.find(({ id }) => !graph.operators.some((operator) => operator.id === id));
  if (lost) {
    throw new RunError(
      `The ${where} holds state of “${lost.name}” (id ${lost.id}), which the pipeline no longer has: ` +
        `put the operator back, or start without --restore.`,
    );
  }
}

/** One subtask's part of a checkpoint. */
export async function restoredState(
  point: RestorePoint,
  operatorId: string,
  subtask: number,
): Promise<RestoredState> {
  const { state, file } = point.metadata.operators.find(({ id }) => id === operatorId)!.subtasks[subtask]!;
  return {
    ...(state ? { state } : {}),
    ...(file ? { file: await point.storage.read(`${point.folder}/${file.path}`, file.bytes) } : {}),
  };
}
