import { isFields, type Fields } from '../../trace/json/fields.js';
import type { Findings } from '../../trace/json/findings.js';
import { firstLine } from './checkpointBody.js';
import { RestFields } from './restFields.js';

/**
 * `/jobs/:id/exceptions`: the newest exception's innermost cause in one line. Newer versions list `exceptionHistory`, up
 * to 1.20 there is `root-exception`, too.
 */
export function readRootCause(fields: Fields, findings: Findings): string | undefined {
  const body = new RestFields(fields, [], findings);
  const history = new RestFields(body.object('exceptionHistory') ?? {}, ['exceptionHistory'], findings);
  let newest: { readonly at: number; readonly stack: string } | undefined;
  for (const [i, entry] of (history.list('entries') ?? []).entries()) {
    if (!isFields(entry)) continue;
    const exception = new RestFields(entry, ['exceptionHistory', 'entries', i], findings);
    const stack = exception.text('stacktrace') ?? exception.text('exceptionName');
    const at = exception.unixMs('timestamp') ?? 0;
    if (stack !== undefined && (newest === undefined || at > newest.at)) newest = { at, stack };
  }
  const stack = newest?.stack ?? body.text('root-exception');
  return stack === undefined ? undefined : innermostCause(stack);
}

const causedBy = '\nCaused by: ';

function innermostCause(stack: string): string {
  const last = stack.lastIndexOf(causedBy);
  return firstLine(last === -1 ? stack : stack.slice(last + causedBy.length));
}
