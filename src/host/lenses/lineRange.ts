import * as vscode from 'vscode';

/** Where a lens stands: `line` from 1, `column` from 0. */
export function lineRange({
  line,
  column,
}: {
  readonly line: number;
  readonly column: number;
}): vscode.Range {
  return new vscode.Range(line - 1, column, line - 1, column);
}
