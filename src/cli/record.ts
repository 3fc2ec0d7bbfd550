import { resolve } from 'node:path';
import { Command } from 'commander';
import { UsageError } from '../engine/errors.js';
import { isTerminal, type FlinkJob } from '../flink/clusterAnswers.js';
import type { FlinkClient } from '../flink/client.js';
import type { FlinkConnection } from '../flink/connection.js';
import { NoRecordingError, RecordingFile } from '../flink/recordingFile.js';
import { cancellation } from './cancellation.js';
import { CommandFailure, fileFailure, printable } from './failure.js';
import { connectionHelp, connectionOf, type ConnectionOptions } from './flinkConnection.js';
import { parseDuration } from './quantities.js';
import { RecordedTrace, type TraceOfRecording } from './recordedTrace.js';
import { RecordProgress } from './recordProgress.js';

interface RecordOptions extends ConnectionOptions {
  readonly job?: string;
  readonly output: string;
  readonly duration?: number;
  readonly interval: number;
}

const recordingEnd = '.flink.jsonl';
const traceEnd = '.ckpt.json';

/** Below this the answers, which a cluster keeps for seconds, would only be fetched over and over. In ms. */
const intervalMin = 100;

const help = `
Without --job every job is recorded that runs or comes, until Ctrl-C or --duration; with it, until the job has ended.
What FILE has already is kept, and the recording goes on behind it.
${connectionHelp}

Example:
  checkpoint-lens record --flink http://localhost:8081 --job orders -o orders${recordingEnd}`;

/**
 * `checkpoint-lens record --flink URL -o FILE`: follows a running Flink.
 *
 * @param traceOf makes the text of a trace file of a recording; with it FILE may be a `.ckpt.json`, which is then written
 *   anew every few seconds, and the recording is kept beside it.
 */
export function recordCommand(traceOf?: TraceOfRecording): Command {
  const ends = traceOf === undefined ? [recordingEnd] : [recordingEnd, traceEnd];
  return new Command('record')
    .description('record the checkpoints of a running Flink cluster through its REST API')
    .requiredOption('--flink <url>', 'the JobManager’s URL, base path included')
    .option('--job <id or name>', 'only this job (default: all)')
    .requiredOption('-o, --output <file>', `what to write: *${ends.join(' or *')}`)
    .option('--duration <time>', 'end after this time', parseDuration)
    .option('--interval <time>', 'time between two looks at a job’s checkpoints', parseDuration, 1000)
    .option('--ca <file>', 'certificates to trust beside the usual ones, PEM')
    .option('--insecure', 'take any certificate; only on a network you trust')
    .addHelpText('after', help)
    .action((options: RecordOptions) => record(options, ends, traceOf));
}

async function record(
  options: RecordOptions,
  ends: readonly string[],
  traceOf: TraceOfRecording | undefined,
): Promise<void> {
  const output = resolve(options.output);
  if (!ends.some((end) => output.toLowerCase().endsWith(end))) {
    throw new UsageError(`${options.output}: this ending is not known. End it in ${ends.join(' or ')}.`);
  }
  if (options.interval < intervalMin) {
    throw new UsageError(`--interval: takes ${intervalMin}ms or more.`);
  }
  const connection = await connectionOf(options, process.env);
  const client = await clientOf(connection);
  try {
    await recordFrom(client, output, options, traceOf);
  } finally {
    await client.close();
  }
}

async function clientOf(connection: FlinkConnection): Promise<FlinkClient> {
  // The other commands start without the HTTP client.
  const { FlinkClient } = await import('../flink/client.js');
  try {
    return new FlinkClient(connection);
  } catch (error) {
    throw error instanceof TypeError ? new UsageError(error.message) : error;
  }
}

async function recordFrom(
  client: FlinkClient,
  output: string,
  { job, duration, interval }: RecordOptions,
  traceOf: TraceOfRecording | undefined,
): Promise<void> {
  const signal = cancellation();
  const { version } = await client.overview(signal);
  const follows = job === undefined ? undefined : selection(job, await client.jobs(signal), client.url);
  const isTrace = output.toLowerCase().endsWith(traceEnd);
  const recording = isTrace ? output.slice(0, -traceEnd.length) + recordingEnd : output;
  const progress = new RecordProgress(process.stderr);
  progress.say(`${client.url}: Flink ${printable(version)}.`);
  const file = await openRecording(recording, client.url, progress);
  const trace = isTrace && traceOf ? RecordedTrace.start(recording, output, traceOf) : undefined;
  const { recordToFile } = await import('../flink/recordToFile.js');
  try {
    await recordToFile(
      client,
      file,
      { follows, pollMs: interval, durationMs: duration ?? Infinity },
      (event) => progress.event(event),
      signal,
    ).catch((error: unknown) => {
      throw isFileError(error) ? fileFailure(recording, 'written', error) : error;
    });
  } finally {
    await file.close();
    await trace?.finish();
  }
  process.stdout.write(`${progress.summary()}\n${output}\n`);
}

async function openRecording(path: string, url: string, progress: RecordProgress): Promise<RecordingFile> {
  try {
    const { file, continued, cutBytes } = await RecordingFile.open(path, url, Date.now());
    if (continued) progress.say(`${path}: goes on where it ended.`);
    if (cutBytes > 0) progress.say(`${path}: the last line was not whole and was cut (${cutBytes} bytes).`);
    return file;
  } catch (error) {
    if (error instanceof NoRecordingError) throw new UsageError(error.message);
    throw fileFailure(path, 'written', error);
  }
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
  return `Its jobs: ${shown.join(', ')}${jobs.length > shown.length ? ` and ${jobs.length - shown.length} more` : ''}.`;
}

function isFileError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
