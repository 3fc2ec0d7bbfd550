import { ringMemory } from '../channels/ring.js';
import { wakeWordBytes } from '../channels/wakeWord.js';
import { eventRingMemory } from '../recorder/eventRing.js';
import { lockLineBytes } from '../task/stateLock.js';
import type { Plan } from './plan.js';

/** All memory that the threads of a run share. */
export interface SharedMemory {
  /** One ring for each channel of the plan. */
  readonly rings: readonly SharedArrayBuffer[];
  /** One event ring for each subtask. */
  readonly events: readonly SharedArrayBuffer[];
  /** A lock line for each subtask. */
  readonly locks: SharedArrayBuffer;
  /** A wake word for each subtask. */
  readonly wakeWords: SharedArrayBuffer;
}

/** 512 KiB a channel: deep enough for the reader's turn, shallow enough that a barrier is not long under way. */
const ringWords = 1 << 16;

export function allocateSharedMemory({ subtasks, channels }: Plan): SharedMemory {
  return {
    rings: channels.map(() => ringMemory(ringWords)),
    events: subtasks.map(() => eventRingMemory()),
    locks: new SharedArrayBuffer(subtasks.length * lockLineBytes),
    wakeWords: new SharedArrayBuffer(subtasks.length * wakeWordBytes),
  };
}
