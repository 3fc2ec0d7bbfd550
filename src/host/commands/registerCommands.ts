import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { commands, lensCommands, pipelineSuffix, snapshotModes, type SnapshotMode } from '../manifest.js';
import { requestFor } from '../runs/requestFor.js';
import { startRun, type RunParts } from '../runs/startRun.js';
import type { TraceViews } from '../trace/traceViews.js';
import { nodeExportWriter } from '../share/nodeExportWriter.js';
import { registerExportCommands, registerLinkCommands } from '../share/registerShareCommands.js';
import type { FlinkRunHostParts } from '../flinkSql/hostParts.js';
import { manageLeftJob } from '../flinkSql/manageLeftJob.js';
import { runOnFlink, runOnFlinkFromSavepoint } from '../flinkSql/runOnFlink.js';
import { FlinkSqlDocuments } from '../flinkSql/showFlinkSql.js';
import { meantDefinition } from './meantDefinition.js';
import { compareModes } from '../comparison/compareModes.js';
import type { ComparisonViews } from '../comparison/comparisonViews.js';
import { newPipeline } from './newPipeline.js';
import { openExample } from './openExample.js';
import { moreRuns } from './moreRuns.js';
import { runFromCheckpoint, runWithOptions, type OptionParts } from './runWithOptions.js';
import { stopRun } from './stopRun.js';
import { takeSavepoint } from './takeSavepoint.js';

export interface CommandParts extends FlinkRunHostParts, OptionParts {
  readonly extensionUri: vscode.Uri;
  readonly views: TraceViews;
  readonly comparisons: ComparisonViews;
}

/** Registers the commands that need processes and files; what a command rejects with is shown to the person. */
export function registerCommands(parts: CommandParts): vscode.Disposable {
  const { views, runs, extensionUri } = parts;
  const register = vscode.commands.registerCommand;
  return vscode.Disposable.from(
    // Menus pass an object after the file, lenses a mode.
    register(commands.runPipeline, (uri?: vscode.Uri, mode?: unknown) => runPipeline(parts, uri, mode)),
    register(commands.stop, (resource?: vscode.Uri) => stopRun(runs, views, resource)),
    register(commands.takeSavepoint, (resource?: vscode.Uri) => takeSavepoint(parts, false, resource)),
    register(commands.stopWithSavepoint, (resource?: vscode.Uri) => takeSavepoint(parts, true, resource)),
    register(commands.openExample, (stem?: unknown) =>
      openExample(extensionUri, typeof stem === 'string' ? stem : undefined),
    ),
    register(commands.newPipeline, newPipeline),
    register(commands.compareModes, (uri?: vscode.Uri) => {
      const definition = definitionOf(uri);
      return definition && compareModes(definition, parts);
    }),
    register(commands.runWithOptions, (uri?: vscode.Uri) => {
      const definition = definitionOf(uri);
      return definition && runWithOptions(definition, parts);
    }),
    register(commands.runFromCheckpoint, (uri?: vscode.Uri) => {
      const definition = definitionOf(uri);
      return definition && runFromCheckpoint(definition, parts);
    }),
    register(lensCommands.moreRuns, moreRuns),
    registerFlinkSqlCommands(parts),
    registerExportCommands(
      views,
      parts.comparisons,
      nodeExportWriter(vscode.Uri.joinPath(extensionUri, 'dist').fsPath),
    ),
    registerLinkCommands(views),
  );
}

/** The same definition elsewhere: as Flink SQL, and on a cluster. */
function registerFlinkSqlCommands(parts: CommandParts): vscode.Disposable {
  const documents = new FlinkSqlDocuments(parts);
  const register = vscode.commands.registerCommand;
  return vscode.Disposable.from(
    documents,
    register(commands.showFlinkSql, (uri?: vscode.Uri) => {
      const definition = definitionOf(uri);
      return definition && documents.show(definition);
    }),
    register(commands.runOnFlink, (uri?: vscode.Uri) => {
      const definition = definitionOf(uri);
      return definition && runOnFlink(definition, parts);
    }),
    register(commands.runOnFlinkFromSavepoint, (uri?: vscode.Uri) => {
      const definition = definitionOf(uri);
      return definition && runOnFlinkFromSavepoint(definition, parts);
    }),
    register(commands.leftJobs, () => manageLeftJob(parts)),
  );
}

async function runPipeline(parts: RunParts, uri: vscode.Uri | undefined, mode: unknown): Promise<void> {
  const definition = definitionOf(uri);
  if (!definition) return;
  const snapshot = isSnapshotMode(mode) ? mode : 'copy-on-write';
  await startRun(definition, requestFor(definition, { snapshot }), parts);
}

/** The definition that is meant; where there is none, the person is told. */
function definitionOf(uri: vscode.Uri | undefined): vscode.Uri | undefined {
  const definition = meantDefinition(uri);
  if (definition) return definition;
  void vscode.window.showInformationMessage(
    l10n.t('Open a definition, a file that ends in {0}, to run it.', pipelineSuffix),
  );
  return undefined;
}

function isSnapshotMode(mode: unknown): mode is SnapshotMode {
  return (snapshotModes as readonly unknown[]).includes(mode);
}
