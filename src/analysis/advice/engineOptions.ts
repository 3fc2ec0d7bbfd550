import * as l10n from '@vscode/l10n';
import type { Option } from './advice.js';

/** Options of `checkpoint-lens run`; what they do is said in the language of the moment when it is asked for. */
export const engineOptions = {
  copyOnWrite: {
    name: '--snapshot copy-on-write',
    get does() {
      return l10n.t(
        'The lock hold only counts an epoch up; the old value of a slot is saved at its first overwrite, while the upload reads.',
      );
    },
  },
  fullCopy: {
    name: '--snapshot full-copy',
    get does() {
      return l10n.t('Copies the whole state under the lock, and uploads the copy beside processing.');
    },
  },
  incremental: {
    name: '--incremental',
    get does() {
      return l10n.t(
        'Uploads only what has changed since the last completed checkpoint (with copy-on-write).',
      );
    },
  },
  unaligned: {
    name: '--unaligned',
    get does() {
      return l10n.t('Lets barriers overtake records, which go into the checkpoint.');
    },
  },
  throttle: {
    name: '--throttle',
    get does() {
      return l10n.t('Holds all uploads together to a rate.');
    },
  },
  timeout: {
    name: '--timeout',
    get does() {
      return l10n.t('A checkpoint that takes longer fails; 10 minutes by default.');
    },
  },
  interval: {
    name: '--interval',
    get does() {
      return l10n.t('The time from one checkpoint to the next; 2 seconds by default.');
    },
  },
  parallelism: {
    name: '--parallelism',
    get does() {
      return l10n.t('Subtasks of each operator that does not say; 2 by default.');
    },
  },
  minPause: {
    name: '--min-pause',
    get does() {
      return l10n.t('The least time from the end of a checkpoint to the next.');
    },
  },
} as const satisfies Readonly<Record<string, Option>>;
