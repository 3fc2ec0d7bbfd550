import {
  GraphError,
  type Graph,
  type GraphOperator,
  type OperatorKind,
  type OperatorNode,
  type Ship,
} from './graph.js';
import { describeRecordType, type RecordType } from './recordTypes.js';

const parallelismMax = 64;

/**
 * Checks what the definition built and fills in what it left open: names, ids, parallelism, ship strategies.
 *
 * @throws GraphError with the operator's line.
 */
export function checkGraph(job: string, nodes: readonly OperatorNode[], defaultParallelism: number): Graph {
  if (nodes.length === 0) throw new GraphError('The pipeline has no operator: start with env.source(…).');
  const indices = new Map(nodes.map((node, index) => [node, index]));
  const read = new Set(nodes.flatMap((node) => node.inputs.map((input) => input.from)));
  const ids = new Set<string>();
  const timed = new Set<OperatorNode>();
  const operators = nodes.map((node): GraphOperator => {
    const name = node.name ?? node.operator.kind;
    const parallelism = checkParallelism(node, name, defaultParallelism);
    const id = uniqueId(node, name, ids);
    if (node.operator.kind !== 'sink' && !read.has(node)) {
      throw new GraphError(`Nothing reads “${name}”: end the stream with .sinkTo(…).`, node.definedAtLine);
    }
    const inputs = node.inputs.map(({ from, key, side = 0 }) => {
      const upstream = checkParallelism(from, from.name ?? '', defaultParallelism);
      const ship: Ship = key ? 'hash' : upstream === parallelism ? 'forward' : 'rebalance';
      return { from: indices.get(from)!, ship, side, ...(key ? { key } : {}) };
    });
    const { output, definedAtLine, eventTime } = node;
    const input = inputType(node, 0, name);
    inputType(node, 1, name);
    const readsTimestamps = checkTimestamps(node, name, timed);
    const hasTimestamps = eventTime !== undefined || readsTimestamps;
    if (hasTimestamps) timed.add(node);
    const operator = withIdentifier(node.operator, name, nodes);
    const timestamps = { eventTime, readsTimestamps, hasTimestamps };
    return { id, name, parallelism, operator, inputs, input, output, definedAtLine, ...timestamps };
  });
  return { job, operators };
}

/** Whether the records that come to a node have timestamps. `timed` are the nodes before it whose records do. */
function checkTimestamps(node: OperatorNode, name: string, timed: ReadonlySet<OperatorNode>): boolean {
  const withTimestamps = node.inputs.filter(({ from }) => timed.has(from));
  const haveAll = withTimestamps.length === node.inputs.length;
  if (node.operator.kind === 'window' && withTimestamps.length === 0) {
    throw new GraphError(
      `“${name}” has windows of event time, and the records that it reads have no timestamps: ` +
        `give their source .assignTimestampsAndWatermarks(…).`,
      node.definedAtLine,
    );
  }
  const isPassedOn = node.operator.kind !== 'sink' && node.eventTime === undefined;
  if (withTimestamps.length > 0 && !haveAll && isPassedOn) {
    throw new GraphError(
      `Some of the streams that “${name}” reads have timestamps, others have none: its event time would stand still. ` +
        `Give each of them .assignTimestampsAndWatermarks(…).`,
      node.definedAtLine,
    );
  }
  return withTimestamps.length > 0 && haveAll;
}

/** Where several sinks print, each line says from which it is. */
function withIdentifier(operator: OperatorKind, name: string, nodes: readonly OperatorNode[]): OperatorKind {
  if (operator.kind !== 'sink' || operator.sink.kind !== 'print') return operator;
  const printing = nodes.filter(
    (node) => node.operator.kind === 'sink' && node.operator.sink.kind === 'print',
  );
  const { identifier = printing.length > 1 ? name : undefined } = operator.sink;
  return { kind: 'sink', sink: { kind: 'print', identifier } };
}

function checkParallelism(node: OperatorNode, name: string, fallback: number): number {
  const value =
    node.parallelism ?? (node.operator.kind === 'source' ? sourceParallelism(node, fallback) : fallback);
  if (Number.isInteger(value) && value >= 1 && value <= parallelismMax) return value;
  throw new GraphError(
    `The parallelism of “${name}” is ${value}: give a whole number from 1 to ${parallelismMax}.`,
    node.definedAtLine,
  );
}

/** A file or a socket is read by one subtask: splitting it would gain nothing. */
function sourceParallelism(node: OperatorNode, fallback: number): number {
  return node.operator.kind === 'source' && node.operator.source.kind !== 'generate' ? 1 : fallback;
}

function uniqueId(node: OperatorNode, name: string, taken: Set<string>): string {
  const id =
    node.uid ??
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '');
  if (taken.has(id)) {
    throw new GraphError(
      `Two operators have the id “${id}”: give one of them another .uid(…).`,
      node.definedAtLine,
    );
  }
  taken.add(id);
  return id;
}

function inputType(node: OperatorNode, side: 0 | 1, name: string): RecordType | undefined {
  const inputs = node.inputs.filter((input) => (input.side ?? 0) === side);
  const types = inputs.map((input) => input.from.output!);
  const first = types[0];
  if (first && types.some((type) => describeRecordType(type) !== describeRecordType(first))) {
    throw new GraphError(
      `The streams that “${name}” reads differ: ${types.map(describeRecordType).join('; ')}. Map them to one type, or connect them.`,
      node.definedAtLine,
    );
  }
  return first;
}
