import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FlinkCluster } from '../../scripts/testing/flink/cluster.js';
import { lensJob } from '../../scripts/testing/flink/jobJar.js';
import { completedIds } from './evidence.js';
import { lastAnswers, RecordProcess, type RecordedLine } from './recordProcess.js';

const interval = '-Dexecution.checkpointing.interval=1s';

let cluster: FlinkCluster;
let folder: string;
let jobId: string;
let recorder: RecordProcess;
let killedAt: number;
let lines: readonly RecordedLine[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'checkpoint-lens-'));
  cluster = await FlinkCluster.start({ isHighlyAvailable: true });
  jobId = await cluster.submit(lensJob, [
    '--name',
    'orders',
    '--topology',
    'count',
    '--rate',
    '10000',
    interval,
  ]);
  recorder = new RecordProcess(cluster.url, join(folder, 'all.flink.jsonl'));
  await completed(3);
  await cluster.killJobManager();
  killedAt = Date.now();
  await sleep(3000);
  await cluster.startJobManager();
  await completed(completedIds(cluster.jobManagerLog(), jobId).length + 4);
  // The recorder sees what the cluster keeps cached a little later.
  await sleep(5000);
  recorder.child.kill('SIGTERM');
  await recorder.ended();
  lines = recorder.lines();
}, 200_000);

afterAll(async () => {
  await cluster.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function completed(count: number): Promise<void> {
  await cluster.until(`${count} checkpoints`, () =>
    Promise.resolve(completedIds(cluster.jobManagerLog(), jobId).length >= count),
  );
}

describe('a JobManager that is killed and started again during a recording', () => {
  it('leaves a gap that is said once, and the recording goes on', async () => {
    expect(lines.filter(({ gap }) => gap?.includes('connection') === true)).toHaveLength(1);
    expect(recorder.output).toContain('The cluster answers again');
    expect(await recorder.ended()).toBe(0);
  });

  it('has the checkpoints from before and after in one recording', () => {
    const log = cluster.jobManagerLog();
    const ids = new Set(completedIds(log, jobId));
    const recorded = [...lastAnswers(lines).keys()].flatMap(
      (path) => new RegExp(`^/jobs/${jobId}/checkpoints/details/(\\d+)$`).exec(path)?.[1] ?? [],
    );
    const after = lines.filter(
      ({ t, path }) => t > killedAt && path?.includes('/checkpoints/details/') === true,
    );
    expect(after.length).toBeGreaterThan(0);
    expect(recorded.filter((id) => ids.has(Number(id))).length).toBeGreaterThan(4);
  });

  it('has the state from which the job went on', () => {
    const { latest } = lastAnswers(lines).get(`/jobs/${jobId}/checkpoints`) as {
      latest: { restored: { id: number } | null };
    };
    expect(latest.restored?.id).toBeGreaterThan(0);
  });
});
