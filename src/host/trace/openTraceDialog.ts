import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { openInputs } from './openTrace.js';

const filters = {
  [l10n.t('All Files')]: ['*'],
  [l10n.t('Checkpoint traces and recordings')]: ['json', 'jsonl', 'gz'],
  [l10n.t('Flink logs')]: ['log', 'out', 'gz', 'txt'],
  [l10n.t('OpenTelemetry exports')]: ['json', 'jsonl', 'pb', 'binpb'],
  [l10n.t('HTTP archives of the Web UI')]: ['har'],
};

interface Kind extends vscode.QuickPickItem {
  readonly select: Pick<vscode.OpenDialogOptions, 'canSelectFiles' | 'canSelectFolders'>;
}

const kinds: readonly Kind[] = [
  {
    label: `$(files) ${l10n.t('Files…')}`,
    detail: l10n.t(
      'Traces, recordings, history archives, REST answers, logs, OpenTelemetry exports; several of one job together',
    ),
    select: { canSelectFiles: true, canSelectFolders: false },
  },
  {
    label: `$(folder) ${l10n.t('Folder…')}`,
    detail: l10n.t('Saved REST answers, an archive directory, all logs of a cluster'),
    select: { canSelectFiles: false, canSelectFolders: true },
  },
];

/** Asks for files or folders and shows them. */
export async function openTraceDialog(): Promise<void> {
  const select = dialogTakesBoth()
    ? { canSelectFiles: true, canSelectFolders: true }
    : (await vscode.window.showQuickPick(kinds, { title: l10n.t('Open Trace') }))?.select;
  if (!select) return;
  const uris = await vscode.window.showOpenDialog({
    title: l10n.t('Open Trace'),
    openLabel: l10n.t('Open'),
    canSelectMany: true,
    ...select,
    ...(select.canSelectFiles === true ? { filters } : {}),
  });
  if (uris) await openInputs(uris);
}

/** Only on a Mac can the system's dialog select files and folders at once. */
function dialogTakesBoth(): boolean {
  const { uiKind, remoteName } = vscode.env;
  return uiKind === vscode.UIKind.Desktop && remoteName === undefined && process.platform === 'darwin';
}
