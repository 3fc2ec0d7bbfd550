import type { RecordType } from '../pipeline/recordTypes.js';
import { fieldText } from './fieldText.js';
import { statelessOperator } from './stateless.js';
import type { StreamOperator } from './operator.js';

/**
 * Prints each record as soon as it comes, so that a barrier never has anything to wait for: its fields in the order of their
 * declaration, bytes as text.
 */
export function printSinkOperator(
  identifier: string | undefined,
  { subtask, parallelism }: { readonly subtask: number; readonly parallelism: number },
  { fields }: RecordType,
  print: (line: string) => void,
): StreamOperator {
  const marks = [identifier, parallelism > 1 ? subtask + 1 : undefined].filter((mark) => mark !== undefined);
  const prefix = marks.length > 0 ? `${marks.join(':')}> ` : '';
  const columns = Object.entries(fields).map(([name, { kind }]) => [name, kind === 'bytes'] as const);
  return statelessOperator((record) => {
    const values = record as Readonly<Record<string, unknown>>;
    const shown = columns.map(([name, isBytes]) => [
      name,
      isBytes ? fieldText('bytes', values[name]) : values[name],
    ]);
    print(prefix + JSON.stringify(Object.fromEntries(shown)));
  });
}
