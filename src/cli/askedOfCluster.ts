import type { AskedSettings } from '../analysis/askedSettings.js';
import type { SqlSettings } from '../flinkSql/translation/settings.js';

const checkpointing = 'execution.checkpointing';

/** By which of Flink's options each is set. */
const options: Readonly<Record<keyof AskedSettings, string>> = {
  interval: `${checkpointing}.interval`,
  minPause: `${checkpointing}.min-pause`,
  timeout: `${checkpointing}.timeout`,
  maxConcurrent: `${checkpointing}.max-concurrent-checkpoints`,
  tolerableFailures: `${checkpointing}.tolerable-failed-checkpoints`,
  unaligned: `${checkpointing}.unaligned.enabled`,
  alignedTimeout: `${checkpointing}.aligned-checkpoint-timeout`,
  incremental: `${checkpointing}.incremental`,
  stateBackend: 'state.backend.type',
  storage: `${checkpointing}.dir`,
  parallelism: 'parallelism.default',
};

/** What a run asks of a cluster, to be compared with what the job has. Who gave an option of Flink's own got what they asked for. */
export function askedOfCluster(settings: SqlSettings): AskedSettings {
  const { intervalMs, minPauseMs, timeoutMs, maxConcurrent, tolerableFailures } = settings;
  const { alignedTimeoutMs, incremental, backend, storage, parallelism } = settings;
  const unaligned = alignedTimeoutMs !== Infinity;
  const asked: AskedSettings = {
    interval: intervalMs,
    minPause: minPauseMs,
    timeout: timeoutMs,
    ...{ maxConcurrent, tolerableFailures, unaligned, incremental, parallelism },
    ...(unaligned && { alignedTimeout: alignedTimeoutMs }),
    ...(backend !== undefined && { stateBackend: backend }),
    ...(storage !== undefined && { storage }),
  };
  const given = new Set(settings.options.map(([name]) => name));
  const kept = Object.entries(asked).filter(([name]) => !given.has(options[name as keyof AskedSettings]));
  return Object.fromEntries(kept);
}
