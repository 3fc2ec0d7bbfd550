import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { checkpointLens, examplesFolder, soundTrace, start } from './commandLine.js';
import { patienceMs } from './storedRuns.js';

const patience = { timeout: patienceMs, interval: 20 };
const orders = ['run', 'orders.pipeline.ts', '--set', 'keys=50000', '--interval', '200ms'];

/** So slow that no test waits for its end, and in few threads that leave the processors idle. */
const flights = [
  'run',
  'flights.pipeline.ts',
  '--set',
  'rate=200',
  '--interval',
  '200ms',
  '--parallelism',
  '1',
];

const ordersTrace = '.checkpoint-lens/orders.ckpt.json';
const flightsTrace = '.checkpoint-lens/flights.ckpt.json';

/** Starts an example and waits until its trace shows a completed checkpoint. */
async function running(
  run: readonly string[],
  traceFile: string,
): Promise<{ folder: string } & ReturnType<typeof start>> {
  const folder = await examplesFolder();
  const started = start(folder, ...run);
  await vi.waitUntil(async () => {
    const trace = await soundTrace(folder, traceFile).catch(() => undefined);
    return trace?.checkpoints.some(({ status }) => status === 'completed');
  }, patience);
  return { folder, ...started };
}

/** The folders of checkpoints that have files but no metadata. */
async function unfinishedIn(storage: string): Promise<string[]> {
  // Older checkpoints are removed while it looks.
  const files = await readdir(storage, { recursive: true }).catch((): string[] => []);
  const folders = files.filter((path) => /^chk-\d+$/.test(basename(path)));
  return folders.filter((folder) => !files.includes(join(folder, '_metadata')));
}

describe('a run', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'that gets %s ends every thread and leaves a readable trace',
    async (signal) => {
      const { folder, child, ended } = await running(orders, ordersTrace);
      child.kill(signal);
      const { code, stdout, stderr } = await ended;
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toContain('Cancelled.');
      const trace = await soundTrace(folder, ordersTrace);
      expect(trace.source.state).toBe('cancelled');
    },
  );

  it('that is stopped while a storage server keeps silent at the first contact does not wait for it', async () => {
    const folder = await examplesFolder();
    let isAsked = false;
    const server = createServer(() => {
      isAsked = true;
    });
    onTestFinished(() => void server.close());
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const storage = ['--storage', `hdfs://127.0.0.1:${port}/checkpoints`, '--restore', 'latest'];
    const { child, ended } = start(folder, ...orders, ...storage);
    await vi.waitUntil(() => isAsked, patience);
    child.kill('SIGINT');
    // After five seconds of silence it would have said so.
    expect(await ended).toMatchObject({ code: 0, stdout: 'Cancelled.\n', stderr: '' });
  });

  it('ends when its parent asks it to, and when its parent is gone', async () => {
    const asked = await running(flights, flightsTrace);
    asked.child.send({ type: 'stop' });
    expect((await asked.ended).code).toBe(0);
    const orphaned = await running(flights, flightsTrace);
    orphaned.child.disconnect();
    expect((await orphaned.ended).code).toBe(0);
  });

  it('leaves a readable trace even after kill -9', async () => {
    const { folder, child, ended } = await running(flights, flightsTrace);
    child.kill('SIGKILL');
    await ended;
    const trace = await soundTrace(folder, flightsTrace);
    expect(trace.source.state).toBe('running');
    expect(trace.spans.length).toBeGreaterThan(0);
  });

  it('that was killed is not said to go on, and one that goes on is not said to be gone', async () => {
    const { folder, child, ended } = await running(flights, flightsTrace);
    const verdict = ['verdict', flightsTrace];
    const gone = 'The run failed: its process is gone, as when somebody kills it.';
    expect((await checkpointLens(folder, ...verdict)).stdout).not.toContain(gone);
    child.kill('SIGKILL');
    await ended;
    expect((await checkpointLens(folder, ...verdict)).stdout.replaceAll(/\s+/g, ' ')).toContain(gone);
  });

  it('leaves no unfinished checkpoint in the storage when it is cancelled in the middle of one', async () => {
    const { folder, child, ended } = await running([...orders, '--throttle', '1MB/s'], ordersTrace);
    const storage = join(folder, '.checkpoint-lens/checkpoints/orders');
    await vi.waitUntil(async () => (await unfinishedIn(storage)).length > 0, patience);
    child.kill('SIGINT');
    await ended;
    expect(await unfinishedIn(storage)).toEqual([]);
  });

  it('ends after --duration', async () => {
    const folder = await examplesFolder();
    const { code, stdout } = await checkpointLens(folder, ...flights, '--duration', '700ms');
    expect(code).toBe(0);
    expect(stdout).toContain('flights.ckpt.json');
  });

  it('fails a checkpoint that takes longer than --timeout, shows it in the trace, and goes on', async () => {
    const folder = await examplesFolder();
    const slow = ['--throttle', '5kB/s', '--timeout', '300ms'];
    const { code, stderr } = await checkpointLens(folder, ...orders, ...slow);
    expect(code).toBe(1);
    expect(stderr).toContain('Checkpoint #1 failed after');
    expect(stderr).toContain('3 checkpoints in a row failed');
    const trace = await soundTrace(folder, ordersTrace);
    expect(trace.source.state).toBe('failed');
    expect(trace.checkpoints.map(({ status }) => status)).toEqual(['failed', 'failed', 'failed']);
    // Which subtask is named first depends on how far each was after 300 ms.
    const named = /^timed out after 300 ms, not acknowledged by ([a-z ]+) \(\d\/\d\), (whose|which) \w+/;
    const [, operator] = named.exec(trace.checkpoints[0]!.failure ?? '') ?? [];
    expect(trace.operators.map(({ name }) => name)).toContain(operator);
  });
});
