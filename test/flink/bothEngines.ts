import { csvParseRows } from 'd3-dsv';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repository } from '../../scripts/vscode/repository.js';
import { prepareDefinition } from '../../src/engine/pipeline/load.js';
import { buildGraph } from '../../src/engine/runtime/buildGraph.js';
import { SqlRefusal } from '../../src/flinkSql/expressions/refusal.js';
import { sqlSettings } from '../../src/cli/onFlink/sqlPipeline.js';
import { translate } from '../../src/flinkSql/translation/translate.js';
import { recordType } from './randomDefinition.js';

/** A definition with a sink for each of the chains, `output/INDEX`, all from one file of records. */
export function definitionOf(chains: readonly string[]): string {
  const names = 'SlidingEventTimeWindows, TumblingEventTimeWindows, boolean, fileSink, float64, int32, int64';
  const branches = chains.map(
    (chain, index) =>
      `  records${chain}.name('of ${index}').sinkTo(fileSink(\`\${output}/${index}\`)).name('${index}');`,
  );
  return `import { ${names}, ndjsonFile, pipeline, string, struct, valueState } from 'checkpoint-lens';

export default pipeline('random', ({ env, params }) => {
  const output = params.path('output', 'output');
  const records = env
    .source(${recordType}, ndjsonFile(params.path('input', 'records.ndjson')))
    .name('records')
    .assignTimestampsAndWatermarks(({ b }) => b);
${branches.join('\n')}
});
`;
}

/** Why Flink SQL cannot do the same as the definition; nothing where it can. */
export async function refusalOf(file: string): Promise<string | undefined> {
  const definition = await prepareDefinition(file, pathToFileURL(join(repository, 'dist/api.js')).href);
  const parallelism = 1;
  const graph = await buildGraph({ definition, params: [], parallelism, workingDirectory: repository });
  const limits = { interval: 1000, minPause: 0, maxConcurrent: 1, timeout: 60_000, tolerableFailures: 0 };
  try {
    translate(graph, file, sqlSettings({ ...limits, parallelism, set: [], conf: [] }));
    return undefined;
  } catch (error) {
    if (error instanceof SqlRefusal) return error.message;
    throw error;
  }
}

/** The rows that a file sink has left in a folder, sorted; numbers as JavaScript writes them, Flink’s without the line of names. */
export function rowsIn(folder: string, hasNames: boolean): readonly string[] {
  const files = readdirSync(folder).filter((name) => !name.startsWith('.') && !name.startsWith('_'));
  return files
    .flatMap((name) => {
      const rows = csvParseRows(readFileSync(join(folder, name), 'utf8'));
      return hasNames ? rows.slice(1) : rows;
    })
    .map((row) => JSON.stringify(row.map(normal)))
    .sort();
}

/** Java writes 1.0E10 where JavaScript has 10000000000. */
function normal(text: string): string {
  const isNumber = /^-?(\d+(\.\d+)?(E-?\d+)?|Infinity)$/i.test(text);
  return isNumber ? String(Number(text) === 0 ? 0 : Number(text)) : text;
}
