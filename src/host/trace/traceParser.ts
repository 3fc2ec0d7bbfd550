import * as l10n from '@vscode/l10n';
import type { Disposable } from 'vscode';
import type { InputFile } from '../../formats/input.js';
import { unreadable, type ParsedTrace, type ParseRequest } from './parsedTrace.js';

/** A thread that reads files, one request at a time. */
export interface ReadingThread {
  /** Rejects when the thread has ended. */
  ask(request: ParseRequest, transfer: ArrayBuffer[]): Promise<ParsedTrace>;
  /** Ends it, with what it is doing. */
  end(): void;
}

/** How long a thread waits for the next file: a live run rewrites its trace twice a second. */
const lingerMs = 30_000;

/** Parses what files hold in a thread of its own, one request at a time. The thread starts with the first file and ends when idle. */
export class TraceParser implements Disposable {
  private thread: Promise<ReadingThread> | undefined;
  private last: Promise<unknown> = Promise.resolve();
  private idle: ReturnType<typeof setTimeout> | undefined;

  /** @param start starts the thread */
  constructor(private readonly start: () => Promise<ReadingThread>) {}

  /** Takes the bytes: the caller's arrays are empty afterwards. Rejects only with `signal`'s reason. */
  parse(request: ParseRequest, signal: AbortSignal): Promise<ParsedTrace> {
    const parsed = this.last.then(() => this.parseNow(request, signal));
    this.last = parsed.catch(() => undefined);
    return parsed;
  }

  dispose(): void {
    clearTimeout(this.idle);
    void this.thread?.then(
      (thread) => thread.end(),
      () => undefined,
    );
    this.thread = undefined;
  }

  private async parseNow(request: ParseRequest, signal: AbortSignal): Promise<ParsedTrace> {
    signal.throwIfAborted();
    clearTimeout(this.idle);
    try {
      const thread = await (this.thread ??= this.start());
      return await answer(thread, request, signal);
    } catch (error) {
      this.dispose();
      signal.throwIfAborted();
      return unreadable(
        l10n.t('Reading stopped: {0}.', error instanceof Error ? error.message : String(error)),
      );
    } finally {
      clearTimeout(this.idle);
      this.idle = setTimeout(() => this.dispose(), lingerMs);
    }
  }
}

/** Asks and waits; an abort ends the wait, and the caller then ends the thread with its half-done work. */
function answer(thread: ReadingThread, request: ParseRequest, signal: AbortSignal): Promise<ParsedTrace> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const aborted = (): void => reject(new Error('aborted'));
    signal.addEventListener('abort', aborted);
    const files = request.files.map(ownFile);
    const asked = thread.ask(
      { ...request, files },
      files.map(({ bytes }) => bytes.buffer),
    );
    void asked.then(resolve, reject).finally(() => signal.removeEventListener('abort', aborted));
  });
}

/** Node reads small files into a pool that other arrays share; such a view cannot move to another thread. */
function ownFile({ name, bytes }: InputFile): InputFile & { readonly bytes: Uint8Array<ArrayBuffer> } {
  const { buffer, byteLength } = bytes;
  const whole = buffer instanceof ArrayBuffer && buffer.byteLength === byteLength;
  return { name, bytes: whole ? new Uint8Array(buffer) : new Uint8Array(bytes) };
}
