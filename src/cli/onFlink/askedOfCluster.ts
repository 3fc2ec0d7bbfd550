import type { AskedSettings } from '../../analysis/askedSettings.js';
import { optionNames, type SqlSettings } from '../../flinkSql/translation/settings.js';

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
  const kept = Object.entries(asked).filter(([name]) => !given.has(optionNames[name as keyof AskedSettings]));
  return Object.fromEntries(kept);
}
