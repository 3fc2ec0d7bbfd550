import { messageOf } from '../engine/errors.js';
import { StatementError } from '../flink/gateway/gatewayClient.js';
import type { SqlScript, SqlStatement } from '../flinkSql/translation/translate.js';
import { CommandFailure, printable } from './failure.js';
import type { OpenGateway } from './gateway.js';

/**
 * Has the gateway run the statements one after the other; the last one submits the job, whose id is given.
 *
 * @throws {CommandFailure} with the line of the definition whose statement Flink does not take, and, where the gateway was lost
 * while the job was being submitted, that it may run
 */
export async function submitScript(
  { job, statements }: SqlScript,
  file: string,
  { session, url }: OpenGateway,
  signal: AbortSignal,
  say: (text: string) => void,
): Promise<string> {
  for (const [index, statement] of statements.entries()) {
    signal.throwIfAborted();
    const isLast = index === statements.length - 1;
    if (isLast) say(`${job}: submitting.`);
    try {
      // What submits the job is not broken off: nobody would know of the job.
      const { jobId } = await session.execute(statement.sql, isLast ? undefined : signal);
      if (isLast && jobId !== undefined) return jobId;
    } catch (error) {
      if (signal.aborted && !isLast) throw new CommandFailure([`${job}: cancelled; nothing was submitted.`]);
      throw failureOf(error, statement, { file, job, url, isLast });
    }
  }
  throw new CommandFailure([
    `${url} took all statements and gave no id of a job: look for ${job} in Flink’s web UI.`,
  ]);
}

interface Where {
  readonly file: string;
  readonly job: string;
  readonly url: string;
  readonly isLast: boolean;
}

function failureOf(
  error: unknown,
  { line, operator, sql }: SqlStatement,
  { file, job, isLast }: Where,
): CommandFailure {
  if (error instanceof StatementError) {
    const place = line === undefined ? file : `${file}:${line}:1`;
    const what = operator === undefined ? `“${sql.split('\n', 1)[0]!}”` : `“${operator}”`;
    const said = error.message.replace(/\.?$/, '.');
    return new CommandFailure([printable(`${place}: Flink does not take ${what}: ${said}`)], {
      cause: error,
    });
  }
  const advice = isLast
    ? `Whether ${job} was submitted is not known: look for it in Flink’s web UI, or with checkpoint-lens record.`
    : 'Nothing was submitted.';
  return new CommandFailure([printable(`${messageOf(error)} ${advice}`)], { cause: error });
}
