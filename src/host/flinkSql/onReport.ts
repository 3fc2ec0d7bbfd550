import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { RunReport } from '../../flink/runReport.js';
import type { Clusters } from '../clusters/clusters.js';
import { clusterUrl } from '../clusters/clusterUrl.js';
import { offerToCopy } from '../clusters/offerToCopy.js';
import { errorText } from '../errorText.js';
import { notificationText } from '../notificationText.js';
import { showDefinitionError, type RunParts } from '../runs/startRun.js';
import type { ChosenTarget } from './chooseTarget.js';
import type { FlinkRun } from './flinkRun.js';
import type { Gateways } from './gateways.js';

export interface ReportedRun {
  readonly run: FlinkRun;
  readonly name: string;
  readonly definition: vscode.Uri;
  readonly target: ChosenTarget;
  readonly parts: RunParts & { readonly clusters: Clusters; readonly gateways: Gateways };
}

/** Shows what a run on a cluster says of itself. */
export async function onReport(report: RunReport, of: ReportedRun): Promise<void> {
  const { name, definition, parts } = of;
  switch (report.type) {
    case 'stage':
      return;
    case 'job':
      return showInTree(report.cluster, of);
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
      return showDefinitionError(report.reason, definition.fsPath, parts);
    case 'goesOn':
      return offerToCancel(report.reason, of.run);
    case 'savepoint':
      return offerToCopy(name, report.location);
  }
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

async function offerToCancel(reason: string, run: FlinkRun): Promise<void> {
  const cancel = l10n.t('Cancel the Job');
  const choice = await vscode.window.showErrorMessage(notificationText(errorText(reason)), cancel);
  if (choice === cancel) run.end('cancel');
}
