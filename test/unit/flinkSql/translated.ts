import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { repository } from '../../../scripts/vscode/repository.js';
import { prepareDefinition } from '../../../src/engine/pipeline/load.js';
import { buildGraph } from '../../../src/engine/runtime/buildGraph.js';
import type { SqlSettings } from '../../../src/flinkSql/translation/settings.js';
import { translate, type SqlScript } from '../../../src/flinkSql/translation/translate.js';

export const settings: SqlSettings = {
  parallelism: 2,
  intervalMs: 1000,
  minPauseMs: 0,
  timeoutMs: 60_000,
  maxConcurrent: 1,
  alignedTimeoutMs: Infinity,
  tolerableFailures: 0,
  incremental: false,
  storage: undefined,
  backend: undefined,
  savepoint: undefined,
  options: [],
};

/** A definition's file translated as the command line does it, against the built API. */
export async function translatedFile(file: string, changed: Partial<SqlSettings> = {}): Promise<SqlScript> {
  const api = pathToFileURL(join(repository, 'dist/api.js')).href;
  const definition = await prepareDefinition(file, api);
  const { parallelism } = settings;
  const graph = await buildGraph({ definition, params: [], parallelism, workingDirectory: repository });
  return translate(graph, file, { ...settings, ...changed });
}

/**
 * The operators of a definition translated: `chain` goes between `env.source(…)` and the sink, and may name what `before`
 * declares at the top of the file. Line 6 is the first of `chain`.
 */
export async function translatedChain(chain: string, before = ''): Promise<string> {
  const { statements } = await translatedScript(chain, before);
  const made = statements.filter(({ sql }) => sql.startsWith('CREATE TEMPORARY VIEW'));
  return made.map(({ sql }) => sql).join(';\n');
}

/** The whole script; `ofSink` goes behind the sink. */
export async function translatedScript(chain: string, before = '', ofSink = ''): Promise<SqlScript> {
  const folder = mkdtempSync(join(tmpdir(), 'checkpoint-lens-sql-'));
  const file = join(folder, 'some.pipeline.ts');
  const imports = [...chain.matchAll(/\b(TumblingEventTimeWindows|SlidingEventTimeWindows)\b/g)].map(
    ([name]) => name,
  );
  const names = ['printSink', 'boolean', 'float64', 'int32', 'int64', 'ndjsonFile', 'pipeline'];
  const all = [...names, 'string', 'struct', 'valueState', ...new Set(imports)];
  const fields = 'struct({ name: string, a: int32, b: int64, x: float64, ok: boolean })';
  writeFileSync(
    file,
    `import { ${all.join(', ')} } from 'checkpoint-lens';
${before}
export default pipeline('some', ({ env }) => {
  env
    .source(${fields}, ndjsonFile('/data/in.ndjson')).name('in').assignTimestampsAndWatermarks(({ b }) => b)
${chain}
    .sinkTo(printSink()).name('out')${ofSink};
});
`,
  );
  try {
    return await translatedFile(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
