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

const checkpointing = 'execution.checkpointing';

/** Which option of Flink each setting is. */
export const optionNames = {
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
} as const;

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
    [optionNames.parallelism, String(settings.parallelism)],
    [`${checkpointing}.mode`, 'EXACTLY_ONCE'],
    [optionNames.interval, ms(settings.intervalMs)],
    [optionNames.minPause, ms(settings.minPauseMs)],
    [optionNames.timeout, ms(settings.timeoutMs)],
    [optionNames.maxConcurrent, String(settings.maxConcurrent)],
    [optionNames.tolerableFailures, String(settings.tolerableFailures)],
    [optionNames.unaligned, String(alignedTimeoutMs !== Infinity)],
  ];
  if (alignedTimeoutMs !== Infinity) {
    options.push([optionNames.alignedTimeout, ms(alignedTimeoutMs)]);
  }
  if (settings.incremental) options.push([optionNames.incremental, 'true']);
  if (storage !== undefined) options.push([optionNames.storage, storage]);
  if (backend !== undefined) options.push([optionNames.stateBackend, backend]);
  if (savepoint !== undefined) options.push(['execution.state-recovery.path', savepoint]);
  return [...options, ...settings.options];
}

export function setStatement([name, value]: readonly [string, string]): string {
  return `SET ${textLiteral(name)} = ${textLiteral(value)}`;
}
