import type { Operator } from '../../trace/model.js';
import type { OperatorIndex } from '../../trace/units.js';
import { functionNames } from './fusedNames.js';
import { splitOutside } from './splitOutside.js';

/** One operator of a running job: a vertex runs a chain of them in one task. */
export interface ChainedOperator {
  readonly vertex: OperatorIndex;
  /** As Flink names it: `Source: orders`, `slow sink: Writer`. */
  readonly name: string;
  /** The name that the program gave it, without what Flink adds. */
  readonly givenName: string;
  /** Whether the vertex has its id, and takes its inputs. */
  readonly isHead: boolean;
  /** The operators that take its records, by their position in the list of all. */
  readonly outputs: readonly number[];
}

/**
 * The operators of a job by the names of its vertices: Flink joins the names of a chain by ` -> ` and puts what
 * branches in brackets, `Source: a -> (b -> c, d)` (`StreamingJobGraphGenerator.createChainedName`). Which operator of
 * a chain sends to the next vertex is not in a name; all ends of the chain are taken.
 *
 * @param given the names in the job's source, to tell the Python functions in one operator apart
 */
export function chainedOperators(
  vertices: readonly Operator[],
  given: ReadonlySet<string> = new Set(),
): readonly ChainedOperator[] {
  const all: { -readonly [Field in keyof ChainedOperator]: ChainedOperator[Field] }[] = [];
  const heads: number[] = [];
  const ends: number[][] = [];
  vertices.forEach((operator, vertex) => {
    const from = all.length;
    const connect = (one: number, next: number): void => {
      all[one]!.outputs = [...all[one]!.outputs, next];
    };
    /** Answers the first and the last of the functions in one operator. */
    const add = (name: string): readonly [number, number] => {
      const first = all.length;
      for (const part of functionNames(name, given)) {
        if (all.length > first) connect(all.length - 1, all.length);
        const isHead = all.length === from;
        all.push({ vertex, name: part, givenName: givenName(part), isHead, outputs: [] });
      }
      return [first, all.length - 1];
    };
    heads.push(from);
    ends.push(chainEnds(operator.name, add, connect));
  });
  vertices.forEach(({ inputs }, vertex) => {
    for (const { from } of inputs) {
      const source = vertices.findIndex(({ id }) => id === from);
      for (const end of ends[source] ?? []) all[end]!.outputs = [...all[end]!.outputs, heads[vertex]!];
    }
  });
  return all;
}

/** Reads one chain; answers its ends. */
function chainEnds(
  name: string,
  add: (name: string) => readonly [number, number],
  connect: (one: number, next: number) => void,
): number[] {
  const [head, ...rest] = splitOutside(name, ' -> ');
  const [, last] = add(head!);
  if (rest.length === 0) return [last];
  const tail = rest.join(' -> ');
  const branches = /^\(.*\)$/s.test(tail) ? splitOutside(tail.slice(1, -1), ', ') : [tail];
  return branches.flatMap((branch) => {
    const next = { position: -1 };
    const ends = chainEnds(
      branch,
      (each) => {
        const added = add(each);
        if (next.position < 0) [next.position] = added;
        return added;
      },
      connect,
    );
    connect(last, next.position);
    return ends;
  });
}

/** Without the part of a source or sink that it is, and without the number that SQL's planner gives it. */
function givenName(name: string): string {
  return name
    .replace(/^(Source|Sink): /, '')
    .replace(/: (Writer|Committer|Global Committer|Pre Writer|Pre Committer|Post Committer)$/, '')
    .replace(/\[\d+\]$/, '');
}
