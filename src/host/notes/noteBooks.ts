import type * as vscode from 'vscode';
import type { TraceInput } from '../trace/traceInput.js';
import { NoteBook } from './noteBook.js';

/** A share in a {@link NoteBook}; dispose it when done. */
export interface SharedNoteBook {
  readonly book: NoteBook;
  dispose(): void;
}

/** The notes on every input that is shown, each read once, however many views show it. */
export class NoteBooks {
  private readonly shares = new Map<TraceInput, { readonly book: NoteBook; users: number }>();

  /** @param storage the extension's own folder, for what has no place of its own */
  constructor(private readonly storage: vscode.Uri) {}

  acquire(input: TraceInput): SharedNoteBook {
    let share = this.shares.get(input);
    if (!share) {
      share = { book: new NoteBook(input.uri, input.targets, this.storage), users: 0 };
      this.shares.set(input, share);
    }
    const { book } = share;
    share.users++;
    const dispose = (): void => {
      if (--share.users > 0) return;
      this.shares.delete(input);
      book.dispose();
    };
    return { book, dispose };
  }
}
