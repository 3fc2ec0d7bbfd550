import type { Operator } from '../../trace/model.js';
import { chainedOperators, type ChainedOperator } from './chain.js';
import type { SourceOperator } from './sourceOperator.js';
import { vertexIdOf } from './vertexId.js';

export interface SourceMatch {
  readonly operator: ChainedOperator;
  /** What tells: the uid is certain, the name as good as the program is, the place in the job a conclusion. */
  readonly by: 'uid' | 'name' | 'place';
}

export interface SourceMatchInJob extends SourceMatch {
  /** What else runs in its task. */
  readonly chainedWith: readonly ChainedOperator[];
}

/** For each operator of the source; undefined where the job has none of it. */
export type SourceMatches = readonly (SourceMatchInJob | undefined)[];

/**
 * Ties the operators of a source to those of a job: by uid, else by name, else by their place between operators that are
 * tied. Where a uid or name stands in several graphs of the source, as in the branches of a condition, the graph counts of
 * which the job has most. No operator of the job is given twice. Undefined where the source is not that of the job: neither a
 * uid tells, nor two names, nor the only name there is.
 */
export function matchSource(
  source: readonly SourceOperator[],
  job: readonly Operator[],
): SourceMatches | undefined {
  const matching = new Matching(source, job);
  matching.byLabels();
  if (!matching.isOfJob()) return undefined;
  matching.byPlace();
  return matching.matches.map(
    (match) => match && { ...match, chainedWith: matching.chainedWith(match.operator) },
  );
}

class Matching {
  readonly matches: (SourceMatch | undefined)[];
  private readonly chained: readonly ChainedOperator[];
  /** The operators that each takes its records from. */
  private readonly feeds = new Map<ChainedOperator, ChainedOperator[]>();
  private readonly taken = new Set<ChainedOperator>();
  private readonly outputs: readonly number[][];
  private readonly candidates: readonly (readonly SourceMatch[])[];

  constructor(
    private readonly source: readonly SourceOperator[],
    job: readonly Operator[],
  ) {
    this.matches = source.map(() => undefined);
    this.chained = chainedOperators(job);
    for (const operator of this.chained) this.feeds.set(operator, []);
    for (const operator of this.chained) {
      for (const output of operator.outputs) this.feeds.get(this.chained[output]!)!.push(operator);
    }
    this.outputs = outputsOf(source);
    this.candidates = source.map((operator) => candidatesOf(operator, this.chained, job));
  }

  byLabels(): void {
    const graphs = graphsOf(this.source);
    const weight = (graph: readonly number[]): number =>
      graph.reduce((sum, position) => sum + weightOf(this.candidates[position]!), 0);
    const heaviestFirst = graphs
      .map((graph) => ({ graph, weight: weight(graph) }))
      .sort((a, b) => b.weight - a.weight);
    for (const { graph } of heaviestFirst) {
      for (const by of ['uid', 'name'] as const) {
        for (const position of graph) {
          const match = this.matches[position] ? undefined : this.bestCandidate(position, by);
          if (match) this.take(position, match);
        }
      }
    }
  }

  /** Of several of one name, the one that stands below what the source says it takes in. */
  private bestCandidate(position: number, by: SourceMatch['by']): SourceMatch | undefined {
    const open = this.candidates[position]!.filter(
      (each) => each.by === by && !this.taken.has(each.operator),
    );
    const inputs = this.source[position]!.inputs.flatMap((input) => this.matches[input]?.operator ?? []);
    return open.find(({ operator }) => inputs.some((input) => this.below(input).has(operator))) ?? open[0];
  }

  private below(operator: ChainedOperator): ReadonlySet<ChainedOperator> {
    const found = new Set<ChainedOperator>();
    const next = [...operator.outputs];
    for (let output = next.pop(); output !== undefined; output = next.pop()) {
      const each = this.chained[output]!;
      if (!found.has(each)) next.push(...each.outputs);
      found.add(each);
    }
    return found;
  }

  isOfJob(): boolean {
    let uids = 0;
    let names = 0;
    let labelled = 0;
    this.source.forEach(({ name }, position) => {
      if (name !== undefined) labelled++;
      if (this.matches[position]?.by === 'uid') uids++;
      else if (this.matches[position] && name !== undefined) names++;
    });
    return uids > 0 || names > 1 || (names === 1 && labelled === 1);
  }

  /** From one tied operator to the next, as long as there is exactly one way to go on. */
  byPlace(): void {
    for (let changed = true; changed;) {
      changed = false;
      this.source.forEach(({ inputs }, position) => {
        const match = this.matches[position];
        if (!match) return;
        const fed = match.operator.outputs.map((output) => this.chained[output]!);
        changed = this.pair(this.outputs[position]!, fed) || changed;
        changed = this.pair(inputs, this.feeds.get(match.operator)!) || changed;
      });
    }
  }

  chainedWith(operator: ChainedOperator): ChainedOperator[] {
    return this.chained.filter((each) => each.vertex === operator.vertex && each !== operator);
  }

  private pair(positions: readonly number[], operators: readonly ChainedOperator[]): boolean {
    const open = positions.filter((position) => !this.matches[position]);
    const free = operators.filter((operator) => !this.taken.has(operator));
    if (open.length !== 1 || free.length !== 1) return false;
    this.take(open[0]!, { operator: free[0]!, by: 'place' });
    return true;
  }

  private take(position: number, match: SourceMatch): void {
    this.matches[position] = match;
    this.taken.add(match.operator);
  }
}

function candidatesOf(
  { uid, name, defaultNames = [] }: SourceOperator,
  chained: readonly ChainedOperator[],
  job: readonly Operator[],
): SourceMatch[] {
  const id = uid === undefined ? undefined : vertexIdOf(uid);
  const names = name === undefined ? defaultNames : [name];
  return [
    ...chained
      .filter(({ isHead, vertex }) => isHead && job[vertex]!.id === id)
      .map((operator): SourceMatch => ({ operator, by: 'uid' })),
    ...names.flatMap((wanted) =>
      chained
        .filter(({ givenName }) => givenName === wanted)
        .map((operator): SourceMatch => ({ operator, by: 'name' })),
    ),
  ];
}

function weightOf(candidates: readonly SourceMatch[]): number {
  if (candidates.length === 0) return 0;
  return candidates.some(({ by }) => by === 'uid') ? 2 : 1;
}

function outputsOf(source: readonly SourceOperator[]): number[][] {
  const outputs = source.map((): number[] => []);
  source.forEach(({ inputs }, position) => {
    for (const input of inputs) outputs[input]!.push(position);
  });
  return outputs;
}

/** The operators of each graph: those that records can flow between. */
function graphsOf(source: readonly SourceOperator[]): number[][] {
  const graphOf = source.map((_, position) => position);
  const root = (position: number): number => {
    let at = position;
    while (graphOf[at] !== at) at = graphOf[at]!;
    return at;
  };
  source.forEach(({ inputs }, position) => {
    for (const input of inputs) graphOf[root(input)] = root(position);
  });
  const graphs = new Map<number, number[]>();
  source.forEach((_, position) => {
    const graph = graphs.get(root(position));
    if (graph) graph.push(position);
    else graphs.set(root(position), [position]);
  });
  return [...graphs.values()];
}
