import { describe, expect, it } from 'vitest';
import { mergeEvidence } from '../../../../src/formats/evidence/merge.js';
import type {
  CheckpointEvidence,
  EvidenceOrigin,
  JobEvidence,
  SubtaskEvidence,
} from '../../../../src/formats/evidence/model.js';

const trigger = Date.UTC(2026, 10, 22, 10);

function source(
  origin: EvidenceOrigin,
  checkpoints: readonly CheckpointEvidence[],
  more: Partial<JobEvidence> = {},
): JobEvidence {
  return { origin, jobId: 'a'.repeat(32), vertices: [], checkpoints, ...more };
}

function checkpoint(...subtasks: SubtaskEvidence[]): CheckpointEvidence {
  return { id: 4, trigger, subtasks };
}

const count = { vertex: 'b'.repeat(32), subtask: 0 };

describe('what several sources say of one job', () => {
  it('is one job, with names from REST and moments from the log', () => {
    const [job, ...others] = mergeEvidence([
      source('log', [checkpoint({ ...count, vertex: 'name:count', moments: { syncEnd: trigger + 40 } })], {
        vertices: [{ id: 'name:count', name: 'count' }],
      }),
      source('rest', [checkpoint({ ...count, sync: 24, outcome: 'acknowledged' })], {
        name: 'orders',
        vertices: [{ id: count.vertex, name: 'count', parallelism: 2 }],
      }),
    ]);
    expect(others).toEqual([]);
    expect(job).toMatchObject({ name: 'orders', origins: ['rest', 'log'], conflicts: [] });
    expect(job!.vertices).toEqual([{ id: count.vertex, name: 'count', parallelism: 2 }]);
    expect(job!.checkpoints[0]!.subtasks).toEqual([
      { ...count, sync: 24, outcome: 'acknowledged', moments: { syncEnd: trigger + 40 } },
    ]);
  });

  it('says where they contradict each other, and how often, and believes REST', () => {
    const log = (subtask: number) => ({ ...count, subtask, moments: { syncMs: 31 } });
    const [job] = mergeEvidence([
      source('log', [checkpoint(log(0), log(1), log(2))]),
      source('rest', [
        checkpoint(
          { ...count, sync: 24 },
          { ...count, subtask: 1, sync: 24 },
          { ...count, subtask: 2, sync: 30 },
        ),
      ]),
    ]);
    expect(job!.conflicts).toEqual([
      `The sync duration of ${count.vertex}, subtask 0, checkpoint 4 is 24 ms in REST and 31 ms in the logs, and they differ in one more place.`,
    ]);
    expect(job!.checkpoints[0]!.subtasks![0]!.sync).toBe(24);
  });

  it('never goes back from an end to what was known before it', () => {
    const merged = (parts: readonly CheckpointEvidence[]) =>
      mergeEvidence(parts.map((part) => source('rest', [part])))[0]!.checkpoints;
    const early: CheckpointEvidence = {
      id: 4,
      trigger,
      status: 'inProgress',
      subtasks: [{ ...count, outcome: 'pending' }],
    };
    const late: CheckpointEvidence = {
      id: 4,
      trigger,
      status: 'completed',
      subtasks: [{ ...count, outcome: 'acknowledged', sync: 3 }],
    };
    expect(merged([late, early])).toEqual(merged([early, late]));
    expect(merged([early, late])[0]).toMatchObject({
      status: 'completed',
      subtasks: [{ outcome: 'acknowledged', sync: 3 }],
    });
  });

  it('of a subtask that was restarted is what the last execution did', () => {
    const [job] = mergeEvidence([
      source('log', [
        checkpoint(
          { ...count, attempt: 0, moments: { firstBarrier: trigger + 1, syncEnd: trigger + 2 } },
          { ...count, attempt: 1, moments: { firstBarrier: trigger + 900 } },
        ),
      ]),
    ]);
    expect(job!.checkpoints[0]!.subtasks![0]!.moments).toEqual({ firstBarrier: trigger + 900 });
  });
});

describe('a source that does not name its job', () => {
  const nameless = (at: number): JobEvidence => ({ ...source('log', [{ id: 4, trigger: at }]), jobId: '' });
  const other = source('rest', [{ id: 4, trigger: trigger + 7 }], { jobId: 'c'.repeat(32) });

  it('belongs to the job with the same checkpoint at the same moment', () => {
    const jobs = mergeEvidence([source('rest', [{ id: 4, trigger }]), other, nameless(trigger + 7)]);
    expect(jobs.map(({ origins }) => origins)).toEqual([['rest'], ['rest', 'log']]);
  });

  it('belongs to the only job there is', () => {
    expect(mergeEvidence([source('rest', [{ id: 9, trigger }]), nameless(trigger + 7)])).toHaveLength(1);
  });

  it('is a job of its own where it fits none of several', () => {
    expect(mergeEvidence([source('rest', [{ id: 4, trigger }]), other, nameless(1)])).toHaveLength(3);
  });
});

describe('vertices', () => {
  it('come upstream first, and those in a circle come too', () => {
    const input = (from: string) => [{ from, ship: 'HASH' }];
    const vertices = [
      { id: 'sink', inputs: input('count') },
      { id: 'one', inputs: input('other') },
      { id: 'count', inputs: input('orders') },
      { id: 'other', inputs: input('one') },
      { id: 'orders', inputs: [] },
    ];
    const [job] = mergeEvidence([source('rest', [], { vertices })]);
    expect(job!.vertices.map(({ id }) => id)).toEqual(['orders', 'count', 'sink', 'one', 'other']);
  });
});
