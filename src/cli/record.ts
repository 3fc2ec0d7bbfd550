import { resolve } from 'node:path';
import { Command } from 'commander';
import { UsageError } from '../engine/errors.js';
import { isTerminal, type FlinkJob } from '../flink/clusterAnswers.js';
import type { FlinkClient } from '../flink/client.js';
import { cancellation } from './cancellation.js';
import { CommandFailure, printable } from './failure.js';
import { connectionHelp, connectionOf, type ConnectionOptions } from './flinkConnection.js';
import { durationOption, parseDuration } from './quantities.js';
import { clientOf, recordingEnd, recordInto, traceEnd } from './recordJob.js';
import { RecordProgress } from './recordProgress.js';

interface RecordOptions extends ConnectionOptions {
  readonly job?: string;
  readonly output: string;
  readonly duration?: number;
  readonly interval: number;
}

/** Below this the answers, which a cluster keeps for seconds, would only be fetched over and over. In ms. */
const intervalMin = 100;

const help = `
Without --job every job is recorded that runs or comes, until Ctrl-C or --duration; with it, until the job has ended.
What FILE has already is kept, and the recording goes on behind it.
${connectionHelp}

Example:
  checkpoint-lens record --flink http://localhost:8081 --job orders -o orders${recordingEnd}`;

const ends = [recordingEnd, traceEnd];

/**
 * `checkpoint-lens record --flink URL -o FILE`: follows a running Flink. Where FILE is a `.ckpt.json`, it is written anew
 * every few seconds, and the recording is kept beside it.
 */
export function recordCommand(): Command {
  return new Command('record')
    .description('Record the checkpoints of a running Flink cluster through its REST API.')
    .requiredOption('--flink <url>', 'the JobManager’s URL, base path included')
    .option('--job <id or name>', 'only this job (default: all)')
    .requiredOption('-o, --output <file>', `what to write: *${ends.join(' or *')}`)
    .option('--duration <time>', 'end after this time', parseDuration)
    .addOption(
      durationOption('--interval <time>', 'time between two looks at a job’s checkpoints', 1000, '1s'),
    )
    .option('--ca <file>', 'certificates to trust beside the usual ones, PEM')
    .option('--insecure', 'take any certificate; only on a network you trust')
    .addHelpText('after', help)
    .action(record);
}

async function record(options: RecordOptions): Promise<void> {
  const output = resolve(options.output);
  if (!ends.some((end) => output.toLowerCase().endsWith(end))) {
    throw new UsageError(
      `${options.output}: this ending is not known. End it in ${recordingEnd} or ${traceEnd}.`,
    );
  }
  if (options.interval < intervalMin) {
    throw new UsageError(`--interval: takes ${intervalMin}ms or more.`);
  }
  const connection = await connectionOf(options, process.env);
  const client = await clientOf(connection);
  try {
    await recordFrom(client, output, options);
  } finally {
    await client.close();
  }
}

async function recordFrom(
  client: FlinkClient,
  output: string,
  { job, duration, interval }: RecordOptions,
): Promise<void> {
  const signal = cancellation();
  const { version } = await client.overview(signal);
  const follows = job === undefined ? undefined : selection(job, await client.jobs(signal), client.url);
  const progress = new RecordProgress(process.stderr);
  progress.say(`${client.url}: Flink ${printable(version)}.`);
  const settings = { follows, pollMs: interval, durationMs: duration ?? Infinity };
  await recordInto(client, output, settings, progress, signal);
  process.stdout.write(`${progress.summary()}\n${output}\n`);
}

/** By id, or by name those that have not ended. */
function selection(wanted: string, jobs: readonly FlinkJob[], url: string): (job: FlinkJob) => boolean {
  const selected = jobs.some(({ id }) => id === wanted)
    ? jobs.filter(({ id }) => id === wanted)
    : jobs.filter((job) => job.name === wanted && !isTerminal(job));
  if (selected.length === 0) {
    throw new CommandFailure([printable(`${url}: has no running job ${wanted}. ${jobsPhrase(jobs)}`)]);
  }
  const ids = new Set(selected.map(({ id }) => id));
  return ({ id }) => ids.has(id);
}

function jobsPhrase(jobs: readonly FlinkJob[]): string {
  const shown = jobs.slice(0, 5).map(({ id, name, state }) => `${name} (${id}, ${state})`);
  if (shown.length === 0) return 'It has no jobs.';
  return jobs.length > shown.length
    ? `Its jobs: ${shown.join(', ')}, and ${jobs.length - shown.length} more.`
    : `Its jobs: ${shown.join(', ')}.`;
}
