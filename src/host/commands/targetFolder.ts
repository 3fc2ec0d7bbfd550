import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

/** Where new files go: the workspace's folder if there is one, else a folder that the person chooses. */
export async function targetFolder(title: string): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length > 1) return (await vscode.window.showWorkspaceFolderPick({ placeHolder: title }))?.uri;
  if (folders[0]) return folders[0].uri;
  const chosen = await vscode.window.showOpenDialog({
    title,
    openLabel: l10n.t('Put It Here'),
    canSelectFiles: false,
    canSelectFolders: true,
  });
  return chosen?.[0];
}

/** A file of this name that is not there yet: `orders.pipeline.ts`, else `orders-2.pipeline.ts`, and so on. */
export async function freeName(folder: vscode.Uri, stem: string, suffix: string): Promise<vscode.Uri> {
  for (let number = 1; ; number++) {
    const uri = vscode.Uri.joinPath(folder, `${stem}${number === 1 ? '' : `-${number}`}${suffix}`);
    if (!(await exists(uri))) return uri;
  }
}

export async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}
