import type { SinkConnector, SourceConnector } from './connectors.js';
import type { Key } from './functions.js';
import type { RecordType } from './recordTypes.js';
import type { StateDescriptors, StateType } from './state.js';
import type { WatermarkStrategy } from './watermarkStrategy.js';
import type { TimeWindow, WindowAssigner, WindowContext } from './windows.js';

/** A record of a type that the graph does not know: the definition's own types were checked by the compiler. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- functions of any record type are kept side by side
export type AnyRecord = any;

/** The context of a user's function, with whatever state, key and output the definition has. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- functions of any state are kept side by side
export type AnyContext = any;

type FlatMap = (record: AnyRecord, emit: (out: AnyRecord) => void) => void;

/** A user's functions on keyed records: one for each input, which share the state of a key. */
export interface KeyedFunctions {
  readonly state: StateDescriptors;
  readonly expectedKeys: number;
  readonly inputs: readonly {
    readonly key: (record: AnyRecord) => Key;
    readonly process: (record: AnyRecord, context: AnyContext) => void;
  }[];
  readonly onTimer: ((time: number, context: AnyContext) => void) | undefined;
}

/** What becomes of a window's records. */
export type WindowFunction =
  | {
      readonly kind: 'aggregate';
      /** Of the accumulator. */
      readonly type: StateType;
      /** As the definition has it; none where the first record is the accumulator. */
      readonly create: (() => AnyRecord) | undefined;
      readonly first: (record: AnyRecord) => AnyRecord;
      readonly add: (accumulator: AnyRecord, record: AnyRecord) => AnyRecord;
      readonly result: (accumulator: AnyRecord, window: TimeWindow, key: Key) => AnyRecord;
    }
  | {
      readonly kind: 'process';
      /** Of the records. */
      readonly type: RecordType;
      readonly process: (records: Iterable<AnyRecord>, context: WindowContext<AnyRecord>) => void;
    };

export interface WindowDefinition {
  readonly key: (record: AnyRecord) => Key;
  readonly assigner: WindowAssigner;
  /** ms of event time after a window's end. */
  readonly allowedLateness: number;
  readonly function: WindowFunction;
}

export type OperatorKind =
  | { readonly kind: 'source'; readonly source: SourceConnector<AnyRecord> }
  | { readonly kind: 'map'; readonly map: (record: AnyRecord) => AnyRecord }
  | { readonly kind: 'filter'; readonly keep: (record: AnyRecord) => boolean }
  | { readonly kind: 'flatMap'; readonly flatMap: FlatMap }
  | { readonly kind: 'coMap'; readonly maps: readonly ((record: AnyRecord) => AnyRecord)[] }
  | { readonly kind: 'coFlatMap'; readonly flatMaps: readonly FlatMap[] }
  | { readonly kind: 'process' | 'coProcess'; readonly functions: KeyedFunctions }
  | {
      readonly kind: 'reduce';
      readonly functions: KeyedFunctions;
      /** As the definition has it. */
      readonly reduce: (before: AnyRecord, record: AnyRecord) => AnyRecord;
    }
  | { readonly kind: 'window'; readonly window: WindowDefinition }
  | { readonly kind: 'sink'; readonly sink: SinkConnector };

/** How a stream's records get their timestamps, ms of event time, and its watermarks come about. */
export interface EventTimeAssigner {
  readonly timestamp: (record: AnyRecord) => number;
  readonly strategy: WatermarkStrategy;
}

/** How records go to the next operator: `hash` by key, `forward` to the same subtask, `rebalance` in turn. */
export type Ship = 'hash' | 'forward' | 'rebalance';

export interface Input {
  readonly from: OperatorNode;
  readonly key?: (record: AnyRecord) => Key;
  /** Which of a two-input operator's inputs it is; none for 0. */
  readonly side?: 0 | 1;
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
  eventTime: EventTimeAssigner | undefined;
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
    /** Which input of a two-input operator, else 0. */
    readonly side: 0 | 1;
  }[];
  /** Type of the records that come in, of the first input where there are two; none for a source. */
  readonly input: RecordType | undefined;
  /** Type of the records that go out; none for a sink. */
  readonly output: RecordType | undefined;
  readonly definedAtLine: number | undefined;
  /** Where its output gets timestamps and watermarks of its own. */
  readonly eventTime: EventTimeAssigner | undefined;
  /** Whether the records that come in have timestamps. */
  readonly readsTimestamps: boolean;
  /** Whether the records that go out have timestamps. */
  readonly hasTimestamps: boolean;
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
