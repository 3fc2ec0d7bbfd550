import * as vscode from 'vscode';

export interface ListWords {
  readonly title: string;
  readonly placeholder?: string;
  readonly matchOnDescription?: boolean;
}

/**
 * Lets a person pick one of a list that opens on its current item.
 *
 * @param isCurrent the first for which it holds is the active one; else the first of all
 * @returns undefined where a person gives up
 */
export function pickFrom<Item extends vscode.QuickPickItem>(
  items: readonly Item[],
  words: ListWords,
  isCurrent: (item: Item) => boolean,
): Promise<Item | undefined> {
  const pick = Object.assign(vscode.window.createQuickPick<Item>(), words);
  pick.ignoreFocusOut = true;
  pick.items = items;
  const current = items.find((item) => item.kind !== vscode.QuickPickItemKind.Separator && isCurrent(item));
  if (current) pick.activeItems = [current];
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      resolve(pick.selectedItems[0]);
      pick.dispose();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}
