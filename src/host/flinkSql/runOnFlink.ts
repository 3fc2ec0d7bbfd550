import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { openComparison } from '../comparison/openComparison.js';
import { newest, traceNames } from '../lenses/newestTrace.js';
import { settings } from '../manifest.js';
import { pipelineName, traceFolder } from '../runs/runRequest.js';
import { startDefinition, type RunParts } from '../runs/startRun.js';
import { FlinkRun, flinkTracePath } from './flinkRun.js';

const remembered = 'checkpointLens.sqlGateway';

/** Asks for a cluster, runs a definition there, and offers to compare it with the run on the embedded engine. */
export async function runOnFlink(
  definition: vscode.Uri,
  parts: RunParts,
  memory: vscode.Memento,
): Promise<void> {
  const gateway = await askGateway(memory);
  if (gateway === undefined) return;
  await memory.update(remembered, gateway);
  const configuration = vscode.workspace.getConfiguration(undefined, definition);
  const request = {
    definition: definition.fsPath,
    gateway,
    interval: configuration.get<string>(settings.runInterval, '2s'),
    unaligned: configuration.get<boolean>(settings.runUnaligned, false),
  };
  const end = await startDefinition(
    definition,
    parts,
    (runtime) => new FlinkRun(request, parts.commandLine, runtime, parts.log),
  );
  if (end !== undefined && end.outcome !== 'failed') await offerComparison(definition);
}

async function askGateway(memory: vscode.Memento): Promise<string | undefined> {
  const given = await vscode.window.showInputBox({
    title: l10n.t('Run on Flink'),
    prompt: l10n.t('The URL of the cluster’s SQL Gateway. Stop ends the job with a savepoint.'),
    value: memory.get<string>(remembered, 'http://localhost:8083'),
    ignoreFocusOut: true,
    validateInput: (text) =>
      /^https?:\/\/[^\s@]+$/.test(text.trim())
        ? undefined
        : l10n.t('A URL without user and password, as in http://localhost:8083.'),
  });
  return given?.trim();
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
