import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { plainEnvironment, run } from '../setup/processes.mjs';
import { repository } from '../setup/repository.mjs';
import { mochaCounts, single, vitestCounts } from './counts.mjs';

const results = join(repository, 'test-results');

/** What a developer may have asked for: `desktop` or `oldest`; then the tests run only there. */
const { CHECKPOINT_LENS_VSCODE: onlyVsCode } = process.env;

/**
 * @typedef {object} Check
 * @property {string} name
 * @property {'lint' | 'unit' | 'sim' | 'fuzz' | 'engine' | 'host' | 'page' | 'ui' | 'flink' | 'storage'} group
 * @property {boolean} beside Whether it may run at the same time as others: it keeps one processor busy and waits for nothing.
 * @property {() => Promise<import('./counts.mjs').Counts & { output?: string }>} run With the output if it was not shown.
 */

/** Everything that is checked, in order: what is quick and names a place in the code comes first. */
/** @type {readonly Check[]} */
export const checks = [
  lint('format', 'prettier/bin/prettier.cjs', ['--check', '.']),
  lint('lint', 'eslint/bin/eslint.js', ['--max-warnings=0', '.']),
  lint('arrows', 'dependency-cruiser/bin/dependency-cruise.mjs', ['src', 'webview']),
  lint('types', 'typescript/bin/tsc', ['--noEmit', '-p', '.']),
  vitest('fuzz', ['--config', 'vitest.fuzz.config.ts'], true),
  vitest('unit', []),
  vitest('sim', ['--config', 'vitest.sim.config.ts']),
  vitest('engine', ['--config', 'vitest.engine.config.ts']),
  host('host', onlyVsCode),
  ...(onlyVsCode === undefined ? [host('host, oldest VS Code', 'oldest')] : []),
  vitest('page', ['--config', 'vitest.page.config.ts']),
  vitest('ui', ['--config', 'vitest.ui.config.ts']),
  vitest('flink', ['--config', 'vitest.flink.config.ts']),
  vitest('storage', ['--config', 'vitest.storage.config.ts']),
];

export const groups = [...new Set(checks.map((check) => check.group))];

/** Real servers, which need a JDK, Python, Maven or Go and hundreds of MB from the network: only when they are asked for. */
export const onRequest = ['flink', 'storage'];

const oldestFor = (wanted) => (wanted ? ['server-oldest'] : []);

/** What must be there before a group can run. The newest server's package has the browser for all of them. */
export const needs = {
  lint: { built: false, servers: [] },
  unit: { built: true, servers: [] },
  sim: { built: false, servers: [] },
  fuzz: { built: false, servers: [] },
  engine: { built: true, servers: [] },
  host: { built: true, servers: ['server', ...oldestFor(onlyVsCode !== 'desktop')] },
  page: { built: true, servers: ['server'] },
  ui: { built: true, servers: ['server', ...oldestFor(onlyVsCode === 'oldest')] },
  flink: { built: true, servers: ['server'] },
  storage: { built: true, servers: [] },
};

function lint(name, program, args) {
  return {
    name,
    group: 'lint',
    beside: true,
    async run() {
      const { code, output } = await tool(program, args, { quiet: true });
      return { ...single(code === 0), output };
    },
  };
}

function host(name, vsCode) {
  return {
    name,
    group: 'host',
    beside: false,
    async run() {
      const env = { ...plainEnvironment(), ...(vsCode && { CHECKPOINT_LENS_VSCODE: vsCode }) };
      const { code, output } = await run(process.execPath, [join(repository, 'dist/tools/hostTests.js')], {
        env,
      });
      return mochaCounts(output, code);
    },
  };
}

function vitest(name, args, beside = false) {
  return {
    name,
    group: name,
    beside,
    async run() {
      const report = join(results, `${name}.json`);
      mkdirSync(results, { recursive: true });
      rmSync(report, { force: true });
      const reporters = ['--reporter=verbose', '--reporter=json', `--outputFile.json=${report}`];
      const program = ['run', ...args, ...reporters];
      const { code, output } = await tool('vitest/vitest.mjs', program, { quiet: beside });
      return { ...vitestCounts(report, code), ...(beside && { output }) };
    },
  };
}

function tool(path, args, options) {
  return run(process.execPath, [join(repository, 'node_modules', path), ...args], {
    cwd: repository,
    ...options,
  });
}
