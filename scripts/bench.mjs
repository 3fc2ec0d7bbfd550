// Runs a benchmark of test/bench against what is built: npm run bench -- NAME [its own arguments].
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { importBundled } from './setup/bundled.mjs';
import { repository } from './setup/repository.mjs';

const names = readdirSync(join(repository, 'test/bench'))
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.replace('.bench.ts', ''));
const [name] = process.argv.splice(2, 1);
if (!names.includes(name)) {
  console.error(`Name a benchmark: ${names.join(', ')}.`);
  process.exit(2);
}
await importBundled(`test/bench/${name}.bench.ts`, `dist/bench/${name}.js`, {
  // CommonJS whose exports Node cannot tell before it runs: they go into the bundle, with what CommonJS has.
  alias: {
    '@vscode/tree-sitter-wasm': join(repository, 'node_modules/@vscode/tree-sitter-wasm/wasm/tree-sitter.js'),
    'murmurhash3js-revisited': join(repository, 'node_modules/murmurhash3js-revisited/index.js'),
  },
  banner: {
    js: [
      "import * as bundleModule from 'node:module';",
      "import * as bundlePath from 'node:path';",
      'const require = bundleModule.createRequire(import.meta.url);',
      'const __filename = new URL(import.meta.url).pathname;',
      'const __dirname = bundlePath.dirname(__filename);',
    ].join('\n'),
  },
});
