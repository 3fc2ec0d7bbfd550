import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { markdownSummary } from '../../share/markdownSummary.js';
import { unpackTrace } from '../../trace/transfer.js';
import type { TraceView } from '../trace/traceView.js';
import { aboutView } from './exportTrace.js';

/** Puts the summary of what is shown on the clipboard, for an incident report. */
export async function copyAsMarkdown(view: TraceView): Promise<void> {
  const { state } = view.input;
  if (state.type !== 'trace') {
    void vscode.window.showInformationMessage(
      l10n.t('There is no trace to copy yet. Wait until it is read, then copy it.'),
    );
    return;
  }
  const about = await aboutView(view, state.diagnostics);
  await vscode.env.clipboard.writeText(markdownSummary({ ...about, trace: unpackTrace(state.packed) }));
  vscode.window.setStatusBarMessage(l10n.t('Checkpoint Lens: summary copied as Markdown'), 3000);
}
