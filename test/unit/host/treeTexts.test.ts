import { describe, expect, it } from 'vitest';
import type { CheckpointSummary, FlinkJob } from '../../../src/flink/clusterAnswers.js';
import { checkpointText, clusterText, jobText, shortMoment } from '../../../src/host/clusters/treeTexts.js';

const cluster = { url: 'https://gateway.example.com/flink', auth: 'bearer', insecure: true } as const;
const now = Date.parse('2026-11-25T10:00:00Z');
const job: FlinkJob = {
  id: 'a'.repeat(32),
  name: 'orders',
  state: 'RUNNING',
  startTime: now,
  lastModification: now,
};
const checkpoint: CheckpointSummary = {
  id: 14,
  status: 'completed',
  trigger: now,
  end: now + 412,
  isSavepoint: false,
  bytes: 28_300_000,
};

describe('a cluster in the tree', () => {
  it('is named by host and base path, and says its version', () => {
    const overview = { version: '2.3.0', taskManagers: 2, slots: 8, freeSlots: 3 };
    const text = clusterText(cluster, { type: 'reachable', overview, jobs: [], moreJobs: 0 });
    expect([text.label, text.description]).toEqual(['gateway.example.com/flink', 'Flink 2.3.0']);
    expect(text.tooltip).toContainEqual(['Certificate', 'not verified']);
  });

  it('says why it cannot be reached, in one line however long the reason is', () => {
    const problem = `https://gateway refused the connection.\n${'x'.repeat(10_000)}`;
    const { description } = clusterText(cluster, { type: 'unreachable', problem });
    expect(description).toMatch(/^https:\/\/gateway refused the connection\. x+…$/);
    expect(description.length).toBeLessThan(400);
  });
});

describe('a job in the tree', () => {
  it.each([
    [{ ...job }, false, 'running'],
    [{ ...job, checkpoints: [checkpoint] }, false, 'running · checkpoint #14'],
    [{ ...job, checkpoints: [checkpoint] }, true, 'running · checkpoint #14 · recording'],
    [{ ...job, state: 'FAILED', checkpoints: [] }, false, 'failed'],
  ])('says its state and how far it is: %#', (of, isRecorded, description) => {
    expect(jobText(of, isRecorded).description).toBe(description);
  });

  it('has an icon in every state, also in one that a later Flink may have', () => {
    const icons = ['RUNNING', 'FINISHED', 'CANCELED', 'FAILED', 'RESTARTING', 'DREAMING'].map(
      (state) => jobText({ ...job, state }, false).icon,
    );
    expect(icons).toEqual(['play-circle', 'pass', 'circle-slash', 'error', 'sync', 'sync']);
  });
});

describe('a checkpoint in the tree', () => {
  const time = shortMoment(now, now);
  const { id, trigger, isSavepoint, bytes } = checkpoint;
  const going: CheckpointSummary = { id, trigger, isSavepoint, bytes, status: 'inProgress' };

  it.each([
    [checkpoint, `#14`, `412 ms · 28.3 MB · ${time}`, 'pass'],
    [{ ...checkpoint, isSavepoint: true }, '#14 savepoint', `412 ms · 28.3 MB · ${time}`, 'save'],
    [{ ...checkpoint, status: 'failed' as const }, '#14', `failed · 412 ms · ${time}`, 'error'],
    [going, '#14', `in progress · 28.3 MB · ${time}`, 'sync'],
  ])('says how long it took, how large it is, and when it was: %#', (of, label, description, icon) => {
    expect(checkpointText(of, now)).toMatchObject({ label, description, icon });
  });

  it('says why it failed', () => {
    const failed = {
      ...checkpoint,
      status: 'failed' as const,
      failure: 'Checkpoint expired before completing.',
    };
    expect(checkpointText(failed, now).tooltip).toContainEqual([
      'Failure',
      'Checkpoint expired before completing.',
    ]);
  });
});

describe('a moment', () => {
  it('is told by its time to the second, and with its day where that is not today', () => {
    const seconds = new Date(now).toLocaleTimeString();
    expect(shortMoment(now, now)).toBe(seconds);
    const earlier = new Date(now - 3 * 86_400_000);
    expect(shortMoment(earlier.getTime(), now)).toContain(
      earlier.toLocaleDateString(undefined, { dateStyle: 'medium' }),
    );
    expect(shortMoment(Number.NaN, now)).toBe('unknown');
  });
});
