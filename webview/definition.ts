import type { Trace } from '../src/trace/model.js';
import type { OperatorIndex } from '../src/trace/units.js';

/** Whether an operator has a line to go to. Where the source of a Flink job is, nobody wrote down: it is looked for. */
export function mayHaveDefinition({ operators, source }: Trace, operator: OperatorIndex): boolean {
  return operators[operator]?.definedAt !== undefined || source.kind === 'flink';
}
