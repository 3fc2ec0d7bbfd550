import * as vscode from 'vscode';
import type { ErrorPlace } from './errorPlace.js';

/** Where definitions failed to run, underlined until the file changes or is run again. */
export class DefinitionProblems implements vscode.Disposable {
  private readonly shown = vscode.languages.createDiagnosticCollection('checkpointLens');
  private readonly changes = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    if (contentChanges.length > 0) this.shown.delete(document.uri);
  });

  /** Underlines the rest of the line. `message` is what the person was told. */
  show({ file, line, column }: ErrorPlace, message: string): void {
    const open = vscode.workspace.textDocuments.find(({ uri }) => uri.fsPath === file);
    const text = open !== undefined && line <= open.lineCount ? open.lineAt(line - 1) : undefined;
    const start = Math.max(column - 1, text?.firstNonWhitespaceCharacterIndex ?? 0);
    const range = new vscode.Range(line - 1, start, line - 1, text?.text.length ?? Number.MAX_SAFE_INTEGER);
    const problem = new vscode.Diagnostic(
      range,
      withoutPlace(message, file),
      vscode.DiagnosticSeverity.Error,
    );
    problem.source = 'Checkpoint Lens';
    this.shown.set(vscode.Uri.file(file), [problem]);
  }

  clear(definition: vscode.Uri): void {
    this.shown.delete(definition);
  }

  dispose(): void {
    this.shown.dispose();
    this.changes.dispose();
  }
}

/** The underlined line says where. */
function withoutPlace(message: string, file: string): string {
  return message.startsWith(`${file}:`) ? message.slice(file.length).replace(/^(:\d+)*:\s*/, '') : message;
}
