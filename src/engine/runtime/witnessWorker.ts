// The witness: a thread that knows nothing of the subtasks but their lock words and record counts, and looks at them
// as fast as it can. It takes a processor of its own while it watches.
import { parentPort, workerData } from 'node:worker_threads';
import { lockLineBytes, lockWord, processedWord } from '../task/stateLock.js';
import { clockSince, type Epoch } from './clock.js';
import { LockWatch } from './lockWatch.js';
import type { ToRecorder } from '../recorder/recorderMessages.js';

export interface WitnessWorkerData {
  readonly epoch: Epoch;
  readonly locks: SharedArrayBuffer;
  /** One word; 1 ends the watch. */
  readonly stop: SharedArrayBuffer;
}

const { epoch, locks, stop } = workerData as WitnessWorkerData;
const now = clockSince(epoch);
const words = new Int32Array(locks);
const stopped = new Int32Array(stop);
const lineWords = lockLineBytes / 4;

const watches = Array.from({ length: words.length / lineWords }, (_, index) => {
  const line = index * lineWords;
  return new LockWatch({
    holder: () => Atomics.load(words, line + lockWord),
    records: () => Atomics.load(words, line + processedWord),
    now,
  });
});

while (Atomics.load(stopped, 0) === 0) {
  watches.forEach((watch, index) => {
    const observation = watch.look();
    if (observation) parentPort!.postMessage({ type: 'observed', index, observation } satisfies ToRecorder);
  });
}
