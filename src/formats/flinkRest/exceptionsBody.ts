import { isFields, type Fields } from '../../trace/json/fields.js';
import type { Findings } from '../../trace/json/findings.js';
import { firstLine } from './checkpointBody.js';
import { RestFields } from './restFields.js';

/** A failure of a job. */
export interface JobFailure {
  /** The innermost cause in one line. */
  readonly cause: string;
  /** The task that failed, as in `count[3] -> Calc[4] (1/2)`; absent where all of the job did. */
  readonly task?: string;
}

/**
 * `/jobs/:id/exceptions`: the newest exception's innermost cause in one line. Newer versions list `exceptionHistory`, up
 * to 1.20 there is `root-exception`, too.
 */
export function readRootCause(fields: Fields, findings: Findings): string | undefined {
  return readNewestFailure(fields, findings)?.cause;
}

/** The same, with where it was. */
export function readNewestFailure(fields: Fields, findings: Findings): JobFailure | undefined {
  const body = new RestFields(fields, [], findings);
  const history = new RestFields(body.object('exceptionHistory') ?? {}, ['exceptionHistory'], findings);
  let newest: { readonly at: number; readonly stack: string; readonly task: string | undefined } | undefined;
  for (const [i, entry] of (history.list('entries') ?? []).entries()) {
    if (!isFields(entry)) continue;
    const exception = new RestFields(entry, ['exceptionHistory', 'entries', i], findings);
    const stack = exception.text('stacktrace') ?? exception.text('exceptionName');
    const at = exception.unixMs('timestamp') ?? 0;
    if (stack === undefined || (newest !== undefined && at <= newest.at)) continue;
    newest = { at, stack, task: exception.text('taskName') ?? coordinatorOf(stack) };
  }
  const stack = newest?.stack ?? body.text('root-exception');
  if (stack === undefined) return undefined;
  const task = newest?.task;
  return { cause: innermostCause(stack), ...(task !== undefined && { task }) };
}

/** A source whose coordinator fails is named in the text alone. */
function coordinatorOf(stack: string): string | undefined {
  return /triggered by OperatorCoordinator for '([^'\n]+)'/.exec(stack)?.[1];
}

const causedBy = '\nCaused by: ';

function innermostCause(stack: string): string {
  const last = stack.lastIndexOf(causedBy);
  return firstLine(last === -1 ? stack : stack.slice(last + causedBy.length));
}
