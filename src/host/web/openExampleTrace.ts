import * as vscode from 'vscode';
import { commands, viewTypes } from '../manifest.js';

/** *Open Example* where no pipeline can run: opens the trace of a run of the orders example. */
export function openExampleTrace(extensionUri: vscode.Uri): vscode.Disposable {
  const trace = vscode.Uri.joinPath(extensionUri, 'examples/orders.ckpt.json');
  return vscode.commands.registerCommand(commands.openExample, () =>
    vscode.commands.executeCommand('vscode.openWith', trace, viewTypes.trace, { preview: false }),
  );
}
