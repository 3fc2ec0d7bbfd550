import { describe, expect, it } from 'vitest';
import type { FlinkSpan } from '../../../../src/formats/flinkSpans/span.js';
import { spanEvidence } from '../../../../src/formats/flinkSpans/spanEvidence.js';

const trigger = 1_795_365_621_040;

function checkpoint(
  attributes: Readonly<Record<string, string | number>>,
  more: Partial<FlinkSpan> = {},
): FlinkSpan {
  return {
    name: 'Checkpoint',
    start: trigger,
    end: trigger + 500,
    attributes: new Map(Object.entries({ checkpointId: 4, job_id: 'j', ...attributes })),
    children: [],
    ...more,
  };
}

function subtask(
  attributes: Readonly<Record<string, string | number>> = {},
  more: Partial<FlinkSpan> = {},
): FlinkSpan {
  return {
    name: 'Checkpoint_Subtask',
    start: trigger + 20,
    end: trigger + 100,
    attributes: new Map(
      Object.entries({
        checkpointId: 4,
        job_id: 'j',
        jobVertexId: 'v',
        subtaskId: 0,
        CheckpointStartDelayMs: 20,
        SyncCheckpointDurationMs: 5,
        ...attributes,
      }),
    ),
    children: [],
    ...more,
  };
}

function onlyCheckpoint(...spans: readonly FlinkSpan[]) {
  const evidence = spanEvidence(spans);
  expect(evidence).toHaveLength(1);
  expect(evidence[0]!.checkpoints).toHaveLength(1);
  return evidence[0]!.checkpoints[0]!;
}

