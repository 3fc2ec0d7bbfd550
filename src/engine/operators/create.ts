import { assertNever } from '../errors.js';
import type { GraphOperator } from '../pipeline/graph.js';
import { fileSource } from './fileSource.js';
import { FileSinkOperator, type PartFiles } from './fileSink.js';
import { KeyedProcessOperator } from './keyedProcess.js';
import type { Emit, OneInputOperator, RestoredState, SourceOperator } from './operator.js';
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

/** What operators get of the world, through a runtime. */
export interface OperatorEnvironment {
  /** @throws RunError when the file cannot be read. */
  readonly readText: (path: string) => string;
  readonly partFiles: (directory: string) => PartFiles;
  /** Prints a line to standard output. */
  readonly print: (line: string) => void;
  /** What a socket source reads. */
  readonly lineFeed: () => LineFeed;
}

/** Makes one subtask's instance of an operator. */
export function createOperator(
  { name, operator, parallelism, input, output }: GraphOperator,
  subtask: number,
  emit: Emit,
  environment: OperatorEnvironment,
  restored: RestoredState | undefined,
): OneInputOperator | SourceOperator {
  switch (operator.kind) {
    case 'source': {
      const { source } = operator;
      if (source.kind === 'socket') return socketSource(environment.lineFeed(), emit);
      const parts = { subtask, parallelism, rate: source.rate, emit, restored: restored?.states };
      return source.kind === 'generate'
        ? generatorSource(source, parts)
        : fileSource(source, environment.readText(source.path), output!, parts);
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
    case 'reduce': {
      const { functions } = operator;
      return new KeyedProcessOperator({ name, functions, subtask, parallelism, emit, restored });
    }
    case 'sink': {
      const { sink } = operator;
      if (sink.kind === 'blackhole') return statelessOperator(() => undefined);
      if (sink.kind === 'print') {
        return printSinkOperator(sink.identifier, { subtask, parallelism }, environment.print);
      }
      const files = environment.partFiles(sink.directory);
      return new FileSinkOperator({ subtask, parallelism }, input!, files, restored?.states);
    }
    default:
      return assertNever(operator);
  }
}
