import * as vscode from 'vscode';
import { registerCommands } from './host/commands/registerCommands.js';
import { LazyLocator } from './host/definitions/lazyLocator.js';
import { PipelineLenses } from './host/lenses/pipelineLenses.js';
import { runStatus } from './host/runs/runProgress.js';
import { Runs } from './host/runs/runs.js';
import { TraceEditor } from './host/trace/traceEditor.js';
import { TraceFiles } from './host/trace/traceFiles.js';
import { TraceViews } from './host/trace/traceViews.js';

let running: Runs | undefined;

/** Puts the parts together. Nothing here reads a file, starts a thread or a process: that waits until it is asked for. */
export function activate({ extensionUri, subscriptions }: vscode.ExtensionContext): void {
  const built = (file: string): string => vscode.Uri.joinPath(extensionUri, 'dist', file).fsPath;
  const log = vscode.window.createOutputChannel('Checkpoint Lens', { log: true });
  const runs = (running = new Runs(built('cli.js'), log));
  const files = new TraceFiles(built('traceWorker.cjs'));
  const locator = new LazyLocator(built(''));
  const views = new TraceViews(runs);
  subscriptions.push(
    log,
    runs,
    files,
    views,
    new TraceEditor({ extensionUri, files, views, runs, locator }).register(),
    new PipelineLenses({ runs, files, locator }),
    runStatus(runs),
    registerCommands({ extensionUri, runs, files, views, log }),
  );
}

/** Ends what runs, so that no engine outlives its window. */
export async function deactivate(): Promise<void> {
  await running?.stopAll();
}
