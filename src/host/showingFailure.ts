import * as vscode from 'vscode';

/** Shows the person what went wrong: a page that asked has no answer to wait for. */
export async function showingFailure(action: Promise<void>): Promise<void> {
  try {
    await action;
  } catch (error) {
    void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
  }
}
