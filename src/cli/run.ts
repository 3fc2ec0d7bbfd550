import { join, resolve } from 'node:path';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import { version } from '../../package.json';
import { formatDuration } from '../analysis/quantities.js';
import { verdict, verdictText } from '../analysis/verdict/verdict.js';
import { UsageError } from '../engine/errors.js';
import { snapshotModes, type SnapshotMode } from '../engine/operators/operator.js';
import { runJob } from '../engine/runtime/job.js';
import { parseStorageUri } from '../engine/storage/storageUri.js';
import type { RunListener, RunSettings } from '../engine/runtime/runSettings.js';
import type { NoticeSeverity } from '../flink/runReport.js';
import { readTraceBytes } from '../trace/ckptReader.js';
import { cancellation } from './cancellation.js';
import { repeatedSetting } from './parameters.js';
import { pipelineHome, pipelineName, refuseFolders } from './pipelineFiles.js';
import { durationOption, parseBytesPerSecond, parseCount, parseDuration, parseWhole } from './quantities.js';
import { addFlinkRunOptions, refuseForeignOptions } from './onFlink/flinkRunOptions.js';
import type { RunOnFlinkOptions } from './onFlink/runOnFlink.js';
import { report } from './report.js';
import { addRestartOptions, restartSettings, type RestartOptions } from './restartOptions.js';

interface RunOptions extends RestartOptions {
  readonly storage?: string;
  readonly snapshot: SnapshotMode;
  readonly interval: number;
  readonly minPause: number;
  readonly maxConcurrent: number;
  readonly timeout: number;
  readonly unaligned?: boolean;
  readonly alignedTimeout?: number;
  readonly tolerableFailures: number;
  readonly retain: number;
  readonly incremental?: boolean;
  readonly checkpoints?: number;
  readonly duration?: number;
  readonly parallelism: number;
  readonly set: readonly (readonly [string, string])[];
  readonly throttle?: number;
  readonly restore?: string;
  readonly allowNonRestoredState?: boolean;
  /** `false` by `--no-trace`. */
  readonly trace?: string | false;
  readonly witness?: boolean;
}

export function runCommand(): Command {
  const command = new Command('run')
    .description(
      'Run a pipeline definition, on the embedded engine or with --on on a Flink cluster, and record its checkpoints.',
    )
    .argument('<pipeline>', 'a *.pipeline.ts file')
    .option(
      '--storage <uri>',
      'where checkpoints go: a folder, hdfs://NAMENODE:9870/FOLDER or s3://BUCKET/PREFIX ' +
        '(default: .checkpoint-lens/checkpoints beside the pipeline)',
    )
    .addOption(
      new Option('--snapshot <mode>', 'what the sync phase does under the lock')
        .choices(snapshotModes)
        .default('copy-on-write'),
    )
    .option('--incremental', 'upload only what has changed since the last checkpoint (with copy-on-write)')
    .addOption(durationOption('--interval <time>', 'time from one checkpoint to the next', 2000, '2s'))
    .addOption(
      durationOption('--min-pause <time>', 'from the end of a checkpoint to the next at least', 0, 'none'),
    )
    .option(
      '--max-concurrent <n>',
      'checkpoints that may be under way at once; 1 with --min-pause, and with unaligned ones',
      parseCount,
      1,
    )
    .addOption(durationOption('--timeout <time>', 'a checkpoint that takes longer fails', 600_000, '10min'))
    .option('--unaligned', 'let barriers overtake records, which go into the checkpoint')
    .option(
      '--aligned-timeout <time>',
      'the same, but only where a checkpoint has been aligning for so long',
      parseDuration,
    )
    .option('--tolerable-failures <n>', 'a run fails with one more failed checkpoint in a row', parseWhole, 2)
    .option('--checkpoints <n>', 'end after n completed checkpoints', parseCount)
    .option('--retain <n>', 'completed checkpoints that are kept', parseCount, 3)
    .option('--duration <time>', 'end after this time', parseDuration)
    .option('--parallelism <n>', 'subtasks of each operator that does not say', parseCount, 2)
    .addOption(
      repeatedSetting(new Option('--set <name=value>', 'a parameter of the pipeline; may be repeated')),
    )
    .option('--throttle <rate>', 'slow all uploads together, as in 20MB/s', parseBytesPerSecond)
    .option('--restore <checkpoint>', '“latest”, or the folder or URI of a checkpoint or savepoint')
    .option('--allow-non-restored-state', 'restore also where state has no operator, or an operator no state')
    .option(
      '--trace <file>',
      'the trace to write (default: .checkpoint-lens/NAME.ckpt.json beside the pipeline)',
    )
    .option('--no-trace', 'record nothing, as to measure what recording costs')
    .option('--witness', 'watch the locks from outside; takes a processor of its own');
  return addFlinkRunOptions(addRestartOptions(command))
    .addHelpText(
      'after',
      '\nExample: checkpoint-lens run orders.pipeline.ts --snapshot full-copy --checkpoints 10' +
        '\nExample: checkpoint-lens run orders.pipeline.ts --on http://localhost:8083',
    )
    .action(async (pipeline: string, options: RunOptions & Partial<RunOnFlinkOptions>, of: Command) => {
      refuseForeignOptions(of, options.on !== undefined);
      if (options.on === undefined) return run(pipeline, options);
      // The embedded engine runs without the HTTP client.
      const { runOnFlink } = await import('./onFlink/runOnFlink.js');
      return runOnFlink(pipeline, options as RunOnFlinkOptions);
    });
}

