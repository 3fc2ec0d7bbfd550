import * as vscode from 'vscode';
import { pipelineSuffix } from '../manifest.js';

/** The definition that *Run Pipeline* means: the named one, the one being edited, or else the first that is open in a tab. */
export function meantDefinition(uri: vscode.Uri | undefined): vscode.Uri | undefined {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const open = tabs.map(({ input }) => (input instanceof vscode.TabInputText ? input.uri : undefined));
  const candidates = [uri ?? vscode.window.activeTextEditor?.document.uri, ...(uri ? [] : open)];
  return candidates.find((candidate) => candidate?.path.endsWith(pipelineSuffix));
}
