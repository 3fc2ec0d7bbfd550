import { ringMemory } from '../channels/ring.js';
import { wakeWordBytes } from '../channels/wakeWord.js';
import { eventRingMemory } from '../recorder/eventRing.js';
import { lockLineBytes } from '../task/stateLock.js';
import type { Plan } from './plan.js';

/** All memory that the threads of one attempt share. */
export interface SharedMemory {
  /** One ring for each channel of the plan. */
  readonly rings: readonly SharedArrayBuffer[];
  /** One event ring for each subtask, which the recorder reads over all attempts of a run; none where nothing is recorded. */
  readonly events: readonly SharedArrayBuffer[];
  /** A lock line for each subtask. */
  readonly locks: SharedArrayBuffer;
  /** A wake word for each subtask. */
  readonly wakeWords: SharedArrayBuffer;
}

/**
 * 128 KiB a channel, some thousand records. What lies in a channel is before the barrier, so a deep one makes a checkpoint
 * wait behind slow user code; a shallow one costs throughput (the orders example: 5.6 M records/s with 512 KiB, 5.2 M with
 * 128, 4.9 M with 64).
 */
const ringWords = 1 << 14;

export function allocateEvents({ subtasks }: Plan): SharedMemory['events'] {
  return subtasks.map(() => eventRingMemory());
}

export function allocateSharedMemory(
  { subtasks, channels }: Plan,
  events: SharedMemory['events'],
): SharedMemory {
  return {
    rings: channels.map(() => ringMemory(ringWords)),
    events,
    locks: new SharedArrayBuffer(subtasks.length * lockLineBytes),
    wakeWords: new SharedArrayBuffer(subtasks.length * wakeWordBytes),
  };
}
