import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { FromWebview, ToWebview } from '../../protocol.js';
import { longestNote, type Note, type NoteChange } from '../../trace/notes/note.js';
import type { TraceInput } from '../trace/traceInput.js';
import type { Share } from '../shares.js';
import type { NoteBook } from './noteBook.js';
import type { NoteBooks } from './noteBooks.js';

/** What one page is told of the notes on its input, and what it asks to be done with them. */
export class ViewNotes implements vscode.Disposable {
  private readonly shared: Share<NoteBook>;
  private readonly following: vscode.Disposable;

  constructor(
    private readonly input: TraceInput,
    books: NoteBooks,
    changed: () => void,
  ) {
    this.shared = books.acquire(input);
    this.following = this.shared.value.onDidChange(changed);
  }

  /** Those on the job that is shown. */
  get notes(): readonly Note[] {
    const { job } = this;
    return this.shared.value.kept.notes.filter((note) => note.job === undefined || !job || note.job === job);
  }

  get message(): ToWebview {
    const { problems, file } = this.shared.value.kept;
    return {
      type: 'notes',
      notes: this.notes,
      problems,
      ...(file && { file: file.path.split('/').at(-1) ?? '' }),
    };
  }

  /** Does what a page asks for; tells the person where that cannot be done. */
  async receive(message: Extract<FromWebview, { type: 'changeNote' | 'openNotes' }>): Promise<void> {
    try {
      if (message.type === 'changeNote') await this.shared.value.change(this.ofJob(message.change));
      else await this.open(message.offset);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      void vscode.window.showErrorMessage(l10n.t('The notes could not be changed. {0}', reason));
    }
  }

  dispose(): void {
    this.following.dispose();
    this.shared.dispose();
  }

  /** The job that is shown, where there are several. */
  private get job(): string | undefined {
    const { state } = this.input;
    return state.type === 'trace' && state.jobs.length > 1 ? state.job : undefined;
  }

  private ofJob(change: NoteChange): NoteChange {
    if ('remove' in change) return change;
    const { put } = change;
    return {
      put: { ...put, text: put.text.slice(0, longestNote), ...(this.job !== undefined && { job: this.job }) },
    };
  }

  private async open(offset: number | undefined): Promise<void> {
    const { file } = this.shared.value.kept;
    if (!file) return;
    const document = await vscode.workspace.openTextDocument(file);
    const at = document.positionAt(offset ?? 0);
    await vscode.window.showTextDocument(document, { selection: new vscode.Range(at, at) });
  }
}
