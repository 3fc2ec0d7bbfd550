import type * as vscode from 'vscode';
import { Shares, type Share } from '../shares.js';
import type { TraceInput } from '../trace/traceInput.js';
import { NoteBook } from './noteBook.js';

/** The notes on every input that is shown, each read once, however many views show it. */
export class NoteBooks {
  private readonly shares = new Shares<TraceInput, NoteBook>();

  /** @param storage the extension's own folder, for what has no place of its own */
  constructor(private readonly storage: vscode.Uri) {}

  acquire(input: TraceInput): Share<NoteBook> {
    return this.shares.acquire(input, () => new NoteBook(input.uri, input.targets, this.storage));
  }
}
