import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { oneAfterTheOther } from '../../analysis/phrases.js';
import { openInputs } from '../trace/openTrace.js';
import type { TraceView } from '../trace/traceView.js';
import type { TraceViews } from '../trace/traceViews.js';
import { placeIn, readLink, type LinkedFile, type ViewLink } from './viewLink.js';

/**
 * Opens what a link names. A link may come from anyone: it names files, and a place in their picture; only files of this
 * machine or of the folders that are open are shown, others than those only if the person agrees, and nothing is run.
 */
export async function openLink({ path, query }: vscode.Uri, views: TraceViews): Promise<void> {
  const link = path === '/open' ? readLink(query) : undefined;
  if (!link) {
    void vscode.window.showErrorMessage(
      l10n.t('This is not a link to a trace. Copy it again with Copy Link.'),
    );
    return;
  }
  const found = await Promise.all(link.files.map(findFile));
  const missing = link.files.filter((_, n) => !found[n]);
  if (missing.length > 0) {
    void vscode.window.showErrorMessage(missingWords(missing[0]!, missing.length));
    return;
  }
  const uris = found.filter((uri) => uri !== undefined);
  if (!(await isAgreed(uris))) return;
  await openInputs(uris, (address) => views.withView(address, (view) => goTo(view, link)));
}

/** Shows the place that a link names, of the job that it names, and says what of it is not there. */
function goTo(view: TraceView, { place: named, job }: Omit<ViewLink, 'files'>): void {
  view.onArrival((shown) => {
    if (job !== undefined && job !== shown.job && shown.jobs.some(({ id }) => id === job)) {
      const read = view.input.onDidChange(() => {
        read.dispose();
        goTo(view, { place: named });
      });
      void view.input.chooseJob(job);
      return undefined;
    }
    const { place, missing } = placeIn(shown.packed.header, named);
    const [first] = missing;
    if (first !== undefined) {
      void vscode.window.showWarningMessage(
        l10n.t('The trace does not have {0}, which the link leads to.', first),
      );
    }
    return { type: 'goTo', place };
  });
}

/** Asks for a link that was copied, for where the system does not hand it to VS Code: in a browser, over a remote connection. */
export async function askForLink(views: TraceViews): Promise<void> {
  const text = await vscode.window.showInputBox({
    title: l10n.t('Open Link'),
    prompt: l10n.t('Paste a link that Copy Link has made.'),
    ignoreFocusOut: true,
    validateInput: (value) =>
      value.trim() === '' || linkOf(value) ? undefined : l10n.t('This is not such a link.'),
  });
  const link = linkOf(text ?? '');
  if (link) await openLink(link, views);
}

/** A copied link as VS Code would hand it over; its scheme may be that of another build of VS Code. */
export function linkOf(text: string): vscode.Uri | undefined {
  const match = /^[a-z][a-z\d+.-]*:\/\/checkpoint-lens\.checkpoint-lens\/open\?/i.exec(text.trim());
  return match ? vscode.Uri.parse(text.trim()) : undefined;
}

/** Where the file is here; undefined where it is not, or where no link may lead. */
async function findFile(file: LinkedFile): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if ('uri' in file) {
    const uri = vscode.Uri.parse(file.uri);
    // A `file:` with a host is another machine's, and only to ask for it would tell that machine who asks.
    const isLocal = uri.scheme === 'file' && uri.authority === '';
    return (isLocal || vscode.workspace.getWorkspaceFolder(uri)) && (await exists(uri)) ? uri : undefined;
  }
  const named = folders.filter(({ name }) => name === file.folder);
  const others = folders.filter(({ name }) => name !== file.folder);
  for (const { uri } of [...named, ...others]) {
    const candidate = vscode.Uri.joinPath(uri, file.path);
    if (await exists(candidate)) return candidate;
  }
  return undefined;
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}

function missingWords(file: LinkedFile, count: number): string {
  const more = missingMore(count - 1);
  if ('uri' in file) {
    return oneAfterTheOther([
      l10n.t('The link leads to {0}, which is not there, or not on this machine.', file.uri),
      more,
      l10n.t('Ask for the file, and open it.'),
    ]);
  }
  return oneAfterTheOther([
    l10n.t(
      'The link leads to {path} in a folder {folder}, which is not open here or does not have it.',
      file,
    ),
    more,
    l10n.t('Open that folder, then the link again.'),
  ]);
}

function missingMore(count: number): string {
  if (count === 0) return '';
  return count === 1
    ? l10n.t('And 1 more of its files is missing.')
    : l10n.t('And {0} more of its files are missing.', count);
}

/** Files outside the folders that are open are read only when the person agrees. */
async function isAgreed(uris: readonly vscode.Uri[]): Promise<boolean> {
  const outside = uris.filter((uri) => !vscode.workspace.getWorkspaceFolder(uri));
  if (outside.length === 0) return true;
  const open = l10n.t('Open');
  const chosen = await vscode.window.showWarningMessage(
    l10n.t('The link leads to a file outside the folders that are open here. Open it?'),
    { modal: true, detail: outside.map((uri) => uri.fsPath).join('\n') },
    open,
  );
  return chosen === open;
}
