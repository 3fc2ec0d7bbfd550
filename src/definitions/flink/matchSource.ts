import type { Operator } from '../../trace/model.js';
import { chainedOperators, type ChainedOperator } from './chain.js';
import { JobGraph } from './jobGraph.js';
import { SourceGraph } from './sourceGraph.js';
import type { SourceOperator } from './sourceOperator.js';
import { vertexIdOf } from './vertexId.js';

export interface SourceMatch {
  readonly operator: ChainedOperator;
  /**
   * What tells: the uid is certain, the name as good as the program is; its turn among those of one name and its place in the job
   * are conclusions.
   */
  readonly by: 'uid' | 'name' | 'turn' | 'place';
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
 * which the job has most. No operator of the job is given twice, but for tables that several queries read. Undefined where the
 * source is not that of the job: neither a uid tells, nor two names, nor the only name there is.
 */
export function matchSource(
  source: readonly SourceOperator[],
  job: readonly Operator[],
): SourceMatches | undefined {
  if (source.length === 0) return undefined;
  const matching = new Matching(new SourceGraph(source), job);
  matching.byLabels();
  if (!matching.isOfJob()) return undefined;
  matching.byPlace();
  matching.shareTables();
  return matching.matches.map(
    (match) => match && { ...match, chainedWith: matching.job.chainedWith(match.operator) },
  );
}

class Matching {
  readonly matches: (SourceMatch | undefined)[];
  readonly job: JobGraph;
  private readonly taken = new Set<ChainedOperator>();
  private readonly byUid: readonly (readonly ChainedOperator[])[];
  /** For each operator of the source, by each of its names those that have it. */
  private readonly byName: readonly (readonly (readonly ChainedOperator[])[])[];

  constructor(
    private readonly source: SourceGraph,
    job: readonly Operator[],
  ) {
    const { operators } = source;
    this.matches = operators.map(() => undefined);
    this.job = new JobGraph(chainedOperators(job, new Set(operators.flatMap(namesOf))));
    const named = grouped(this.job.operators, ({ givenName }) => givenName);
    const heads = grouped(
      this.job.operators.filter(({ isHead }) => isHead),
      ({ vertex }) => job[vertex]!.id,
    );
    this.byUid = operators.map(({ uid }) => (uid === undefined ? [] : (heads.get(vertexIdOf(uid)) ?? [])));
    this.byName = operators.map((operator) =>
      namesOf(operator).flatMap((name) => (named.has(name) ? [named.get(name)!] : [])),
    );
  }

  byLabels(): void {
    const heaviestFirst = this.source
      .parts()
      .map((part) => ({ part, weight: part.reduce((sum, position) => sum + this.weightOf(position), 0) }))
      .sort((a, b) => b.weight - a.weight);
    for (const { part } of heaviestFirst) {
      for (const position of part) {
        const [operator] = this.byUid[position]!.filter((each) => !this.taken.has(each));
        if (operator) this.take(position, operator, 'uid');
      }
      this.takeNamed(part);
    }
  }

  isOfJob(): boolean {
    let uids = 0;
    let names = 0;
    let labelled = 0;
    this.source.operators.forEach(({ name }, position) => {
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
      this.matches.forEach((match, position) => {
        if (!match) return;
        changed = this.pair(this.source.outputs[position]!, this.job.outputsOf(match.operator)) || changed;
        changed = this.pair(this.source.inputs(position), this.job.inputsOf(match.operator)) || changed;
      });
    }
  }

  /** The planner reads a table once for all queries that are run together. */
  shareTables(): void {
    this.source.operators.forEach(({ made }, position) => {
      const operator = this.byName[position]![0]?.[0];
      if (made === 'FROM' && operator && !this.matches[position]) this.take(position, operator, 'name');
    });
  }

  /** First those that only one operator can be, whose places then tell more; then the rest, each in its turn. */
  private takeNamed(part: readonly number[]): void {
    for (let changed = true; changed;) {
      changed = false;
      for (const position of part) {
        const found = this.matches[position] ? [] : this.fitting(position);
        if (found.length !== 1) continue;
        this.take(position, found[0]!, 'name');
        changed = true;
      }
    }
    /** Names by which some were taken that could as well be others. */
    const guessed = new Set<string>();
    for (const position of part) {
      const [operator, ...others] = this.matches[position] ? [] : this.fitting(position);
      if (!operator) continue;
      if (others.some(({ vertex }) => vertex !== operator.vertex)) guessed.add(operator.givenName);
      this.take(position, operator, guessed.has(operator.givenName) ? 'turn' : 'name');
    }
  }

  /** The free operators of the first of its names that has some; those that have its place among what is around it, if there are. */
  private fitting(position: number): readonly ChainedOperator[] {
    for (const named of this.byName[position]!) {
      const free = named.filter((each) => !this.taken.has(each));
      if (free.length === 0) continue;
      if (free.length === 1) return free;
      const before = this.around(position, named, (each) => this.source.inputs(each));
      const after = this.around(position, named, (each) => this.source.outputs[each]!);
      const placed = free.filter((each) => {
        const freeBefore = free.filter((other) => this.job.leads(other, each));
        const freeAfter = free.filter((other) => this.job.leads(each, other));
        return (
          before.tied.every((operator) => this.job.leads(operator, each)) &&
          after.tied.every((operator) => this.job.leads(each, operator)) &&
          freeBefore.length >= before.alike &&
          freeAfter.length >= after.alike
        );
      });
      return placed.length > 0 ? placed : free;
    }
    return [];
  }

  /** Going one way, the first that are tied, and how many there are until then that can have the same name. */
  private around(
    position: number,
    named: readonly ChainedOperator[],
    next: (position: number) => readonly number[],
  ): { readonly tied: readonly ChainedOperator[]; readonly alike: number } {
    const tied: ChainedOperator[] = [];
    let alike = 0;
    const seen = new Set<number>();
    const open = [...next(position)];
    for (let each = open.pop(); each !== undefined; each = open.pop()) {
      if (seen.has(each)) continue;
      seen.add(each);
      const match = this.matches[each];
      if (match) tied.push(match.operator);
      else {
        if (this.byName[each]!.includes(named)) alike++;
        open.push(...next(each));
      }
    }
    return { tied, alike };
  }

  private pair(positions: readonly number[], operators: readonly ChainedOperator[]): boolean {
    const open = positions.filter((position) => !this.matches[position]);
    const free = operators.filter((operator) => !this.taken.has(operator));
    if (open.length !== 1 || free.length !== 1) return false;
    const { name, defaultNames } = this.source.operators[open[0]!]!;
    // An operator without a name has one that is known, so that another is another operator.
    if (name === undefined && defaultNames && !defaultNames.includes(free[0]!.givenName)) return false;
    this.take(open[0]!, free[0]!, 'place');
    return true;
  }

  private take(position: number, operator: ChainedOperator, by: SourceMatch['by']): void {
    this.matches[position] = { operator, by };
    this.taken.add(operator);
  }

  private weightOf(position: number): number {
    if (this.byUid[position]!.length > 0) return 2;
    return this.byName[position]!.length > 0 ? 1 : 0;
  }
}

function namesOf({ name, defaultNames = [] }: SourceOperator): readonly string[] {
  return name === undefined ? defaultNames : [name];
}

function grouped<Item>(items: readonly Item[], key: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}
