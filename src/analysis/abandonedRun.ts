import * as l10n from '@vscode/l10n';
import type { Trace, TraceSource, TraceWriter } from '../trace/model.js';
import { fieldsOf } from './jobSource.js';

/**
 * A trace that says it is still being written, by a process that is gone: nothing more comes of it, and its process could not say how
 * it ended. Any other stays as it is.
 *
 * @param mayBeAlive whether a process may go on; one of another machine may
 */
export function closedIfAbandoned(trace: Trace, mayBeAlive: MayBeAlive): Trace {
  const { source } = trace;
  if (!isAbandoned(source, mayBeAlive)) return trace;
  const failure = l10n.t('its process is gone, as when somebody kills it');
  return { ...trace, source: { ...source, state: 'failed', failure } };
}

export type MayBeAlive = (writer: TraceWriter) => boolean;

/** Whether a trace says that it is still being written, and its process is gone. */
export function isAbandoned(source: TraceSource, mayBeAlive: MayBeAlive): boolean {
  if (source.state !== 'running') return false;
  const { pid, host } = fieldsOf(source['writer']);
  return typeof pid === 'number' && typeof host === 'string' && !mayBeAlive({ pid, host });
}
