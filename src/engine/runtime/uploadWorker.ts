// An upload thread: writes the snapshots of its subtasks to the checkpoint storage, while they process on and go first.
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { WakeWord } from '../channels/wakeWord.js';
import { AbortedCheckpoints } from '../checkpoint/abortedCheckpoints.js';
import { writeChannelState } from '../checkpoint/channelStateFile.js';
import type { StateFile } from '../checkpoint/coordinator.js';
import { channelStatePath, checkpointFolder, stateFilePath } from '../checkpoint/metadata.js';
import { messageOf } from '../errors.js';
import type { KeyedSnapshot } from '../state/keyedSnapshot.js';
import { writeStateFile } from '../state/stateFile.js';
import { openStorage } from '../storage/openStorage.js';
import type { CheckpointStorage } from '../storage/storage.js';
import { duringRun } from '../storage/retry.js';
import { parseStorageUri } from '../storage/storageUri.js';
import { Throttle } from '../storage/throttle.js';
import type { Command } from '../task/commands.js';
import { clockSince } from './clock.js';
import { exposeCollection } from './exposeCollection.js';
import { FollowingChannelState } from './followingChannelState.js';
import type {
  AbortUpload,
  FromUploadWorker,
  SavepointUploads,
  ToUploadWorker,
  UploadWorkerData,
} from './messages.js';
import { SnapshotCollection } from './snapshotCollection.js';
import { giveWay } from './threadPriority.js';

const data = workerData as UploadWorkerData;
const main = parentPort!;
const now = clockSince(data.epoch);
const checkpoints = open(data.storage);
/** There is one at a time. */
let savepoint: { readonly of: SavepointUploads; readonly storage: CheckpointStorage } | undefined;
const throttle = data.throttle && new Throttle(data.throttle.memory, data.throttle.bytesPerSecond);
/** The uploads under way, by their checkpoints. */
const uploads = new Set<{ readonly checkpoint: number; readonly controller: AbortController }>();
const aborted = new AbortedCheckpoints();
const collection = new SnapshotCollection();

exposeCollection();
giveWay();
main.on('message', hear);

for (const subtask of data.subtasks) {
  const following = new FollowingChannelState();
  subtask.port.on('message', (message: ToUploadWorker) => {
    if (message.type === 'channelState') following.came(message);
    else void uploadSnapshot(subtask, message, following);
  });
}

function hear(message: AbortUpload | SavepointUploads): void {
  if (message.type === 'savepoint') {
    savepoint = { of: message, storage: open(message.storage) };
    return;
  }
  aborted.add(message.checkpoint);
  for (const { checkpoint, controller } of uploads) if (checkpoint === message.checkpoint) controller.abort();
}

function open(uri: string): CheckpointStorage {
  return openStorage(parseStorageUri(uri), process.env, {
    retries: { policy: duringRun, onRetry: (reason) => tell({ type: 'uploadRetried', reason }) },
    onSilence: (host, since, limit) => tell({ type: 'storageSilent', host, since, limit }),
  });
}

interface Place {
  readonly storage: CheckpointStorage;
  readonly folder: string;
  /** Whether all that a restore needs has to be in the folder. */
  readonly isSelfContained: boolean;
}

/** Where a checkpoint's files go. What the main thread has said of it was said before, but ports have no order among them. */
function placeOf(checkpoint: number): Place {
  for (let said = receiveMessageOnPort(main); said; said = receiveMessageOnPort(main)) {
    hear((said as { readonly message: AbortUpload | SavepointUploads }).message);
  }
  if (savepoint?.of.checkpoint === checkpoint) {
    return { storage: savepoint.storage, folder: savepoint.of.folder, isSelfContained: true };
  }
  return { storage: checkpoints, folder: checkpointFolder(data.run, checkpoint), isSelfContained: false };
}

/** Uploads, gives the snapshot back to its subtask, and tells the main thread how it went. */
async function uploadSnapshot(
  subtask: UploadWorkerData['subtasks'][number],
  { checkpoint, snapshot, channelState, handedOver }: Extract<ToUploadWorker, { type: 'upload' }>,
  following: FollowingChannelState,
): Promise<void> {
  const { index, operator, subtask: number } = subtask;
  const { keyed, state } = snapshot;
  const upload = { checkpoint, controller: new AbortController() };
  const { signal } = upload.controller;
  uploads.add(upload);
  if (aborted.has(checkpoint)) upload.controller.abort();
  const { storage, folder, isSelfContained } = placeOf(checkpoint);
  const buildsOn = isSelfContained ? undefined : snapshot.buildsOn;
  let begun: number | undefined;
  let end = handedOver;
  const write = async (path: string, pieces: Iterable<Uint8Array>): Promise<StateFile> => {
    const beforeBytes = async (count: number): Promise<void> => {
      begun ??= now();
      await throttle?.take(count);
    };
    const options = { signal, beforeBytes, stepBytes: throttle?.stepBytes };
    const written = await storage.write(`${folder}/${path}`, pieces, options);
    end = now();
    return { path, ...written };
  };
  // Channel state may take its time, and nothing of the operator's own state is needed for it.
  const writeKeyed = async (keyedState: KeyedSnapshot): Promise<StateFile> => {
    let bytes = 0;
    try {
      const file = await write(
        stateFilePath(operator, number),
        writeStateFile(keyedState, buildsOn !== undefined),
      );
      bytes = file.bytes;
      return file;
    } finally {
      release(subtask, checkpoint, bytes);
    }
  };
  try {
    const file = keyed && (await writeKeyed(keyed));
    const records = channelState === 'follows' ? await following.of(checkpoint, signal) : channelState;
    if (channelState === 'follows') end = now();
    const channels =
      records.length > 0 && (await write(channelStatePath(operator, number), writeChannelState(records)));
    const acknowledgement = {
      ...(state ? { state } : {}),
      ...(file ? { file } : {}),
      ...(buildsOn === undefined ? {} : { buildsOn }),
      ...(channels ? { channelState: channels } : {}),
    };
    const times = { handedOver, begun: begun ?? end, end };
    tell({ type: 'uploaded', index, checkpoint, acknowledgement, times });
  } catch (error) {
    tell({ type: 'uploadFailed', index, checkpoint, reason: messageOf(error) });
  } finally {
    uploads.delete(upload);
    if (keyed) collection.ended(index, keyed.givenUpBytes);
  }
}

function release(
  { index, port }: UploadWorkerData['subtasks'][number],
  checkpoint: number,
  bytes: number,
): void {
  port.postMessage({ type: 'releaseSnapshot', checkpoint, bytes } satisfies Command);
  new WakeWord(data.wakeWords, index).mailPosted();
}

function tell(message: FromUploadWorker): void {
  main.postMessage(message);
}
