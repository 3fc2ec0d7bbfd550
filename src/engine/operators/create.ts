import { assertNever } from '../errors.js';
import type { GraphOperator, KeyedFunctions } from '../pipeline/graph.js';
import { defaultCut, type MemoryCut } from '../state/memoryPool.js';
import { fileSource } from './fileSource.js';
import { FileSinkOperator, type PartFiles } from './fileSink.js';
import { KeyedProcessOperator } from './keyedProcess.js';
import { LateRecords } from './lateRecords.js';
import type {
  Emit,
  OperatorState,
  OperatorTime,
  RestoredState,
  SourceOperator,
  StreamOperator,
} from './operator.js';
import { printSinkOperator } from './printSink.js';
import { socketSource, type LineFeed } from './socketSource.js';
import { generatorSource } from './sources.js';
import {
  coFlatMapOperator,
  coMapOperator,
  filterOperator,
  flatMapOperator,
  mapOperator,
  statelessOperator,
} from './stateless.js';
import { windowContents } from './windowContents.js';
import { windowFunctions } from './windowFunctions.js';

/** What operators get of the world, through a runtime. */
export interface OperatorEnvironment {
  /** @throws RunError when the file cannot be read. */
  readonly readText: (path: string) => string;
  readonly partFiles: (directory: string) => PartFiles;
  /** Prints a line to standard output. */
  readonly print: (line: string) => void;
  /** What a socket source reads. */
  readonly lineFeed: () => LineFeed;
  /** Tells the person who started the run. */
  readonly notice: (text: string) => void;
  /** The run's epoch, ms since 1970. */
  readonly epochMs: number;
  /** Whether a snapshot has only what has changed since the last completed checkpoint, where its mode allows. */
  readonly incremental: boolean;
  /** Bytes of keyed state from which on it is read ahead of the records. */
  readonly prefetchFrom: number;
  /** How the memory of keyed state is cut, where not as ever. */
  readonly cut?: MemoryCut;
}

export interface OperatorParts {
  readonly definition: GraphOperator;
  readonly subtask: number;
  readonly emit: Emit;
  readonly environment: OperatorEnvironment;
  readonly time: Pick<OperatorTime, 'record' | 'now'>;
  readonly restored: RestoredState | undefined;
}

/** Makes one subtask's instance of an operator. */
export function createOperator(parts: OperatorParts): StreamOperator | SourceOperator {
  const { definition, subtask, emit, environment, restored } = parts;
  const { operator, parallelism, input, output } = definition;
  switch (operator.kind) {
    case 'source': {
      const { source } = operator;
      if (source.kind === 'socket') return socketSource(environment.lineFeed(), emit);
      const replayed = { subtask, parallelism, rate: source.rate, emit, restored: restored?.states };
      return source.kind === 'generate'
        ? generatorSource(source, replayed)
        : fileSource(source, environment.readText(source.path), output!, replayed);
    }
    case 'map':
      return mapOperator(operator.map, emit);
    case 'filter':
      return filterOperator(operator.keep, emit);
    case 'flatMap':
      return flatMapOperator(operator.flatMap, emit);
    case 'coMap':
      return coMapOperator(operator.maps, emit);
    case 'coFlatMap':
      return coFlatMapOperator(operator.flatMaps, emit);
    case 'process':
    case 'coProcess':
    case 'reduce':
      return keyedOperator(operator.functions, parts);
    case 'window': {
      const { window } = operator;
      const late = new LateRecords(definition.name, subtask, restored, environment.notice);
      const stamp = (timestamp: number): void => void (parts.time.record.timestamp = timestamp);
      const functions = windowFunctions(window, windowContents(window.function), {
        stamp,
        droppedLate: () => late.dropped(),
      });
      return keyedOperator(functions, parts, () => late.state);
    }
    case 'sink': {
      const { sink } = operator;
      if (sink.kind === 'blackhole') return statelessOperator(() => undefined);
      if (sink.kind === 'print') {
        return printSinkOperator(sink.identifier, { subtask, parallelism }, input!, environment.print);
      }
      const files = environment.partFiles(sink.directory);
      return new FileSinkOperator({ subtask, parallelism }, input!, files, restored?.states);
    }
    default:
      return assertNever(operator);
  }
}

function keyedOperator(
  functions: KeyedFunctions,
  { definition, subtask, emit, environment, time, restored }: OperatorParts,
  ownState: () => OperatorState = () => ({}),
): KeyedProcessOperator {
  const { name, parallelism, readsTimestamps: hasEventTime } = definition;
  const { epochMs, incremental, prefetchFrom, cut = defaultCut } = environment;
  return new KeyedProcessOperator({
    name,
    functions,
    subtask,
    parallelism,
    emit,
    restored,
    incremental,
    prefetchFrom,
    cut,
    ownState,
    time: { ...time, hasEventTime, epochMs },
  });
}
