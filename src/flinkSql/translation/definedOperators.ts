import type { Graph } from '../../engine/pipeline/graph.js';

/** What Flink’s plan makes of an operator that has no name there. */
export type PlanNode = 'OverAggregate' | 'WindowAggregate' | 'WindowRank';

/** An operator of the definition, and by what Flink's plan can be told to have it. */
export interface DefinedOperator {
  /** Its uid, or what stands for it. */
  readonly id: string;
  readonly name: string;
  readonly line: number | undefined;
  /** The table of a source or a sink, whose name is in the plan. */
  readonly table: string | undefined;
  /** Of those that keep state, and of generators, which count. */
  readonly node: PlanNode | undefined;
}

/**
 * Positions of the operators in the order in which Flink numbers the parts of its plan: sink by sink, each behind what it reads, what
 * several read where the first does.
 */
export function inPlanOrder({ operators }: Graph): readonly number[] {
  const ordered = new Set<number>();
  const visit = (index: number): void => {
    if (ordered.has(index)) return;
    for (const { from } of operators[index]!.inputs) visit(from);
    ordered.add(index);
  };
  operators.forEach(({ operator }, index) => {
    if (operator.kind === 'sink') visit(index);
  });
  return [...ordered];
}
