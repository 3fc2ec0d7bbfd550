import { describe, expect, it } from 'vitest';
import { logReader } from '../../../../src/formats/flinkLog/logReader.js';
import type { JobEvidence, SubtaskEvidence } from '../../../../src/formats/evidence/model.js';
import { casesWithLogs, logsOf, restCheckpoint } from '../../../fixtures/flinkLogs.js';
import { truthOf, type TruthSubtask } from '../../../fixtures/flinkRecordings.js';

function jobOf(recording: string): JobEvidence {
  const { evidence } = logReader.read(logsOf(recording));
  const jobs = evidence.filter(({ origin }) => origin === 'log');
  expect(jobs).toHaveLength(1);
  return jobs[0]!;
}

/** The truth in the evidence's words; Flink 1.20 writes the sync line before it knows the duration. */
function expectedMoments(truth: TruthSubtask, recording: string): Record<string, number> {
  const moments = {
    triggerReceived: truth.rpc,
    firstBarrier: truth.first_barrier,
    lastBarrier: truth.last_barrier,
    started: truth.started,
    barrierSent: truth.broadcast,
    syncEnd: truth.sync_end,
    syncMs: recording.startsWith('1.') ? undefined : truth.sync_ms,
    alignmentMs: truth.alignment_ms,
    asyncStart: truth.async_begin,
    queueMs: truth.async_queue_ms,
    asyncEnd: truth.async_end,
    asyncMs: truth.async_ms,
    asyncFailed: truth.async_failed,
    acknowledged: truth.acked,
  };
  return Object.fromEntries(
    Object.entries(moments).filter(([, ms]) => ms !== undefined && ms >= 0),
  ) as Record<string, number>;
}

/** REST tells late reports by `aborted`, with the moment that the JobManager's line on them has. */
function expectedOutcome({ acked, rest }: TruthSubtask): string | undefined {
  if (acked !== undefined) return 'acknowledged';
  return rest?.aborted === true ? 'aborted' : undefined;
}

function rowKey({
  vertex,
  subtask,
  attempt,
}: Pick<SubtaskEvidence, 'vertex' | 'subtask' | 'attempt'>): string {
  return `${vertex} ${subtask} ${attempt ?? ''}`;
}

const exactCases = casesWithLogs().filter((name) => truthOf(name)?.checkpoints.length);

describe('the logs of a real job', () => {
  it('are there, of more than one Flink', () => {
    expect(exactCases.length).toBeGreaterThan(15);
    expect(exactCases.some((name) => name.startsWith('1.'))).toBe(true);
  });

  it.each(exactCases)('%s: every moment of every subtask is the one in its log', (name) => {
    const truth = truthOf(name)!;
    const job = jobOf(name);
    expect(job.checkpoints.map(({ id }) => id)).toEqual(truth.checkpoints.map(({ id }) => id));
    for (const [index, checkpoint] of truth.checkpoints.entries()) {
      const found = new Map(job.checkpoints[index]!.subtasks?.map((subtask) => [rowKey(subtask), subtask]));
      for (const subtask of checkpoint.subtasks ?? []) {
        const where = `checkpoint ${checkpoint.id}, ${subtask.name} ${subtask.subtask}`;
        const row = found.get(rowKey(subtask))!;
        const moments: Record<string, number> = { ...row.moments };
        const isDeclined = row.outcome === 'declined';
        if (!isDeclined) expect(row.outcome, where).toBe(expectedOutcome(subtask));
        if (row.outcome === 'aborted') {
          expect(moments['acknowledged'], where).toBeGreaterThanOrEqual(subtask.rest!.ack_timestamp!);
          delete moments['acknowledged'];
        }
        expect(moments, where).toEqual(expectedMoments(subtask, name));
        expect(row.unaligned, where).toBe(subtask.unaligned);
        found.delete(rowKey(subtask));
      }
      // What the other program leaves out: refusals of tasks that had logged nothing.
      for (const [key, row] of found) expect(row, key).toMatchObject({ outcome: 'declined' });
    }
  });

  it.each(exactCases)('%s: trigger, completion, size and finalization are those of its log', (name) => {
    const truth = truthOf(name)!;
    const job = jobOf(name);
    expect(job).toMatchObject({ jobId: truth.job, name: truth.name, flinkVersion: name.split('/')[0] });
    for (const [index, checkpoint] of truth.checkpoints.entries()) {
      const { trigger, completed, finalization, checkpointedBytes, status } = job.checkpoints[index]!;
      expect({ trigger, completed, finalization }, `checkpoint ${checkpoint.id}`).toEqual({
        trigger: checkpoint.trigger,
        completed: checkpoint.completed,
        finalization: checkpoint.finalization,
      });
      if (checkpoint.completed === undefined) continue;
      expect(status).toBe('completed');
      // The statistics line has the size of the state, the completion line counts the metadata, too.
      expect(checkpoint.bytes! - checkpointedBytes!, `checkpoint ${checkpoint.id}`).toBeGreaterThanOrEqual(0);
    }
  });

  it.each(exactCases)('%s: what its statistics lines say is what REST said', (name) => {
    for (const found of jobOf(name).checkpoints) {
      const rest = restCheckpoint(name, found.id);
      if (rest === undefined || rest.status === 'IN_PROGRESS') continue;
      expect(found, `checkpoint ${found.id}`).toMatchObject({
        status: rest.status.toLowerCase(),
        kind: rest.is_savepoint ? 'savepoint' : 'checkpoint',
        type: rest.checkpoint_type,
        trigger: rest.trigger_timestamp,
        subtaskCount: rest.num_subtasks,
        ...(rest.status === 'COMPLETED' ? { fullBytes: rest.state_size } : {}),
        ...(rest.failure_timestamp === undefined ? {} : { failed: rest.failure_timestamp }),
        ...(rest.failure_message === undefined ? {} : { failure: rest.failure_message }),
      });
    }
  });
});

