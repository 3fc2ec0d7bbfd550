import type { SinkConnector } from './connectors.js';
import type { Key, KeyedCoProcess, KeyedProcess, ProcessContext } from './functions.js';
import { checkGivenType } from './givenTypes.js';
import type {
  AnyContext,
  AnyRecord,
  Input,
  KeyedFunctions,
  OperatorKind,
  OperatorNode,
  WindowFunction,
} from './graph.js';
import type { RecordType } from './recordTypes.js';
import { valueState, type StateDescriptors, type ValueState } from './state.js';
import { WatermarkStrategy } from './watermarkStrategy.js';
import type { WindowAggregate, WindowAssigner, WindowContext } from './windows.js';

/** A stream of records, read from one operator or from several in union. */
export class DataStream<Value> {
  /** @internal */
  constructor(
    protected readonly nodes: OperatorNode[],
    protected readonly inputs: readonly Input[],
  ) {}

  /** One record of `type` for each record. */
  map<Out>(type: RecordType<Out>, map: (record: Value) => NoInfer<Out>): Operator<Out> {
    const line = callerLine();
    checkGivenType(type, 'map', line);
    return addOperator(this.nodes, { kind: 'map', map }, this.inputs, type, line);
  }

  /** The records for which `keep` says `true`. */
  filter(keep: (record: Value) => boolean): Operator<Value> {
    const type = this.inputs[0]!.from.output as RecordType<Value>;
    return addOperator(this.nodes, { kind: 'filter', keep }, this.inputs, type, callerLine());
  }

  /** Any number of records of `type` for each record. */
  flatMap<Out>(
    type: RecordType<Out>,
    flatMap: (record: Value, emit: (out: NoInfer<Out>) => void) => void,
  ): Operator<Out> {
    const line = callerLine();
    checkGivenType(type, 'flatMap', line);
    return addOperator(this.nodes, { kind: 'flatMap', flatMap }, this.inputs, type, line);
  }

  /** This stream and others of the same type as one, in no given order. */
  union(...others: readonly DataStream<Value>[]): DataStream<Value> {
    return new DataStream(
      this.nodes,
      [this, ...others].flatMap((stream) => stream.inputs),
    );
  }

  /** This stream and another, which may be of another type, as the two inputs of one operator. */
  connect<Other>(other: DataStream<Other>): ConnectedStreams<Value, Other> {
    const second = other.inputs.map((input): Input => ({ ...input, side: 1 }));
    return new ConnectedStreams(this.nodes, [...this.inputs, ...second]);
  }

  /** Sends records of the same key to the same subtask, so that the next operator can keep state for each key. */
  keyBy<K extends Key>(key: (record: Value) => K): KeyedStream<Value, K> {
    return new KeyedStream(this.nodes, this.inputs, key);
  }

  /** Ends the stream in a connector: `fileSink(…)`, `printSink()` or `blackholeSink()`. */
  sinkTo(sink: SinkConnector): Operator<never> {
    return addOperator<never>(this.nodes, { kind: 'sink', sink }, this.inputs, undefined, callerLine());
  }
}

/** An operator just added: can be named and tuned, and is itself the stream of its output. */
export class Operator<Value> extends DataStream<Value> {
  private readonly node: OperatorNode;

  /** @internal */
  constructor(nodes: OperatorNode[], node: OperatorNode) {
    super(nodes, [{ from: node }]);
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

  /**
   * Gives the records that go out their timestamps, ms since 1970 or in whatever event time counts, and tells from them
   * how far event time has come.
   */
  assignTimestampsAndWatermarks(
    timestamp: (record: Value) => number,
    strategy = WatermarkStrategy.forMonotonousTimestamps(),
  ): this {
    this.node.eventTime = { timestamp, strategy };
    return this;
  }
}

/** A stream whose records of one key all come to one subtask. */
export class KeyedStream<Value, K extends Key = Key> {
  /** @internal */
  constructor(
    private readonly nodes: OperatorNode[],
    /** @internal */
    readonly inputs: readonly Input[],
    /** @internal */
    readonly key: (record: Value) => K,
  ) {}

