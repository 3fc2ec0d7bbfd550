import type { SinkConnector, SourceConnector } from './connectors.js';
import {
  checkGraph,
  type Graph,
  type Input,
  type Key,
  type KeyedProcess,
  type OperatorKind,
  type OperatorNode,
} from './graph.js';
import type { Params } from './params.js';
import type { RecordType } from './recordTypes.js';
import type { StateDescriptors } from './state.js';

/** What a pipeline definition exports. */
export interface PipelineDefinition {
  readonly job: string;
  /** @internal Runs the definition's function and checks what it built. */
  readonly build: (params: Params, defaultParallelism: number) => Graph;
}

export interface PipelineContext {
  readonly env: StreamEnvironment;
  readonly params: Params;
}

/**
 * Defines a pipeline. Export it as the default of a `*.pipeline.ts` file. The function is called once in each
 * thread of a run, so it must build the same operators every time.
 */
export function pipeline(job: string, define: (context: PipelineContext) => void): PipelineDefinition {
  return {
    job,
    build(params, defaultParallelism) {
      const env = new StreamEnvironment();
      define({ env, params });
      return checkGraph(job, env.nodes, defaultParallelism);
    },
  };
}

/** Where streams begin. */
export class StreamEnvironment {
  /** @internal */
  readonly nodes: OperatorNode[] = [];

  /** Reads records of `type` from a connector: `generate(…)`, `csvFile(…)`, `socketText(…)` and others. */
  source<Value>(type: RecordType<Value>, source: SourceConnector<NoInfer<Value>>): Operator<Value> {
    return this.add({ kind: 'source', source }, [], type, callerLine());
  }

  /** @internal */
  add<Value>(
    operator: OperatorKind,
    inputs: readonly Input[],
    output: RecordType<Value> | undefined,
    definedAtLine: number | undefined,
  ): Operator<Value> {
    const node: OperatorNode = {
      operator,
      inputs,
      output,
      definedAtLine,
      name: undefined,
      uid: undefined,
      parallelism: undefined,
    };
    this.nodes.push(node);
    return new Operator(this, node);
  }
}

/** A stream of records, read from one operator or from several in union. */
export class DataStream<Value> {
  /** @internal */
  constructor(
    protected readonly env: StreamEnvironment,
    protected readonly inputs: readonly Input[],
  ) {}

  /** One record of `type` for each record. */
  map<Out>(type: RecordType<Out>, map: (record: Value) => NoInfer<Out>): Operator<Out> {
    return this.env.add({ kind: 'map', map }, this.inputs, type, callerLine());
  }

  /** The records for which `keep` says `true`. */
  filter(keep: (record: Value) => boolean): Operator<Value> {
    const type = this.inputs[0]!.from.output as RecordType<Value>;
    return this.env.add({ kind: 'filter', keep }, this.inputs, type, callerLine());
  }

  /** Any number of records of `type` for each record. */
  flatMap<Out>(
    type: RecordType<Out>,
    flatMap: (record: Value, emit: (out: NoInfer<Out>) => void) => void,
  ): Operator<Out> {
    return this.env.add({ kind: 'flatMap', flatMap }, this.inputs, type, callerLine());
  }

  /** This stream and others of the same type as one, in no given order. */
  union(...others: readonly DataStream<Value>[]): DataStream<Value> {
    return new DataStream(
      this.env,
      [this, ...others].flatMap((stream) => stream.inputs),
    );
  }

  /** Sends records of the same key to the same subtask, so that the next operator can keep state for each key. */
  keyBy(key: (record: Value) => Key): KeyedStream<Value> {
    return new KeyedStream(this.env, this.inputs, key);
  }

  /** Ends the stream in a connector: `fileSink(…)`, `printSink()` or `blackholeSink()`. */
  sinkTo(sink: SinkConnector): Operator<never> {
    return this.env.add<never>({ kind: 'sink', sink }, this.inputs, undefined, callerLine());
  }
}

/** An operator just added: can be named and tuned, and is itself the stream of its output. */
export class Operator<Value> extends DataStream<Value> {
  private readonly node: OperatorNode;

  /** @internal */
  constructor(env: StreamEnvironment, node: OperatorNode) {
    super(env, [{ from: node }]);
    this.node = node;
  }

  /** What people read: in the chart, in logs. */
  name(name: string): this {
    this.node.name = name;
    return this;
  }

  /** What a restore finds the operator's state by; keep it when the name changes. */
  uid(uid: string): this {
    this.node.uid = uid;
    return this;
  }

  /** How many subtasks, each a thread, share the operator's work. */
  parallelism(parallelism: number): this {
    this.node.parallelism = parallelism;
    return this;
  }
}

/** A stream whose records of one key all come to one subtask. */
export class KeyedStream<Value> {
  /** @internal */
  constructor(
    private readonly env: StreamEnvironment,
    private readonly inputs: readonly Input[],
    private readonly key: (record: Value) => Key,
  ) {}

  /** Calls `process` for each record with the state of its key. */
  process<Out, D extends StateDescriptors>(
    type: RecordType<Out>,
    process: KeyedProcess<Value, NoInfer<Out>, D>,
  ): Operator<Out> {
    const { env, key } = this;
    const inputs = this.inputs.map((input) => ({ ...input, key }));
    const kind: OperatorKind = {
      kind: 'process',
      key,
      process: process as KeyedProcess<Value, Out, StateDescriptors>,
    };
    return env.add(kind, inputs, type, callerLine());
  }
}

/**
 * The line of the definition that called the method that calls this. In a chain V8 names the place of the call's
 * property, so it is the line of `.process`, not of the statement.
 */
function callerLine(): number | undefined {
  const [, , , caller] = new Error().stack?.split('\n') ?? [];
  const line = /:(\d+):\d+\)?$/.exec(caller ?? '')?.[1];
  return line === undefined ? undefined : Number(line);
}
