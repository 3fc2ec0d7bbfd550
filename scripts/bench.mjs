// Runs a benchmark of test/bench against what is built: npm run bench -- NAME [its own arguments].
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from './setup/build.mjs';
import { ensureInstalled } from './setup/install.mjs';
import { repository } from './setup/repository.mjs';

const names = readdirSync(join(repository, 'test/bench'))
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.replace('.bench.ts', ''));
const [name] = process.argv.splice(2, 1);
if (!names.includes(name)) {
  console.error(`Name a benchmark: ${names.join(', ')}.`);
  process.exit(2);
}
await ensureInstalled();
await build();
const esbuild = await import('esbuild');
const outfile = join(repository, 'dist/bench', `${name}.js`);
await esbuild.build({
  entryPoints: [join(repository, 'test/bench', `${name}.bench.ts`)],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  target: 'node20',
});
await import(pathToFileURL(outfile).href);
