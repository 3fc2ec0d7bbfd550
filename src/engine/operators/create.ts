import { assertNever } from '../errors.js';
import type { SourceConnector } from '../pipeline/connectors.js';
import type { GraphOperator } from '../pipeline/graph.js';
import { FileSinkOperator, type PartFiles } from './fileSink.js';
import { KeyedProcessOperator } from './keyedProcess.js';
import type { Emit, OneInputOperator, OperatorState, SourceOperator } from './operator.js';
import { generatorSource, jsonFileSource } from './sources.js';
import { filterOperator, flatMapOperator, mapOperator, statelessOperator } from './stateless.js';

/** What operators get of the world: files only, through a runtime. */
export interface OperatorEnvironment {
  /** @throws RunError when the file cannot be read. */
  readonly readText: (path: string) => string;
  readonly partFiles: (directory: string) => PartFiles;
}

/** A subtask's part of a checkpoint to start from. */
export interface RestoredState {
  readonly state?: OperatorState;
  readonly file?: Uint8Array;
}

/** Makes one subtask's instance of an operator. */
export function createOperator(
  { name, operator, parallelism, input }: GraphOperator,
  subtask: number,
  emit: Emit,
  environment: OperatorEnvironment,
  restored: RestoredState | undefined,
): OneInputOperator | SourceOperator {
  switch (operator.kind) {
    case 'source': {
      const { source } = operator;
      const parts = { subtask, parallelism, rate: source.rate, emit, restored: restored?.state };
      return createSource(source, parts, environment);
    }
    case 'map':
      return mapOperator(operator.map, emit);
    case 'filter':
      return filterOperator(operator.keep, emit);
    case 'flatMap':
      return flatMapOperator(operator.flatMap, emit);
    case 'process': {
      const { key, process: definition } = operator;
      return new KeyedProcessOperator({
        name,
        key,
        definition,
        parallelism,
        emit,
        restoredFile: restored?.file,
      });
    }
    case 'sink': {
      const { sink } = operator;
      if (sink.kind === 'blackhole') return statelessOperator(() => undefined);
      return new FileSinkOperator(subtask, input!, environment.partFiles(sink.directory), restored?.state);
    }
    default:
      return assertNever(operator);
  }
}

function createSource(
  source: SourceConnector<unknown>,
  parts: Parameters<typeof generatorSource>[1],
  environment: OperatorEnvironment,
): SourceOperator {
  return source.kind === 'generate'
    ? generatorSource(source, parts)
    : jsonFileSource(source.path, environment.readText(source.path), parts);
}
