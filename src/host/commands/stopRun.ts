import * as vscode from 'vscode';
import type { Run } from '../runs/run.js';
import type { Runs } from '../runs/runs.js';
import type { TraceViews } from '../trace/traceViews.js';

/** Stops the run that is meant: of the given definition or trace, of the active editor, the only one, or the chosen one. */
export async function stopRun(runs: Runs, views: TraceViews, resource?: vscode.Uri): Promise<void> {
  const meant = [resource, views.active?.input.uri, vscode.window.activeTextEditor?.document.uri];
  for (const uri of meant) {
    const run = uri && (runs.of(uri.fsPath) ?? runs.writing(uri));
    if (run) {
      run.stop();
      return;
    }
  }
  const run = runs.all.length > 1 ? await chooseRun(runs.all) : runs.all[0];
  run?.stop();
}

async function chooseRun(running: readonly Run[]): Promise<Run | undefined> {
  const items = running.map((run) => ({
    label: run.title,
    description: run.description,
    detail: run.detail,
    run,
  }));
  return (await vscode.window.showQuickPick(items, { title: 'Stop which run?' }))?.run;
}
