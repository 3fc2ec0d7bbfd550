import { messageOf } from '../../engine/errors.js';
import { sentence } from '../../flink/answerProblem.js';
import { StatementError } from '../../flink/gateway/gatewayClient.js';
import type { SqlScript, SqlStatement } from '../../flinkSql/translation/translate.js';
import type { EndWishes } from './endWishes.js';
import { CommandFailure, printable } from '../failure.js';
import type { OpenGateway } from './gateway.js';
import { report } from '../report.js';

/** The gateway was lost while it submitted the job, which may run; or a person does not wait for it any longer. */
export class LostWhileSubmittingError extends Error {
  override readonly name = 'LostWhileSubmittingError';
  constructor(
    readonly reason: unknown,
    readonly isGivenUp = false,
  ) {
    super(messageOf(reason), { cause: reason });
  }
}

/**
 * Has the gateway run the statements one after the other; the last one submits the job, whose id is given.
 *
 * @throws {CommandFailure} with the line of the definition whose statement Flink does not take; {@link LostWhileSubmittingError}
 */
export async function submitScript(
  { job, statements }: SqlScript,
  file: string,
  { session, url }: Pick<OpenGateway, 'session' | 'url'>,
  { signal, onWish }: Pick<EndWishes, 'signal' | 'onWish'>,
  say: (text: string) => void,
): Promise<string> {
  for (const statement of statements.slice(0, -1)) {
    if (signal.aborted) throw cancelled(job);
    await session.execute(statement.sql, signal).catch((error: unknown) => {
      throw signal.aborted ? cancelled(job) : failureOf(error, statement, file);
    });
  }
  if (signal.aborted) throw cancelled(job);
  say(`${job}: submitting.`);
  report({ type: 'stage', stage: 'submitting' });
  const insert = statements.at(-1)!;
  const patience = new AbortController();
  const forget = onWish(sayOnce(job, say, patience));
  try {
    const { jobId } = await session.execute(insert.sql, patience.signal);
    if (jobId !== undefined) return jobId;
  } catch (error) {
    throw error instanceof StatementError
      ? failureOf(error, insert, file)
      : new LostWhileSubmittingError(error, patience.signal.aborted);
  } finally {
    forget();
  }
  throw new LostWhileSubmittingError(
    new CommandFailure([`${url} took all statements and gave no id of a job.`]),
  );
}

/** What submits the job is not broken off by the first wish: nobody would know of the job. Who says it twice does not want to wait. */
function sayOnce(job: string, say: (text: string) => void, patience: AbortController): () => void {
  let isSaid = false;
  return () => {
    if (isSaid) patience.abort();
    else say(`${job}: the gateway is submitting it. Waiting for the job’s id, to end the job.`);
    isSaid = true;
  };
}

/** Of a run that a person has given up in time. */
export function cancelled(job: string): CommandFailure {
  return new CommandFailure([printable(`${job}: cancelled; nothing was submitted.`)]);
}

function failureOf(error: unknown, { line, operator, sql }: SqlStatement, file: string): CommandFailure {
  if (!(error instanceof StatementError)) {
    return new CommandFailure([printable(`${messageOf(error)} Nothing was submitted.`)], { cause: error });
  }
  const place = line === undefined ? file : `${file}:${line}:1`;
  const what = operator === undefined ? `“${sql.split('\n', 1)[0]!}”` : `“${operator}”`;
  const said = sentence(error.message);
  return new CommandFailure([printable(`${place}: Flink does not take ${what}: ${said}`)], { cause: error });
}
