import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { commands } from '../manifest.js';
import { notificationText } from '../notificationText.js';
import { openCheckpoints, recordJob, stopRecording, type RecordingParts } from '../recordings/recordJob.js';
import { chooseCluster, chooseJobOfCluster, isOfJob } from './chooseCluster.js';
import type { Cluster } from './cluster.js';
import type { JobOfCluster } from './clusterNodes.js';
import type { Clusters } from './clusters.js';
import { connectToFlink, editCredentials, removeCluster } from './connectToFlink.js';
import { triggerCheckpoint, triggerSavepoint, type SavepointMemory } from './triggers.js';
import { webUiAddress } from './webUi.js';

export interface ClusterCommandParts extends RecordingParts {
  readonly memory: SavepointMemory;
}

/** Registers the commands on clusters and jobs. Menus of the tree pass its entry; from the palette a person picks one. */
export function registerClusterCommands(parts: ClusterCommandParts): vscode.Disposable {
  const { clusters, memory, runs } = parts;
  const onCluster = (
    id: string,
    title: string,
    act: (cluster: Cluster) => PromiseLike<void>,
  ): vscode.Disposable =>
    vscode.commands.registerCommand(id, async (passed?: unknown) => {
      const cluster = await chooseCluster(clusters, passed, title);
      if (cluster) await said(act(cluster));
    });
  const onJob = (
    id: string,
    title: string,
    act: (job: JobOfCluster) => PromiseLike<void>,
    running = true,
  ): vscode.Disposable =>
    vscode.commands.registerCommand(id, async (passed?: unknown) => {
      const job = await chooseJobOfCluster(clusters, passed, title, running);
      if (job) await said(act(job));
    });
  return vscode.Disposable.from(
    vscode.commands.registerCommand(commands.connect, (url?: unknown) =>
      connectToFlink(clusters, typeof url === 'string' ? url : undefined),
    ),
    vscode.commands.registerCommand(commands.refreshClusters, (passed?: { readonly cluster?: Cluster }) =>
      clusters.refresh(passed?.cluster),
    ),
    onCluster(commands.editCredentials, l10n.t('Edit Credentials'), (cluster) =>
      editCredentials(clusters, cluster),
    ),
    onCluster(commands.removeCluster, l10n.t('Remove Cluster'), (cluster) =>
      removeCluster(clusters, cluster),
    ),
    onJob(commands.recordJob, l10n.t('Record and Watch'), (job) => recordJob(job, parts)),
    onJob(commands.stopRecording, l10n.t('Stop Recording'), (job) => stopRecording(job, runs)),
    onJob(commands.openCheckpoints, l10n.t('Open Checkpoints'), (job) => openCheckpoints(job, parts), false),
    onJob(commands.triggerCheckpoint, l10n.t('Trigger Checkpoint'), (job) =>
      triggerCheckpoint(clusters, job),
    ),
    onJob(commands.triggerSavepoint, l10n.t('Trigger Savepoint'), (job) =>
      triggerSavepoint(clusters, memory, job),
    ),
    onJob(
      commands.copyJobId,
      l10n.t('Copy Job ID'),
      ({ job }) => vscode.env.clipboard.writeText(job.id),
      false,
    ),
    vscode.commands.registerCommand(commands.openWebUi, (passed?: unknown) => openWebUi(clusters, passed)),
  );
}

async function openWebUi(clusters: Clusters, passed: unknown): Promise<void> {
  const cluster = await chooseCluster(clusters, passed, l10n.t('Open in Flink Web UI'));
  if (!cluster) return;
  const job = isOfJob(passed) ? passed.job : undefined;
  await vscode.env.openExternal(vscode.Uri.parse(webUiAddress(cluster, job)));
}

/** Says what went wrong, in words that may be a server's. */
async function said(action: PromiseLike<void>): Promise<void> {
  try {
    await action;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(notificationText(message));
  }
}
