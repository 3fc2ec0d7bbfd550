import { mkdir, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { formatDuration } from '../analysis/quantities.js';
import { verdict, verdictText } from '../analysis/verdict.js';
import type { SqlScript } from '../flinkSql/translation/translate.js';
import type { Trace } from '../trace/model.js';
import { cancellation } from './cancellation.js';
import { CommandFailure, printable } from './failure.js';
import { followJob, type JobEnd } from './followJob.js';
import { connectionOf } from './flinkConnection.js';
import { gatewayFor, type OpenGateway } from './gateway.js';
import { namedAsDefined } from './namedAsDefined.js';
import { pipelineHome, pipelineName } from './pipelineFiles.js';
import { readJob } from './readJob.js';
import { clientOf, recordingOf } from './recordJob.js';
import { sqlSettings, translatedPipeline, type SqlOptions } from './sqlPipeline.js';
import { submitScript } from './submitScript.js';

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
  const signal = cancellation();
  const script = await translatedPipeline(pipeline, sqlSettings(options), options.set);
  for (const { text, at } of script.notes) say(`${at === undefined ? '' : `Line ${at.line}: `}${text}`);
  const gateway = await gatewayFor(options, signal);
  try {
    say(`${gateway.url}: SQL Gateway of Flink ${printable(gateway.version)}.`);
    const cluster = options.flink ?? (await gateway.session.clusterUrl(signal));
    const job = await submitScript(script, resolve(pipeline), gateway, signal, (text) => say(text));
    say(`${script.job} runs as job ${job}.`);
    if (options.detach === true) {
      process.stdout.write(`${job}\n`);
      return;
    }
    await recordRun({ pipeline, script, job, cluster, gateway, options, signal });
  } finally {
    await gateway.close();
  }
}

interface RunningJob {
  readonly pipeline: string;
  readonly script: SqlScript;
  readonly job: string;
  readonly cluster: string | undefined;
  readonly gateway: OpenGateway;
  readonly options: RunOnFlinkOptions;
  readonly signal: AbortSignal;
}

async function recordRun(running: RunningJob): Promise<void> {
  const { pipeline, job, cluster, gateway, options, signal } = running;
  if (cluster === undefined) {
    throw new CommandFailure([
      `${gateway.url} does not say where its cluster is, so job ${job} runs and is not recorded: ` +
        `give --flink, or stop it with checkpoint-lens stop ${job} --on ${options.on}.`,
    ]);
  }
  const client = await clientOf(await connectionOf({ ...options, flink: cluster }, process.env));
  const trace = await traceFile(pipeline, options.trace);
  try {
    const { checkpoints = Infinity, duration = Infinity } = options;
    const changed = (of: Trace): Trace => namedAsDefined(of, running.script.operators, basename(pipeline));
    const following = { job, trace, checkpoints, durationMs: duration, changed };
    const end = await followJob(client, gateway, following, signal);
    if (end.kind !== 'failed') process.stdout.write(endText(running, end));
    const { trace: recorded } = await readJob([trace], undefined);
    process.stdout.write(`${verdictText(verdict(recorded))}\n${trace}\n`);
    if (end.kind === 'failed') throw new CommandFailure([endText(running, end).trimEnd()]);
  } finally {
    await client.close();
  }
}

function endText({ script, job, options }: RunningJob, end: JobEnd): string {
  switch (end.kind) {
    case 'ended':
      return `${printable(script.job)}: ${end.state.toLowerCase()} after ${formatDuration(end.afterMs)}.\n`;
    case 'failed':
      return `${printable(script.job)} failed: ${printable(end.reason)}\n`;
    case 'savepoint':
      return `${printable(script.job)} is stopped. Its savepoint: ${printable(end.location)}\n`;
    case 'stopped':
      return `${printable(script.job)} is stopped.\n`;
    case 'left':
      return `Job ${job} goes on. To stop it: checkpoint-lens stop ${job} --on ${options.on} --savepoint\n`;
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
