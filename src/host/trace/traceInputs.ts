import type * as vscode from 'vscode';
import { Shares, type Share } from '../shares.js';
import type { JobChoices } from './jobChoices.js';
import { TraceInput } from './traceInput.js';
import type { TraceParser } from './traceParser.js';

/** Every trace input in use, each once, whoever uses it. */
export class TraceInputs implements vscode.Disposable {
  private readonly shares = new Shares<string, TraceInput>();

  constructor(
    private readonly parser: TraceParser,
    private readonly choices: JobChoices,
  ) {}

  acquire(uri: vscode.Uri): Share<TraceInput> {
    return this.shares.acquire(uri.toString(), () => new TraceInput(uri, this.parser, this.choices));
  }

  dispose(): void {
    this.shares.dispose();
    this.parser.dispose();
  }
}
