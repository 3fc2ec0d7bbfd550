import * as l10n from '@vscode/l10n';
import type { CheckpointSummary } from '../../flink/clusterAnswers.js';
import type { Cluster } from './cluster.js';
import type { ClusterWatch, WatchedJob } from './clusterWatch.js';

/** An entry of the tree; menus pass it to their commands. */
export type ClusterNode =
  | { readonly kind: 'cluster'; readonly cluster: Cluster; readonly watch: ClusterWatch }
  | JobNode
  | ({ readonly checkpoint: CheckpointSummary } & Omit<JobNode, 'kind'> & { readonly kind: 'checkpoint' })
  | { readonly kind: 'message'; readonly cluster: Cluster; readonly text: string };

export interface JobNode extends JobOfCluster {
  readonly kind: 'job';
  readonly watch: ClusterWatch;
  readonly job: WatchedJob;
}

/** What a command on a job needs to know of it. */
export interface JobOfCluster {
  readonly cluster: Cluster;
  readonly job: { readonly id: string; readonly name: string; readonly state: string };
}

/** The clusters, a cluster's jobs, or a job's checkpoints. */
export async function childrenOf(
  watches: readonly ClusterWatch[],
  node: ClusterNode | undefined,
): Promise<readonly ClusterNode[]> {
  if (!node) return watches.map((watch) => ({ kind: 'cluster', cluster: watch.cluster, watch }));
  if (node.kind === 'cluster') return jobNodes(node.watch);
  if (node.kind === 'job') return checkpointNodes(node);
  return [];
}

function jobNodes(watch: ClusterWatch): readonly ClusterNode[] {
  const { cluster, state } = watch;
  if (state.type !== 'reachable') return [];
  if (state.jobs.length === 0) return [{ kind: 'message', cluster, text: l10n.t('No jobs') }];
  const jobs = state.jobs.map((job) => ({ kind: 'job', cluster, watch, job }) as const);
  if (state.moreJobs === 0) return jobs;
  const text =
    state.moreJobs === 1
      ? l10n.t('1 older job is not listed')
      : l10n.t('{0} older jobs are not listed', state.moreJobs);
  return [...jobs, { kind: 'message', cluster, text }];
}

async function checkpointNodes(node: JobNode): Promise<readonly ClusterNode[]> {
  const { watch, cluster, job } = node;
  await watch.wantCheckpoints(job.id);
  const { state } = watch;
  const known = state.type === 'reachable' ? state.jobs.find(({ id }) => id === job.id) : undefined;
  const checkpoints = known?.checkpoints ?? [];
  if (checkpoints.length === 0) return [{ kind: 'message', cluster, text: l10n.t('No checkpoints') }];
  return checkpoints.map((checkpoint) => ({ ...node, kind: 'checkpoint', checkpoint }));
}
