import type { Operator } from '../trace/model.js';
import type { OperatorIndex } from '../trace/units.js';
import type { LocatedOperator } from './pipelineLocation.js';

/**
 * For each located operator, which operator of a trace it is: by uid, else by name, else, where text and trace
 * have equally many operators, by position. `undefined` where the trace has none of it. No trace operator is
 * given twice.
 */
export function matchOperators(
  located: readonly LocatedOperator[],
  traced: readonly Operator[],
): readonly (OperatorIndex | undefined)[] {
  const matches = new Array<OperatorIndex | undefined>(located.length).fill(undefined);
  const taken = new Set<OperatorIndex>();
  const match = (rule: (operator: LocatedOperator, position: number) => OperatorIndex): void => {
    located.forEach((operator, position) => {
      if (matches[position] !== undefined) return;
      const index = rule(operator, position);
      if (index < 0 || taken.has(index)) return;
      matches[position] = index;
      taken.add(index);
    });
  };
  match(({ uid }) => (uid === undefined ? -1 : traced.findIndex((operator) => operator.id === uid)));
  match(({ name }) =>
    name === undefined ? -1 : traced.findIndex((operator, i) => operator.name === name && !taken.has(i)),
  );
  if (located.length === traced.length) match((_, position) => position);
  return matches;
}
