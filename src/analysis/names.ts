import type { Trace } from '../trace/model.js';
import type { Row } from '../trace/rowRange.js';

/** A subtask as Flink's logs name it, counted from 1: `count per customer (1/2)`. */
export function subtaskName({ operators }: Trace, { operator, subtask }: Row): string {
  const { name, parallelism } = operators[operator]!;
  return `${name} (${subtask + 1}/${parallelism})`;
}
