import { RunError } from '../errors.js';
import { CheckpointHistory, type Restorable } from '../checkpoint/history.js';
import type { RestoredState } from '../operators/operator.js';
import type { Graph } from '../pipeline/graph.js';
import { formerOwners } from '../state/keyHash.js';
import type { CheckpointStorage } from '../storage/storage.js';
import { checkpointLocation, parseStorageUri, type StorageLocation } from '../storage/storageUri.js';
import { restoredInFlight } from './inFlightRestore.js';

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
): Promise<Restorable | undefined> {
  const found =
    restore === 'latest'
      ? await new CheckpointHistory(storage, graph.job).latest((uri) => named(uri, storage, graph, open))
      : await named(restore, storage, graph, open);
  if (found) checkFits(found, graph);
  return found;
}

async function named(
  text: string,
  storage: CheckpointStorage,
  graph: Graph,
  open: (location: StorageLocation) => CheckpointStorage,
): Promise<Restorable> {
  const { storage: location, folder } = checkpointLocation(text);
  const found = await new CheckpointHistory(open(location), graph.job).at(folder);
  return location.uri === storage.uri ? found : { ...found, folder: parseStorageUri(text).uri };
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
  }
  const lost = metadata.operators.find(({ id }) => !graph.operators.some((operator) => operator.id === id));
  if (lost) {
    throw new RunError(
      `The ${where} holds state of “${lost.name}” (id ${lost.id}), which the pipeline no longer has: ` +
        `put the operator back, or start without --restore.`,
    );
  }
}

export function restoredNotice({ metadata: { kind = 'checkpoint', checkpoint } }: Restorable): string {
  return `Restored from ${kind} #${checkpoint}.`;
}

/** The operators of a checkpoint that have another number of subtasks now, in words; empty for none. */
export function rescaledOperators({ metadata }: Restorable, graph: Graph): string {
  const changes = graph.operators.flatMap(({ id, name, parallelism }) => {
    const before = metadata.operators.find((stored) => stored.id === id)!.subtasks.length;
    return before === parallelism ? [] : [`“${name}” from ${before} to ${parallelism}`];
  });
  return changes.join(', ');
}

/**
 * What one of an operator's subtasks needs of a checkpoint; it may keep the files.
 *
 * @throws RunError when records that were on their way do not fit the pipeline any more.
 */
export function restoredState(
  restorable: Restorable,
  graph: Graph,
  operator: number,
  subtask: number,
): RestoredState {
  const { metadata, files } = restorable;
  const { id, parallelism } = graph.operators[operator]!;
  const before = metadata.operators.find((stored) => stored.id === id)!.subtasks;
  const owned = formerOwners(before.length, subtask, parallelism).flatMap((owner) => {
    const { file } = before[owner]!;
    return file ? [files.get(file.path)!] : [];
  });
  // Where the number of subtasks has changed, others need the same file.
  const isShared = before.length !== parallelism;
  return {
    states: before.map(({ state }) => state),
    files: isShared ? owned.map((bytes) => bytes.slice()) : owned,
    inFlight: restoredInFlight(restorable, graph, operator, subtask),
  };
}
