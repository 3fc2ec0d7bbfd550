import type { FlinkClient } from '../../flink/client.js';
import { isTerminal, type FlinkJob } from '../../flink/clusterAnswers.js';
import { sentence } from '../../flink/answerProblem.js';
import { javaReason } from '../../flink/javaReason.js';
import type { DefinedOperator } from '../../flinkSql/translation/definedOperators.js';
import { readNewestFailure, type JobFailure } from '../../formats/flinkRest/exceptionsBody.js';
import { isFields } from '../../trace/json/fields.js';
import { Findings } from '../../trace/json/findings.js';
import { printable } from '../failure.js';
import { definedOperatorOf } from './namedAsDefined.js';

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
  return printable(`${place}: ${what} failed on Flink: ${sentence(javaReason(cause))}`);
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
  return failureIn(await client.get(`/jobs/${job}/exceptions?maxExceptions=5`));
}

function failureIn(exceptions: unknown): JobFailure | undefined {
  return isFields(exceptions) ? readNewestFailure(exceptions, new Findings()) : undefined;
}

/**
 * Each other reason for which a job fails and is started again. By Flink's usual strategy it is started again without end, and
 * otherwise nobody would learn why nothing comes.
 */
export class RestartReasons {
  private readonly said = new Set<string>();

  constructor(private readonly defined: DefinedJob) {}

  /** A reason that is new, in a sentence with its place. What ended the job is said with its end. */
  newIn({ job, body }: { readonly job: FlinkJob; readonly body: unknown }): string | undefined {
    const failure = isTerminal(job) || job.state === 'FAILING' ? undefined : failureIn(body);
    const text = failure && failureText(failure, this.defined);
    if (text === undefined || this.said.has(text)) return undefined;
    this.said.add(text);
    return `${text} Flink starts ${printable(this.defined.name)} again.`;
  }
}
