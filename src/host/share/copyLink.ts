import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { oneAfterTheOther } from '../../analysis/phrases.js';
import type { TraceView } from '../trace/traceView.js';
import { linkQuery, longestLink, namedPlace, type LinkedFile } from './viewLink.js';

/** As package.json names the extension: who gets what begins so. */
const extension = 'checkpoint-lens.checkpoint-lens';

/**
 * Puts a link on the clipboard that shows the same files at the same place. It names no window: what `asExternalUri` adds leads
 * back to this one, or is good for one use, and a colleague has another.
 */
export async function copyLink(view: TraceView): Promise<string | undefined> {
  const { state, targets, uri } = view.input;
  const shown = await view.ask('view');
  const header = state.type === 'trace' ? state.packed.header : undefined;
  const job = state.type === 'trace' && state.jobs.length > 1 ? { job: state.job } : {};
  const place = header && shown ? namedPlace(header, shown.place) : {};
  const query = linkQuery({ files: targets.map(linkedFile), ...job, place });
  const link = `${vscode.env.uriScheme}://${extension}/open?${query}`;
  if (link.length > longestLink) {
    void vscode.window.showErrorMessage(
      l10n.t(
        'A link to {0} files would be too long for a mail or a chat. Open their folder instead, and copy the link of that.',
        targets.length,
      ),
    );
    return undefined;
  }
  await vscode.env.clipboard.writeText(link);
  const isShared = targets.every((target) => vscode.workspace.getWorkspaceFolder(target));
  const words = isShared
    ? l10n.t('Link copied.')
    : l10n.t(
        'Link copied. {0} is in no folder that is open here: the link works only where it has the same path.',
        uri.path.split('/').at(-1) ?? uri.path,
      );
  // A browser's address bar knows no scheme of VS Code's, and its own addresses lead to no extension.
  const how =
    vscode.env.uiKind === vscode.UIKind.Web
      ? l10n.t('In a browser it is opened by Open Link… in the command palette.')
      : '';
  vscode.window.setStatusBarMessage(`Checkpoint Lens: ${oneAfterTheOther([words, how])}`, 8000);
  return link;
}

function linkedFile(target: vscode.Uri): LinkedFile {
  const folder = vscode.workspace.getWorkspaceFolder(target);
  const path = folder && target.path.slice(folder.uri.path.length).replace(/^\/+/, '');
  return folder && path ? { folder: folder.name, path } : { uri: target.toString() };
}