describe('the restarts of a real job', () => {
  it('are told with the checkpoint that each began from', () => {
    const { restores, state, failedTriggers, checkpoints } = jobOf('2.3.0/failover');
    expect(restores?.map(({ checkpoint, savepoint }) => [checkpoint, savepoint])).toEqual([
      [6, false],
      [11, false],
    ]);
    expect(state).toBe('CANCELED');
    expect(failedTriggers).toBe(5);
    const attempts = new Set(checkpoints.flatMap(({ subtasks }) => subtasks?.map(({ attempt }) => attempt)));
    expect([...attempts]).toEqual([0, 1, 2]);
  });

  it('leave the reason of a job that failed for good', () => {
    const { state, failure, name } = jobOf('2.3.0/tolerable-exceeded');
    expect(name).toBe('too many failed checkpoints');
    expect(state).toBe('FAILED');
    expect(failure).toMatch(/^Exceeded checkpoint tolerable failure threshold/);
  });
});

describe('the subtasks of a real job', () => {
  it('that declined a checkpoint are named', () => {
    const declined = jobOf('2.3.0/declined').checkpoints.flatMap(({ id, subtasks = [] }) =>
      subtasks.filter(({ outcome }) => outcome === 'declined').map(({ subtask }) => [id, subtask]),
    );
    expect(declined).toEqual([
      [3, 1],
      [5, 1],
    ]);
  });

  it('ran where the JobManager put them', () => {
    const { vertices } = jobOf('2.3.0/join');
    expect(vertices.map(({ name, parallelism }) => [name, parallelism])).toEqual([
      ['Source: orders', 2],
      ['Source: payments', 2],
      ['Source: refunds', 2],
      ['parse', 2],
      ['match payments', 2],
      ['enrich', 2],
      ['slow sink: Writer', 2],
    ]);
    for (const { locations } of vertices) {
      expect([...locations!.values()]).toEqual(['localhost:36253', 'localhost:36253']);
    }
  });

  it('took savepoints in their formats', () => {
    const { checkpoints } = jobOf('2.3.0/savepoints');
    const savepoints = checkpoints.filter(({ kind }) => kind === 'savepoint');
    expect(savepoints.map(({ id, type, savepointFormat }) => [id, type, savepointFormat])).toEqual([
      [2, 'SAVEPOINT', 'CANONICAL'],
      [5, 'SAVEPOINT', 'NATIVE'],
      [10, 'SYNC_SAVEPOINT', 'NATIVE'],
    ]);
  });
});