async function run(pipeline: string, options: RunOptions): Promise<void> {
  const definition = resolve(pipeline);
  const [home, name] = [pipelineHome(definition), pipelineName(definition)];
  const { storage, trace } = options;
  const settings: RunSettings = {
    definition,
    storage: parseStorageUri(storage ?? join(home, 'checkpoints', name)).uri,
    snapshot: options.snapshot,
    incremental: isIncremental(options),
    intervalMs: options.interval,
    minPauseMs: options.minPause,
    maxConcurrent: maxConcurrent(options),
    timeoutMs: options.timeout,
    alignedTimeoutMs: options.alignedTimeout ?? (options.unaligned ? 0 : Infinity),
    tolerableFailures: options.tolerableFailures,
    restart: restartSettings(options),
    retained: options.retain,
    checkpointsMax: options.checkpoints ?? Infinity,
    durationMs: options.duration ?? Infinity,
    parallelism: options.parallelism,
    params: options.set,
    throttle: options.throttle,
    restore: options.restore,
    allowNonRestoredState: options.allowNonRestoredState ?? false,
    trace: trace === false ? undefined : resolve(trace ?? join(home, `${name}.ckpt.json`)),
    witness: options.witness ?? false,
    version,
  };
  await refuseFolders(definition, settings.trace);
  if (storage === undefined || trace === undefined) await keepOutOfGit(home);
  const outcome = await runJob(settings, progress(), cancellation());
  if (outcome !== 'finished') process.stdout.write('Cancelled.\n');
  if (settings.trace === undefined || outcome === 'notBegun') return;
  const { trace: recorded } = readTraceBytes(await readFile(settings.trace));
  process.stdout.write(`${verdictText(verdict(recorded))}\n${settings.trace}\n`);
}

/** @throws UsageError where the snapshot has all of the state whatever has changed */
function isIncremental({ incremental, snapshot }: RunOptions): boolean {
  if (incremental !== true) return false;
  if (snapshot === 'copy-on-write') return true;
  throw new UsageError(
    `--incremental and --snapshot ${snapshot} do not go together: only a copy-on-write snapshot can have no more than what has changed. ` +
      `Leave one of the two out.`,
  );
}

/** As in Flink. @throws UsageError where barriers may overtake, which is for one checkpoint at a time */
function maxConcurrent({ maxConcurrent: wanted, unaligned, alignedTimeout, minPause }: RunOptions): number {
  if (wanted === 1) return 1;
  if (unaligned === true || alignedTimeout !== undefined) {
    const flag = unaligned === true ? '--unaligned' : '--aligned-timeout';
    throw new UsageError(
      `--max-concurrent ${wanted} and ${flag} do not go together: only one unaligned checkpoint can be under way. ` +
        `Leave one of the two out.`,
    );
  }
  if (minPause === 0) return wanted;
  process.stderr.write(
    `Checkpoints go one at a time: with --min-pause each waits for the end of the one before, whatever --max-concurrent says.\n`,
  );
  return 1;
}

/** What a run leaves beside the pipeline is nobody's source. */
async function keepOutOfGit(home: string): Promise<void> {
  await mkdir(home, { recursive: true }).catch(() => undefined);
  await writeFile(join(home, '.gitignore'), '*\n', { flag: 'wx' }).catch(() => undefined);
}

function progress(): RunListener {
  const onTerminal = process.stderr.isTTY;
  const say = (text: string): void => void process.stderr.write(`${text}\n`);
  const tell = (text: string, severity: NoticeSeverity = 'warning'): void => {
    say(text);
    report({ type: 'notice', severity, text });
  };
  return {
    notice: tell,
    started: (job) => {
      if (onTerminal) say(`${job}: processing. Ctrl-C stops it and keeps the trace.`);
    },
    restarting: (failure, delayMs) =>
      tell(`${failure.replace(/\.$/, '')}. Restarting in ${formatDuration(delayMs)}.`),
    checkpointEnded: (checkpoint, ms, failure) => {
      if (failure !== undefined) {
        tell(`Checkpoint #${checkpoint} failed after ${formatDuration(ms)}: ${failure}.`);
      } else if (onTerminal) say(`Checkpoint #${checkpoint} completed in ${formatDuration(ms)}.`);
    },
  };
}
