import { basename } from 'node:path/posix';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { inputListAddress, inputListLabel, longestInputList } from '../inputs/inputList.js';
import { opensByItself, viewTypes } from '../manifest.js';

/**
 * Shows a trace where it is open already, else beside the active editor, if there is one. With `preserveFocus` the active editor
 * stays the active one, so that commands go on to mean it.
 */
export async function openTraceBeside(
  uri: vscode.Uri,
  options: { readonly preserveFocus: boolean },
): Promise<void> {
  const { tabs, viewColumn: active } = vscode.window.tabGroups.activeTabGroup;
  const free = tabs.length === 0 ? vscode.ViewColumn.Active : vscode.ViewColumn.Beside;
  const open = tabOf(uri);
  if (open?.isActive && options.preserveFocus) return;
  const column = open?.group.viewColumn ?? free;
  // VS Code makes a group that is named the active one whatever the options say, but never the one beside.
  const viewColumn = options.preserveFocus && column - active === 1 ? vscode.ViewColumn.Beside : column;
  await vscode.commands.executeCommand('vscode.openWith', uri, viewTypeOf(uri), {
    viewColumn,
    preview: false,
    ...options,
  });
}

/** Shows files and folders together in one editor. `before` is given the editor's address. */
export async function openInputs(
  uris: readonly vscode.Uri[],
  before: (address: vscode.Uri) => void = () => undefined,
): Promise<void> {
  if (uris.length > longestInputList) {
    void vscode.window.showErrorMessage(
      l10n.t(
        '{count} files are too many to be named one by one; {most} open at most. Open their folder instead.',
        { count: uris.length, most: longestInputList },
      ),
    );
    return;
  }
  const uri = await inputAddress(uris);
  if (!uri) return;
  before(uri);
  await vscode.commands.executeCommand('vscode.openWith', uri, viewTypeOf(uri), { preview: false });
}

/** The address of the editor that shows these: a single file has its own; a folder, like several files, is a list. */
async function inputAddress(uris: readonly vscode.Uri[]): Promise<vscode.Uri | undefined> {
  const [first] = uris;
  if (!first) return undefined;
  if (uris.length === 1 && !(await isFolder(first))) return first;
  const label = inputListLabel(uris.map(({ path }) => basename(path)));
  return vscode.Uri.from(inputListAddress({ label, uris: uris.map(String) }));
}

async function isFolder(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    ({ type }) => (type & vscode.FileType.Directory) !== 0,
    () => false,
  );
}

function viewTypeOf(uri: vscode.Uri): string {
  return opensByItself(basename(uri.path)) ? viewTypes.trace : viewTypes.anyFile;
}

function tabOf(uri: vscode.Uri): vscode.Tab | undefined {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .find(({ input }) => input instanceof vscode.TabInputCustom && input.uri.toString() === uri.toString());
}
