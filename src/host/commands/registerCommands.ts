import * as vscode from 'vscode';
import { viewCommands } from '../../protocol.js';
import type { OperatorIndex } from '../../trace/units.js';
import {
  commands,
  lensCommands,
  pipelineSuffix,
  snapshotModes,
  viewCommandId,
  type SnapshotMode,
} from '../manifest.js';
import { startRun, type RunParts } from '../runs/startRun.js';
import { chooseJob } from '../trace/chooseJob.js';
import { openAsText } from '../trace/openAsText.js';
import { openInputs, openTraceBeside } from '../trace/openTrace.js';
import { openTraceDialog } from '../trace/openTraceDialog.js';
import type { TraceViews } from '../trace/traceViews.js';
import { registerShareCommands } from '../share/registerShareCommands.js';
import { compareSelected, compareWith } from '../comparison/compareWith.js';
import { newPipeline } from './newPipeline.js';
import { openExample } from './openExample.js';
import { stopRun } from './stopRun.js';
import { takeSavepoint } from './takeSavepoint.js';

export interface CommandParts extends RunParts {
  readonly extensionUri: vscode.Uri;
  readonly views: TraceViews;
}

/** Registers every command; what a command rejects with is shown to the person. */
export function registerCommands(parts: CommandParts): vscode.Disposable {
  const { views, runs, extensionUri } = parts;
  const register = vscode.commands.registerCommand;
  return vscode.Disposable.from(
    // Menus pass an object after the file, lenses a mode.
    register(commands.runPipeline, (uri?: vscode.Uri, mode?: unknown) => runPipeline(parts, uri, mode)),
    register(commands.stop, (resource?: vscode.Uri) => stopRun(runs, views, resource)),
    register(commands.takeSavepoint, (resource?: vscode.Uri) => takeSavepoint(parts, false, resource)),
    register(commands.stopWithSavepoint, (resource?: vscode.Uri) => takeSavepoint(parts, true, resource)),
    register(commands.openTrace, openTraceDialog),
    register(commands.openExample, (stem?: unknown) =>
      openExample(extensionUri, typeof stem === 'string' ? stem : undefined),
    ),
    register(commands.newPipeline, newPipeline),
    register(commands.openAsText, (uri?: vscode.Uri) => {
      const input = views.showing(uri)?.input;
      return input && openAsText(input);
    }),
    register(commands.openWith, openSelected),
    register(commands.openAsTrace, openSelected),
    register(commands.chooseJob, (uri?: vscode.Uri, job?: unknown) => {
      const input = views.showing(uri)?.input;
      return input && chooseJob(input, typeof job === 'string' ? job : undefined);
    }),
    register(commands.compareWith, (uri?: vscode.Uri) => compareWith(views, uri)),
    register(commands.compareSelected, (_clicked?: vscode.Uri, selected?: unknown) =>
      compareSelected(selected),
    ),
    register(lensCommands.showTrace, (uri: vscode.Uri) => openTraceBeside(uri, { preserveFocus: false })),
    register(lensCommands.revealOperator, (uri: vscode.Uri, operator: OperatorIndex) =>
      views.reveal(uri, operator),
    ),
    registerShareCommands(views, vscode.Uri.joinPath(extensionUri, 'dist').fsPath),
    ...viewCommands.map((command) => register(viewCommandId(command), () => views.command(command))),
  );
}

/** The explorer passes the entry that was clicked and all that are selected, an editor's title the file and its group. */
async function openSelected(clicked?: vscode.Uri, selected?: unknown): Promise<void> {
  const several = Array.isArray(selected) ? selected.filter((one) => one instanceof vscode.Uri) : [];
  const uri = clicked ?? vscode.window.activeTextEditor?.document.uri;
  await (several.length > 0 ? openInputs(several) : uri ? openInputs([uri]) : openTraceDialog());
}

async function runPipeline(parts: RunParts, uri: vscode.Uri | undefined, mode: unknown): Promise<void> {
  const definition = uri ?? vscode.window.activeTextEditor?.document.uri;
  if (!definition?.path.endsWith(pipelineSuffix)) {
    void vscode.window.showInformationMessage(
      `Open a definition, a file that ends in ${pipelineSuffix}, to run it.`,
    );
    return;
  }
  await startRun(definition, isSnapshotMode(mode) ? mode : 'copy-on-write', parts);
}

function isSnapshotMode(mode: unknown): mode is SnapshotMode {
  return (snapshotModes as readonly unknown[]).includes(mode);
}
