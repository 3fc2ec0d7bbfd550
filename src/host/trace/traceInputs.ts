import type * as vscode from 'vscode';
import type { MayBeAlive } from '../../analysis/abandonedRun.js';
import { Shares, type Share } from '../shares.js';
import type { JobChoices } from './jobChoices.js';
import { TraceInput } from './traceInput.js';
import type { TraceParser } from './traceParser.js';

/** Every trace input in use, each once, whoever uses it. */
export class TraceInputs implements vscode.Disposable {
  private readonly shares = new Shares<string, TraceInput>();

  /** @param mayBeAlive whether a process that writes a trace may go on; in a browser nobody can know */
  constructor(
    private readonly parser: TraceParser,
    private readonly choices: JobChoices,
    private readonly mayBeAlive: MayBeAlive = () => true,
  ) {}

  acquire(uri: vscode.Uri): Share<TraceInput> {
    return this.shares.acquire(uri.toString(), () => {
      return new TraceInput(uri, this.parser, this.choices, this.mayBeAlive);
    });
  }

  dispose(): void {
    this.shares.dispose();
    this.parser.dispose();
  }
}
