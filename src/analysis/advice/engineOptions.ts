import type { Option } from './advice.js';

/** Options of `checkpoint-lens run`. */
export const engineOptions = {
  copyOnWrite: {
    name: '--snapshot copy-on-write',
    does: 'The lock hold only counts an epoch up; the old value of a slot is saved at its first overwrite, while the upload reads.',
  },
  fullCopy: {
    name: '--snapshot full-copy',
    does: 'Copies the whole state under the lock, and uploads the copy beside processing.',
  },
  incremental: {
    name: '--incremental',
    does: 'Uploads only what has changed since the last completed checkpoint (with copy-on-write).',
  },
  unaligned: {
    name: '--unaligned',
    does: 'Lets barriers overtake records, which go into the checkpoint.',
  },
  throttle: {
    name: '--throttle',
    does: 'Holds all uploads together to a rate.',
  },
  timeout: {
    name: '--timeout',
    does: 'A checkpoint that takes longer fails; 10 minutes by default.',
  },
  interval: {
    name: '--interval',
    does: 'The time from one checkpoint to the next; 2 seconds by default.',
  },
  minPause: {
    name: '--min-pause',
    does: 'The least time from the end of a checkpoint to the next.',
  },
} as const satisfies Readonly<Record<string, Option>>;
