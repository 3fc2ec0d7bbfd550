import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { writeTrace } from '../../src/trace/ckptWriter.js';
import { sampleTrace, type SampleOptions } from '../fixtures/sampleTrace.js';

export const extensionId = 'checkpoint-lens.checkpoint-lens';

/** Whether this is the oldest VS Code that the manifest allows, beside which the same tests run in the newest. */
export const isOldest = process.env['CHECKPOINT_LENS_VSCODE'] === 'oldest';

/** The folder that is open: a copy of the examples. */
export function inWorkspace(...path: string[]): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!folder) throw new Error('no folder is open');
  return vscode.Uri.joinPath(folder.uri, ...path);
}

export async function write(uri: vscode.Uri, text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(uri, Buffer.from(text));
}

export async function writeSample(uri: vscode.Uri, options: SampleOptions = {}): Promise<void> {
  await write(uri, writeTrace(sampleTrace(options)));
}

/** Closes all editors and forgets all runs. */
export async function cleanUp(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  await rm(join(inWorkspace().fsPath, '.checkpoint-lens'), { recursive: true, force: true });
}

export async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}

/** Asks until the answer is truthy and gives it; rejects with what was waited for when it takes too long. */
export async function eventually<T>(
  what: string,
  ask: () => T | Promise<T>,
  patienceMs = 120_000,
): Promise<Exclude<NonNullable<T>, false>> {
  const end = Date.now() + patienceMs;
  for (;;) {
    const answer = await ask();
    if (answer) return answer as Exclude<NonNullable<T>, false>;
    if (Date.now() > end) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Titles of a document's code lenses, by line from 1. */
export async function lensesOf(uri: vscode.Uri): Promise<readonly { line: number; title: string }[]> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    uri,
  );
  return lenses.map(({ range, command }) => ({ line: range.start.line + 1, title: command?.title ?? '' }));
}

/** Every open custom editor, as its view type and file name. */
export function customEditors(): readonly string[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .flatMap(({ input }) =>
      input instanceof vscode.TabInputCustom
        ? [`${input.viewType} ${input.uri.path.split('/').at(-1) ?? ''}`]
        : [],
    );
}
