import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { JobOfCluster } from '../clusters/clusterNodes.js';
import type { Clusters } from '../clusters/clusters.js';
import type { RunningRecordings } from '../clusters/clusterTree.js';
import { errorText } from '../errorText.js';
import { notificationText } from '../notificationText.js';
import { findNode } from '../runs/nodeRuntime.js';
import type { Runs } from '../runs/runs.js';
import { openTraceBeside } from '../trace/openTrace.js';
import { Recording, recordingKey } from './recording.js';
import type { RecordingFiles } from './recordingFiles.js';
import type { RecordingRequest } from './recordingRequest.js';

export interface RecordingParts {
  readonly clusters: Clusters;
  readonly runs: Runs;
  readonly recordingFiles: RecordingFiles;
  readonly log: vscode.LogOutputChannel;
  /** The file of the command line's code. */
  readonly commandLine: string;
}

/** A look at the checkpoints that a cluster has now: time for a slow one to say which; the recorder asks for all of them before it ends. */
const momentDuration = '5s';

const lookMs = 200;

/** Records a job from now on and shows what comes; settles when the recording has ended. */
export async function recordJob(node: JobOfCluster, parts: RecordingParts): Promise<void> {
  const going = parts.runs.of(recordingKey(node.cluster.url, node.job.id));
  if (going) {
    await openTraceBeside(vscode.Uri.file(going.trace), { preserveFocus: false });
    return;
  }
  const file = await parts.recordingFiles.lasting(node.job);
  const recording = await startRecording(node, file, parts);
  if (!recording) return;
  await showWhenThere(recording, file, l10n.t('Recording {0}', node.job.name), parts.runs);
  await sayFailure(recording, parts);
}

/** Shows the checkpoints that the cluster has now, from a file that does not last. */
export async function openCheckpoints(node: JobOfCluster, parts: RecordingParts): Promise<void> {
  const going = parts.runs.of(recordingKey(node.cluster.url, node.job.id));
  if (going) {
    await openTraceBeside(vscode.Uri.file(going.trace), { preserveFocus: false });
    return;
  }
  const file = await parts.recordingFiles.ofMoment(node.job);
  const recording = await startRecording(node, file, parts, momentDuration);
  if (!recording) return;
  await showWhenThere(recording, file, l10n.t('Reading the checkpoints of {0}', node.job.name), parts.runs);
  await sayFailure(recording, parts);
}

/** What the tree needs to know of the recordings among the runs. */
export function runningRecordings(runs: Runs): RunningRecordings {
  return {
    onDidChange: runs.onDidChange,
    isRecording: ({ cluster, job }) => runs.of(recordingKey(cluster.url, job.id)) !== undefined,
  };
}

/** Settles when the recorder has written what it has, and ended. */
export async function stopRecording({ cluster, job }: JobOfCluster, runs: Runs): Promise<void> {
  const going = runs.of(recordingKey(cluster.url, job.id));
  going?.stop();
  await going?.ended;
}

async function startRecording(
  { cluster, job }: JobOfCluster,
  file: vscode.Uri,
  { clusters, runs, log, commandLine }: RecordingParts,
  duration?: string,
): Promise<Recording | undefined> {
  const connection = await clusters.connectionOf(cluster);
  const request: RecordingRequest = {
    connection,
    ...(cluster.ca === undefined ? {} : { ca: cluster.ca }),
    job,
    output: file.fsPath,
    ...(duration === undefined ? {} : { duration }),
  };
  const runtime = await findNode(process.execPath);
  // Two clicks may both have come this far.
  if (runs.of(recordingKey(cluster.url, job.id))) return undefined;
  return runs.add(new Recording(request, commandLine, runtime, log));
}

/** Shows the file as soon as the recorder has made it; until then it can be cancelled. */
async function showWhenThere(
  recording: Recording,
  file: vscode.Uri,
  title: string,
  runs: Runs,
): Promise<void> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: notificationText(title),
    cancellable: true,
  };
  const isThere = await vscode.window.withProgress(options, async (_, token) => {
    token.onCancellationRequested(() => recording.stop());
    const ended = recording.ended.then(() => 'ended' as const);
    for (;;) {
      const moment = new Promise<'soon'>((resolve) => setTimeout(resolve, lookMs, 'soon'));
      const next = await Promise.race([ended, moment]);
      if (await hasContent(file)) return true;
      if (next === 'ended') return false;
    }
  });
  if (!isThere) return;
  runs.traceAppeared();
  await openTraceBeside(file, { preserveFocus: false });
}

async function hasContent(file: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(file).then(
    ({ size }) => size > 0,
    () => false,
  );
}

async function sayFailure(recording: Recording, { log, runs }: RecordingParts): Promise<void> {
  const { outcome, error } = await recording.ended;
  log.info(`${recording.title}: ${recording.description} ${outcome}`);
  if (outcome !== 'failed') return;
  const showLog = l10n.t('Show Log');
  const choice = await vscode.window.showErrorMessage(
    notificationText(
      l10n.t('{run}: {text}', {
        run: runs.nameOf(recording),
        text: error === undefined ? l10n.t('The recording failed.') : errorText(error),
      }),
    ),
    showLog,
  );
  if (choice === showLog) log.show();
}
