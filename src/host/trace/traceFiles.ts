import type * as vscode from 'vscode';
import { TraceFile } from './traceFile.js';
import { TraceParser } from './traceParser.js';

/** A share in a {@link TraceFile}; dispose it when done. */
export interface SharedTraceFile {
  readonly file: TraceFile;
  dispose(): void;
}

/** Every trace file in use, each once, whoever uses it. */
export class TraceFiles implements vscode.Disposable {
  private readonly parser: TraceParser;
  private readonly shares = new Map<string, { readonly file: TraceFile; users: number }>();

  constructor(workerFile: string) {
    this.parser = new TraceParser(workerFile);
  }

  acquire(uri: vscode.Uri): SharedTraceFile {
    const key = uri.toString();
    let share = this.shares.get(key);
    if (!share) this.shares.set(key, (share = { file: new TraceFile(uri, this.parser), users: 0 }));
    const { file } = share;
    share.users++;
    let held = true;
    const dispose = (): void => {
      if (!held) return;
      held = false;
      if (--share.users > 0) return;
      this.shares.delete(key);
      file.dispose();
    };
    return { file, dispose };
  }

  dispose(): void {
    for (const { file } of this.shares.values()) file.dispose();
    this.shares.clear();
    this.parser.dispose();
  }
}
