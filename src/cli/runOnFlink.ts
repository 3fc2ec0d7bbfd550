import { mkdir, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { formatDuration } from '../analysis/quantities.js';
import { verdict, verdictText } from '../analysis/verdict.js';
import type { FlinkClient } from '../flink/client.js';
import type { Trace } from '../trace/model.js';
import { askedOfCluster } from './askedOfCluster.js';
import { endWishes, type EndWishes } from './endWishes.js';
import { CommandFailure, printable } from './failure.js';
import { followJob, type JobEnd } from './followJob.js';
import { jobManagerConnection } from './flinkConnection.js';
import type { DefinedJob } from './jobFailures.js';
import { namedAsDefined } from './namedAsDefined.js';
import { overriddenOfJob } from './overriddenSettings.js';
import { pipelineHome, pipelineName } from './pipelineFiles.js';
import { readJob } from './readJob.js';
import { clientOf, recordingOf } from './recordJob.js';
import { report } from './report.js';
import { sqlSettings, translatedPipeline, type SqlOptions } from './sqlPipeline.js';
import { submitOnFlink } from './submitOnFlink.js';

export interface RunOnFlinkOptions extends SqlOptions {
  /** The SQL Gateway. */
  readonly on: string;
  /** The JobManager; without it what the gateway says. */
  readonly flink?: string;
  readonly detach?: true;
  readonly trace?: string;
  readonly checkpoints?: number;
  readonly duration?: number;
  readonly ca?: string;
  readonly insecure?: true;
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
  const { job, client } = await submitOnFlink({ pipeline, script, options, wishes, connect, say });
  try {
    say(`${script.job} runs as job ${job}.`);
    const asked = askedOfCluster(settings);
    const file = resolve(pipeline);
    const defined = { job, name: script.job, file, operators: script.operators };
    if (client !== undefined) report({ type: 'job', job, cluster: client.url });
    if (options.detach !== true) {
      await recordRun({ defined, asked, client, options, wishes });
      return;
    }
    process.stdout.write(`${job}\n`);
    if (client !== undefined) await sayOverridden(client, { defined, asked }, wishes.signal);
  } finally {
    await client?.close();
  }
}

interface RunningJob {
  readonly defined: DefinedJob;
  readonly asked: ReturnType<typeof askedOfCluster>;
  readonly client: FlinkClient | undefined;
  readonly options: RunOnFlinkOptions;
  readonly wishes: EndWishes;
}

async function recordRun(running: RunningJob): Promise<void> {
  const { defined, asked, client, options, wishes } = running;
  const { job, file, operators } = defined;
  if (client === undefined) {
    throw new CommandFailure([
      `${options.on} does not say where its cluster is, so job ${job} runs and is not recorded: ` +
        `give --flink, or stop it with checkpoint-lens stop ${job} --on ${options.on}.`,
    ]);
  }
  report({ type: 'stage', stage: 'starting' });
  const trace = await traceFile(file, options.trace);
  const { checkpoints = Infinity, duration = Infinity } = options;
  const changed = (of: Trace): Trace => {
    const named = namedAsDefined(of, operators, basename(file));
    return { ...named, source: { ...named.source, asked } };
  };
  const following = { defined, trace, checkpoints, durationMs: duration, changed };
  const over = new AbortController();
  const overridden = sayOverridden(client, running, over.signal);
  const end = await followJob(client, following, wishes).finally(() => over.abort());
  await overridden;
  if (end.kind === 'savepoint') report({ type: 'savepoint', location: end.location });
  if (end.kind !== 'failed') process.stdout.write(endText(running, end));
  const { trace: recorded } = await readJob([trace], undefined);
  process.stdout.write(`${verdictText(verdict(recorded))}\n${trace}\n`);
  if (end.kind === 'failed') throw new CommandFailure([end.reason]);
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

function endText({ defined, options }: RunningJob, end: Exclude<JobEnd, { kind: 'failed' }>): string {
  const { job } = defined;
  const name = printable(defined.name);
  switch (end.kind) {
    case 'ended':
      return `${name}: ${end.state.toLowerCase()} after ${formatDuration(end.afterMs)}.\n`;
    case 'savepoint':
      return `${name} is stopped. Its savepoint: ${printable(end.location)}\n`;
    case 'stopped':
      return `${name} is stopped.\n`;
    case 'left':
      return (
        `Job ${job} goes on. To stop it: checkpoint-lens stop ${job} --on ${options.on} --savepoint, ` +
        `or without --savepoint to cancel it.\n`
      );
  }
}

/** Beside that of the embedded engine, so that the two can be compared. What an earlier run has left is taken away. */
async function traceFile(pipeline: string, given: string | undefined): Promise<string> {
  const usual = join(pipelineHome(pipeline), `${pipelineName(pipeline)}.flink.ckpt.json`);
  const trace = resolve(given ?? usual);
  await mkdir(dirname(trace), { recursive: true });
  await Promise.all([trace, recordingOf(trace)].map((file) => rm(file, { force: true })));
  return trace;
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
