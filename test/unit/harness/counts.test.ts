import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { vitestCounts } from '../../../scripts/testing/counts.mjs';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const name = join('test', 'ui', 'webExtension.test.ts');
const file = join(repository, name);
const runner = `    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)
    at ${join(repository, 'node_modules/@vitest/runner/dist/index.js')}:915:20`;

describe('the closing lines of a run', () => {
  const folder = mkdtempSync(join(tmpdir(), 'checkpoint-lens-counts-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  function failureOf(reason: string): string | undefined {
    const report = join(folder, 'report.json');
    const test = { fullName: 'a trace opens', status: 'failed', failureMessages: [reason] };
    const testResults = [{ name: file, status: 'failed', message: '', assertionResults: [test] }];
    const counts = { numFailedTests: 1, numPassedTests: 0, numPendingTests: 0, numTodoTests: 0 };
    writeFileSync(report, JSON.stringify({ ...counts, testResults }));
    return vitestCounts(report, 1).failures?.[0];
  }

  it.each([
    ['a path', `    at ${file}:39:31`],
    ['an address', `    at ${pathToFileURL(file).href}:39:31`],
    ['a function', `    at async Object.copied (${file}:39:31)`],
  ])('name the first place in our code that led to a failure, given as %s', (_, frame) => {
    expect(failureOf(`Error: Matcher did not succeed in time.\n${runner}\n${frame}\n${runner}`)).toBe(
      `${name}: a trace opens: Error: Matcher did not succeed in time. (${name}:39:31)`,
    );
  });

  it('name no place where none is ours', () => {
    expect(failureOf(`Error: Test timed out in 5000ms.\nhow to raise it\n${runner}`)).toBe(
      `${name}: a trace opens: Error: Test timed out in 5000ms.`,
    );
  });
});
