import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { pipelineSuffix } from '../manifest.js';
import { exists, freeName, targetFolder } from './targetFolder.js';

interface Example extends vscode.QuickPickItem {
  readonly stem: string;
  /** A folder beside the definition that it reads. */
  readonly data?: string;
}

const examples: readonly Example[] = [
  {
    label: l10n.t('Orders'),
    stem: 'orders',
    detail: l10n.t('Generated orders, a million keys of state: who is blocked when a checkpoint is taken?'),
  },
  {
    label: l10n.t('Flights'),
    stem: 'flights',
    detail: l10n.t('Real US flights, counted by airport into files, exactly once.'),
    data: 'data',
  },
  {
    label: l10n.t('Delays'),
    stem: 'delays',
    detail: l10n.t(
      'The same flights in windows of event time: of each day the airport whose flights left latest.',
    ),
    data: 'data',
  },
];

/** Copies an example to where the person works, opens it and gives the copy; `stem` spares the question which. */
export async function openExample(extensionUri: vscode.Uri, stem?: string): Promise<vscode.Uri | undefined> {
  const example =
    examples.find((candidate) => candidate.stem === stem) ??
    (await vscode.window.showQuickPick(examples, { title: l10n.t('Open Example') }));
  if (!example) return undefined;
  const folder = await targetFolder(l10n.t('Open Example: {0}', example.label));
  if (!folder) return undefined;
  const source = vscode.Uri.joinPath(extensionUri, 'examples');
  const definition = await freeName(folder, example.stem, pipelineSuffix);
  await vscode.workspace.fs.copy(vscode.Uri.joinPath(source, example.stem + pipelineSuffix), definition);
  if (example.data !== undefined) {
    await copyMissing(vscode.Uri.joinPath(source, example.data), vscode.Uri.joinPath(folder, example.data));
  }
  await vscode.window.showTextDocument(definition, { preview: false });
  return definition;
}

/** Copies a folder, file by file, and leaves alone what is there already. */
async function copyMissing(from: vscode.Uri, to: vscode.Uri): Promise<void> {
  for (const [name, type] of await vscode.workspace.fs.readDirectory(from)) {
    const [source, target] = [vscode.Uri.joinPath(from, name), vscode.Uri.joinPath(to, name)];
    if (type === vscode.FileType.Directory) await copyMissing(source, target);
    else if (!(await exists(target))) await vscode.workspace.fs.copy(source, target);
  }
}
