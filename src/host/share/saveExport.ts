import { dirname } from 'node:path/posix';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { formatBytes } from '../../analysis/quantities.js';
import { exportChoices, exportName, withEnding } from './exportChoices.js';
import type { ExportContent, ExportWriter } from './exportWriter.js';

/**
 * Asks where to write an export: at first beside what was opened. A folder's export goes beside the folder, not into what is
 * read again with it.
 */
export async function chooseTarget(
  label: string,
  ending: string,
  opened: vscode.Uri | undefined,
): Promise<vscode.Uri | undefined> {
  const choice = exportChoices.find((one) => one.ending === ending);
  const name = exportName(label, ending);
  const folder = opened?.with({ path: dirname(opened.path) }) ?? vscode.workspace.workspaceFolders?.[0]?.uri;
  const chosen = await vscode.window.showSaveDialog({
    title: l10n.t('Export'),
    saveLabel: l10n.t('Export'),
    // Of an ending in two parts dialogs look at the last one, and would add both again.
    filters: { [choice?.kind ?? ending]: [ending.split('.').at(-1)!] },
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, name) }),
  });
  return chosen?.with({ path: withEnding(chosen.path, ending) });
}

/** Writes an export, shows how far it is, and lets a person cancel. */
export async function writeExport(
  content: ExportContent,
  target: vscode.Uri,
  write: ExportWriter,
): Promise<void> {
  const file = target.path.split('/').at(-1) ?? '';
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: l10n.t('Exporting {0}', file),
    cancellable: true,
  };
  try {
    await vscode.window.withProgress(options, async (progress, token) => {
      const cancelled = new AbortController();
      token.onCancellationRequested(() => cancelled.abort(new vscode.CancellationError()));
      await write(content, target, cancelled.signal, (bytes) =>
        progress.report({ message: formatBytes(bytes) }),
      );
    });
  } catch (error) {
    if (error instanceof vscode.CancellationError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      l10n.t('{file} could not be written: {reason}. Export to another folder, or make room there.', {
        file,
        reason,
      }),
      { cause: error },
    );
  }
}
