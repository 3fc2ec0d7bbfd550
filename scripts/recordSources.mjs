// Runs the jobs of test/flink/sources on a real Flink and records them anew: node scripts/recordSources.mjs [NAME...].
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './setup/build.mjs';
import { ensureInstalled } from './setup/install.mjs';
import { repository } from './setup/repository.mjs';

await ensureInstalled();
await build();
const esbuild = await import('esbuild');
const outfile = join(repository, 'dist/tools/recordSources.js');
await esbuild.build({
  entryPoints: [join(repository, 'scripts/testing/flink/recordSources.ts')],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  target: 'node20',
});
mkdirSync(join(repository, 'test/fixtures/flinkSources'), { recursive: true });
const { recordSources } = await import(pathToFileURL(outfile).href);
await recordSources(process.argv.slice(2));
