import { isTerminal } from '../../flink/clusterAnswers.js';
import type { Cluster } from './cluster.js';

/** The address of a job's page in Flink's Web UI, of the overview where no job is meant. */
export function webUiAddress(
  { url }: Cluster,
  job?: { readonly id: string; readonly state: string },
): string {
  if (!job) return `${url}/#/overview`;
  return `${url}/#/job/${isTerminal(job) ? 'completed' : 'running'}/${encodeURIComponent(job.id)}/overview`;
}
