import { checkGraph } from './checkGraph.js';
import type { SourceConnector } from './connectors.js';
import { checkGivenSource } from './givenTypes.js';
import type { Graph, OperatorNode } from './graph.js';
import type { Params } from './params.js';
import type { RecordType } from './recordTypes.js';
import { addOperator, callerLine, type Operator } from './streams.js';

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
    const line = callerLine();
    checkGivenSource(type, source, line);
    return addOperator(this.nodes, { kind: 'source', source }, [], type, line);
  }
}
