import { readlinkSync } from 'node:fs';
import { constants, setPriority } from 'node:os';

/**
 * Has the other threads of this process go before the calling one where there are too few processors for all. Linux alone has a
 * priority for each thread, and takes a thread's id where others take a process's (setpriority(2), proc(5)); elsewhere nothing changes.
 */
export function giveWay(): void {
  try {
    const thread = Number(readlinkSync('/proc/thread-self').split('/').at(-1));
    setPriority(thread, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Not every Linux lets a process see itself or set priorities.
  }
}
