import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { compareCommand } from '../../../src/cli/compare.js';
import { writeTrace } from '../../../src/trace/ckptWriter.js';
import { sampleTrace } from '../../fixtures/sampleTrace.js';
import { runInProcess, type Ran } from './inProcess.js';

let folder: string;
let before: string;
let after: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'checkpoint-lens-'));
  before = join(folder, 'before.ckpt.json');
  after = join(folder, 'after.ckpt.json');
  await writeFile(before, writeTrace(sampleTrace({ checkpoints: 9 })));
  await writeFile(after, writeTrace(sampleTrace({ checkpoints: 9, snapshot: 'full-copy' })));
});

afterEach(async () => {
  vi.restoreAllMocks();
  await rm(folder, { recursive: true });
});

const run = (...args: readonly string[]): Promise<Ran> => runInProcess([compareCommand()], args);

describe('checkpoint-lens compare', () => {
  it('says the sentence and prints a line an operator and phase, what grew most first', async () => {
    const { code, stdout, stderr } = await run('compare', before, after);
    const [sentence, , header, first, ...others] = stdout.trimEnd().split('\n');
    expect(sentence).toMatch(/^Lock holds at count per customer are 181 ms longer\. 181 ms instead of 24 µs/);
    expect(header).toMatch(
      /^operator +phase +before +after +difference +change +between +p95 +max +total +noise$/,
    );
    expect(first).toMatch(
      /^count per customer {2}lock hold +24 µs +181 ms +\+181 ms +×7542 .* 360 µs → 2\.71 s +beyond noise$/,
    );
    expect(stdout).toMatch(/\ntotals +alignment: count per customer held back +12 ms +12 ms /);
    expect(stdout).toMatch(/\ncount per customer +upload: waiting to begin +3 ms +3 ms /);
    expect(others.at(-2)).toMatch(/^checkpoint +trigger to end +422 ms +579 ms +\+157 ms +\+37 % /);
    expect(others.at(-1)).toMatch(/^checkpoint +bytes +134 MB +134 MB +0 B +0 % .* within noise$/);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('prints the same as JSON, in ms, with the operators of both sides', async () => {
    const { stdout } = await run('compare', before, after, '--json');
    const json = JSON.parse(stdout) as Record<string, unknown>;
    expect(json).toMatchObject({
      headline: 'Lock holds at count per customer are 181 ms longer.',
      before: { job: 'orders', checkpoints: [2, 3, 4, 5, 6, 7, 8, 9] },
      operators: [
        { before: { id: 'orders' }, after: { id: 'orders' }, pairedBy: 'id' },
        { before: { id: 'count', parallelism: 2 }, blockedMs: { before: 0.36, after: 2715 } },
        { before: { id: 'totals' } },
      ],
    });
    expect((json['rows'] as readonly unknown[])[0]).toMatchObject({
      operator: 1,
      phase: 'sync',
      before: { count: 8, median: 0.024, p95: 0.024, max: 0.024 },
      after: { median: 181 },
      difference: 180.976,
      interval: { low: 180.976, high: 180.976 },
      noise: 'beyond',
      totalMs: { before: 0.36, after: 2715 },
    });
    const held = (json['rows'] as readonly { cost?: string }[]).find(({ cost }) => cost === 'heldInput');
    expect(held).toMatchObject({ operator: 2, from: 1, partOf: 'alignment', before: { median: 12 } });
    expect(held).not.toHaveProperty('phase');
  });

  it('compares two checkpoints of one trace', async () => {
    const { code, stdout } = await run(
      ...['compare', before, before, '--before-checkpoint', '2', '--after-checkpoint', '3'],
    );
    expect(stdout).toMatch(/^The two checkpoints do not differ\. #3 compared with #2: /);
    expect(code).toBe(0);
  });

  it('says which checkpoint there is not, which there are, and fails', async () => {
    expect(await run('compare', before, after, '--after-checkpoint', '44')).toEqual({
      code: 2,
      stdout: '',
      stderr: `${after}: has no checkpoint #44. It has #1 to #9.\n`,
    });
  });

  it('lets a person choose where one input holds several jobs', async () => {
    const both = await run('compare', before, folder);
    expect(both.stderr).toContain('holds 2 jobs. Choose one by --after-job: ');
    expect(both.code).toBe(2);
    const [, name] = /(\S+)\/after\.ckpt\.json/.exec(both.stderr)!;
    const { code, stdout } = await run('compare', before, folder, '--after-job', `${name!}/after.ckpt.json`);
    expect(stdout).toMatch(/^Lock holds at count per customer are 181 ms longer\./);
    expect(code).toBe(0);
  });

  it.each([
    [['compare', 'a'], "error: missing required argument 'after'. Try --help."],
    [
      ['compare', 'a', 'b', '--before-checkpoint', 'x'],
      "error: option '--before-checkpoint <n>' argument 'x' is invalid. Give the number of a checkpoint, as in 7. Try --help.",
    ],
  ])('%j ends with 2 and says how', async (args, message) => {
    expect(await run(...args)).toEqual({ code: 2, stdout: '', stderr: `${message}\n` });
  });

  it('explains itself with an example', async () => {
    const { code, stdout } = await run('compare', '--help');
    expect(stdout).toMatch(/Examples:\n {2}checkpoint-lens compare /);
    expect(code).toBe(0);
  });
});
