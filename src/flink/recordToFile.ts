import { setTimeout as sleep } from 'node:timers/promises';
import type { FlinkClient } from './client.js';
import { Recorder, type RecorderSettings, type RecordingEnd } from './recorder.js';
import type { RecorderEvent } from './recorderEvent.js';
import type { RecordingFile } from './recordingFile.js';

/** What is younger than this may be lost when the power goes; a kill loses nothing of it. In ms. */
const syncMs = 1000;

/**
 * Records a cluster into an open file, with the clock and the chance of this machine. Closes neither.
 *
 * @throws {FlinkError} where the cluster cannot be reached at the first try; what the file system says
 */
export async function recordToFile(
  client: FlinkClient,
  file: RecordingFile,
  settings: RecorderSettings,
  onEvent: (event: RecorderEvent) => void,
  signal: AbortSignal,
): Promise<RecordingEnd> {
  const recorder = new Recorder(settings, {
    answer: (path, ofRequest) => client.answer(path, ofRequest),
    append: (line) => file.append(line),
    now: () => performance.now(),
    wallNow: () => Date.now(),
    sleep: (ms, ofSleep) => sleep(ms, undefined, { signal: ofSleep }).catch(() => undefined),
    random: () => Math.random(),
    onEvent,
  });
  const ending = new AbortController();
  const stop = (): void => ending.abort();
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  // A disk that takes nothing more ends the recording.
  const syncing = syncUntil(ending.signal, file).finally(stop);
  try {
    return await recorder.run(ending.signal);
  } finally {
    stop();
    signal.removeEventListener('abort', stop);
    await syncing;
  }
}

/** @throws what the file system says */
async function syncUntil(signal: AbortSignal, file: RecordingFile): Promise<void> {
  while (!signal.aborted) {
    await sleep(syncMs, undefined, { signal }).catch(() => undefined);
    await file.sync();
  }
  await file.sync();
}
