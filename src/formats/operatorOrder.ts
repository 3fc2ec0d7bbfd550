import type { Operator } from '../trace/model.js';
import type { OperatorIndex } from '../trace/units.js';

/**
 * The operators so that each comes after those that it reads from, and else in the order given. Operators in a circle,
 * which no job has but a file may, come last.
 */
export function topologicalOrder(operators: readonly Operator[]): readonly OperatorIndex[] {
  const byId = new Map(operators.map(({ id }, index) => [id, index]));
  const readers = operators.map((): OperatorIndex[] => []);
  const waitsFor = operators.map(({ inputs }, index) => {
    const sources = new Set(inputs.map(({ from }) => byId.get(from)));
    for (const source of sources) if (source !== undefined) readers[source]!.push(index);
    return [...sources].filter((source) => source !== undefined).length;
  });
  const order = new Set([...operators.keys()].filter((index) => waitsFor[index] === 0));
  for (const index of order) {
    for (const reader of readers[index]!) {
      waitsFor[reader]! -= 1;
      if (waitsFor[reader] === 0) order.add(reader);
    }
  }
  for (const index of operators.keys()) order.add(index);
  return [...order];
}
