import type { DefinedOperator } from '../../flinkSql/translation/definedOperators.js';
import type { Operator, Trace } from '../../trace/model.js';

/** What keeps state for its keys or windows, and its number in the plan: there is one in a vertex, and vertices begin with it. */
const keyed = /^(?:Global)?(OverAggregate|WindowAggregate|WindowRank)\[(\d+)\]/;

/**
 * The trace of a job that was made from a definition, with the definition's names, ids and lines in place of Flink's vertices: a
 * source by the name of its table, what has state by its place in the plan, a sink by its table. What is not certain keeps Flink's name.
 */
export function namedAsDefined(trace: Trace, defined: readonly DefinedOperator[], file: string): Trace {
  const owners = ownersOf(trace.operators, defined);
  const ids = new Map(trace.operators.map(({ id }, index) => [id, owners[index]?.id ?? id]));
  const operators = trace.operators.map((operator, index): Operator => {
    const owner = owners[index];
    const inputs = operator.inputs.map(({ from, ship }) => ({ from: ids.get(from) ?? from, ship }));
    if (owner === undefined) return { ...operator, inputs };
    const { id, name, line } = owner;
    return { ...operator, id, name, inputs, ...(line !== undefined && { definedAt: { file, line } }) };
  });
  return { ...trace, operators };
}

/** The operator of the definition that a task of its job is of, by the task's name; undefined where that is not certain. */
export function definedOperatorOf(
  task: string,
  defined: readonly DefinedOperator[],
): DefinedOperator | undefined {
  const byTable = defined.find(({ table }) => table !== undefined && isOf(task, table));
  const kind = keyed.exec(task)?.[1];
  if (byTable !== undefined || kind === undefined) return byTable;
  const [only, ...others] = defined.filter(({ node }) => node === kind);
  return others.length === 0 ? only : undefined;
}

/** For each vertex the operator of the definition that it is most of; none is given twice. */
function ownersOf(
  vertices: readonly Operator[],
  defined: readonly DefinedOperator[],
): readonly (DefinedOperator | undefined)[] {
  const stateful = vertices
    .map(({ name }) => ({ name, match: keyed.exec(name) }))
    .filter(({ match }) => match !== null)
    .sort((one, other) => Number(one.match![2]) - Number(other.match![2]));
  const expected = defined.filter(({ node }) => node !== undefined);
  const isKnown =
    stateful.length === expected.length &&
    expected.every(({ node }, place) => stateful[place]!.match![1] === node);
  const taken = new Set<DefinedOperator>();
  return vertices.map(({ name }) => {
    const owner = keyed.test(name)
      ? isKnown
        ? statefulPart(expected[stateful.findIndex((vertex) => vertex.name === name)]!)
        : undefined
      : defined.find(({ table }) => table !== undefined && isOf(name, table));
    if (owner === undefined || taken.has(owner)) return undefined;
    taken.add(owner);
    return owner;
  });
}

/** The vertex that has the state: of a generated source one that numbers its records, behind that of its table. */
function statefulPart(operator: DefinedOperator): DefinedOperator {
  if (operator.table === undefined) return operator;
  const { id, name } = operator;
  return { ...operator, id: `${id}: index`, name: `${name}: index`, line: undefined };
}

function isOf(vertex: string, table: string): boolean {
  return (
    vertex.startsWith(`Source: ${table}[`) ||
    new RegExp(String.raw`(^|> )${escaped(table)}\[\d+\]: Writer`).test(vertex)
  );
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
