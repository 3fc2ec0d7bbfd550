import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Note } from '../../trace/notes/note.js';
import type { TraceView } from '../trace/traceView.js';

/** Kinds of export that can have notes in them. */
const endingsWithNotes: readonly string[] = ['.html', '.png', '.svg', '.md'];

/** The notes that go with an export: none unless a person says so, as they were written for those who have the trace. Undefined where the person gave up. */
export async function askForNotes(
  { notes: { notes } }: TraceView,
  ending: string,
): Promise<readonly Note[] | undefined> {
  if (notes.length === 0 || !endingsWithNotes.includes(ending)) return [];
  const without = l10n.t('Without Notes');
  const withThem = notes.length === 1 ? l10n.t('With 1 Note') : l10n.t('With {0} Notes', notes.length);
  const options = {
    title: l10n.t('Export'),
    placeHolder: l10n.t('Notes are in it only when you want them.'),
  };
  const chosen = await vscode.window.showQuickPick([without, withThem], options);
  if (chosen === undefined) return undefined;
  return chosen === withThem ? notes : [];
}
