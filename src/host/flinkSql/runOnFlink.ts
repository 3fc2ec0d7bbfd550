import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { openComparison } from '../comparison/openComparison.js';
import { newest, traceNames } from '../lenses/newestTrace.js';
import { settings } from '../manifest.js';
import { pipelineName, traceFolder } from '../runs/runRequest.js';
import { mayRun, startDefinition, type RunParts } from '../runs/startRun.js';
import type { Clusters } from '../clusters/clusters.js';
import { askHowToStop } from './askHowToStop.js';
import { chooseTarget } from './chooseTarget.js';
import { FlinkRun, flinkTracePath } from './flinkRun.js';
import type { Gateways } from './gateways.js';
import { onReport } from './onReport.js';

export interface FlinkRunHostParts extends RunParts {
  readonly clusters: Clusters;
  readonly gateways: Gateways;
}

/** Asks for a cluster, runs a definition there, and offers to compare it with the run on the embedded engine. */
export async function runOnFlink(definition: vscode.Uri, parts: FlinkRunHostParts): Promise<void> {
  if (!(await mayRun(definition))) return;
  const name = pipelineName(definition.fsPath);
  const target = await chooseTarget(l10n.t('Run {0} on Flink', name), parts.clusters, parts.gateways);
  if (target === undefined) return;
  const configuration = vscode.workspace.getConfiguration(undefined, definition);
  const request = {
    definition: definition.fsPath,
    target,
    interval: configuration.get<string>(settings.runInterval, '2s'),
    unaligned: configuration.get<boolean>(settings.runUnaligned, false),
  };
  const end = await startDefinition(definition, parts, (runtime) => {
    const { commandLine, log } = parts;
    const run: FlinkRun = new FlinkRun(request, {
      ...{ commandLine, runtime, log, askHowToStop },
      heard: (report) => void onReport(report, { run, name, definition, target, parts }),
    });
    return run;
  });
  if (end !== undefined && end.outcome !== 'failed') await offerComparison(definition);
}

/** With the newest trace of the embedded engine, where there is one. */
async function offerComparison(definition: vscode.Uri): Promise<void> {
  const onFlink = vscode.Uri.file(flinkTracePath(definition.fsPath));
  const embedded = await newestEmbedded(definition);
  if (embedded === undefined) return;
  const name = pipelineName(definition.fsPath);
  const compare = l10n.t('Compare');
  const message = l10n.t('Compare the run of {0} on Flink with that on the embedded engine?', name);
  if ((await vscode.window.showInformationMessage(message, compare)) !== compare) return;
  await openComparison([
    { uri: embedded.toString(), label: l10n.t('{0}, embedded engine', name) },
    { uri: onFlink.toString(), label: l10n.t('{0}, Flink', name) },
  ]);
}

async function newestEmbedded(definition: vscode.Uri): Promise<vscode.Uri | undefined> {
  const folder = vscode.Uri.file(traceFolder(definition.fsPath));
  const onFlink = flinkTracePath(definition.fsPath);
  const files = traceNames(pipelineName(definition.fsPath))
    .map((name) => vscode.Uri.joinPath(folder, name))
    .filter(({ fsPath }) => fsPath !== onFlink);
  const found = await Promise.all(
    files.map((uri) =>
      vscode.workspace.fs.stat(uri).then(
        ({ mtime }) => [{ uri, modified: mtime }],
        () => [],
      ),
    ),
  );
  return newest(found.flat())?.uri;
}
