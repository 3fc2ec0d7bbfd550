import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { alone, checkpointLens, examplesFolder, soundTrace, start } from './commandLine.js';
import { expectExact } from './flights.js';

const slow = ['--interval', '60ms', '--set', 'rate=8000'];
const twice = ['--restart', 'fixed-delay', '--restart-attempts', '2', '--restart-delay', '50ms'];

/**
 * The flights example with a function that throws at the given flights from Dallas, once at each; with `afterCheckpoint` at the
 * first that comes when a checkpoint is complete.
 */
async function flightsThatFail(counts: readonly number[], afterCheckpoint = false): Promise<string> {
  const folder = await examplesFolder();
  const definition = await readFile(join(folder, 'flights.pipeline.ts'), 'utf8');
  const once =
    `const due = origin === 'DFW' ? ${JSON.stringify(counts)}.findLast((each) => each <= count) : undefined; ` +
    `if (due !== undefined && ${afterCheckpoint ? 'isStored()' : 'true'}) failOnce(due);`;
  const failOnce =
    'function failOnce(count: number): void {\n' +
    "  try { writeFileSync(`failed-${count}`, '', { flag: 'wx' }); } catch { return; }\n" +
    '  throw new Error(`flight ${count} fell`);\n}\n' +
    // Older checkpoints are removed while it looks.
    'function isStored(): boolean {\n' +
    "  try { return readdirSync('.checkpoint-lens', { recursive: true }).join().includes('_metadata'); }\n" +
    '  catch { return false; }\n}\n';
  await writeFile(
    join(folder, 'flights.pipeline.ts'),
    "import { readdirSync, writeFileSync } from 'node:fs';\n" +
      definition.replace('state.count.update(count);', `${once}\n        state.count.update(count);`) +
      failOnce,
  );
  return folder;
}

