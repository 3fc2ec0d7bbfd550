import { isAbsolute, relative } from 'node:path';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { pickFrom } from './pickFrom.js';
import { restorePoints } from './restorePoints.js';

interface Item extends vscode.QuickPickItem {
  /** As `--restore` takes it; undefined where it is still to be asked for. */
  readonly value?: string;
  readonly asks?: 'folder' | 'uri';
}

/**
 * Asks what a run is to start from: one of the checkpoints and savepoints in its storage, or another.
 *
 * @param storage a folder, which is looked through, or a URI, which is not
 * @param current what is chosen now, as `--restore` takes it; absent where nothing is asked for yet
 * @returns empty for the beginning; undefined where a person goes back
 */
export async function askRestorePoint(
  name: string,
  storage: string,
  current?: string,
): Promise<string | undefined> {
  const title = l10n.t('Start {0} From', name);
  const items: Item[] = [
    { label: l10n.t('The Beginning'), value: '' },
    {
      label: l10n.t('The Latest Checkpoint'),
      description: l10n.t('where the last run left off, also after a crash'),
      value: 'latest',
    },
    ...(isAbsolute(storage) ? await pointItems(storage) : []),
    { label: l10n.t('Elsewhere'), kind: vscode.QuickPickItemKind.Separator },
    { label: l10n.t('$(folder-opened) Choose Folder…'), asks: 'folder' },
    { label: l10n.t('$(edit) Enter Path or URI…'), asks: 'uri' },
  ];
  const isListed = items.some(({ value }) => value !== undefined && value === current);
  const isCurrent = ({ value, asks }: Item): boolean =>
    current !== undefined && (isListed ? value === current : asks === 'uri');
  const marked = items.map((item) =>
    isCurrent(item) ? { ...item, description: currentWords(item, current) } : item,
  );
  const item = await pickFrom(marked, { title, matchOnDescription: true }, isCurrent);
  if (item?.asks === 'folder') return chooseFolder(title, storage);
  return item?.asks === 'uri' ? enterUri(title, isListed ? undefined : current) : item?.value;
}

/** What is known of an item, that it is current, and of a place that is not in the list which one it is. */
function currentWords({ description, asks }: Item, current: string | undefined): string {
  const known = asks === undefined ? description : current;
  return known === undefined ? l10n.t('current') : l10n.t('{0}, current', known);
}

async function pointItems(storage: string): Promise<Item[]> {
  const points = await restorePoints(storage);
  const items = points.map(({ folder, name, kind, at }) => ({
    label: kind === 'savepoint' ? `$(bookmark) ${name}` : `$(history) ${name}`,
    description: new Date(at).toLocaleString(vscode.env.language),
    // From the storage on: of a whole path what differs would be cut off. A savepoint has its name alone.
    ...(kind === 'checkpoint' ? { detail: relative(storage, folder) } : {}),
    value: folder,
  }));
  const heading = l10n.t('Newest first');
  return items.length === 0 ? [] : [{ label: heading, kind: vscode.QuickPickItemKind.Separator }, ...items];
}

async function chooseFolder(title: string, storage: string): Promise<string | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title,
    canSelectFiles: false,
    canSelectFolders: true,
    openLabel: l10n.t('Start From This'),
    ...(isAbsolute(storage) ? { defaultUri: vscode.Uri.file(storage) } : {}),
  });
  return chosen?.[0]?.fsPath;
}

function enterUri(title: string, current: string | undefined): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title,
    ...(current === undefined ? {} : { value: current }),
    prompt: l10n.t('The folder or URI of a checkpoint or savepoint of this pipeline.'),
    placeHolder: 's3://bucket/checkpoints/run-…/chk-3',
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? l10n.t('Give a folder or a URI.') : undefined),
  });
}
