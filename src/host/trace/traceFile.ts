import * as vscode from 'vscode';
import type { Diagnostic } from '../../trace/diagnostics.js';
import { FileWatch } from './fileWatch.js';
import { unreadable, type ParsedTrace } from './parsedTrace.js';
import { sizeProblem } from './sizeLimit.js';
import type { TraceParser } from './traceParser.js';

export type TraceState = { readonly type: 'loading' } | ParsedTrace;

/** A file that is being replaced is away for a moment. */
const replaceRetries = 5;
const replaceRetryMs = 100;

const missing = unreadable('The file does not exist.');

const deleted: Diagnostic = {
  severity: 'warning',
  message: 'The file was deleted; this is what it held.',
  remedy: 'Record it again, or close this editor.',
};

/** One trace file, read and kept up to date for every editor and lens that shows it. */
export class TraceFile implements vscode.Disposable {
  private current: TraceState = { type: 'loading' };
  private readonly changed = new vscode.EventEmitter<TraceState>();
  private readonly aborted = new AbortController();
  private readonly watch: FileWatch;
  private reading: Promise<void> | undefined;
  private readAgain = false;
  /** Modification time and size of what was read last. */
  private stamp = '';

  readonly onDidChange = this.changed.event;

  constructor(
    readonly uri: vscode.Uri,
    private readonly parser: TraceParser,
  ) {
    this.watch = new FileWatch(uri, () => void this.refresh());
    void this.refresh();
  }

  get state(): TraceState {
    return this.current;
  }

  /** Reads the file again even though it looks unchanged. */
  reload(): void {
    this.stamp = '';
    void this.refresh();
  }

  /** Reads the file if it changed. While it is being read, further calls lead to one more read. */
  async refresh(): Promise<void> {
    this.readAgain = true;
    this.reading ??= this.readWhileAsked().finally(() => (this.reading = undefined));
    await this.reading;
  }

  dispose(): void {
    this.aborted.abort();
    this.watch.dispose();
    this.changed.dispose();
  }

  private isDisposed(): boolean {
    return this.aborted.signal.aborted;
  }

  private async readWhileAsked(): Promise<void> {
    while (this.readAgain && !this.isDisposed()) {
      this.readAgain = false;
      const state = await this.read(this.aborted.signal).catch((error: unknown) => this.failure(error));
      if (this.isDisposed() || !state) continue;
      this.current = state;
      this.watch.poll(mayChangeUnseen(state));
      this.changed.fire(state);
    }
  }

  /** The file's content; `undefined` where it has not changed. */
  private async read(signal: AbortSignal): Promise<ParsedTrace | undefined> {
    const bytes = await this.bytes();
    if (!(bytes instanceof Uint8Array)) return bytes;
    return this.parser.parse(bytes, signal);
  }

  private async bytes(retries = replaceRetries): Promise<Uint8Array | ParsedTrace | undefined> {
    try {
      const { mtime, size } = await vscode.workspace.fs.stat(this.uri);
      const stamp = `${mtime}:${size}`;
      if (stamp === this.stamp) return undefined;
      const tooLarge = sizeProblem(size);
      if (tooLarge) return { type: 'unreadable', diagnostics: [tooLarge] };
      const bytes = await vscode.workspace.fs.readFile(this.uri);
      this.stamp = stamp;
      return bytes;
    } catch (error) {
      if (!isNotFound(error) || retries === 0 || this.isDisposed()) throw error;
      await new Promise((resolve) => setTimeout(resolve, replaceRetryMs));
      return this.bytes(retries - 1);
    }
  }

  private failure(error: unknown): ParsedTrace | undefined {
    this.stamp = '';
    if (!isNotFound(error)) return unreadable(`The file could not be read: ${String(error)}`);
    const { current } = this;
    if (current.type !== 'trace') return current === missing ? undefined : missing;
    if (current.diagnostics.includes(deleted)) return undefined;
    return { ...current, diagnostics: [...current.diagnostics, deleted] };
  }
}

/** While a run writes it, and while its folder may not be there to be watched. */
function mayChangeUnseen(state: ParsedTrace): boolean {
  if (state.type === 'unreadable') return state === missing;
  return state.packed.header.source.state === 'running' || state.diagnostics.includes(deleted);
}

function isNotFound(error: unknown): boolean {
  return error instanceof vscode.FileSystemError && error.code === 'FileNotFound';
}
