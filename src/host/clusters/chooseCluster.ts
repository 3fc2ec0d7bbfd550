import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { isTerminal } from '../../flink/clusterAnswers.js';
import { clusterName, type Cluster } from './cluster.js';
import type { JobOfCluster } from './clusterNodes.js';
import type { Clusters } from './clusters.js';

/** The cluster that a menu passed, the only one, or the one that a person picks. */
export async function chooseCluster(
  clusters: Clusters,
  passed: unknown,
  title: string,
): Promise<Cluster | undefined> {
  if (isOfCluster(passed)) return passed.cluster;
  const items = clusters.all.map(({ cluster }) => ({ label: clusterName(cluster), cluster }));
  if (items.length < 2) return items[0]?.cluster;
  return (await vscode.window.showQuickPick(items, { title }))?.cluster;
}

/** The job that a menu passed, or the one of all clusters' that a person picks; `running` leaves out those that are over. */
export async function chooseJobOfCluster(
  clusters: Clusters,
  passed: unknown,
  title: string,
  running: boolean,
): Promise<JobOfCluster | undefined> {
  if (isOfJob(passed)) return passed;
  const items = jobItems(clusters, running);
  const chosen = await vscode.window.showQuickPick(items, {
    title,
    placeHolder: l10n.t('Job'),
    matchOnDescription: true,
  });
  if (chosen && !chosen.of) {
    void vscode.window.showInformationMessage(
      running
        ? l10n.t('No running job was found. Flink Clusters in the side bar says which clusters answer.')
        : l10n.t('No job was found. Flink Clusters in the side bar says which clusters answer.'),
    );
  }
  return chosen?.of;
}

interface JobItem extends vscode.QuickPickItem {
  readonly of?: JobOfCluster;
}

async function jobItems(clusters: Clusters, running: boolean): Promise<JobItem[]> {
  await clusters.refresh();
  const items = clusters.all.flatMap(({ cluster, state }) => {
    const jobs = state.type === 'reachable' ? state.jobs : [];
    return jobs
      .filter((job) => !running || !isTerminal(job))
      .map((job) => ({
        label: job.name,
        description: job.id,
        detail: `${job.state.toLowerCase()} · ${clusterName(cluster)}`,
        of: { cluster, job },
      }));
  });
  return items.length > 0 ? items : [{ label: l10n.t('No jobs') }];
}

function isOfCluster(passed: unknown): passed is { readonly cluster: Cluster } {
  return typeof passed === 'object' && passed !== null && 'cluster' in passed;
}

export function isOfJob(passed: unknown): passed is JobOfCluster {
  return isOfCluster(passed) && 'job' in passed;
}
