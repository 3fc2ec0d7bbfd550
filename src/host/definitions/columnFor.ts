import * as vscode from 'vscode';

/** Where the file is open already; else the first column, or a new one if the trace stands in the first. */
export function columnFor(uri: vscode.Uri, traceColumn: vscode.ViewColumn | undefined): vscode.ViewColumn {
  const open = vscode.window.tabGroups.all.find(({ tabs }) =>
    tabs.some(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString()),
  );
  if (open) return open.viewColumn;
  return traceColumn === vscode.ViewColumn.One ? vscode.ViewColumn.Beside : vscode.ViewColumn.One;
}
