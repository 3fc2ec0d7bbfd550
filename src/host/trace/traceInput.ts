import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { isAbandoned, type MayBeAlive } from '../../analysis/abandonedRun.js';
import type { ShownDiagnostic } from '../../protocol.js';
import type { FoundFile } from '../inputs/foundFiles.js';
import { InputWatch } from '../inputs/inputWatch.js';
import { ReadingCancelled } from '../inputs/readingProgress.js';
import { isRecording } from '../manifest.js';
import { InputReader } from './inputReader.js';
import type { JobChoices } from './jobChoices.js';
import { unreadable, type ParsedTrace } from './parsedTrace.js';
import { pause } from './pause.js';
import type { TraceParser } from './traceParser.js';

export type TraceState = { readonly type: 'loading' } | ParsedTrace;

/** A file that is being replaced is away for a moment. */
const replaceRetries = 5;
const replaceRetryMs = 100;

/** While an input grows, it is read for at most a third of the time, but at least so often. */
const longestPauseMs = 10_000;

/** A recording that was written to in the last minute may be written to again, with or without an event. */
const stillRecordingMs = 60_000;

const missing = unreadable(l10n.t('The file does not exist.'));

const deleted: ShownDiagnostic = {
  severity: 'warning',
  message: l10n.t('The file was deleted; this is what it held.'),
  remedy: l10n.t('Record it again, or close this editor.'),
};

/** What one editor shows, a file, several, or a folder: read, and kept up to date for all who show it. */
export class TraceInput implements vscode.Disposable {
  private current: TraceState = { type: 'loading' };
  private readonly changed = new vscode.EventEmitter<TraceState>();
  private readonly aborted = new AbortController();
  private hurry = new AbortController();
  private readonly reader: InputReader;
  private readonly watch: InputWatch;
  private watchedFolders = 0;
  private reading: Promise<void> | undefined;
  private readAgain = false;
  /** When the next reading may begin, ms since 1970. */
  private notBefore = 0;

  readonly onDidChange = this.changed.event;

  constructor(
    readonly uri: vscode.Uri,
    parser: TraceParser,
    private readonly choices: JobChoices,
    private readonly mayBeAlive: MayBeAlive,
  ) {
    this.reader = new InputReader(uri, parser, choices);
    this.watch = new InputWatch(this.reader.targets, () => void this.refresh());
    void this.refresh();
  }

  get state(): TraceState {
    return this.current;
  }

  /** What to call it. */
  get label(): string {
    return this.reader.label;
  }

  /** The files and folders that are shown. */
  get targets(): readonly vscode.Uri[] {
    return this.reader.targets;
  }

  /** The files that were read last. */
  get files(): readonly FoundFile[] {
    return this.reader.found.files;
  }

  /** Shows another of the jobs that the files are about; the choice is kept. */
  async chooseJob(job: string): Promise<void> {
    await this.choices.keep(this.uri.toString(), job);
    this.reload();
  }

  /** Reads the files again even though they look unchanged. */
  reload(): void {
    this.reader.forget();
    this.notBefore = 0;
    this.hurry.abort();
    this.hurry = new AbortController();
    void this.refresh();
  }

  /** Reads the files if they changed. While they are being read, further calls lead to one more read. */
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
    const { signal } = this.aborted;
    while (this.readAgain && !this.isDisposed()) {
      await pause(this.notBefore - Date.now(), AbortSignal.any([signal, this.hurry.signal]));
      this.readAgain = false;
      const started = Date.now();
      const state = await this.read(signal).catch((error: unknown) => this.failure(error));
      if (this.isDisposed() || !state) continue;
      this.notBefore = Date.now() + Math.min(2 * (Date.now() - started), longestPauseMs);
      this.current = state;
      this.watchAgain(state);
      this.changed.fire(state);
    }
  }

  private async read(signal: AbortSignal, retries = replaceRetries): Promise<ParsedTrace | undefined> {
    // A process that was killed changes its file no more; what the file means has changed all the same.
    if (this.current.type === 'trace' && isAbandoned(this.current.packed.header.source, this.mayBeAlive)) {
      this.reader.outdate();
    }
    try {
      return await this.reader.read(signal);
    } catch (error) {
      if (!isNotFound(error) || retries === 0 || this.isDisposed()) throw error;
      await pause(replaceRetryMs, signal);
      return this.read(signal, retries - 1);
    }
  }

  private watchAgain(state: ParsedTrace): void {
    const { folders } = this.reader.found;
    if (folders.length !== this.watchedFolders) this.watch.watch(folders);
    this.watchedFolders = folders.length;
    this.watch.poll(this.mayChangeUnseen(state));
  }

  private failure(error: unknown): ParsedTrace | undefined {
    this.reader.forget();
    if (error instanceof ReadingCancelled) return unreadable(error.message, l10n.t('Read it again.'));
    if (!isNotFound(error)) return unreadable(l10n.t('The file could not be read: {0}', String(error)));
    const { current } = this;
    if (current.type !== 'trace') return current === missing ? undefined : missing;
    if (current.diagnostics.includes(deleted)) return undefined;
    return { ...current, diagnostics: [...current.diagnostics, deleted] };
  }

  /** While something writes it, and while its folder may not be there to be watched. */
  private mayChangeUnseen(state: ParsedTrace): boolean {
    const written = Date.now() - stillRecordingMs;
    const recording = this.files.some(({ uri, modified }) => isRecording(uri.path) && modified > written);
    if (recording) return true;
    if (state.type === 'unreadable') return state === missing;
    return state.packed.header.source.state === 'running' || state.diagnostics.includes(deleted);
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof vscode.FileSystemError && error.code === 'FileNotFound';
}
