import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { TraceInput } from './traceInput.js';

/** A place in one of an input's files: its name, and an offset that counts UTF-16 code units. */
export interface TextPlace {
  readonly file?: string;
  readonly offset?: number;
}

/** Opens a file of the input in the text editor: the one that is named, the only one, or the one that a person picks. */
export async function openAsText(input: TraceInput, { file, offset }: TextPlace = {}): Promise<void> {
  const uri = input.files.find(({ name }) => name === file)?.uri ?? (await fileOf(input));
  if (!uri) return;
  await vscode.commands.executeCommand('vscode.openWith', uri, 'default', { preview: false });
  const editor = vscode.window.visibleTextEditors.find(
    ({ document }) => document.uri.toString() === uri.toString(),
  );
  if (!editor || offset === undefined) return;
  const position = editor.document.positionAt(offset);
  editor.selection = new vscode.Selection(position, position);
  editor.revealRange(new vscode.Range(position, position), vscode.TextEditorRevealType.InCenter);
}

async function fileOf({ uri, files }: TraceInput): Promise<vscode.Uri | undefined> {
  if (files.length < 2) return files[0]?.uri ?? uri;
  const items = files.map(({ name, uri: one }) => ({ label: name, uri: one }));
  return (await vscode.window.showQuickPick(items, { title: l10n.t('Open Which File as Text?') }))?.uri;
}