  /** Calls `process` for each record with the state of its key. */
  process<Out, D extends StateDescriptors>(
    type: RecordType<Out>,
    definition: KeyedProcess<Value, NoInfer<Out>, D, K>,
  ): Operator<Out> {
    const line = callerLine();
    checkGivenType(type, 'process', line);
    const { key } = this;
    const functions = keyedFunctions(definition, [{ key, process: definition.process }]);
    return addOperator(this.nodes, { kind: 'process', functions }, this.keyedInputs(), type, line);
  }

  /** For each record all records of its key so far, made one by `reduce`: of what came before and the record. */
  reduce(reduce: (before: Value, record: Value) => Value): Operator<Value> {
    const { key } = this;
    const type = this.inputs[0]!.from.output as RecordType<Value>;
    const functions = keyedFunctions({ state: { reduced: valueState(type) } }, [
      {
        key,
        process(record: Value, { state, emit }: ProcessContext<Value, AnyContext>) {
          const { reduced } = state as { readonly reduced: ValueState<Value, undefined> };
          const before = reduced.value();
          const after = before === undefined ? record : reduce(before, record);
          reduced.update(after);
          emit(after);
        },
      },
    ]);
    const operator: OperatorKind = { kind: 'reduce', functions, reduce };
    return addOperator(this.nodes, operator, this.keyedInputs(), type, callerLine());
  }

  /** The records of each key in windows of event time, which the stream must have. */
  window(assigner: WindowAssigner): WindowedStream<Value, K> {
    return new WindowedStream(this.nodes, this, assigner);
  }

  /** This stream and another, whose type may be another, as the two inputs of one function that share state. */
  connect<Other>(other: KeyedStream<Other, K>): KeyedConnectedStreams<Value, Other, K> {
    return new KeyedConnectedStreams(this.nodes, this, other);
  }

  /** @internal */
  keyedInputs(side: 0 | 1 = 0): Input[] {
    return this.inputs.map((input) => ({ ...input, key: this.key, side }));
  }
}

/** The records of each key in windows of event time. */
export class WindowedStream<Value, K extends Key = Key> {
  /** @internal */
  constructor(
    private readonly nodes: OperatorNode[],
    private readonly stream: KeyedStream<Value, K>,
    private readonly assigner: WindowAssigner,
    private readonly lateness = 0,
  ) {}

  /**
   * Keeps windows for so many ms of event time after their end: a record that comes then has its window fire again. One that comes
   * later still is left out and counted. @throws Error for less than 0.
   */
  allowedLateness(ms: number): WindowedStream<Value, K> {
    if (!Number.isSafeInteger(ms) || ms < 0) throw new Error(`allowedLateness(${ms}): give 0 ms or more.`);
    return new WindowedStream(this.nodes, this.stream, this.assigner, ms);
  }

  /** One record a window: all of its records made one by `reduce`. */
  reduce(reduce: (before: Value, record: Value) => Value): Operator<Value> {
    const type = this.recordType();
    return this.add(type, callerLine(), {
      kind: 'aggregate',
      type,
      create: undefined,
      first: (record: Value) => record,
      add: reduce,
      result: (accumulator: Value) => accumulator,
    });
  }

  /** One record of `type` a window, from an accumulator that each record is added to. */
  aggregate<Acc, Out>(
    type: RecordType<Out>,
    aggregate: WindowAggregate<Value, Acc, NoInfer<Out>, K>,
  ): Operator<Out> {
    const line = callerLine();
    checkGivenType(type, 'aggregate', line);
    const { accumulator, create, add, result } = aggregate;
    return this.add(type, line, {
      kind: 'aggregate',
      type: accumulator,
      create,
      first: (record: Value) => add(create(), record),
      add,
      result: result as WindowAggregate<Value, Acc, Out>['result'],
    });
  }

  /** Any number of records of `type` a window, from all its records in the order in which they came. */
  process<Out>(
    type: RecordType<Out>,
    process: (records: Iterable<Value>, context: WindowContext<NoInfer<Out>, K>) => void,
  ): Operator<Out> {
    const line = callerLine();
    checkGivenType(type, 'process', line);
    return this.add(type, line, {
      kind: 'process',
      type: this.recordType(),
      process: process as (records: Iterable<Value>, context: WindowContext<AnyRecord>) => void,
    });
  }