describe('a run whose function throws', () => {
  it('starts again from its latest checkpoint, and gives every result exactly once, in one trace', async () => {
    const folder = await flightsThatFail([100, 250], true);
    const slower = ['--interval', '60ms', '--set', 'rate=4000'];
    const { code, stderr } = await checkpointLens(folder, 'run', 'flights.pipeline.ts', ...slower, ...twice);
    expect(stderr).toMatch(
      /flights\.pipeline\.ts:47:\d+: delay by origin \(\d\/2\): flight 100 fell\. Restarting in 50 ms\.\n/,
    );
    expect(stderr).toContain('flight 250 fell. Restarting in 50 ms.');
    expect(code).toBe(0);
    await expectExact(folder, join(folder, 'results/flights'));
    const { restarts, checkpoints, counters, source } = await soundTrace(
      folder,
      '.checkpoint-lens/flights.ckpt.json',
    );
    expect(source.state).toBe('finished');
    expect(restarts.map(({ failure }) => failure)).toEqual([
      expect.stringContaining('flight 100 fell'),
      expect.stringContaining('flight 250 fell'),
    ]);
    const completed = checkpoints.filter(({ status }) => status === 'completed').map(({ id }) => id);
    for (const { failed, resumed, checkpoint } of restarts) {
      expect(resumed).toBeGreaterThan(failed);
      expect(completed).toContain(checkpoint);
    }
    // Ids go on, none is used again.
    expect(checkpoints.map(({ id }) => id)).toEqual(checkpoints.map((_, index) => index + 1));
    expect(checkpoints.filter(({ status }) => status === 'inProgress')).toEqual([]);
    const processed = counters.filter(({ name }) => name === 'recordsProcessed');
    const sum = processed.reduce((all, { values }) => all + values.reduce((a, b) => a + b, 0), 0);
    // Source, function and sink: what was taken back was processed twice.
    expect(sum).toBeGreaterThan(30_000);
  });

  it('starts again as well when the function ends its whole thread', async () => {
    const folder = await flightsThatFail([100]);
    const text = await readFile(join(folder, 'flights.pipeline.ts'), 'utf8');
    await writeFile(
      join(folder, 'flights.pipeline.ts'),
      text.replace('throw new Error(`flight ${count} fell`);', 'process.exit(3);'),
    );
    const { code, stderr } = await checkpointLens(folder, 'run', 'flights.pipeline.ts', ...slow, ...twice);
    expect(stderr).toMatch(/the thread of subtask \d ended: exit code 3\. Restarting in 50 ms\./);
    expect(code).toBe(0);
    await expectExact(folder, join(folder, 'results/flights'));
  });

  it('starts from the beginning when no checkpoint is complete, and leaves the results of an earlier run aside', async () => {
    const folder = await flightsThatFail([100]);
    await writeFile(join(folder, 'failed-100'), '');
    const first = await checkpointLens(folder, 'run', 'flights.pipeline.ts', '--interval', '1h', ...alone);
    expect(first.code).toBe(0);
    await writeFile(
      join(folder, 'flights.pipeline.ts'),
      (await readFile(join(folder, 'flights.pipeline.ts'), 'utf8')).replaceAll('failed-', 'failed-again-'),
    );
    const run = ['run', 'flights.pipeline.ts', '--interval', '1h', ...twice, ...alone];
    const { code, stderr } = await checkpointLens(folder, ...run);
    expect(stderr).toContain('The run has completed no checkpoint yet: starting from the beginning.');
    expect(code).toBe(0);
    await expectExact(folder, join(folder, 'results/flights'));
    await expectExact(folder, join(folder, 'results/flights/.previous'));
  });

  it('goes back to the checkpoint that it was restored from, when it has completed none since', async () => {
    const folder = await flightsThatFail([300]);
    const run = ['run', 'flights.pipeline.ts', ...alone];
    const two = ['--interval', '60ms', '--set', 'rate=500', '--checkpoints', '2'];
    expect((await checkpointLens(folder, ...run, ...two)).code).toBe(0);
    const rest = ['--interval', '1h', '--restore', 'latest', ...twice];
    const { code, stderr } = await checkpointLens(folder, ...run, ...rest);
    expect(stderr.match(/Restored from checkpoint #2\./g)).toHaveLength(2);
    expect(code).toBe(0);
    await expectExact(folder, join(folder, 'results/flights'));
    const { restarts } = await soundTrace(folder, '.checkpoint-lens/flights.ckpt.json');
    expect(restarts.map(({ checkpoint }) => checkpoint)).toEqual([2]);
  });

  it('fails with the reason once it has been started again as often as it may', async () => {
    const folder = await flightsThatFail([50, 100, 150]);
    const run = ['run', 'flights.pipeline.ts', ...slow, ...twice, ...alone];
    const { code, stderr } = await checkpointLens(folder, ...run);
    expect(code).toBe(1);
    expect(stderr.trim().split('\n').at(-1)).toMatch(/flights\.pipeline\.ts:47:\d+: .*: flight 150 fell$/);
    const { source, restarts } = await soundTrace(folder, '.checkpoint-lens/flights.ckpt.json');
    expect(source.state).toBe('failed');
    expect(source.failure).toContain('flight 150 fell');
    expect(restarts).toHaveLength(2);
  });

  it('ends at once when it is stopped while it waits for its restart', async () => {
    const folder = await flightsThatFail([50]);
    const waits = ['--restart', 'fixed-delay', '--restart-delay', '1h', ...alone];
    const { child, ended } = start(folder, 'run', 'flights.pipeline.ts', ...slow, ...waits);
    await new Promise<void>((resolve) => {
      let said = '';
      child.stderr!.on('data', (text: Buffer) => {
        if ((said += text.toString()).includes('Restarting in 1 h')) resolve();
      });
    });
    child.kill('SIGINT');
    expect((await ended).code).toBe(0);
  });
});

describe('a run whose checkpoints fail', () => {
  it('starts again after more failed checkpoints in a row than are tolerable', async () => {
    const folder = await examplesFolder();
    const failing = ['--throttle', '5kB/s', '--timeout', '200ms', '--tolerable-failures', '0'];
    const backoff = ['--restart', 'exponential-delay', '--restart-attempts', '1'];
    const orders = ['run', 'orders.pipeline.ts', '--set', 'rate=50000', '--interval', '100ms'];
    const soon = ['--restart-initial-backoff', '50ms'];
    const { code, stderr } = await checkpointLens(folder, ...orders, ...failing, ...backoff, ...soon);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /Checkpoint #1 failed, and no failure is tolerated: timed out after 200 ms\. Restarting in [\d.]+ ms\./,
    );
    const { checkpoints, restarts } = await soundTrace(folder, '.checkpoint-lens/orders.ckpt.json');
    expect(checkpoints.map(({ id, status }) => [id, status])).toEqual([
      [1, 'failed'],
      [2, 'failed'],
    ]);
    expect(restarts).toHaveLength(1);
  });
});
