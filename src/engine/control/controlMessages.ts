/** What a person can ask a running pipeline for, from another process: one line of JSON a connection. */
export type ControlRequest =
  | {
      readonly type: 'savepoint';
      /** Folder or URI for it; the run's own checkpoint storage where it is absent. */
      readonly to?: string;
      /** Ends the run once the savepoint is complete. */
      readonly stop: boolean;
    }
  | { readonly type: 'stop' };

/** The answer: one line of JSON, and then the connection is closed. */
export type ControlAnswer =
  | { readonly type: 'savepoint'; readonly uri: string; readonly checkpoint: number }
  | { readonly type: 'stopping' }
  | { readonly type: 'failed'; readonly reason: string };

/** No request and no answer is longer, in characters. */
export const longestLine = 1 << 16;

/** @throws Error for a line that is no request. */
export function parseRequest(line: string): ControlRequest {
  const { type, to, stop } = fieldsOf(line);
  if (type === 'stop') return { type };
  if (type === 'savepoint' && typeof stop === 'boolean' && (to === undefined || typeof to === 'string')) {
    return { type, stop, ...(to === undefined ? {} : { to }) };
  }
  throw new Error('it is not a request of this version');
}

/** @throws Error for a line that is no answer. */
export function parseAnswer(line: string): ControlAnswer {
  const { type, uri, checkpoint, reason } = fieldsOf(line);
  if (type === 'stopping') return { type };
  if (type === 'failed' && typeof reason === 'string') return { type, reason };
  if (type === 'savepoint' && typeof uri === 'string' && typeof checkpoint === 'number') {
    return { type, uri, checkpoint };
  }
  throw new Error('it is not an answer of this version');
}

function fieldsOf(line: string): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(line);
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
