import { CheckpointHistory, type Restorable } from '../checkpoint/history.js';
import { metadataFile } from '../checkpoint/metadata.js';
import type { RestoredState } from '../operators/operator.js';
import type { Graph } from '../pipeline/graph.js';
import { formerOwners } from '../state/keyHash.js';
import type { CheckpointStorage } from '../storage/storage.js';
import { checkpointLocation, parseStorageUri, type StorageLocation } from '../storage/storageUri.js';
import { restoredInFlight } from './inFlightRestore.js';
import { PrefaultedMemory } from './prefaultedMemory.js';

/**
 * Finds the checkpoint that `--restore` names: `latest` in the run's storage, or a checkpoint's folder, path or URI,
 * in any storage that `open` opens.
 *
 * @param leftOut told of the folders of newer ones that may have been complete or not, for want of their metadata
 * @returns `undefined` for `latest` when the last run completed none.
 * @throws RunError when it is damaged.
 */
export async function findRestorePoint(
  restore: string,
  storage: CheckpointStorage,
  graph: Graph,
  open: (location: StorageLocation) => CheckpointStorage,
  leftOut?: (folders: readonly string[]) => void,
): Promise<Restorable | undefined> {
  return restore === 'latest'
    ? historyOf(storage, graph).latest((uri) => named(uri, storage, graph, open), leftOut)
    : named(restore, storage, graph, open);
}

async function named(
  text: string,
  storage: CheckpointStorage,
  graph: Graph,
  open: (location: StorageLocation) => CheckpointStorage,
): Promise<Restorable> {
  const { storage: location, folder } = checkpointLocation(text);
  const found = await historyOf(open(location), graph).at(folder);
  return location.uri === storage.uri ? found : { ...found, folder: parseStorageUri(text).uri };
}

/** What a storage holds of the job's runs, for a run on threads. */
export function historyOf(storage: CheckpointStorage, graph: Graph): CheckpointHistory {
  return new CheckpointHistory(storage, graph.job, () => new PrefaultedMemory());
}

export function restoredNotice({ metadata }: Restorable): string {
  const { kind = 'checkpoint', checkpoint, operators } = metadata;
  const subtasks = operators.flatMap((operator) => operator.subtasks);
  const inFlight = subtasks.reduce((sum, { channelState }) => sum + (channelState?.bytes ?? 0), 0);
  const restored = `Restored from ${kind} #${checkpoint}.`;
  return inFlight > 0
    ? `${restored} Its ${Math.ceil(inFlight / 1000)} kB of records in flight come first.`
    : restored;
}

export function leftOutNotice(folders: readonly string[]): string {
  return (
    `Left out: ${folders.join(', ')} without ${metadataFile}. ` +
    'Either the run ended before the checkpoint was complete, or somebody has removed that file.'
  );
}

/** The operators of a checkpoint that have another number of subtasks now, in words; empty for none. */
export function rescaledOperators({ metadata }: Restorable, graph: Graph): string {
  const changes = graph.operators.flatMap(({ id, name, parallelism }) => {
    const before = metadata.operators.find((stored) => stored.id === id)?.subtasks.length ?? parallelism;
    return before === parallelism ? [] : [`“${name}” from ${before} to ${parallelism}`];
  });
  return changes.join(', ');
}

/**
 * What one of an operator's subtasks needs of a checkpoint, nothing where it has none of the operator; it may keep the files.
 *
 * @throws RunError when records that were on their way do not fit the pipeline any more.
 */
export function restoredState(
  restorable: Restorable,
  graph: Graph,
  operator: number,
  subtask: number,
): RestoredState | undefined {
  const { metadata, files } = restorable;
  const { id, parallelism } = graph.operators[operator]!;
  const before = metadata.operators.find((stored) => stored.id === id)?.subtasks;
  if (!before) return undefined;
  const owned = formerOwners(before.length, subtask, parallelism).flatMap((owner) => {
    const { file, earlier = [] } = before[owner]!;
    return file ? [...earlier, file].map(({ path }) => files.get(path)!) : [];
  });
  // Where the number of subtasks has changed, others need the same file.
  const isShared = before.length !== parallelism;
  return {
    states: before.map(({ state }) => state),
    files: isShared ? owned.map((file) => (file instanceof Uint8Array ? file.slice() : file)) : owned,
    inFlight: restoredInFlight(restorable, graph, operator, subtask),
  };
}
