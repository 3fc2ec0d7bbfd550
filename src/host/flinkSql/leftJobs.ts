import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { clusterName } from '../clusters/cluster.js';
import { commands } from '../manifest.js';
import type { Runs } from '../runs/runs.js';
import { FlinkRun } from './flinkRun.js';
import type { StartedJob, StartedJobs } from './startedJobs.js';

/** The jobs that go on without a run that follows them; none before the workspace is trusted. Nothing is asked of their clusters. */
export function leftJobs(jobs: StartedJobs, runs: Runs): readonly StartedJob[] {
  if (!vscode.workspace.isTrusted) return [];
  const followed = new Set(runs.all.flatMap((run) => (run instanceof FlinkRun ? [run.job] : [])));
  return jobs.all.filter(({ job }) => !followed.has(job));
}

/** A status bar item while there are such jobs: a click asks what to do with them. */
export function leftJobsStatus(jobs: StartedJobs, runs: Runs): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('checkpointLens.leftJobs', vscode.StatusBarAlignment.Left);
  item.name = l10n.t('Jobs Left on Flink');
  item.command = commands.leftJobs;
  const show = (): void => {
    const left = leftJobs(jobs, runs);
    const [job, ...others] = left;
    if (job === undefined) {
      item.hide();
      return;
    }
    item.text = `$(server-process) ${statusText(job, others.length)}`;
    item.tooltip = left.map(tooltipLine).join('\n');
    item.show();
  };
  show();
  return vscode.Disposable.from(
    item,
    jobs.onChange(show),
    runs.onDidChange(show),
    vscode.workspace.onDidGrantWorkspaceTrust(show),
  );
}

/** A name may be of any length, the status bar is not. */
const longestName = 40;

function statusText({ name }: StartedJob, others: number): string {
  return others === 0
    ? l10n.t('{0} on Flink', name.slice(0, longestName))
    : l10n.t('{0} jobs on Flink', others + 1);
}

function tooltipLine({ name, cluster, started }: StartedJob): string {
  return l10n.t(
    '{name} was started on {cluster} at {time}, and may still run there. Click to watch or stop it.',
    {
      name,
      cluster: clusterName({ url: cluster }),
      time: startText(started),
    },
  );
}

/** In the reader's zone and language. */
export function startText(started: number): string {
  return new Date(started).toLocaleString(vscode.env.language, { dateStyle: 'medium', timeStyle: 'short' });
}
