import * as vscode from 'vscode';
import { openInputs } from './openTrace.js';

const filters = {
  'All Files': ['*'],
  'Checkpoint traces and recordings': ['json', 'jsonl', 'gz'],
  'Flink logs': ['log', 'out', 'gz', 'txt'],
  'OpenTelemetry exports': ['json', 'jsonl', 'pb', 'binpb'],
  'HTTP archives of the Web UI': ['har'],
};

interface Kind extends vscode.QuickPickItem {
  readonly select: Pick<vscode.OpenDialogOptions, 'canSelectFiles' | 'canSelectFolders'>;
}

const kinds: readonly Kind[] = [
  {
    label: '$(files) Files…',
    detail:
      'Traces, recordings, history archives, REST answers, logs, OpenTelemetry exports; several of one job together',
    select: { canSelectFiles: true, canSelectFolders: false },
  },
  {
    label: '$(folder) Folder…',
    detail: 'Saved REST answers, an archive directory, all logs of a cluster',
    select: { canSelectFiles: false, canSelectFolders: true },
  },
];

/** Asks for files or folders and shows them. */
export async function openTraceDialog(): Promise<void> {
  const select = dialogTakesBoth()
    ? { canSelectFiles: true, canSelectFolders: true }
    : (await vscode.window.showQuickPick(kinds, { title: 'Open Trace' }))?.select;
  if (!select) return;
  const uris = await vscode.window.showOpenDialog({
    title: 'Open Trace',
    openLabel: 'Open',
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
