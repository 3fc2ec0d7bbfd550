import type { FlinkClient } from '../flink/client.js';
import type { FlinkConnection } from '../flink/connection.js';
import { NoRecordingError, RecordingFile } from '../flink/recordingFile.js';
import type { RecorderEvent } from '../flink/recorderEvent.js';
import type { RecorderSettings } from '../flink/recorder.js';
import { UsageError } from '../engine/errors.js';
import type { Trace } from '../trace/model.js';
import { CommandFailure, fileFailure } from './failure.js';
import { RecordedTrace } from './recordedTrace.js';
import type { RecordProgress } from './recordProgress.js';

export const recordingEnd = '.flink.jsonl';
export const traceEnd = '.ckpt.json';

/** @throws UsageError for a connection that no request can be sent with */
export async function clientOf(connection: FlinkConnection): Promise<FlinkClient> {
  // The other commands start without the HTTP client.
  const { FlinkClient } = await import('../flink/client.js');
  try {
    return new FlinkClient(connection);
  } catch (error) {
    throw error instanceof TypeError ? new UsageError(error.message) : error;
  }
}

export interface RecordingHooks {
  readonly onEvent?: (event: RecorderEvent) => void;
  /** What is written of the trace. */
  readonly changed?: (trace: Trace) => Trace;
}

/** Where the recording lies of which `output` is made, or which it is. */
export function recordingOf(output: string): string {
  const isTrace = output.toLowerCase().endsWith(traceEnd);
  return isTrace ? output.slice(0, -traceEnd.length) + recordingEnd : output;
}

/**
 * Records into `output` until it is over. Where that is a `.ckpt.json`, it is written anew every few seconds, and the recording
 * is kept beside it.
 *
 * @throws {CommandFailure} where the file system does not let it, or nothing was recorded; {FlinkError} where the cluster cannot be
 *   reached at the first try
 */
export async function recordInto(
  client: FlinkClient,
  output: string,
  settings: RecorderSettings,
  progress: RecordProgress,
  signal: AbortSignal,
  { onEvent = () => undefined, changed = (trace) => trace }: RecordingHooks = {},
): Promise<void> {
  const recording = recordingOf(output);
  const file = await openRecording(recording, client.url, progress);
  const trace = recording === output ? undefined : RecordedTrace.start(recording, output, changed);
  const { recordToFile } = await import('../flink/recordToFile.js');
  const heard = (event: RecorderEvent): void => {
    progress.event(event);
    onEvent(event);
  };
  await recordToFile(client, file, settings, heard, signal)
    .then((end) => {
      if (end === 'jobNotFound') throw notThere(client);
    })
    .catch(async (error: unknown) => {
      // What ended the recording is said, and not what follows from it.
      await file.close().catch(() => undefined);
      await trace?.finish().catch(() => undefined);
      throw isFileError(error) ? fileFailure(recording, 'written', error) : error;
    });
  await file.close();
  await trace?.finish();
}

function notThere({ url }: FlinkClient): CommandFailure {
  return new CommandFailure([`${url}: does not know the job. Its cluster may be another than you mean.`]);
}

async function openRecording(path: string, url: string, progress: RecordProgress): Promise<RecordingFile> {
  try {
    const { file, continued, cutBytes } = await RecordingFile.open(path, url, Date.now());
    if (continued) progress.say(`${path}: goes on where it ended.`);
    if (cutBytes > 0) progress.say(`${path}: the last line was not whole and was cut (${cutBytes} bytes).`);
    return file;
  } catch (error) {
    if (error instanceof NoRecordingError) throw new UsageError(error.message);
    throw fileFailure(path, 'written', error);
  }
}

function isFileError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
