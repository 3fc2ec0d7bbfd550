import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dirname } from 'node:path/posix';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { version } from '../../../package.json';
import { formatBytes } from '../../analysis/quantities.js';
import { exportEnding, type ExportEnding } from '../../share/exportKinds.js';
import type { Shared } from '../../share/shared.js';
import type { PackedTrace } from '../../trace/transfer.js';
import { language } from '../language.js';
import type { TraceView } from '../trace/traceView.js';
import {
  exportChoices,
  exportName,
  isPicture,
  pictureEndings,
  withEnding,
  type PictureEnding,
} from './exportChoices.js';
import { exportFile } from './exportFile.js';
import { offerToOpen } from './offerToOpen.js';

/** What was asked for without a dialog: a kind, and where to. */
export interface ExportWish {
  readonly ending?: string | undefined;
  readonly target?: vscode.Uri | undefined;
}

/** Lets a person choose what to export the trace as and where to, writes it, and offers to open it. Gives the file. */
export async function exportTrace(
  view: TraceView,
  dist: string,
  wish: ExportWish = {},
): Promise<vscode.Uri | undefined> {
  const { state, label } = view.input;
  if (state.type !== 'trace') {
    void vscode.window.showInformationMessage(
      l10n.t('There is no trace to export yet. Wait until it is read, then export it.'),
    );
    return undefined;
  }
  const ending = endingOf(wish.ending) ?? (await chooseKind(label));
  if (!ending) return undefined;
  const write = isPicture(ending)
    ? await pictureWriter(view, ending)
    : traceWriter(state.packed, ending, await aboutView(view, state.diagnostics), dist);
  const target = write && (wish.target ?? (await chooseTarget(view, ending)));
  if (!target) return undefined;
  await writeExport(target, write);
  void offerToOpen(target, ending);
  return target;
}

/** Writes a new file; is told when a person cancels, and tells how many bytes there are. */
type Write = (path: string, signal: AbortSignal, report: (bytes: number) => void) => Promise<void>;

function traceWriter(
  packed: PackedTrace,
  ending: ExportEnding,
  about: Omit<Shared, 'trace' | 'unknown'>,
  dist: string,
): Write {
  return (path, signal, report) =>
    exportFile(
      join(dist, 'exportWorker.cjs'),
      { ending, packed, about, path, dist, language },
      signal,
      report,
    );
}

/** The picture as it is now; undefined where no page is there to make it, which is said. */
async function pictureWriter(view: TraceView, ending: PictureEnding): Promise<Write | undefined> {
  const picture = await view.ask(pictureEndings[ending]);
  if (picture === undefined) {
    void vscode.window.showInformationMessage(
      l10n.t('A picture is of what is seen. Show the chart, then export it again.'),
    );
    return undefined;
  }
  const bytes = typeof picture === 'string' ? picture : new Uint8Array(picture);
  return (path, signal) => writeFile(path, bytes, { flag: 'wx', signal });
}

function endingOf(wanted = ''): ExportEnding | PictureEnding | undefined {
  return isPicture(wanted) ? wanted : exportEnding(wanted);
}

/** How the trace is looked at now, for what is taken from it. */
export async function aboutView(
  view: TraceView,
  diagnostics: Shared['diagnostics'],
): Promise<Omit<Shared, 'trace' | 'unknown'>> {
  const shown = await view.ask('view');
  return {
    file: view.title,
    diagnostics,
    view: shown && { checkpoint: shown.place.checkpoint, kept: shown.kept },
    madeBy: version,
    madeAt: Date.now(),
  };
}

async function chooseKind(label: string): Promise<ExportEnding | PictureEnding | undefined> {
  const items = exportChoices
    // A trace in our own format is there already, with all that is in it.
    .filter(({ ending }) => ending !== '.ckpt.json' || !/\.ckpt\.json(\.gz)?$/i.test(label))
    .map((choice) => ({
      label: `$(${choice.icon}) ${choice.label}`,
      description: choice.ending,
      detail: choice.detail,
      ending: choice.ending,
    }));
  const options = {
    title: l10n.t('Export {0}', label),
    placeHolder: l10n.t('What do you need?'),
    matchOnDescription: true,
  };
  return (await vscode.window.showQuickPick(items, options))?.ending;
}

async function chooseTarget(view: TraceView, ending: string): Promise<vscode.Uri | undefined> {
  const choice = exportChoices.find((one) => one.ending === ending);
  const name = exportName(view.input.label, ending);
  const folder = folderOf(view);
  const chosen = await vscode.window.showSaveDialog({
    title: l10n.t('Export'),
    saveLabel: l10n.t('Export'),
    // Of an ending in two parts dialogs look at the last one, and would add both again.
    filters: { [choice?.kind ?? ending]: [ending.split('.').at(-1)!] },
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, name) }),
  });
  return chosen?.with({ path: withEnding(chosen.path, ending) });
}

/** Beside what was opened; a folder's export goes beside the folder, not into what is read again with it. */
function folderOf({ input }: TraceView): vscode.Uri | undefined {
  const [file] = input.targets;
  return file?.with({ path: dirname(file.path) }) ?? vscode.workspace.workspaceFolders?.[0]?.uri;
}

/**
 * Writes to a new file first and puts it in place when it is whole, so that a cancelled or failed export leaves what was there
 * before.
 */
async function writeExport(target: vscode.Uri, write: Write): Promise<void> {
  const isLocal = target.scheme === 'file';
  const name = `.checkpoint-lens-${randomUUID()}.tmp`;
  const temporary = isLocal ? vscode.Uri.joinPath(target, '..', name) : vscode.Uri.file(join(tmpdir(), name));
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: l10n.t('Exporting {0}', target.path.split('/').at(-1) ?? ''),
    cancellable: true,
  };
  try {
    await vscode.window.withProgress(options, async (progress, token) => {
      const cancelled = new AbortController();
      token.onCancellationRequested(() => cancelled.abort(new vscode.CancellationError()));
      await write(temporary.fsPath, cancelled.signal, (bytes) =>
        progress.report({ message: formatBytes(bytes) }),
      );
    });
    const { fs } = vscode.workspace;
    if (isLocal) await fs.rename(temporary, target, { overwrite: true });
    else await fs.copy(temporary, target, { overwrite: true });
  } catch (error) {
    if (error instanceof vscode.CancellationError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      l10n.t('{file} could not be written: {reason}. Export to another folder, or make room there.', {
        file: target.path.split('/').at(-1) ?? '',
        reason,
      }),
      { cause: error },
    );
  } finally {
    await vscode.workspace.fs.delete(temporary).then(undefined, () => undefined);
  }
}
