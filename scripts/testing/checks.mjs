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
 * @property {(quiet: boolean) => Promise<import('./counts.mjs').Counts & { output: string }>} run Shows its output as it comes,
 * or gives it only at the end.
 */

/**
 * Everything that is checked. Stages follow one another, what is quick and names a place in the code first. The lanes of a stage
 * go beside one another, a lane's checks follow one another; the lanes of a stage are to end at about the same time, since what
 * is left then has one processor for nothing. The linter takes longest of the first and has one, so unit tests begin beside it.
 *
 * @type {readonly (readonly (readonly Check[])[])[]}
 */
export const stages = [
  [
    [lint('lint', 'eslint/bin/eslint.js', ['--max-warnings=0', '.'])],
    [
      lint('types', 'typescript/bin/tsc', ['--noEmit', '-p', '.']),
      lint('format', 'prettier/bin/prettier.cjs', ['--check', '.']),
      lint('arrows', 'dependency-cruiser/bin/dependency-cruise.mjs', ['src', 'webview']),
      vitest('unit', []),
    ],
    // For a minute, however much of a processor it gets.
    [vitest('fuzz', ['--config', 'vitest.fuzz.config.ts'])],
  ],
  [[vitest('sim', ['--config', 'vitest.sim.config.ts'])]],
  [
    [
      vitest('engine', ['--config', 'vitest.engine.config.ts']),
      vitest('flink', ['--config', 'vitest.flink.config.ts']),
      host('host', onlyVsCode),
      ...(onlyVsCode === undefined ? [host('host, oldest VS Code', 'oldest')] : []),
    ],
    [
      vitest('storage', ['--config', 'vitest.storage.config.ts']),
      vitest('ui', ['--config', 'vitest.ui.config.ts']),
      vitest('page', ['--config', 'vitest.page.config.ts']),
    ],
  ],
];

export const groups = [...new Set(stages.flat(2).map(({ group }) => group))];

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
    async run(quiet) {
      const { code, output } = await tool(program, args, { quiet });
      return { ...single(code === 0), output };
    },
  };
}

function host(name, vsCode) {
  return {
    name,
    group: 'host',
    async run(quiet) {
      const env = { ...plainEnvironment(), ...(vsCode && { CHECKPOINT_LENS_VSCODE: vsCode }) };
      const { code, output } = await run(process.execPath, [join(repository, 'dist/tools/hostTests.js')], {
        env,
        quiet,
      });
      return { ...mochaCounts(output, code), output };
    },
  };
}

function vitest(name, args) {
  return {
    name,
    group: name,
    async run(quiet) {
      const report = join(results, `${name}.json`);
      mkdirSync(results, { recursive: true });
      rmSync(report, { force: true });
      const reporters = ['--reporter=verbose', '--reporter=json', `--outputFile.json=${report}`];
      const program = ['run', ...args, ...reporters];
      const { code, output } = await tool('vitest/vitest.mjs', program, { quiet });
      return { ...vitestCounts(report, code), output };
    },
  };
}

function tool(path, args, options) {
  return run(process.execPath, [join(repository, 'node_modules', path), ...args], {
    cwd: repository,
    ...options,
  });
}
