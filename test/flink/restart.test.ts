import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { FlinkCluster } from '../../scripts/testing/flink/cluster.js';
import { lensJob } from '../../scripts/testing/flink/jobJar.js';
import { completedIds } from './evidence.js';
import { lastAnswers, RecordProcess, type RecordedLine } from './recordProcess.js';

const patience = { timeout: 180_000, interval: 200 };
const interval = '-Dexecution.checkpointing.interval=1s';

let cluster: FlinkCluster;
let folder: string;
let jobId: string;
let recorder: RecordProcess;
let killedAt: number;
let lines: readonly RecordedLine[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'checkpoint-lens-'));
  cluster = await FlinkCluster.start({ isHighlyAvailable: true, isBrief: true });
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
  await cluster.completed(jobId, 3);
  await cluster.killJobManager();
  killedAt = Date.now();
  await vi.waitUntil(() => recorder.output.includes('Trying again until it answers.'), patience);
  await cluster.startJobManager();
  await cluster.completed(jobId, completedIds(cluster.jobManagerLog(), jobId).length + 4);
  // The recorder sees what the cluster keeps cached a little later.
  await vi.waitUntil(() => {
    lines = recorder.lines();
    return answeredSince(killedAt).length > 0 && recordedIds().length > 4 && restoredFrom() !== undefined;
  }, patience);
  recorder.child.kill('SIGTERM');
  await recorder.ended();
  lines = recorder.lines();
});

afterAll(async () => {
  await cluster.stop();
  rmSync(folder, { recursive: true, force: true });
});

function answeredSince(start: number): readonly RecordedLine[] {
  return lines.filter(({ t, path }) => t > start && path?.includes('/checkpoints/details/') === true);
}

/** Of those that the JobManager has logged as completed. */
function recordedIds(): readonly number[] {
  const ids = new Set(completedIds(cluster.jobManagerLog(), jobId));
  const recorded = [...lastAnswers(lines).keys()].flatMap(
    (path) => new RegExp(`^/jobs/${jobId}/checkpoints/details/(\\d+)$`).exec(path)?.[1] ?? [],
  );
  return recorded.map(Number).filter((id) => ids.has(id));
}

function restoredFrom(): number | undefined {
  const answer = lastAnswers(lines).get(`/jobs/${jobId}/checkpoints`) as
    { latest: { restored: { id: number } | null } } | undefined;
  return answer?.latest.restored?.id;
}

describe('a JobManager that is killed and started again during a recording', () => {
  it('leaves a gap that is said once, and the recording goes on', async () => {
    expect(lines.filter(({ gap }) => gap?.includes('connection') === true)).toHaveLength(1);
    expect(recorder.output).toContain('The cluster answers again');
    expect(await recorder.ended()).toBe(0);
  });

  it('has the checkpoints from before and after in one recording', () => {
    expect(answeredSince(killedAt).length).toBeGreaterThan(0);
    expect(recordedIds().length).toBeGreaterThan(4);
  });

  it('has the state from which the job went on', () => {
    expect(restoredFrom()).toBeGreaterThan(0);
  });
});
