import { dirname, resolve } from 'node:path';
import { UsageError } from '../errors.js';
import type { PipelineDefinition } from '../pipeline/dsl.js';
import type { GraphError } from '../pipeline/graph.js';
import { type Graph } from '../pipeline/graph.js';
import { DefinitionError, definitionError, importDefinition } from '../pipeline/load.js';
import type { ParameterError } from '../pipeline/params.js';
import { Params } from '../pipeline/params.js';
import type { PipelineSettings } from './messages.js';
import { withoutOutput } from './withoutOutput.js';

/**
 * Imports the definition and builds its graph with the run's settings.
 *
 * @throws DefinitionError with the place in the definition; UsageError for a setting that it does not know.
 */
export async function buildGraph(settings: PipelineSettings): Promise<Graph> {
  const { file } = settings.definition;
  const definition = await importDefinition(settings.definition);
  const params = new Params(new Map(settings.params), (base, path) =>
    resolve(base === 'definition' ? dirname(file) : settings.workingDirectory, path),
  );
  const graph = build(definition, params, settings.parallelism, file);
  const [unknown] = params.unknownNames();
  if (unknown !== undefined) {
    const known = params.knownNames();
    throw new UsageError(
      known.length > 0
        ? `--set ${unknown}: the pipeline has no such parameter; it has ${known.join(', ')}.`
        : `--set ${unknown}: the pipeline has no parameters.`,
    );
  }
  return graph;
}

/**
 * The same in every thread but the one where the definition's own code ran first: what that writes to the console is there already.
 */
export function rebuildGraph(settings: PipelineSettings): Promise<Graph> {
  return withoutOutput(() => buildGraph(settings));
}

function build(definition: PipelineDefinition, params: Params, parallelism: number, file: string): Graph {
  try {
    return definition.build(params, parallelism);
  } catch (error) {
    // By name: the definition's copy of these classes may come from another bundle than ours.
    if ((error as Error).name === 'ParameterError') throw new UsageError((error as ParameterError).message);
    if ((error as Error).name !== 'GraphError') throw definitionError(error, file);
    const { line, message } = error as GraphError;
    const where = line === undefined ? file : `${file}:${line}:1`;
    throw new DefinitionError(
      `${where}: ${message}`,
      line === undefined ? undefined : { file, line, column: 1 },
    );
  }
}
