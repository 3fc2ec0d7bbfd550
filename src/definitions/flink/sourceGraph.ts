import type { SourceOperator } from './sourceOperator.js';

/** The operators of a source, by their position in its list, and the way of records between them. */
export class SourceGraph {
  readonly outputs: readonly (readonly number[])[];

  constructor(readonly operators: readonly SourceOperator[]) {
    const outputs = operators.map((): number[] => []);
    operators.forEach(({ inputs }, position) => {
      for (const input of inputs) outputs[input]!.push(position);
    });
    this.outputs = outputs;
  }

  inputs(position: number): readonly number[] {
    return this.operators[position]!.inputs;
  }

  /** The operators of each part that records can flow in. */
  parts(): number[][] {
    const partOf = this.operators.map((_, position) => position);
    const root = (position: number): number => {
      let at = position;
      while (partOf[at] !== at) {
        partOf[at] = partOf[partOf[at]!]!;
        at = partOf[at]!;
      }
      return at;
    };
    this.operators.forEach(({ inputs }, position) => {
      for (const input of inputs) partOf[root(input)] = root(position);
    });
    const parts = new Map<number, number[]>();
    partOf.forEach((_, position) => {
      const part = parts.get(root(position));
      if (part) part.push(position);
      else parts.set(root(position), [position]);
    });
    return [...parts.values()];
  }
}
