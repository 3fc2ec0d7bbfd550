import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { isTerminal, type FlinkJob } from '../../flink/clusterAnswers.js';
import { clusterName, type Cluster } from '../clusters/cluster.js';
import { notificationText } from '../notificationText.js';
import { askHowToEnd } from './askHowToStop.js';
import { leftJobs, startText } from './leftJobs.js';
import type { FlinkRunHostParts } from './hostParts.js';
import { watchOnFlink } from './runOnFlink.js';
import type { StartedJob } from './startedJobs.js';
import { stopLeftJob } from './stopLeftJob.js';

/** What a person can do with a job that they left running. */
interface Choice extends vscode.QuickPickItem {
  readonly act: () => Promise<void>;
}

/** Asks the cluster of a job that was left how it is, and the person what to do with it. */
export async function manageLeftJob(parts: FlinkRunHostParts): Promise<void> {
  const all = leftJobs(parts.started, parts.runs);
  if (all.length === 0) {
    void vscode.window.showInformationMessage(
      l10n.t('No job that was started here is left on Flink. Flink Clusters in the side bar has all jobs.'),
    );
    return;
  }
  const left = await chooseJob(all);
  if (left === undefined) return;
  const of = clusterOf(left, parts);
  const found = await ask(left, of, parts);
  if (found === 'unknown') return;
  if (found === undefined || isTerminal(found)) {
    await parts.started.forget(left.job);
    void vscode.window.showInformationMessage(notificationText(endText(left, found)));
    return;
  }
  const choices = choicesOf(left, of, parts);
  const title = l10n.t('{name} on Flink, {state} since {time}', {
    name: left.name,
    state: found.state.toLowerCase(),
    time: startText(found.startTime),
  });
  const placeHolder = l10n.t('Job {job} of {cluster}', {
    job: left.job,
    cluster: clusterName({ url: left.cluster }),
  });
  await (await vscode.window.showQuickPick(choices, { title, placeHolder }))?.act();
}

async function chooseJob(jobs: readonly StartedJob[]): Promise<StartedJob | undefined> {
  const items = jobs.map((left) => ({
    label: left.name,
    description: clusterName({ url: left.cluster }),
    detail: l10n.t('Started {time}, job {job}', { time: startText(left.started), job: left.job }),
    left,
  }));
  if (items.length < 2) return jobs[0];
  return (await vscode.window.showQuickPick(items, { title: l10n.t('Jobs Left on Flink') }))?.left;
}

function choicesOf(left: StartedJob, of: Cluster, parts: FlinkRunHostParts): readonly Choice[] {
  return [
    {
      label: `$(graph) ${l10n.t('Watch')}`,
      detail: l10n.t('Record its checkpoints again, beside its definition.'),
      act: () => watchOnFlink(left, of, parts),
    },
    {
      label: `$(debug-stop) ${l10n.t('Stop…')}`,
      detail: l10n.t('With a savepoint, or without one.'),
      act: async () => {
        const ending = await askHowToEnd({ title: left.name, detail: left.cluster, job: left.job });
        if (ending !== undefined) await stopLeftJob(left, of, ending, parts);
      },
    },
    {
      label: `$(eye-closed) ${l10n.t('Forget')}`,
      detail: l10n.t('The job goes on, and nothing here reminds of it any more.'),
      act: () => parts.started.forget(left.job),
    },
  ];
}

function endText({ name, job }: StartedJob, found: FlinkJob | undefined): string {
  return found === undefined
    ? l10n.t('The cluster does not know {name} any more (job {job}).', { name, job })
    : l10n.t('{name} has ended on Flink: {state}.', { name, state: found.state });
}

/** The job as its cluster has it, undefined where that has none such; `unknown` where the cluster does not answer or is not asked. */
async function ask(
  left: StartedJob,
  of: Cluster,
  parts: FlinkRunHostParts,
): Promise<FlinkJob | 'unknown' | undefined> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: l10n.t('Asking {cluster} about {name}', {
      cluster: clusterName(of),
      name: left.name,
    }),
    cancellable: true,
  };
  const cancelled = new AbortController();
  try {
    return await vscode.window.withProgress(options, async (_, token) => {
      token.onCancellationRequested(() => cancelled.abort());
      const client = await parts.clusters.clientOf(of);
      try {
        return await client.job(left.job, cancelled.signal);
      } finally {
        await client.close();
      }
    });
  } catch (error) {
    if (!cancelled.signal.aborted) await offerToForget(left, error, parts);
    return 'unknown';
  }
}

async function offerToForget(left: StartedJob, error: unknown, parts: FlinkRunHostParts): Promise<void> {
  const forget = l10n.t('Forget the Job');
  const again = l10n.t('Try Again');
  const text = error instanceof Error ? error.message : String(error);
  const said = l10n.t('{run}: {text}', { run: left.name, text });
  const choice = await vscode.window.showErrorMessage(notificationText(said), again, forget);
  if (choice === forget) await parts.started.forget(left.job);
  if (choice === again) await manageLeftJob(parts);
}

/** With its credentials, where it is still among those that a person has connected to. */
function clusterOf({ cluster: url }: StartedJob, { clusters }: FlinkRunHostParts): Cluster {
  const known = clusters.all.map(({ cluster }) => cluster).find((one) => one.url === url);
  return known ?? { url, auth: 'none', insecure: false };
}
