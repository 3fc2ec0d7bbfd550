import type * as vscode from 'vscode';
import type { JobChoices } from './jobChoices.js';
import { TraceInput } from './traceInput.js';
import type { TraceParser } from './traceParser.js';

/** A share in a {@link TraceInput}; dispose it when done. */
export interface SharedTraceInput {
  readonly input: TraceInput;
  dispose(): void;
}

/** Every trace input in use, each once, whoever uses it. */
export class TraceInputs implements vscode.Disposable {
  private readonly shares = new Map<string, { readonly input: TraceInput; users: number }>();

  constructor(
    private readonly parser: TraceParser,
    private readonly choices: JobChoices,
  ) {}

  acquire(uri: vscode.Uri): SharedTraceInput {
    const key = uri.toString();
    let share = this.shares.get(key);
    if (!share) {
      share = { input: new TraceInput(uri, this.parser, this.choices), users: 0 };
      this.shares.set(key, share);
    }
    const { input } = share;
    share.users++;
    let held = true;
    const dispose = (): void => {
      if (!held) return;
      held = false;
      if (--share.users > 0) return;
      this.shares.delete(key);
      input.dispose();
    };
    return { input, dispose };
  }

  dispose(): void {
    for (const { input } of this.shares.values()) input.dispose();
    this.shares.clear();
    this.parser.dispose();
  }
}
