import * as vscode from 'vscode';
import { traceSuffix, viewTypes } from '../manifest.js';

/** Shows a trace where it is open already, else beside the active editor. */
export async function openTraceBeside(
  uri: vscode.Uri,
  options: { readonly preserveFocus: boolean },
): Promise<void> {
  const viewColumn = columnOf(uri) ?? vscode.ViewColumn.Beside;
  await vscode.commands.executeCommand('vscode.openWith', uri, viewTypeOf(uri), {
    viewColumn,
    preview: false,
    ...options,
  });
}

/** Asks for a file and shows it. */
export async function openTraceDialog(): Promise<void> {
  const [uri] =
    (await vscode.window.showOpenDialog({
      title: 'Open Trace',
      filters: { 'Checkpoint traces': ['json'] },
    })) ?? [];
  if (uri) await vscode.commands.executeCommand('vscode.openWith', uri, viewTypeOf(uri));
}

function viewTypeOf(uri: vscode.Uri): string {
  return uri.path.endsWith(traceSuffix) ? viewTypes.trace : viewTypes.json;
}

function columnOf(uri: vscode.Uri): vscode.ViewColumn | undefined {
  const shown = vscode.window.tabGroups.all.find(({ tabs }) =>
    tabs.some(
      ({ input }) => input instanceof vscode.TabInputCustom && input.uri.toString() === uri.toString(),
    ),
  );
  return shown?.viewColumn;
}
