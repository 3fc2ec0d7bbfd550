import type { Trace } from '../trace/model.js';

/** Subtasks of all operators. */
export function subtaskCount({ operators }: Trace): number {
  return operators.reduce((sum, { parallelism }) => sum + parallelism, 0);
}
