import { setTimeout as sleep } from 'node:timers/promises';
import type { FlinkClient } from '../flink/client.js';
import { isTerminal } from '../flink/clusterAnswers.js';
import { sentence } from '../flink/answerProblem.js';
import { javaReason } from '../flink/javaReason.js';
import type { DefinedOperator } from '../flinkSql/translation/definedOperators.js';
import { readNewestFailure, type JobFailure } from '../formats/flinkRest/exceptionsBody.js';
import { isFields } from '../trace/json/fields.js';
import { Findings } from '../trace/json/findings.js';
import { printable } from './failure.js';
import { definedOperatorOf } from './namedAsDefined.js';

/** From one look at a job's failures to the next, ms. */
const lookMs = 2000;

/** A job and the definition that it was made of. */
export interface DefinedJob {
  readonly job: string;
  readonly name: string;
  /** Path of the definition. */
  readonly file: string;
  readonly operators: readonly DefinedOperator[];
}

/** Why a job fails, with the line of the definition where Flink says in which task. */
export function failureText(failure: JobFailure, { name, file, operators }: DefinedJob): string {
  const { cause, task } = failure;
  const operator = task === undefined ? undefined : failedOperator(task, cause, operators);
  const place = operator?.line === undefined ? file : `${file}:${operator.line}:1`;
  const what = operator === undefined ? name : `“${operator.name}”`;
  const reason = `${place}: ${what} failed on Flink: ${sentence(javaReason(cause))}`;
  return printable(reason);
}

/** What computes does not read or write files: where a sink is in the same task, that failed to. */
function failedOperator(
  task: string,
  cause: string,
  operators: readonly DefinedOperator[],
): DefinedOperator | undefined {
  const owner = definedOperatorOf(task, operators);
  const isFileFailure = /^(java\.io|java\.nio\.file)\./.test(cause);
  if (owner?.table !== undefined || !isFileFailure || !/-> .*Writer/.test(task)) return owner;
  const [sink, ...others] = operators
    .slice(operators.indexOf(owner!) + 1)
    .filter(({ table }) => table !== undefined);
  return others.length === 0 ? sink : undefined;
}

export async function newestFailure(client: FlinkClient, job: string): Promise<JobFailure | undefined> {
  const exceptions = await client.get(`/jobs/${job}/exceptions?maxExceptions=5`);
  return isFields(exceptions) ? readNewestFailure(exceptions, new Findings()) : undefined;
}

/**
 * Says each other reason for which a job fails and is started again, until `signal`. By Flink's usual strategy it is started again
 * without end, and otherwise nobody would learn why nothing comes.
 */
export async function watchFailures(
  client: FlinkClient,
  defined: DefinedJob,
  say: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const said = new Set<string>();
  while (await passes(lookMs, signal)) {
    // What ended the job is said with its end.
    const failure = await failureOfRestart(client, defined.job).catch(() => undefined);
    const text = failure && failureText(failure, defined);
    if (text === undefined || said.has(text)) continue;
    said.add(text);
    const reason = `${text} Flink starts ${printable(defined.name)} again.`;
    say(reason);
  }
}

/** Whether the time passed without the signal. */
async function passes(ms: number, signal: AbortSignal): Promise<boolean> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
  return !signal.aborted;
}

async function failureOfRestart(client: FlinkClient, job: string): Promise<JobFailure | undefined> {
  const known = await client.job(job);
  return known === undefined || isTerminal(known) ? undefined : newestFailure(client, job);
}
