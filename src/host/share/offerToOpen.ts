import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

/** Says that a file was exported, with buttons to look at it. */
export async function offerToOpen(file: vscode.Uri, ending: string): Promise<void> {
  const name = file.path.split('/').at(-1) ?? '';
  const { open, reveal } = actionsFor(file, ending);
  const buttons = [open, ...(reveal ? [reveal] : [])];
  const chosen = await vscode.window.showInformationMessage(
    l10n.t('Exported {0}.', name),
    ...buttons.map(({ title }) => title),
  );
  await buttons.find(({ title }) => title === chosen)?.run();
}

interface Action {
  readonly title: string;
  readonly run: () => Thenable<unknown>;
}

function actionsFor(file: vscode.Uri, ending: string): { readonly open: Action; readonly reveal?: Action } {
  const { commands, env, workspace } = vscode;
  const run = (command: string) => (): Thenable<unknown> => commands.executeCommand(command, file);
  const isHere =
    file.scheme === 'file' && env.uiKind === vscode.UIKind.Desktop && env.remoteName === undefined;
  const open: Action =
    ending === '.html' && isHere
      ? { title: l10n.t('Open in Browser'), run: () => env.openExternal(file) }
      : { title: l10n.t('Open'), run: run('vscode.open') };
  if (workspace.getWorkspaceFolder(file)) {
    return { open, reveal: { title: l10n.t('Reveal in Explorer'), run: run('revealInExplorer') } };
  }
  return isHere
    ? { open, reveal: { title: l10n.t('Show in Folder'), run: run('revealFileInOS') } }
    : { open };
}
