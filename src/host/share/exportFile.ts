import { Worker } from 'node:worker_threads';
import type { ExportEvent, ExportRequest } from './exportRequest.js';

/**
 * Writes an export in a thread of its own. Rejects with `signal`'s reason when that aborts, and with what went wrong; the file
 * may then be there in part.
 */
export function exportFile(
  workerFile: string,
  request: ExportRequest,
  signal: AbortSignal,
  written: (bytes: number) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const worker = new Worker(workerFile, { workerData: request });
    const end = async (settle: () => void): Promise<void> => {
      signal.removeEventListener('abort', abort);
      // Until the thread has ended it may have the file open, which cannot be removed everywhere.
      await worker.terminate();
      settle();
    };
    const fail = (error: Error): void => void end(() => reject(error));
    const abort = (): void => fail(signal.reason as Error);
    signal.addEventListener('abort', abort);
    worker.on('error', fail).on('message', (event: ExportEvent) => {
      if (event.type === 'written') written(event.bytes);
      else if (event.type === 'done') void end(resolve);
      else fail(new Error(event.message));
    });
  });
}
