import type { RunSettings } from '../../engine/runtime/runSettings.js';
import { textLiteral } from '../expressions/sqlParts.js';

/** What a run on Flink is told as one on the embedded engine is. */
type SettingsOfBoth = Pick<
  RunSettings,
  | 'parallelism'
  | 'intervalMs'
  | 'minPauseMs'
  | 'timeoutMs'
  | 'maxConcurrent'
  | 'alignedTimeoutMs'
  | 'tolerableFailures'
  | 'incremental'
>;

/** How a translated pipeline is to run, beside what it does. Times in ms. */
export interface SqlSettings extends SettingsOfBoth {
  /** `execution.checkpointing.dir`, where it is not the cluster's own. */
  readonly storage: string | undefined;
  /** `state.backend.type`, where it is not the cluster's own. */
  readonly backend: string | undefined;
  /** A savepoint or checkpoint to start from. */
  readonly savepoint: string | undefined;
  /** Options of Flink that a person has given; they come last and win. */
  readonly options: readonly (readonly [string, string])[];
}

/** Options without which the results could be others, whatever the cluster's configuration says. */
const semantics: readonly (readonly [string, string])[] = [
  ['execution.runtime-mode', 'streaming'],
  ['table.local-time-zone', 'UTC'],
  // Sums are taken in the order in which records come.
  ['table.optimizer.agg-phase-strategy', 'ONE_PHASE'],
  ['table.exec.mini-batch.enabled', 'false'],
  ['table.exec.state.ttl', '0 ms'],
  ['table.exec.legacy-cast-behaviour', 'DISABLED'],
  ['table.exec.sink.not-null-enforcer', 'ERROR'],
  ['table.dml-sync', 'false'],
];

/** The options of a session that runs the job. */
export function sessionOptions(job: string, settings: SqlSettings): readonly (readonly [string, string])[] {
  const { alignedTimeoutMs, storage, backend, savepoint } = settings;
  const ms = (time: number): string => `${time} ms`;
  const options: (readonly [string, string])[] = [
    ['pipeline.name', job],
    ...semantics,
    ['parallelism.default', String(settings.parallelism)],
    ['execution.checkpointing.mode', 'EXACTLY_ONCE'],
    ['execution.checkpointing.interval', ms(settings.intervalMs)],
    ['execution.checkpointing.min-pause', ms(settings.minPauseMs)],
    ['execution.checkpointing.timeout', ms(settings.timeoutMs)],
    ['execution.checkpointing.max-concurrent-checkpoints', String(settings.maxConcurrent)],
    ['execution.checkpointing.tolerable-failed-checkpoints', String(settings.tolerableFailures)],
    ['execution.checkpointing.unaligned.enabled', String(alignedTimeoutMs !== Infinity)],
  ];
  if (alignedTimeoutMs !== Infinity) {
    options.push(['execution.checkpointing.aligned-checkpoint-timeout', ms(alignedTimeoutMs)]);
  }
  if (settings.incremental) options.push(['execution.checkpointing.incremental', 'true']);
  if (storage !== undefined) options.push(['execution.checkpointing.dir', storage]);
  if (backend !== undefined) options.push(['state.backend.type', backend]);
  if (savepoint !== undefined) options.push(['execution.state-recovery.path', savepoint]);
  return [...options, ...settings.options];
}

export function setStatement([name, value]: readonly [string, string]): string {
  return `SET ${textLiteral(name)} = ${textLiteral(value)}`;
}
