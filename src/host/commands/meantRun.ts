import * as vscode from 'vscode';
import type { Run } from '../runs/run.js';
import type { TraceViews } from '../trace/traceViews.js';

/** The run that is meant: of the given definition or trace, of the active editor, the only one, or the chosen one. */
export async function meantRun<Kind extends Run>(
  running: readonly Kind[],
  views: TraceViews,
  question: string,
  resource?: vscode.Uri,
): Promise<Kind | undefined> {
  const meant = [resource, views.active?.input.uri, vscode.window.activeTextEditor?.document.uri];
  for (const uri of meant) {
    const run = uri && running.find((one) => one.key === uri.fsPath || isSame(one.trace, uri));
    if (run) return run;
  }
  return running.length > 1 ? chooseRun(running, question) : running[0];
}

function isSame(path: string, uri: vscode.Uri): boolean {
  return vscode.Uri.file(path).toString() === uri.toString();
}

async function chooseRun<Kind extends Run>(
  running: readonly Kind[],
  title: string,
): Promise<Kind | undefined> {
  const items = running.map((run) => ({
    label: run.title,
    description: run.description,
    detail: run.detail,
    run,
  }));
  return (await vscode.window.showQuickPick(items, { title }))?.run;
}
