import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { RunReport } from '../../flink/runReport.js';
import { clusterUrl } from '../clusters/clusterUrl.js';
import { offerToCopy } from '../clusters/offerToCopy.js';
import { errorText } from '../errorText.js';
import { notificationText } from '../notificationText.js';
import { showDefinitionError } from '../runs/startRun.js';
import type { ChosenTarget } from './chooseTarget.js';
import type { FlinkRun } from './flinkRun.js';
import type { FlinkRunHostParts } from './hostParts.js';

export interface ReportedRun {
  readonly run: FlinkRun;
  readonly name: string;
  readonly definition: vscode.Uri;
  readonly target: ChosenTarget;
  readonly parts: FlinkRunHostParts;
}

/** Shows what a run on a cluster says of itself. */
export async function onReport(report: RunReport, of: ReportedRun): Promise<void> {
  const { name, definition, parts } = of;
  switch (report.type) {
    case 'stage':
    case 'notice':
      return;
    case 'job':
      await remember(report, of);
      return showInTree(report.cluster, of);
    case 'over':
      return of.run.job === undefined ? undefined : parts.started.forget(of.run.job);
    case 'overridden':
      void vscode.window.showInformationMessage(
        notificationText(
          l10n.t('{name} runs on Flink with other settings: {settings}', {
            name,
            settings: report.settings.map(errorText).join(' '),
          }),
        ),
      );
      return;
    case 'restarts':
      return showDefinitionError({ message: report.reason, of: nameOf(of) }, definition.fsPath, parts);
    case 'goesOn':
      return offerToCancel(report.reason, of);
    case 'savepoint':
      await parts.savepoints.keep(definition.fsPath, report.location);
      return offerToCopy(name, report.location);
  }
}

/** So that a person finds the job again when its window is gone. */
async function remember(
  { job, cluster }: Extract<RunReport, { type: 'job' }>,
  { name, definition, target, parts }: ReportedRun,
): Promise<void> {
  const known = parts.started.all.find((one) => one.job === job);
  const started = known?.started ?? Date.now();
  const gateway = target.gateway.url;
  await parts.started.keep({ ...{ job, name, cluster, gateway, started }, definition: definition.fsPath });
}

/** The job's cluster is in the view from now on, and its gateway known as that cluster's. */
async function showInTree(url: string, { target, parts }: ReportedRun): Promise<void> {
  const { clusters, gateways } = parts;
  const read = clusterUrl(url);
  if (!('url' in read)) return;
  const known = clusters.all.some(({ cluster }) => cluster.url === read.url);
  if (!known) {
    const { insecure, ca } = target.of;
    const isSameHost = new URL(read.url).hostname === new URL(target.gateway.url).hostname;
    const auth = isSameHost ? target.gateway.auth : undefined;
    await clusters.keep({ url: read.url, insecure, ...(ca !== undefined && { ca }) }, auth);
  }
  await gateways.belongsTo(target.of, read.url);
  await clusters.refresh();
}

async function offerToCancel(reason: string, of: ReportedRun): Promise<void> {
  const cancel = l10n.t('Cancel the Job');
  const said = l10n.t('{run}: {text}', { run: nameOf(of), text: errorText(reason) });
  const choice = await vscode.window.showErrorMessage(notificationText(said), cancel);
  if (choice === cancel) of.run.end('cancel');
}

function nameOf({ run, parts }: ReportedRun): string {
  return parts.runs.nameOf(run);
}
