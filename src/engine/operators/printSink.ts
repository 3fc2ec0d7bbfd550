import { statelessOperator } from './stateless.js';
import type { OneInputOperator } from './operator.js';

/** Prints each record as soon as it comes, so that a barrier never has anything to wait for. */
export function printSinkOperator(
  identifier: string | undefined,
  { subtask, parallelism }: { readonly subtask: number; readonly parallelism: number },
  print: (line: string) => void,
): OneInputOperator {
  const marks = [identifier, parallelism > 1 ? subtask + 1 : undefined].filter((mark) => mark !== undefined);
  const prefix = marks.length > 0 ? `${marks.join(':')}> ` : '';
  return statelessOperator((record) => print(prefix + JSON.stringify(record)));
}