  private recordType(): RecordType<Value> {
    return this.stream.inputs[0]!.from.output as RecordType<Value>;
  }

  private add<Out>(
    type: RecordType<Out>,
    line: number | undefined,
    windowFunction: WindowFunction,
  ): Operator<Out> {
    const { stream, assigner, lateness } = this;
    const window = { key: stream.key, assigner, allowedLateness: lateness, function: windowFunction };
    return addOperator(this.nodes, { kind: 'window', window }, stream.keyedInputs(), type, line);
  }
}

/** Two streams, each of its own type, as the inputs of one operator. */
export class ConnectedStreams<In1, In2> {
  /** @internal */
  constructor(
    private readonly nodes: OperatorNode[],
    private readonly inputs: readonly Input[],
  ) {}

  /** One record of `type` for each record: by `map1` for those of the first stream, by `map2` for the other's. */
  map<Out>(
    type: RecordType<Out>,
    map1: (record: In1) => NoInfer<Out>,
    map2: (record: In2) => NoInfer<Out>,
  ): Operator<Out> {
    const line = callerLine();
    checkGivenType(type, 'map', line);
    return addOperator(this.nodes, { kind: 'coMap', maps: [map1, map2] }, this.inputs, type, line);
  }

  /** Any number of records of `type` for each record, by a function for each stream. */
  flatMap<Out>(
    type: RecordType<Out>,
    flatMap1: (record: In1, emit: (out: NoInfer<Out>) => void) => void,
    flatMap2: (record: In2, emit: (out: NoInfer<Out>) => void) => void,
  ): Operator<Out> {
    const line = callerLine();
    checkGivenType(type, 'flatMap', line);
    const operator: OperatorKind = { kind: 'coFlatMap', flatMaps: [flatMap1, flatMap2] };
    return addOperator(this.nodes, operator, this.inputs, type, line);
  }
}

/** Two keyed streams as the inputs of one function, which keeps state for each key of either. */
export class KeyedConnectedStreams<In1, In2, K extends Key = Key> {
  /** @internal */
  constructor(
    private readonly nodes: OperatorNode[],
    private readonly first: KeyedStream<In1, K>,
    private readonly second: KeyedStream<In2, K>,
  ) {}

  /** Calls `process1` for each record of the first stream and `process2` for the second's, with the state of its key. */
  process<Out, D extends StateDescriptors>(
    type: RecordType<Out>,
    definition: KeyedCoProcess<In1, In2, NoInfer<Out>, D, K>,
  ): Operator<Out> {
    const line = callerLine();
    checkGivenType(type, 'process', line);
    const { first, second } = this;
    const functions = keyedFunctions(definition, [
      { key: first.key, process: definition.process1 },
      { key: second.key, process: definition.process2 },
    ]);
    const inputs = [...first.keyedInputs(0), ...second.keyedInputs(1)];
    return addOperator(this.nodes, { kind: 'coProcess', functions }, inputs, type, line);
  }
}

/** A user's definition without its types, which the compiler has checked. */
interface AnyDefinition {
  readonly state: StateDescriptors;
  readonly expectedKeys?: number;
  readonly onTimer?: (time: number, context: AnyContext) => void;
}

function keyedFunctions(
  { state, expectedKeys = 0, onTimer }: AnyDefinition,
  inputs: KeyedFunctions['inputs'],
): KeyedFunctions {
  const reserved = Object.keys(state).find((name) => name.startsWith('$'));
  if (reserved !== undefined) {
    throw new Error(`the state ${reserved}: names that begin with $ are for timers. Give it another name.`);
  }
  return { state, expectedKeys, inputs, onTimer };
}

/** @internal */
export function addOperator<Value>(
  nodes: OperatorNode[],
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
    eventTime: undefined,
  };
  nodes.push(node);
  return new Operator(nodes, node);
}

/**
 * @internal The line of the definition that called the method that calls this. In a chain V8 names the place of the call's
 * property, so it is the line of `.process`, not of the statement.
 */
export function callerLine(): number | undefined {
  const [, , , caller] = new Error().stack?.split('\n') ?? [];
  const line = /:(\d+):\d+\)?$/.exec(caller ?? '')?.[1];
  return line === undefined ? undefined : Number(line);
}
