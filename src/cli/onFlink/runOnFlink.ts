import { mkdir, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { formatDuration } from '../../analysis/quantities.js';
import { verdict, verdictText } from '../../analysis/verdict/verdict.js';
import type { FlinkClient } from '../../flink/client.js';
import type { Trace } from '../../trace/model.js';
import { askedOfCluster } from './askedOfCluster.js';
import { attachedJob, isRecordingOf } from './attachedJob.js';
import { endWishes, type EndWishes } from './endWishes.js';
import { CommandFailure, fileFailure, linesOf, printable } from '../failure.js';
import { followJob, type JobEnd } from './followJob.js';
import { jobManagerConnection, type TlsOptions } from '../flinkConnection.js';
import type { DefinedJob } from './jobFailures.js';
import { namedAsDefined } from './namedAsDefined.js';
import { overriddenOfJob } from './overriddenSettings.js';
import { pipelineHome, pipelineName } from '../pipelineFiles.js';
import { readJob } from '../readJob.js';
import { clientOf, recordingOf, traceEnd } from '../recordJob.js';
import { report } from '../report.js';
import { sqlSettings, translatedPipeline, type SqlOptions } from './sqlPipeline.js';
import { submitOnFlink } from './submitOnFlink.js';

export interface RunOnFlinkOptions extends SqlOptions, TlsOptions {
  /** The SQL Gateway. */
  readonly on: string;
  /** The JobManager; without it what the gateway says. */
  readonly flink?: string;
  readonly detach?: true;
  /** Flink's id of a job of the pipeline that runs already: nothing is submitted, and no gateway asked. */
  readonly attach?: string;
  readonly trace?: string;
  readonly checkpoints?: number;
  readonly duration?: number;
}

/** `checkpoint-lens run PIPELINE --on GATEWAY`: the same definition on a cluster; its checkpoints are recorded as they come. */
export async function runOnFlink(pipeline: string, options: RunOnFlinkOptions): Promise<void> {
  const wishes = endWishes();
  report({ type: 'stage', stage: 'translating' });
  const settings = sqlSettings(options);
  const script = await translatedPipeline(pipeline, settings, options.set);
  for (const { text, at } of script.notes) say(`${at === undefined ? '' : `Line ${at.line}: `}${text}`);
  const connect = async (url: string, isNamed: boolean): Promise<FlinkClient> =>
    clientOf(await jobManagerConnection({ ...options, flink: url }, isNamed, process.env));
  const trace = options.detach === true ? undefined : await traceFile(pipeline, options.trace);
  const { attach } = options;
  const { job, client } =
    attach === undefined
      ? await submitOnFlink({ pipeline, script, options, wishes, connect, say })
      : await attachedJob(attach, options.flink, connect);
  try {
    say(`${script.job} runs as job ${job}.`);
    // What the job was asked for when it was submitted, nobody here knows.
    const asked = attach === undefined ? askedOfCluster(settings) : {};
    const file = resolve(pipeline);
    const defined = { job, name: script.job, file, operators: script.operators };
    if (client !== undefined) report({ type: 'job', job, cluster: client.url });
    if (trace !== undefined && client !== undefined) {
      await recordRun({ defined, asked, client, options, wishes, trace });
      return;
    }
    process.stdout.write(`${job}\n`);
    say(goesOnText(job, client, options));
    if (client !== undefined) say(watchText(job, client, pipelineName(pipeline)));
    if (client !== undefined) await sayOverridden(client, { defined, asked }, wishes.signal);
  } finally {
    await client?.close();
  }
}

interface RunningJob {
  readonly defined: DefinedJob;
  readonly asked: ReturnType<typeof askedOfCluster>;
  readonly client: FlinkClient;
  readonly options: RunOnFlinkOptions;
  readonly wishes: EndWishes;
  /** The file to record into. */
  readonly trace: string;
}

async function recordRun(running: RunningJob): Promise<void> {
  const { client, defined, options, trace } = running;
  report({ type: 'stage', stage: 'starting' });
  const end = await followed(running).catch((error: unknown) => {
    // Whatever ended the watching: the job is still there.
    throw new CommandFailure([...linesOf(error), goesOnText(defined.job, client, options)], { cause: error });
  });
  if (end.kind === 'savepoint') report({ type: 'savepoint', location: end.location });
  if (['ended', 'failed', 'savepoint', 'stopped'].includes(end.kind)) report({ type: 'over' });
  const text = endText(running, end);
  if (text !== undefined) process.stdout.write(`${text}\n`);
  const { trace: recorded } = await readJob([trace], undefined);
  process.stdout.write(`${verdictText(verdict(recorded))}\n${trace}\n`);
  if (end.kind === 'failed') throw new CommandFailure([end.reason]);
  if (end.kind === 'unstopped') {
    throw new CommandFailure([end.reason, goesOnText(defined.job, client, options)]);
  }
}

async function followed(running: RunningJob): Promise<JobEnd> {
  const { defined, asked, client, options, wishes, trace } = running;
  const { file, operators } = defined;
  const { checkpoints = Infinity, duration = Infinity } = options;
  const isSame = options.attach !== undefined && (await isRecordingOf(recordingOf(trace), defined.job));
  if (!isSame) await Promise.all([trace, recordingOf(trace)].map((each) => rm(each, { force: true })));
  const changed = (of: Trace): Trace => {
    const named = namedAsDefined(of, operators, basename(file));
    return { ...named, source: { ...named.source, asked } };
  };
  const savepoints = savepointFolder(options.conf);
  const following = { defined, trace, checkpoints, durationMs: duration, savepoints, changed };
  const over = new AbortController();
  const overridden = sayOverridden(client, running, over.signal);
  const end = await followJob(client, following, wishes).finally(() => over.abort());
  await overridden;
  return end;
}

/** Flink takes the first only from the cluster's own configuration, and so it is handed over with the wish. */
function savepointFolder(conf: RunOnFlinkOptions['conf']): string | undefined {
  const names = ['execution.checkpointing.savepoint-dir', 'state.savepoints.dir'];
  return conf.findLast(([name]) => names.includes(name))?.[1];
}

async function sayOverridden(
  client: FlinkClient,
  { defined, asked }: Pick<RunningJob, 'defined' | 'asked'>,
  signal: AbortSignal,
): Promise<void> {
  const settings = await overriddenOfJob(client, defined.job, asked, signal);
  for (const text of settings) say(printable(text));
  if (settings.length > 0) report({ type: 'overridden', settings });
}

/** Undefined for an end that is an error. */
function endText({ defined, client, options }: RunningJob, end: JobEnd): string | undefined {
  const { job } = defined;
  const name = printable(defined.name);
  switch (end.kind) {
    case 'ended':
      return `${name}: ${end.state.toLowerCase()} after ${formatDuration(end.afterMs)}.`;
    case 'savepoint':
      return `${name} is stopped. Its savepoint: ${printable(end.location)}`;
    case 'stopped':
      return `${name} is stopped.`;
    case 'stopping':
      return `Job ${job} is being stopped; its end was not waited for.`;
    case 'left':
      return goesOnText(job, client, options);
    case 'failed':
    case 'unstopped':
      return undefined;
  }
}

/** A job is stopped by its JobManager, also where the gateway is gone; only who submitted it knows the gateway alone. */
function goesOnText(job: string, client: FlinkClient | undefined, { on }: RunOnFlinkOptions): string {
  const stop = `checkpoint-lens stop ${job} ${client === undefined ? `--on ${on}` : `--flink ${client.url}`}`;
  return `Job ${job} goes on. To stop it: ${stop} --savepoint, or without --savepoint to cancel it.`;
}

function watchText(job: string, { url }: FlinkClient, name: string): string {
  return `To record it: checkpoint-lens record --flink ${url} --job ${job} -o ${name}.flink${traceEnd}`;
}

/** Beside that of the embedded engine, so that the two can be compared. Makes the folder. */
async function traceFile(pipeline: string, given: string | undefined): Promise<string> {
  const usual = join(pipelineHome(pipeline), `${pipelineName(pipeline)}.flink.ckpt.json`);
  const trace = resolve(given ?? usual);
  await mkdir(dirname(trace), { recursive: true }).catch((error: unknown) => {
    throw fileFailure(dirname(trace), 'written', error);
  });
  return trace;
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
