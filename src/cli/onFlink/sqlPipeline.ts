import { resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { rebuildGraph } from '../../engine/runtime/buildGraph.js';
import { returnedPipeline } from '../../engine/runtime/returnedPipeline.js';
import type { SqlSettings } from '../../flinkSql/translation/settings.js';
import type { SqlScript } from '../../flinkSql/translation/translate.js';
import { repeatedSetting } from '../parameters.js';
import { refuseFolders } from '../pipelineFiles.js';
import { durationOption, parseCount, parseDuration, parseWhole } from '../quantities.js';
import { report } from '../report.js';

type Settings = readonly (readonly [string, string])[];

/** What a job on Flink can be told; the names are those of a run on the embedded engine. Times in ms. */
export interface SqlOptions {
  readonly interval: number;
  readonly minPause: number;
  readonly maxConcurrent: number;
  readonly timeout: number;
  readonly unaligned?: true;
  readonly alignedTimeout?: number;
  readonly tolerableFailures: number;
  readonly incremental?: true;
  readonly storage?: string;
  readonly backend?: string;
  readonly savepoint?: string;
  readonly parallelism: number;
  readonly set: Settings;
  readonly conf: Settings;
}

export function addSqlOptions(command: Command): Command {
  return command
    .addOption(durationOption('--interval <time>', 'time from one checkpoint to the next', 2000, '2s'))
    .addOption(
      durationOption('--min-pause <time>', 'from the end of a checkpoint to the next at least', 0, 'none'),
    )
    .option('--max-concurrent <n>', 'checkpoints that may be under way at once', parseCount, 1)
    .addOption(durationOption('--timeout <time>', 'a checkpoint that takes longer fails', 600_000, '10min'))
    .option('--unaligned', 'let barriers overtake records, which go into the checkpoint')
    .option('--aligned-timeout <time>', 'the same, but only after so long', parseDuration)
    .option('--tolerable-failures <n>', 'a job fails with one more failed checkpoint in a row', parseWhole, 2)
    .option('--incremental', 'upload only what has changed since the last checkpoint')
    .option('--storage <uri>', 'where Flink’s checkpoints go (default: as the cluster has it)')
    .option('--backend <type>', 'state backend: hashmap, rocksdb, … (default: as the cluster has it)')
    .option('--parallelism <n>', 'subtasks of each operator', parseCount, 2)
    .addOption(
      repeatedSetting(new Option('--set <name=value>', 'a parameter of the pipeline; may be repeated')),
    )
    .addOption(
      repeatedSetting(
        new Option('--conf <option=value>', 'an option of Flink, which wins over all else; may be repeated'),
      ),
    );
}

export function sqlSettings(options: SqlOptions): SqlSettings {
  const { interval, minPause, timeout, unaligned, alignedTimeout, storage, backend, savepoint } = options;
  return {
    parallelism: options.parallelism,
    intervalMs: interval,
    minPauseMs: minPause,
    timeoutMs: timeout,
    maxConcurrent: options.maxConcurrent,
    alignedTimeoutMs: alignedTimeout ?? (unaligned === true ? 0 : Infinity),
    tolerableFailures: options.tolerableFailures,
    incremental: options.incremental === true,
    storage,
    backend,
    savepoint,
    options: options.conf,
  };
}

/** @throws {SqlRefusal} for what Flink SQL cannot do in exactly the same way; DefinitionError, UsageError as of a run */
export async function translatedPipeline(
  pipeline: string,
  settings: SqlSettings,
  params: Settings,
): Promise<SqlScript> {
  const file = resolve(pipeline);
  await refuseFolders(file);
  const { parallelism } = settings;
  const asked = { params, parallelism, workingDirectory: process.cwd() };
  const returned = await returnedPipeline(file, asked, (text) => {
    process.stderr.write(`${text}\n`);
    report({ type: 'notice', severity: 'warning', text });
  });
  // Nobody aborts it.
  const graph = await rebuildGraph(returned!);
  // The other commands start without the parser.
  const { translate } = await import('../../flinkSql/translation/translate.js');
  return translate(graph, file, settings);
}
