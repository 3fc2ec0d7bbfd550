import type { Worker } from 'node:worker_threads';
import type { Epoch } from './clock.js';
import type { ToRecorder } from '../recorder/recorderMessages.js';
import { startWorker } from './startWorker.js';

/** The main thread's side of the thread that watches the locks. */
export class Witness {
  private readonly worker: Worker;
  private readonly stopWord = new SharedArrayBuffer(4);

  constructor(epoch: Epoch, locks: SharedArrayBuffer, report: (message: ToRecorder) => void) {
    this.worker = startWorker('witnessWorker', { epoch, locks, stop: this.stopWord });
    this.worker.on('message', report);
  }

  /** Ends the watch, after the last report is in. */
  async stop(): Promise<void> {
    const exited = new Promise<void>((resolve) => this.worker.once('exit', () => resolve()));
    Atomics.store(new Int32Array(this.stopWord), 0, 1);
    await exited;
  }
}
