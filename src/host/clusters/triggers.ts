import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { notificationText } from '../notificationText.js';
import { clusterName } from './cluster.js';
import type { JobOfCluster } from './clusterNodes.js';
import type { Clusters } from './clusters.js';
import { offerToCopy } from './offerToCopy.js';

/** Has a running job take a checkpoint, and says which when it is completed. */
export async function triggerCheckpoint(clusters: Clusters, { cluster, job }: JobOfCluster): Promise<void> {
  const client = await clusters.clientOf(cluster);
  try {
    const id = await whileWaiting(l10n.t('Checkpoint of {0}', job.name), (signal) =>
      client.triggerCheckpoint(job.id, signal),
    );
    if (id === undefined) return;
    void clusters.refresh(cluster);
    void vscode.window.showInformationMessage(
      notificationText(l10n.t('Checkpoint #{id} of {job} is completed.', { id, job: job.name })),
    );
  } finally {
    await client.close();
  }
}

/** Where the last savepoint of a person went: a part of VS Code's `Memento`. */
export interface SavepointMemory {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

const memoryKey = 'checkpointLens.savepointDirectory';

/** Has a running job take a savepoint, after asking, since the cluster may be busy with it for long; says where it is. */
export async function triggerSavepoint(
  clusters: Clusters,
  memory: SavepointMemory,
  { cluster, job }: JobOfCluster,
): Promise<void> {
  const trigger = l10n.t('Trigger Savepoint');
  const choice = await vscode.window.showWarningMessage(
    l10n.t('Trigger a savepoint of {0}?', job.name),
    {
      modal: true,
      detail: l10n.t(
        '{0} writes all state of the job. That takes time and space there; the job goes on meanwhile.',
        clusterName(cluster),
      ),
    },
    trigger,
  );
  if (choice !== trigger) return;
  const targetDirectory = await askDirectory(memory);
  if (targetDirectory === undefined) return;
  const client = await clusters.clientOf(cluster);
  try {
    const options = targetDirectory === '' ? {} : { targetDirectory };
    const place = await whileWaiting(l10n.t('Savepoint of {0}', job.name), (signal) =>
      client.triggerSavepoint(job.id, options, signal),
    );
    if (place === undefined) return;
    void clusters.refresh(cluster);
    void offerToCopy(job.name, place);
  } finally {
    await client.close();
  }
}

/** Empty for the cluster's own; `undefined` where a person gives up. */
async function askDirectory(memory: SavepointMemory): Promise<string | undefined> {
  const last = memory.get(memoryKey);
  const directory = await vscode.window.showInputBox({
    title: l10n.t('Trigger Savepoint'),
    prompt: l10n.t(
      'The directory for it, as the cluster sees it. Empty: the cluster’s own, execution.checkpointing.savepoint-dir.',
    ),
    placeHolder: 's3://bucket/savepoints',
    value: typeof last === 'string' ? last : '',
    ignoreFocusOut: true,
  });
  if (directory !== undefined) await memory.update(memoryKey, directory.trim());
  return directory?.trim();
}

/** Waits with progress; a person may stop waiting, which does not stop the cluster, and the answer is `undefined` then. */
async function whileWaiting<T>(
  title: string,
  wait: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: notificationText(title),
    cancellable: true,
  };
  return vscode.window.withProgress(options, async (progress, token) => {
    progress.report({ message: l10n.t('cancelling stops the waiting, not the cluster') });
    const cancelled = new AbortController();
    token.onCancellationRequested(() => cancelled.abort());
    return wait(cancelled.signal).catch((error: unknown) => {
      if (cancelled.signal.aborted) return undefined;
      throw error;
    });
  });
}
