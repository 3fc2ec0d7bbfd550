import { Worker } from 'node:worker_threads';
import type { Disposable } from 'vscode';
import type { InputFile } from '../../formats/input.js';
import { unreadable, type ParsedTrace, type ParseRequest } from './parsedTrace.js';

/** How long a worker waits for the next file: a live run rewrites its trace twice a second. */
const lingerMs = 30_000;

/** Parses what files hold in a worker thread, one request at a time. The thread starts with the first file and ends when idle. */
export class TraceParser implements Disposable {
  private worker: Worker | undefined;
  private last: Promise<unknown> = Promise.resolve();
  private idle: NodeJS.Timeout | undefined;

  constructor(private readonly workerFile: string) {}

  /** Takes the bytes: the caller's arrays are empty afterwards. Rejects only with `signal`'s reason. */
  parse(request: ParseRequest, signal: AbortSignal): Promise<ParsedTrace> {
    const parsed = this.last.then(() => this.parseNow(request, signal));
    this.last = parsed.catch(() => undefined);
    return parsed;
  }

  dispose(): void {
    clearTimeout(this.idle);
    void this.worker?.terminate();
    this.worker = undefined;
  }

  private async parseNow(request: ParseRequest, signal: AbortSignal): Promise<ParsedTrace> {
    signal.throwIfAborted();
    clearTimeout(this.idle);
    const worker = (this.worker ??= new Worker(this.workerFile));
    try {
      return await answer(worker, request, signal);
    } catch (error) {
      this.dispose();
      signal.throwIfAborted();
      return unreadable(`Reading stopped: ${error instanceof Error ? error.message : String(error)}.`);
    } finally {
      this.idle = setTimeout(() => this.dispose(), lingerMs).unref();
    }
  }
}

/** Posts the request and waits; an abort ends the wait, and the caller then ends the worker with its half-done work. */
function answer(worker: Worker, request: ParseRequest, signal: AbortSignal): Promise<ParsedTrace> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      signal.removeEventListener('abort', aborted);
      worker.off('message', answered).off('error', failed).off('exit', exited);
    };
    const answered = (parsed: ParsedTrace): void => {
      end();
      resolve(parsed);
    };
    const failed = (error: Error): void => {
      end();
      reject(error);
    };
    const exited = (): void => failed(new Error('the reading thread ended'));
    const aborted = (): void => failed(new Error('aborted'));
    worker.on('message', answered).on('error', failed).on('exit', exited);
    signal.addEventListener('abort', aborted);
    const files = request.files.map(ownFile);
    worker.postMessage(
      { ...request, files },
      files.map(({ bytes }) => bytes.buffer),
    );
  });
}

/** Node reads small files into a pool that other arrays share; such a view cannot move to another thread. */
function ownFile({ name, bytes }: InputFile): InputFile & { readonly bytes: Uint8Array<ArrayBuffer> } {
  const { buffer, byteLength } = bytes;
  const whole = buffer instanceof ArrayBuffer && buffer.byteLength === byteLength;
  return { name, bytes: whole ? new Uint8Array(buffer) : new Uint8Array(bytes) };
}
