// The witness: a thread that knows nothing of the subtasks but their lock words and record counts, and looks at them
// as fast as it can. It takes a processor of its own while it watches.
import { parentPort, workerData } from 'node:worker_threads';
import { lockHolder, lockLineBytes, lockWord, processedWord } from '../task/stateLock.js';
import { clockSince, type Epoch } from './clock.js';
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

interface Watched {
  lastFree: number;
  firstHeld: number;
  lastHeld: number;
  recordsFirst: number;
  recordsLast: number;
  held: boolean;
}

const watched: Watched[] = Array.from({ length: words.length / lineWords }, () => ({
  lastFree: now(),
  firstHeld: 0,
  lastHeld: 0,
  recordsFirst: 0,
  recordsLast: 0,
  held: false,
}));

while (Atomics.load(stopped, 0) === 0) watched.forEach(look);
function look(subtask: Watched, index: number): void {
  const line = index * lineWords;
  // The time before a look bounds what was seen from below, the time after it from above.
  const before = now();
  const isHeld = Atomics.load(words, line + lockWord) === lockHolder.snapshot;
  const records = Atomics.load(words, line + processedWord);
  const after = now();
  if (isHeld) {
    if (!subtask.held) {
      subtask.held = true;
      subtask.firstHeld = after;
      subtask.recordsFirst = records;
    }
    subtask.lastHeld = before;
    subtask.recordsLast = records;
    return;
  }
  if (subtask.held) report(subtask, index, after);
  subtask.held = false;
  subtask.lastFree = before;
}

function report(seen: Watched, index: number, firstFree: number): void {
  const { lastFree, firstHeld, lastHeld, recordsFirst, recordsLast } = seen;
  const records = (recordsLast - recordsFirst) | 0;
  const observation = { lastFree, firstHeld, lastHeld, firstFree, records };
  parentPort!.postMessage({ type: 'observed', index, observation } satisfies ToRecorder);
}
