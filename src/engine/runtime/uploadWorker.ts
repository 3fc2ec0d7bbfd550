// An upload thread: writes the snapshots of its subtasks to the checkpoint storage, while they process on.
import { parentPort, receiveMessageOnPort, workerData, type MessagePort } from 'node:worker_threads';
import { WakeWord } from '../channels/wakeWord.js';
import { checkpointFolder, stateFilePath } from '../checkpoint/metadata.js';
import { messageOf } from '../errors.js';
import { writeStateFile } from '../state/stateFile.js';
import { openStorage } from '../storage/openStorage.js';
import type { CheckpointStorage } from '../storage/storage.js';
import { duringRun } from '../storage/retry.js';
import { parseStorageUri } from '../storage/storageUri.js';
import { Throttle } from '../storage/throttle.js';
import type { Command } from '../task/commands.js';
import { clockSince } from './clock.js';
import type {
  AbortUpload,
  FromUploadWorker,
  SavepointUploads,
  ToUploadWorker,
  UploadWorkerData,
} from './messages.js';

const data = workerData as UploadWorkerData;
const main = parentPort!;
const now = clockSince(data.epoch);
const checkpoints = open(data.storage);
/** There is one at a time. */
let savepoint: { readonly of: SavepointUploads; readonly storage: CheckpointStorage } | undefined;
const throttle = data.throttle && new Throttle(data.throttle.memory, data.throttle.bytesPerSecond);
/** The uploads under way, by their checkpoints. */
const uploads = new Set<{ readonly checkpoint: number; readonly controller: AbortController }>();
let abortedUpTo = 0;

main.on('message', hear);

for (const subtask of data.subtasks) {
  const wakeWord = new WakeWord(data.wakeWords, subtask.index);
  subtask.port.on('message', (upload: ToUploadWorker) => {
    void uploadSnapshot(subtask, upload).then((bytes) =>
      release(subtask.port, wakeWord, upload.checkpoint, bytes),
    );
  });
}

function hear(message: AbortUpload | SavepointUploads): void {
  if (message.type === 'savepoint') {
    savepoint = { of: message, storage: open(message.storage) };
    return;
  }
  abortedUpTo = Math.max(abortedUpTo, message.checkpoint);
  for (const { checkpoint, controller } of uploads) if (checkpoint <= abortedUpTo) controller.abort();
}

function open(uri: string): CheckpointStorage {
  return openStorage(parseStorageUri(uri), process.env, {
    retries: { policy: duringRun, onRetry: (reason) => tell({ type: 'uploadRetried', reason }) },
  });
}

/** Where a checkpoint's files go. What the main thread has said of it was said before, but ports have no order among them. */
function placeOf(checkpoint: number): { readonly storage: CheckpointStorage; readonly folder: string } {
  for (let said = receiveMessageOnPort(main); said; said = receiveMessageOnPort(main)) {
    hear((said as { readonly message: AbortUpload | SavepointUploads }).message);
  }
  if (savepoint?.of.checkpoint === checkpoint) {
    return { storage: savepoint.storage, folder: savepoint.of.folder };
  }
  return { storage: checkpoints, folder: checkpointFolder(data.run, checkpoint) };
}

/** Uploads, tells the main thread how it went, and says how many bytes were written. */
async function uploadSnapshot(
  { index, operator, subtask }: UploadWorkerData['subtasks'][number],
  { checkpoint, snapshot, handedOver }: ToUploadWorker,
): Promise<number> {
  const path = stateFilePath(operator, subtask);
  const upload = { checkpoint, controller: new AbortController() };
  uploads.add(upload);
  if (checkpoint <= abortedUpTo) upload.controller.abort();
  let begun: number | undefined;
  try {
    const { storage, folder } = placeOf(checkpoint);
    const { bytes, sha256 } = await storage.write(`${folder}/${path}`, writeStateFile(snapshot.keyed), {
      signal: upload.controller.signal,
      beforeBytes: async (count: number) => {
        begun ??= now();
        await throttle?.take(count);
      },
    });
    const file = { path, bytes, sha256 };
    const end = now();
    const times = { handedOver, begun: begun ?? end, end };
    tell({ type: 'uploaded', index, checkpoint, file, state: snapshot.state, times });
    return bytes;
  } catch (error) {
    tell({ type: 'uploadFailed', index, checkpoint, reason: messageOf(error) });
    return 0;
  } finally {
    uploads.delete(upload);
  }
}

function release(port: MessagePort, wakeWord: WakeWord, checkpoint: number, bytes: number): void {
  port.postMessage({ type: 'releaseSnapshot', checkpoint, bytes } satisfies Command);
  wakeWord.mailPosted();
}

function tell(message: FromUploadWorker): void {
  main.postMessage(message);
}
