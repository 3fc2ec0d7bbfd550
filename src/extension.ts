import * as vscode from 'vscode';
import { registerCommands } from './host/commands/registerCommands.js';
import { LazyLocator } from './host/definitions/lazyLocator.js';
import { PipelineLenses } from './host/lenses/pipelineLenses.js';
import { runStatus } from './host/runs/runProgress.js';
import { Runs } from './host/runs/runs.js';
import { JobChoices } from './host/trace/jobChoices.js';
import { TraceEditor } from './host/trace/traceEditor.js';
import { TraceInputs } from './host/trace/traceInputs.js';
import { TraceViews } from './host/trace/traceViews.js';

let running: Runs | undefined;

/** Puts the parts together. Nothing here reads a file, starts a thread or a process: that waits until it is asked for. */
export function activate({ extensionUri, subscriptions, workspaceState }: vscode.ExtensionContext): void {
  const built = (file: string): string => vscode.Uri.joinPath(extensionUri, 'dist', file).fsPath;
  const log = vscode.window.createOutputChannel('Checkpoint Lens', { log: true });
  const runs = (running = new Runs(built('cli.js'), log));
  const inputs = new TraceInputs(built('traceWorker.cjs'), new JobChoices(workspaceState));
  const locator = new LazyLocator(built(''));
  const views = new TraceViews(runs);
  subscriptions.push(
    log,
    runs,
    inputs,
    views,
    new TraceEditor({ extensionUri, inputs, views, runs, locator }).register(),
    new PipelineLenses({ runs, inputs, locator }),
    runStatus(runs),
    registerCommands({ extensionUri, runs, inputs, views, log }),
  );
}

/** Ends what runs, so that no engine outlives its window. */
export async function deactivate(): Promise<void> {
  await running?.stopAll();
}
