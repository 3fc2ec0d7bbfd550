import type { SinkConnector, SourceConnector } from './connectors.js';
import type { RecordType } from './recordTypes.js';
import type { StateDescriptors, StatesOf } from './state.js';

/** What a keyed process function gets beside the record. */
export interface ProcessContext<Out, D extends StateDescriptors> {
  readonly state: StatesOf<D>;
  readonly emit: (record: Out) => void;
}

export type Key = number | string;

/** A process function on a keyed stream: called for each record, with the state of the record's key. */
export interface KeyedProcess<In, Out, D extends StateDescriptors> {
  readonly state: D;
  /** How many keys to make room for at the start, over all subtasks; more are taken too, with pauses to grow. */
  readonly expectedKeys?: number;
  readonly process: (record: In, context: ProcessContext<Out, D>) => void;
}

/** A record of a type that the graph does not know: the definition's own types were checked by the compiler. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- functions of any record type are kept side by side
export type AnyRecord = any;

export type OperatorKind =
  | { readonly kind: 'source'; readonly source: SourceConnector<AnyRecord> }
  | { readonly kind: 'map'; readonly map: (record: AnyRecord) => AnyRecord }
  | { readonly kind: 'filter'; readonly keep: (record: AnyRecord) => boolean }
  | {
      readonly kind: 'flatMap';
      readonly flatMap: (record: AnyRecord, emit: (out: AnyRecord) => void) => void;
    }
  | {
      readonly kind: 'process';
      readonly key: (record: AnyRecord) => Key;
      readonly process: KeyedProcess<AnyRecord, AnyRecord, StateDescriptors>;
    }
  | { readonly kind: 'sink'; readonly sink: SinkConnector };

/** How records go to the next operator: `hash` by key, `forward` to the same subtask, `rebalance` in turn. */
export type Ship = 'hash' | 'forward' | 'rebalance';

export interface Input {
  readonly from: OperatorNode;
  readonly key?: (record: AnyRecord) => Key;
}

/** One operator while the definition is being built. */
export interface OperatorNode {
  readonly operator: OperatorKind;
  readonly inputs: readonly Input[];
  readonly output: RecordType | undefined;
  readonly definedAtLine: number | undefined;
  name: string | undefined;
  uid: string | undefined;
  parallelism: number | undefined;
}

/** One operator of a checked graph. `inputs` index the graph's operators. */
export interface GraphOperator {
  readonly id: string;
  readonly name: string;
  readonly parallelism: number;
  readonly operator: OperatorKind;
  readonly inputs: readonly {
    readonly from: number;
    readonly ship: Ship;
    readonly key?: (record: AnyRecord) => Key;
  }[];
  /** Type of the records that come in; none for a source. */
  readonly input: RecordType | undefined;
  /** Type of the records that go out; none for a sink. */
  readonly output: RecordType | undefined;
  readonly definedAtLine: number | undefined;
}

/** A pipeline that can run: operators in the order of the definition, so that inputs come before what reads them. */
export interface Graph {
  readonly job: string;
  readonly operators: readonly GraphOperator[];
}

/** A pipeline definition that cannot run as it is; `line` is where in the definition, from 1. */
export class GraphError extends Error {
  override readonly name = 'GraphError';
  constructor(
    message: string,
    readonly line?: number,
  ) {
    super(message);
  }
}

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
  const operators = nodes.map((node): GraphOperator => {
    const name = node.name ?? node.operator.kind;
    const parallelism = checkParallelism(node, name, defaultParallelism);
    const id = uniqueId(node, name, ids);
    if (node.operator.kind !== 'sink' && !read.has(node)) {
      throw new GraphError(`Nothing reads “${name}”: end the stream with .sinkTo(…).`, node.definedAtLine);
    }
    const inputs = node.inputs.map((input) => {
      const upstream = checkParallelism(input.from, input.from.name ?? '', defaultParallelism);
      const ship: Ship = input.key ? 'hash' : upstream === parallelism ? 'forward' : 'rebalance';
      return { from: indices.get(input.from)!, ship, ...(input.key ? { key: input.key } : {}) };
    });
    const { output, definedAtLine } = node;
    const operator = withIdentifier(node.operator, name, nodes);
    return { id, name, parallelism, operator, inputs, input: inputType(node, name), output, definedAtLine };
  });
  return { job, operators };
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

function inputType(node: OperatorNode, name: string): RecordType | undefined {
  const types = node.inputs.map((input) => input.from.output!);
  const first = types[0];
  if (first && types.some((type) => describe(type) !== describe(first))) {
    throw new GraphError(
      `The streams that “${name}” reads differ: ${types.map(describe).join(' and ')}. Map them to one type.`,
      node.definedAtLine,
    );
  }
  return first;
}

function describe(type: RecordType): string {
  const fields = Object.entries(type.fields).map(([name, field]) => `${name}: ${field.kind}`);
  return `{ ${fields.join(', ')} }`;
}
