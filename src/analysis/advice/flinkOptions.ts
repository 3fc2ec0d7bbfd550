import * as l10n from '@vscode/l10n';
import type { Option } from './advice.js';

/**
 * Flink's options by their 2.x names, and by the 1.x names that the class of the option still lists as deprecated. The names were
 * read in the option classes of the jars of Flink 2.3.0, 1.20.5 and 1.17.2; what they do is from Flink's documentation. It is said
 * when it is asked for, in the language of that moment.
 */
export const flinkOptions = {
  unaligned: {
    name: 'execution.checkpointing.unaligned.enabled',
    get does() {
      return l10n.t(
        'Lets barriers overtake the records that queue in the network buffers, which then go into the checkpoint. Needs exactly-once mode and one checkpoint at a time; checkpoints grow by the records in flight.',
      );
    },
  },
  alignedTimeout: {
    name: 'execution.checkpointing.aligned-checkpoint-timeout',
    get does() {
      return l10n.t(
        'With unaligned checkpoints on: each one begins aligned, and lets barriers overtake records only if it has not got through after this time.',
      );
    },
  },
  debloat: {
    name: 'taskmanager.network.memory.buffer-debloat.enabled',
    get does() {
      return l10n.t(
        'Sizes the buffers so that what is in flight takes about a set time to process (buffer-debloat.target): less queues before a barrier.',
      );
    },
  },
  chaining: {
    name: 'pipeline.operator-chaining.enabled',
    formerly: 'pipeline.operator-chaining',
    get does() {
      return l10n.t(
        'Runs operators that follow each other on a forward edge in one task, with no buffers between them. On by default.',
      );
    },
  },
  incremental: {
    name: 'execution.checkpointing.incremental',
    formerly: 'state.backend.incremental',
    get does() {
      return l10n.t(
        'Uploads only what has changed since the checkpoint before. RocksDB and ForSt only; a restore may read more files.',
      );
    },
  },
  changelog: {
    name: 'state.changelog.enabled',
    formerly: 'state.backend.changelog.enabled',
    get does() {
      return l10n.t(
        'Writes each change of state to storage as it happens, so that a checkpoint has little left to upload. Costs writing and memory all the time, and restores take longer.',
      );
    },
  },
  transferThreads: {
    name: 'state.backend.rocksdb.checkpoint.transfer.thread.num',
    get does() {
      return l10n.t('How many threads upload and download the files of one operator’s RocksDB state.');
    },
  },
  rocksTimers: {
    name: 'state.backend.rocksdb.timer-service.factory',
    get does() {
      return l10n.t(
        'Where timers are kept. HEAP timers of a RocksDB job are written inside the sync phase; those in ROCKSDB are not.',
      );
    },
  },
  writeBuffer: {
    name: 'state.backend.rocksdb.writebuffer.size',
    get does() {
      return l10n.t(
        'How much RocksDB gathers in memory before it writes a file. A snapshot flushes what is gathered, so less of it makes a shorter flush, and more files.',
      );
    },
  },
  stateTtl: {
    name: 'table.exec.state.ttl',
    get does() {
      return l10n.t(
        'How long a SQL operator keeps a key that is not updated; 0, the default, for ever. In the DataStream API it is StateTtlConfig.',
      );
    },
  },
  miniBatch: {
    name: 'table.exec.mini-batch.size',
    get does() {
      return l10n.t(
        'How many records a SQL operator with mini-batches on may gather. What is gathered is worked off before the barrier goes on.',
      );
    },
  },
  interval: {
    name: 'execution.checkpointing.interval',
    get does() {
      return l10n.t('The time from one trigger to the next.');
    },
  },
  minPause: {
    name: 'execution.checkpointing.min-pause',
    get does() {
      return l10n.t('The least time between the end of one checkpoint and the next trigger.');
    },
  },
  timeout: {
    name: 'execution.checkpointing.timeout',
    get does() {
      return l10n.t('A checkpoint that takes longer is given up; 10 minutes by default.');
    },
  },
  tolerable: {
    name: 'execution.checkpointing.tolerable-failed-checkpoints',
    get does() {
      return l10n.t('How many failed checkpoints in a row the job survives.');
    },
  },
  inlineThreshold: {
    name: 'execution.checkpointing.data-inline-threshold',
    formerly: 'state.storage.fs.memory-threshold',
    get does() {
      return l10n.t(
        'State smaller than this is not stored as a file: it travels in the acknowledgement and is written into the metadata by the JobManager.',
      );
    },
  },
} as const satisfies Readonly<Record<string, Option>>;
