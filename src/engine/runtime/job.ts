import { access, constants } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { messageOf, UsageError } from '../errors.js';
import type { Restorable } from '../checkpoint/history.js';
import type { RunRecord } from '../checkpoint/metadata.js';
import { RunFolders } from '../checkpoint/runFolders.js';
import type { Graph } from '../pipeline/graph.js';
import { whyNotWritten } from '../storage/fileProblem.js';
import { makeFolder } from '../storage/makeFolder.js';
import { openStorage } from '../storage/openStorage.js';
import { firstContact } from '../storage/retry.js';
import { StorageError, type CheckpointStorage } from '../storage/storage.js';
import { parseStorageUri, type StorageLocation } from '../storage/storageUri.js';
import { rebuildGraph } from './buildGraph.js';
import { epochNow, type Epoch } from './clock.js';
import { controlled } from './control.js';
import { returnedPipeline } from './returnedPipeline.js';
import { JobRun, type JobParts } from './jobRun.js';
import { findRestorePoint, leftOutNotice } from './restore.js';
import type { RunListener, RunOutcome, RunSettings } from './runSettings.js';
import { prepareSinks } from './sinkFolders.js';
import { checkFit } from './stateFit.js';
import { StorageNotices } from './storageNotices.js';

/**
 * Runs a pipeline until it ends, is cancelled through `signal`, or fails. In any case the trace is written, where one is asked for.
 *
 * @returns `notBegun` where it was cancelled before there was anything of it, and no trace
 * @throws UsageError for settings or a definition that cannot run; RunError when the run fails.
 */
export async function runJob(
  settings: RunSettings,
  listener: RunListener,
  signal: AbortSignal,
): Promise<RunOutcome | 'notBegun'> {
  const { params, parallelism } = settings;
  const asked = { params, parallelism, workingDirectory: process.cwd() };
  const pipeline = await returnedPipeline(settings.definition, asked, listener.notice, signal);
  if (!pipeline) return 'notBegun';
  const graph = await rebuildGraph(pipeline);
  const open = (place: StorageLocation): CheckpointStorage => {
    const notices = new StorageNotices(place.uri, listener.notice);
    return openStorage(place, process.env, {
      retries: { policy: firstContact, lastTry: signal },
      onSilence: (host, since, limit) => notices.silent(host, since, limit, firstContact.tries),
      ending: signal,
    });
  };
  const parts = { settings, listener, pipeline, graph };
  const job = await beginJob(parts, open, signal).catch((error: unknown) => {
    // What a server had no time to answer is nobody's business any more.
    if (signal.aborted) return undefined;
    throw error;
  });
  if (!job) return 'notBegun';
  const { epoch } = job.parts;
  const { definition: file, storage } = settings;
  const known = { job: graph.job, definition: file, storage, started: epoch.unixMs };
  const endControl = await controlled(job, known, listener.notice);
  try {
    return await job.run(signal);
  } finally {
    endControl();
  }
}

/** Finds what to start from, makes ready where results go, and writes down that the run has begun; `undefined` where it is cancelled before. */
async function beginJob(
  parts: Pick<JobParts, 'settings' | 'listener' | 'pipeline' | 'graph'>,
  open: (location: StorageLocation) => CheckpointStorage,
  signal: AbortSignal,
): Promise<JobRun | undefined> {
  const { settings, listener, graph } = parts;
  const storage = open(parseStorageUri(settings.storage));
  const restore = await findRestore(settings, storage, graph, listener, open);
  if (signal.aborted) return undefined;
  if (settings.trace !== undefined) await prepareTraceFolder(settings.trace);
  prepareSinks(graph, restore?.metadata);
  const epoch = epochNow();
  const run = `run-${epoch.unixMs}-${process.pid}`;
  const record = runRecord(graph.job, epoch, restore);
  await beginRun(new RunFolders(storage, graph.job), run, record);
  return new JobRun({ ...parts, epoch, run, record, restore });
}

async function findRestore(
  { restore, allowNonRestoredState }: RunSettings,
  storage: CheckpointStorage,
  graph: Graph,
  { notice }: RunListener,
  open: (location: StorageLocation) => CheckpointStorage,
): Promise<Restorable | undefined> {
  if (restore === undefined) return undefined;
  const leftOut = (folders: readonly string[]): void => notice(leftOutNotice(folders), 'info');
  const point = await findRestorePoint(restore, storage, graph, open, leftOut).catch((error: unknown) => {
    throw error instanceof StorageError ? unusable(error) : error;
  });
  for (const skipped of point?.passedOver ?? []) notice(`Passed over a damaged checkpoint: ${skipped}.`);
  if (!point) {
    notice(`No completed checkpoint of the last run in ${storage.uri}: starting from the beginning.`);
    return undefined;
  }
  const misfits = checkFit(point, graph, allowNonRestoredState);
  for (const misfit of misfits) notice(misfit);
  return point;
}

async function prepareTraceFolder(trace: string): Promise<void> {
  try {
    await makeFolder(dirname(trace));
    await access(dirname(trace), constants.W_OK);
  } catch (error) {
    throw new UsageError(`The trace ${trace} cannot be written: ${whyNotWritten(error, '--trace')}.`);
  }
}

function runRecord(job: string, epoch: Epoch, restore: Restorable | undefined): RunRecord {
  const restoredFrom = restore && { restoredFrom: restore.folder };
  return { job, started: epoch.unixMs, pid: process.pid, host: hostname(), ...restoredFrom };
}

async function beginRun(folders: RunFolders, run: string, record: RunRecord): Promise<void> {
  try {
    await folders.begin(run, record);
  } catch (error) {
    throw unusable(error);
  }
}

function unusable(error: unknown): UsageError {
  return new UsageError(`The checkpoint storage cannot be used: ${messageOf(error)}.`, { cause: error });
}
