// Builds everything that ships into dist/. `--watch` rebuilds on change; `--development` keeps source maps.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as esbuild from 'esbuild';

const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');
const watch = process.argv.includes('--watch');
const development = watch || process.argv.includes('--development');

/** @type {esbuild.BuildOptions} */
const common = {
  absWorkingDir: root,
  bundle: true,
  logLevel: 'warning',
  minify: !development,
  keepNames: true,
  sourcemap: development ? 'linked' : false,
  outdir: 'dist',
  alias: {
    // Its CommonJS build hides its own parts from the bundler.
    'jsonc-parser': 'jsonc-parser/lib/esm/main.js',
    // The other build reads files, which nobody asks of it.
    '@vscode/l10n': '@vscode/l10n/dist/browser.js',
  },
  define: { 'process.env.NODE_ENV': development ? '"development"' : '"production"' },
};

const node = {
  ...common,
  platform: 'node',
  mainFields: ['module', 'main'],
  format: 'esm',
  target: 'node20',
  // amaro is CommonJS and asks for Node's own modules through require.
  banner: {
    js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
  },
};

/** The command line: ES modules, so that it loads at its start only what each command needs. */
const commandLine = {
  ...node,
  splitting: true,
  chunkNames: 'chunk-[hash]',
  entryPoints: { cli: 'src/cli/main.ts' },
};

/** The engine's threads, and what a definition imports. Each is one file: threads share no module, and each file costs a start 2 ms. */
const threads = {
  ...node,
  entryPoints: {
    api: 'src/engine/pipeline/api.ts',
    definitionWorker: 'src/engine/runtime/definitionWorker.ts',
    subtaskWorker: 'src/engine/runtime/subtaskWorker.ts',
    socketWorker: 'src/engine/runtime/socketWorker.ts',
    uploadWorker: 'src/engine/runtime/uploadWorker.ts',
    recorderWorker: 'src/engine/runtime/recorderWorker.ts',
    witnessWorker: 'src/engine/runtime/witnessWorker.ts',
  },
};

const extension = {
  ...common,
  platform: 'node',
  mainFields: ['module', 'main'],
  format: 'cjs',
  target: 'node20',
  external: ['vscode'],
  outExtension: { '.js': '.cjs' },
  entryPoints: {
    extension: 'src/extension.ts',
    traceWorker: 'src/host/trace/traceWorker.ts',
    exportWorker: 'src/host/share/exportWorker.ts',
    flinkClient: 'src/host/clusters/flinkClientBundle.ts',
    typescriptPlugin: 'src/definitions/typescriptPlugin.ts',
  },
};

/** The extension for a VS Code that lives in a browser, and its reading worker. */
const web = {
  ...common,
  platform: 'browser',
  mainFields: ['module', 'main'],
  format: 'cjs',
  target: 'es2022',
  external: ['vscode'],
  alias: { ...common.alias, 'node:path': 'path-browserify', 'node:path/posix': 'path-browserify' },
  // The package's scripts are ES modules unless they end so, and the browser's host takes none.
  outExtension: { '.js': '.cjs' },
  entryPoints: {
    'web/extension': 'src/webExtension.ts',
    'web/traceWorker': 'src/host/web/traceWebWorker.ts',
    'web/exportWorker': 'src/host/web/exportWebWorker.ts',
  },
};

const webview = {
  ...common,
  platform: 'browser',
  format: 'iife',
  target: 'es2022',
  entryPoints: { webview: 'webview/main.ts', comparison: 'webview/comparison/main.ts' },
  loader: { '.ttf': 'file' },
};

/** The page that is exported has its fonts inside. */
const exportedPage = {
  ...webview,
  entryPoints: { exportedPage: 'webview/standalone/main.ts' },
  loader: { '.ttf': 'dataurl' },
};

const bundles = [commandLine, threads, extension, web, webview, exportedPage];

rmSync(join(root, 'dist'), { recursive: true, force: true });
mkdirSync(join(root, 'dist'));

if (watch) {
  for (const options of bundles) await (await esbuild.context(options)).watch();
} else {
  await Promise.all(bundles.map((options) => esbuild.build(options)));
}

const grammars = ['typescript', 'java', 'python'].map((language) => `tree-sitter-${language}.wasm`);
// Hosts in browsers up to VS Code 1.100 add .js to the name that the manifest gives.
if (!watch) cpSync(join(root, 'dist/web/extension.cjs'), join(root, 'dist/web/extension.cjs.js'));
for (const file of ['tree-sitter.wasm', ...grammars]) {
  cpSync(join(root, 'node_modules/@vscode/tree-sitter-wasm/wasm', file), join(root, 'dist', file));
}
// What a definition imports, as types: read by the TypeScript plugin, needed by nothing at run time.
execFileSync(
  process.execPath,
  [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(root, 'src/engine/pipeline/tsconfig.api.json')],
  {
    stdio: 'inherit',
  },
);
