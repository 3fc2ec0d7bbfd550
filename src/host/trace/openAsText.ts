import * as vscode from 'vscode';

/** Opens a trace in the text editor. `offset` counts UTF-16 code units. */
export async function openAsText(uri: vscode.Uri, offset?: number): Promise<void> {
  await vscode.commands.executeCommand('vscode.openWith', uri, 'default', { preview: false });
  const editor = vscode.window.visibleTextEditors.find(
    ({ document }) => document.uri.toString() === uri.toString(),
  );
  if (!editor || offset === undefined) return;
  const position = editor.document.positionAt(offset);
  editor.selection = new vscode.Selection(position, position);
  editor.revealRange(new vscode.Range(position, position), vscode.TextEditorRevealType.InCenter);
}