describe('what spans say of a checkpoint', () => {
  it.each([
    ['Checkpoint', 'false', 'checkpoint', 'CHECKPOINT'],
    ['Checkpoint', 'true', 'checkpoint', 'UNALIGNED_CHECKPOINT'],
    ['Full Checkpoint', 'false', 'checkpoint', 'CHECKPOINT'],
    ['Savepoint', 'false', 'savepoint', 'SAVEPOINT'],
    ['Terminate Savepoint', 'false', 'savepoint', 'SYNC_SAVEPOINT'],
    ['Suspend Savepoint', 'false', 'savepoint', 'SYNC_SAVEPOINT'],
    ['Something New', 'false', undefined, undefined],
  ])('has %s, unaligned %s, in the words of REST', (checkpointType, isUnaligned, kind, type) => {
    const found = onlyCheckpoint(checkpoint({ checkpointType, isUnaligned }));
    expect([found.kind, found.type]).toEqual([kind, type]);
  });

  it('has no acknowledgement where the span has no end, which Flink writes as -1', () => {
    const found = onlyCheckpoint(checkpoint({ checkpointStatus: 'FAILED' }, { end: -1 }));
    expect(found).toEqual({ id: 4, trigger, status: 'failed' });
  });

  it('takes numbers as texts and as numbers, and -1 for unset', () => {
    const asTexts = subtask({
      AsyncCheckpointDurationMs: '30',
      StateSizeBytes: '7',
      AlignmentDurationMs: '-1',
    });
    const asNumbers = subtask({ AsyncCheckpointDurationMs: 30, StateSizeBytes: 7, AlignmentDurationMs: -1 });
    expect(onlyCheckpoint(asTexts)).toEqual(onlyCheckpoint(asNumbers));
    expect(onlyCheckpoint(asTexts).subtasks).toEqual([
      { vertex: 'v', subtask: 0, startDelay: 20, sync: 5, async: 30, fullBytes: 7, ack: trigger + 100 },
    ]);
  });

  it('does without a duration that is longer than time can be', () => {
    const { subtasks } = onlyCheckpoint(checkpoint({}), subtask({ AsyncCheckpointDurationMs: 2 ** 63 }));
    expect(subtasks).toMatchObject([{ sync: 5 }]);
    expect(subtasks![0]).not.toHaveProperty('async');
  });

  it('leaves open how a subtask ended unless the checkpoint was completed', () => {
    for (const checkpointStatus of ['FAILED', 'UNKNOWN']) {
      const found = onlyCheckpoint(checkpoint({ checkpointStatus }), subtask());
      expect(found.subtasks![0]).not.toHaveProperty('outcome');
    }
    const completed = onlyCheckpoint(checkpoint({ checkpointStatus: 'COMPLETED' }), subtask());
    expect(completed.subtasks![0]!.outcome).toBe('acknowledged');
  });

  it('knows subtasks that had finished before by zeros at the moment of the first report', () => {
    const zeros = {
      CheckpointStartDelayMs: 0,
      AlignmentDurationMs: 0,
      SyncCheckpointDurationMs: 0,
      AsyncCheckpointDurationMs: 0,
      StateSizeBytes: 0,
      ProcessedDataBytes: 0,
      PersistedDataBytes: 0,
    };
    const zero = (subtaskId: number, end: number, more: Readonly<Record<string, number>> = {}) =>
      subtask({ ...zeros, ...more, subtaskId }, { start: trigger, end: trigger + end });
    const completed = checkpoint({ checkpointStatus: 'COMPLETED' });
    const outcomesOf = (...spans: readonly FlinkSpan[]) =>
      onlyCheckpoint(completed, ...spans).subtasks!.map(({ outcome }) => outcome);
    const running = subtask({ subtaskId: 9 });
    expect(outcomesOf(zero(0, 2), zero(1, 2), running)).toEqual(['finished', 'finished', 'acknowledged']);
    expect(outcomesOf(zero(0, 2), zero(1, 3), running)).toEqual(['finished', 'acknowledged', 'acknowledged']);
    expect(outcomesOf(zero(0, 2, { StateSizeBytes: 1 }), running)).toEqual(['acknowledged', 'acknowledged']);
    expect(outcomesOf(zero(0, 2, { SyncCheckpointDurationMs: -1 }), running)[0]).toBe('acknowledged');
    expect(outcomesOf(zero(0, 2), zero(1, 2))).toEqual(['acknowledged', 'acknowledged']);
  });

  it('does not give the sizes of a failed checkpoint, which go on to grow after its span', () => {
    const sizes = { fullSize: 20, checkpointedSize: 10 };
    const failed = onlyCheckpoint(checkpoint({ checkpointStatus: 'FAILED', ...sizes }));
    expect([failed.fullBytes, failed.checkpointedBytes]).toEqual([undefined, undefined]);
    const completed = onlyCheckpoint(checkpoint({ checkpointStatus: 'COMPLETED', ...sizes }));
    expect([completed.fullBytes, completed.checkpointedBytes]).toEqual([20, 10]);
  });

  it('has no subtasks where only maxima and sums are known', () => {
    const [job] = spanEvidence([
      checkpoint({ maxSyncCheckpointDurationMs: 71, perTaskMaxSyncCheckpointDurationMs: '[71, 58]' }),
    ]);
    expect(job!.vertices).toEqual([]);
    expect(job!.checkpoints[0]).not.toHaveProperty('subtasks');
  });

  it('knows the vertices from tasks without subtasks, in the order in which barriers reach them', () => {
    const task = (jobVertexId: string, maxCheckpointStartDelayMs: number) =>
      checkpoint({ jobVertexId, maxCheckpointStartDelayMs }, { name: 'Checkpoint_Task' });
    const [job] = spanEvidence([checkpoint({}, { children: [task('sink', 90), task('source', 3)] })]);
    expect(job!.vertices).toEqual([{ id: 'source' }, { id: 'sink' }]);
  });

  it('lets children do without what their parent says', () => {
    const child = {
      ...subtask(),
      attributes: new Map<string, string | number>([
        ['subtaskId', 3],
        ['CheckpointStartDelayMs', 20],
      ]),
    };
    const task = checkpoint({ jobVertexId: 'v' }, { name: 'Checkpoint_Task', children: [child] });
    expect(onlyCheckpoint(checkpoint({}, { children: [task] })).subtasks).toEqual([
      { vertex: 'v', subtask: 3, startDelay: 20, ack: trigger + 100 },
    ]);
  });

  it('gets the trigger from a subtask where the checkpoint itself is missing', () => {
    expect(onlyCheckpoint(subtask()).trigger).toBe(trigger);
  });

  it('is of the latest run where a job began anew under its old id', () => {
    const later = { start: trigger + 3_600_000, end: trigger + 3_600_300 };
    const found = onlyCheckpoint(
      checkpoint({ fullSize: 1 }, later),
      checkpoint({ fullSize: 2 }),
      subtask({ SyncCheckpointDurationMs: 9 }),
      subtask({ SyncCheckpointDurationMs: 6, subtaskId: 1 }, { start: later.start + 20, end: later.end }),
    );
    expect(found).toMatchObject({ trigger: later.start, fullBytes: 1 });
    expect(found.subtasks!.map(({ subtask, sync }) => [subtask, sync])).toEqual([[1, 6]]);
  });

  it('drops what cannot be: subtasks beyond 32768, spans without an id, times without end', () => {
    const spans = [
      checkpoint({}),
      subtask({ subtaskId: 32_768 }),
      subtask({ subtaskId: 1.5 }),
      subtask({ subtaskId: -1 }),
      subtask({ subtaskId: 'x' }),
      subtask({ jobVertexId: '' }),
      checkpoint({ checkpointId: 'x' }),
      checkpoint({ checkpointId: 2 ** 60 }),
      checkpoint({ checkpointId: 5 }, { start: Infinity }),
      checkpoint({ checkpointId: 6 }, { start: NaN }),
      checkpoint({ checkpointId: 7 }, { start: -1 }),
      checkpoint({ checkpointId: 8 }, { name: '__proto__' }),
    ];
    expect(onlyCheckpoint(...spans)).toEqual({ id: 4, trigger, latestAck: trigger + 500 });
  });

  it('keeps jobs apart', () => {
    const jobs = spanEvidence([
      checkpoint({ job_id: 'b' }),
      checkpoint({ job_id: 'a' }),
      checkpoint({ job_id: '' }),
    ]);
    expect(jobs.map(({ jobId, checkpoints }) => [jobId, checkpoints.length])).toEqual([
      ['', 1],
      ['a', 1],
      ['b', 1],
    ]);
  });

  it('names the checkpoint that a job was restored from', () => {
    const restore = checkpoint({}, { name: 'JobInitialization' });
    const first = { ...restore, attributes: new Map([['job_id', 'j']]) };
    expect(spanEvidence([restore, first, restore])[0]).toEqual({
      origin: 'spans',
      jobId: 'j',
      vertices: [],
      checkpoints: [],
      restores: [{ checkpoint: 4, at: trigger }],
    });
  });
});
