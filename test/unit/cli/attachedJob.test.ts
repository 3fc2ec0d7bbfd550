import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { attachedJob, isRecordingOf } from '../../../src/cli/onFlink/attachedJob.js';
import type { FlinkClient } from '../../../src/flink/client.js';
import { headerLine } from '../../../src/flink/recordingLine.js';

const job = 'a'.repeat(32);
const other = 'b'.repeat(32);

describe('a job that is attached to', () => {
  let closed = 0;
  const clusterWith = (state: string): (() => Promise<FlinkClient>) => {
    const known = { id: job, name: 'orders', state, startTime: 0, lastModification: 0 };
    const client: Pick<FlinkClient, 'url' | 'job' | 'close'> = {
      url: 'http://jobmanager:8081',
      job: (id) => Promise.resolve(id === job ? known : undefined),
      close: () => Promise.resolve(void (closed += 1)),
    };
    return () => Promise.resolve(client as FlinkClient);
  };

  it('is one that its JobManager knows and that has not ended', async () => {
    const attached = await attachedJob(job, 'http://jobmanager:8081', clusterWith('RESTARTING'));
    expect(attached.job).toBe(job);
    expect(closed).toBe(0);
  });

  it('is refused where there is none such, it has ended, or nobody says where to ask', async () => {
    const attach = (id: string, state: string, flink?: string): Promise<unknown> =>
      attachedJob(id, flink, clusterWith(state));
    await expect(attach(other, 'RUNNING', 'http://j')).rejects.toThrow(`knows no job ${other}`);
    await expect(attach(job, 'FAILED', 'http://j')).rejects.toThrow('has ended: FAILED');
    expect(closed).toBe(2);
    await expect(attach(job, 'RUNNING')).rejects.toThrow('give --flink too');
  });
});

describe('a recording', () => {
  const folder = mkdtempSync(join(tmpdir(), 'checkpoint-lens-attach-'));
  const file = join(folder, 'orders.flink.jsonl');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('goes on for the job that it is of, and not for another that its cluster had as well', async () => {
    const jobs = {
      t: 2,
      path: '/jobs/overview',
      status: 200,
      body: { jobs: [{ jid: job }, { jid: other }] },
    };
    const checkpoints = { t: 3, path: `/jobs/${job}/checkpoints`, status: 200, body: {} };
    const lines = [jobs, checkpoints].map((line) => `${JSON.stringify(line)}\n`);
    writeFileSync(file, [headerLine('http://jobmanager:8081', 1), ...lines].join(''));
    expect(await isRecordingOf(file, job)).toBe(true);
    expect(await isRecordingOf(file, other)).toBe(false);
    expect(await isRecordingOf(join(folder, 'nothing'), job)).toBe(false);
  });
});
