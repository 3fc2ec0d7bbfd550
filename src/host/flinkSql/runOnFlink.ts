import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { openComparison } from '../comparison/openComparison.js';
import { newest, traceNames } from '../lenses/newestTrace.js';
import { settings } from '../manifest.js';
import { pipelineName, traceFolder } from '../runs/runRequest.js';
import type { Cluster } from '../clusters/cluster.js';
import { mayRun, startDefinition } from '../runs/startRun.js';
import { askHowToStop } from './askHowToStop.js';
import { askSavepoint } from './askSavepoint.js';
import { chooseTarget, type ChosenTarget } from './chooseTarget.js';
import { FlinkRun, flinkTracePath, type FlinkRunRequest } from './flinkRun.js';
import type { FlinkRunHostParts } from './hostParts.js';
import { onReport } from './onReport.js';
import type { StartedJob } from './startedJobs.js';

/** Asks for a cluster, runs a definition there, and offers to compare it with the run on the embedded engine. */
export async function runOnFlink(definition: vscode.Uri, parts: FlinkRunHostParts): Promise<void> {
  if (!(await mayRun(definition))) return;
  const target = await askTarget(definition, parts);
  if (target !== undefined) await runOn(target, definition, parts, {});
}

/** The same, but asks first from which savepoint the job is to go on. */
export async function runOnFlinkFromSavepoint(
  definition: vscode.Uri,
  parts: FlinkRunHostParts,
): Promise<void> {
  if (!(await mayRun(definition))) return;
  const last = parts.savepoints.of(definition.fsPath);
  const savepoint = await askSavepoint(pipelineName(definition.fsPath), last);
  if (savepoint === undefined) return;
  const target = await askTarget(definition, parts);
  if (target !== undefined) await runOn(target, definition, parts, { savepoint });
}

function askTarget(definition: vscode.Uri, parts: FlinkRunHostParts): Promise<ChosenTarget | undefined> {
  const name = pipelineName(definition.fsPath);
  return chooseTarget(l10n.t('Run {0} on Flink', name), parts.clusters, parts.gateways);
}

/** Follows a job that was left running, as if it had been started now; its recording goes on where it ended. */
export async function watchOnFlink(left: StartedJob, of: Cluster, parts: FlinkRunHostParts): Promise<void> {
  const { clusters, gateways } = parts;
  const known = gateways.all.find(({ url }) => url === left.gateway);
  const gateway: Cluster = known ?? { ...of, url: left.gateway };
  const target: ChosenTarget = {
    of: gateway,
    // Nothing is asked of it.
    gateway: { url: gateway.url, insecure: of.insecure },
    cluster: await clusters.connectionOf(of),
    gatewayCa: undefined,
    clusterCa: of.ca,
  };
  await runOn(target, vscode.Uri.file(left.definition), parts, { attach: left.job });
}

async function runOn(
  target: ChosenTarget,
  definition: vscode.Uri,
  parts: FlinkRunHostParts,
  from: Pick<FlinkRunRequest, 'attach' | 'savepoint'>,
): Promise<void> {
  const name = pipelineName(definition.fsPath);
  const configuration = vscode.workspace.getConfiguration(undefined, definition);
  const request = {
    definition: definition.fsPath,
    target,
    interval: configuration.get<string>(settings.runInterval, '2s'),
    unaligned: configuration.get<boolean>(settings.runUnaligned, false),
    ...from,
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
