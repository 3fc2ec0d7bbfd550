import type { Worker } from 'node:worker_threads';
import type { FromRecorder, RecorderWorkerData, ToRecorder } from '../recorder/recorderMessages.js';
import { startWorker } from './startWorker.js';

/** The main thread's side of the recorder; without data nothing is recorded. */
export class Recorder {
  private readonly worker: Worker | undefined;

  constructor(
    data: RecorderWorkerData | false,
    private readonly notice: (text: string) => void,
  ) {
    this.worker = data ? startWorker('recorderWorker', data) : undefined;
    this.worker?.on('message', (message: FromRecorder) => {
      if (message.type === 'writeFailed' && !message.final) this.notice(message.reason);
      if (message.type === 'written' && message.final && message.dropped > 0) {
        this.notice(`The trace has gaps: ${message.dropped} events came faster than they could be recorded.`);
      }
    });
  }

  report(message: ToRecorder): void {
    this.worker?.postMessage(message);
  }

  /** Writes the trace's last version. @returns why it could not be written, if so. */
  async end(message: Extract<ToRecorder, { type: 'runEnded' }>): Promise<string | undefined> {
    const { worker } = this;
    if (worker === undefined) return undefined;
    const written = new Promise<string | undefined>((resolve) => {
      worker.on('message', (answer: FromRecorder) => {
        if (answer.final) resolve(answer.type === 'writeFailed' ? answer.reason : undefined);
      });
      worker.on('error', (error) => resolve(error.message));
    });
    this.report(message);
    const failure = await written;
    await worker.terminate();
    return failure;
  }
}
