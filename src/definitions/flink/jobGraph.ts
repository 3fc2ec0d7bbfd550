import type { ChainedOperator } from './chain.js';
import { isInserted } from './insertedOperators.js';

/** The operators of a job that its source can have made, and the way of records between them, past what was inserted. */
export class JobGraph {
  readonly operators: readonly ChainedOperator[];
  private readonly outputs = new Map<ChainedOperator, readonly ChainedOperator[]>();
  private readonly inputs = new Map<ChainedOperator, ChainedOperator[]>();
  private readonly reached = new Map<ChainedOperator, ReadonlySet<ChainedOperator>>();

  constructor(private readonly all: readonly ChainedOperator[]) {
    this.operators = all.filter((operator) => !isInserted(operator));
    for (const operator of this.operators) this.inputs.set(operator, []);
    for (const operator of this.operators) {
      const outputs = [...this.nextOf(operator)];
      this.outputs.set(operator, outputs);
      for (const output of outputs) this.inputs.get(output)!.push(operator);
    }
  }

  outputsOf(operator: ChainedOperator): readonly ChainedOperator[] {
    return this.outputs.get(operator)!;
  }

  inputsOf(operator: ChainedOperator): readonly ChainedOperator[] {
    return this.inputs.get(operator)!;
  }

  /** Whether records of one come to another. */
  leads(from: ChainedOperator, to: ChainedOperator): boolean {
    let reached = this.reached.get(from);
    if (!reached) {
      reached = this.collect(from, (operator) => this.outputsOf(operator));
      this.reached.set(from, reached);
    }
    return reached.has(to);
  }

  /** What else runs in its task and has a line in the source. */
  chainedWith(operator: ChainedOperator): ChainedOperator[] {
    return this.operators.filter((each) => each.vertex === operator.vertex && each !== operator);
  }

  private nextOf(operator: ChainedOperator): ReadonlySet<ChainedOperator> {
    const next = ({ outputs }: ChainedOperator): readonly ChainedOperator[] =>
      outputs.map((output) => this.all[output]!);
    const passed = this.collect(operator, (each) =>
      each !== operator && !isInserted(each) ? [] : next(each),
    );
    return new Set([...passed].filter((each) => !isInserted(each)));
  }

  private collect(
    from: ChainedOperator,
    next: (operator: ChainedOperator) => readonly ChainedOperator[],
  ): Set<ChainedOperator> {
    const found = new Set<ChainedOperator>();
    const open = [...next(from)];
    for (let each = open.pop(); each !== undefined; each = open.pop()) {
      if (found.has(each)) continue;
      found.add(each);
      open.push(...next(each));
    }
    return found;
  }
}
