/** An operator, or a vertex, and what it reads from; without `inputs` nothing is known to be upstream of it. */
export interface WithInputs {
  readonly id: string;
  readonly inputs?: readonly { readonly from: string }[];
}

/**
 * The positions of the operators so that each comes after those that it reads from, and else in the order given. Where they
 * read from each other in a circle, which no job has but a file may, the first that is left goes first. Takes time in
 * proportion to operators and inputs.
 */
export function topologicalOrder(operators: readonly WithInputs[]): readonly number[] {
  const byId = new Map(operators.map(({ id }, index) => [id, index]));
  const readers = operators.map((): number[] => []);
  const waitsFor = operators.map(({ inputs = [] }, index) => {
    const sources = new Set(inputs.flatMap(({ from }) => byId.get(from) ?? []));
    for (const source of sources) readers[source]!.push(index);
    return sources.size;
  });
  const left = new Set(operators.keys());
  const order = [...left].filter((index) => waitsFor[index] === 0);
  for (let next = 0; left.size > 0; next++) {
    const [firstLeft] = left;
    const index = order[next] ?? firstLeft!;
    if (next === order.length) order.push(index);
    left.delete(index);
    for (const reader of readers[index]!) {
      waitsFor[reader]! -= 1;
      if (waitsFor[reader] === 0 && left.has(reader)) order.push(reader);
    }
  }
  return order;
}
