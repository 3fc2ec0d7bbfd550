import { describe, expect, it } from 'vitest';
import { archiveReader } from '../../../../src/formats/flinkRest/archiveReader.js';
import { recordingReader } from '../../../../src/formats/flinkRest/recordingReader.js';
import { restBodyReader } from '../../../../src/formats/flinkRest/restBodyReader.js';
import { recordings } from '../../../fixtures/flinkRecordings.js';
import {
  caseFiles,
  checkpointOf,
  onlyJob,
  outcomeCounts,
  rawBody,
  readCase,
  reportsOf,
  type RawVertex,
} from './flinkCase.js';

/** What the recordings' README says of each case, where it is more than that all checkpoints completed. */
interface Expected {
  readonly state?: string;
  readonly completed: number;
  /** Failed checkpoints by id, with how many of their subtasks acknowledged, were aborted, stayed pending. */
  readonly failed?: Readonly<
    Record<number, readonly [acknowledged: number, aborted: number, pending: number]>
  >;
  readonly failedTriggers: number;
}

const expected: Readonly<Record<string, Expected>> = {
  '1.20.5/rocksdb-aligned': { completed: 12, failed: { 6: [5, 1, 0], 11: [4, 2, 0] }, failedTriggers: 2 },
  '2.3.0/backpressure-aligned': { completed: 3, failed: { 4: [2, 0, 6] }, failedTriggers: 1 },
  '2.3.0/backpressure-unaligned': { completed: 9, failedTriggers: 1 },
  '2.3.0/declined': { completed: 11, failed: { 3: [5, 0, 1], 5: [4, 1, 1] }, failedTriggers: 1 },
  '2.3.0/expired': {
    completed: 13,
    failed: { 3: [5, 1, 0], 4: [5, 1, 0], 5: [3, 0, 3] },
    failedTriggers: 1,
  },
  '2.3.0/failover': { completed: 18, failedTriggers: 5 },
  '2.3.0/finished-tasks': { completed: 10, failedTriggers: 1 },
  '2.3.0/hashmap-1m': { completed: 12, failed: { 13: [4, 1, 1] }, failedTriggers: 1 },
  '2.3.0/hidden-flush': { completed: 8, failedTriggers: 1 },
  '2.3.0/join': { completed: 10, failed: { 11: [12, 2, 0] }, failedTriggers: 1 },
  '2.3.0/no-checkpointing': { completed: 0, failedTriggers: 0 },
  '2.3.0/pending': { completed: 5, failed: { 6: [5, 0, 1] }, failedTriggers: 1 },
  '2.3.0/rocksdb-1m-incremental': { completed: 11, failedTriggers: 1 },
  '2.3.0/savepoints': { state: 'FINISHED', completed: 10, failedTriggers: 1 },
  '2.3.0/skew': { completed: 8, failed: { 9: [7, 0, 5] }, failedTriggers: 1 },
  '2.3.0/snapshot-exception': { completed: 3, failed: { 4: [5, 0, 1] }, failedTriggers: 2 },
  '2.3.0/sql': { completed: 9, failedTriggers: 1 },
  '2.3.0/sync-operator-state': { completed: 7, failedTriggers: 1 },
  '2.3.0/tolerable-exceeded': {
    state: 'FAILED',
    completed: 3,
    failed: { 4: [5, 0, 1], 5: [4, 1, 1] },
    failedTriggers: 1,
  },
  '2.3.0/traces': { completed: 9, failedTriggers: 2 },
  '2.3.0/unaligned-timeout': { completed: 10, failedTriggers: 1 },
  '2.3.0/wide-32': { completed: 13, failedTriggers: 2 },
  '2.3.0/wide-64-overloaded': { completed: 1, failed: { 2: [111, 273, 0] }, failedTriggers: 3 },
};

describe('a folder of saved answers', () => {
  it.each(recordings)('%s is read with all its checkpoints and how each subtask ended', (name) => {
    const { state = 'CANCELED', completed, failed = {}, failedTriggers } = expected[name]!;
    const content = readCase(restBodyReader, name);
    const job = onlyJob(content);
    expect(content.diagnostics).toEqual([]);
    expect(job).toMatchObject({ origin: 'rest', state, failedTriggers, flinkVersion: name.split('/')[0] });
    expect(job.jobId).toMatch(/^[0-9a-f]{32}$/);
    expect(job.checkpoints.filter(({ status }) => status === 'completed')).toHaveLength(completed);
    const failures = job.checkpoints.filter(({ status }) => status === 'failed');
    expect(failures.map(({ id }) => String(id))).toEqual(Object.keys(failed));
    for (const { id, subtaskCount, acknowledgedCount, subtasks = [] } of failures) {
      const { acknowledged = 0, aborted = 0, pending = 0 } = outcomeCounts(subtasks);
      expect({ id, counts: [acknowledged, aborted, pending] }).toEqual({ id, counts: failed[id] });
      expect(acknowledged).toBe(acknowledgedCount);
      expect(subtasks).toHaveLength(subtaskCount!);
    }
  });

  it.each(recordings)('%s: every file with an answer is known as one, and no other file is', (name) => {
    for (const file of caseFiles(name)) {
      const isAnswer =
        /^(?:in-progress\/[^/]+\/)?jobs\//.test(file.name) ||
        /^(?:config|overview|taskmanagers)\.json$/.test(file.name);
      const known = [restBodyReader, recordingReader, archiveReader].filter((reader) =>
        reader.recognizes(file),
      );
      const right = isAnswer
        ? [restBodyReader]
        : file.name === 'recorded.jsonl'
          ? [recordingReader]
          : file.name.startsWith('archive/')
            ? [archiveReader]
            : [];
      expect({ file: file.name, formats: known.map(({ format }) => format) }).toEqual({
        file: file.name,
        formats: right.map(({ format }) => format),
      });
    }
  });

  it('says why checkpoints failed, in the words of Flink', () => {
    const failures = (name: string) =>
      onlyJob(readCase(restBodyReader, name)).checkpoints.map(({ failure }) => failure);
    expect(failures('2.3.0/expired').filter(Boolean)).toEqual(
      Array(3).fill('Checkpoint expired before completing.'),
    );
    expect(failures('2.3.0/declined').filter(Boolean)).toEqual(
      Array(2).fill('Asynchronous task checkpoint failed.'),
    );
    expect(failures('2.3.0/hashmap-1m')[12]).toBe('Checkpoint Coordinator is suspending.');
  });

  it('keeps the full numbers of a report that came after the checkpoint had failed', () => {
    const job = onlyJob(readCase(restBodyReader, '2.3.0/expired'));
    const syncs = [3, 4].map((id) => reportsOf(job, id, 'count')[1]!);
    expect(syncs.map(({ outcome, sync }) => [outcome, sync])).toEqual([
      ['aborted', 6001],
      ['aborted', 6004],
    ]);
    expect(syncs[1]!.ack! - checkpointOf(job, 4).trigger!).toBe(8296);
    expect(syncs[1]!.ack!).toBeGreaterThan(checkpointOf(job, 4).failed!);
  });

  it('leaves a subtask that declined pending: the answers do not say who it was', () => {
    const job = onlyJob(readCase(restBodyReader, '2.3.0/declined'));
    expect(reportsOf(job, 3, 'count').map(({ outcome }) => outcome)).toEqual(['acknowledged', 'pending']);
    expect(reportsOf(job, 5, 'count').map(({ outcome }) => outcome)).toEqual(['aborted', 'pending']);
  });

  it.each([restBodyReader, archiveReader])(
    'tells subtasks that had finished their work ($format)',
    (reader) => {
      const job = onlyJob(readCase(reader, '2.3.0/finished-tasks'));
      const finishedFrom = { payments: 4, refunds: 6 };
      for (const { id } of job.checkpoints) {
        for (const vertex of [
          'Source: payments',
          'Source: refunds',
          'Source: orders',
          'match',
          'enrich',
          'slow sink',
        ]) {
          const from =
            Object.entries(finishedFrom).find(([word]) => vertex === `Source: ${word}`)?.[1] ?? Infinity;
          const outcomes = reportsOf(job, id, vertex).map(({ outcome }) => outcome);
          expect({ id, vertex, outcomes }).toEqual({
            id,
            vertex,
            outcomes: Array(2).fill(id >= from ? 'finished' : 'acknowledged'),
          });
        }
      }
    },
  );

  it('calls no subtask finished in any other case', () => {
    const others = recordings.filter((name) => name !== '2.3.0/finished-tasks');
    const finished = others.flatMap((name) =>
      onlyJob(readCase(restBodyReader, name)).checkpoints.flatMap(({ subtasks = [] }) =>
        subtasks.filter(({ outcome }) => outcome === 'finished'),
      ),
    );
    expect(finished).toEqual([]);
  });

  it('knows savepoints, their format and how checkpoints were taken', () => {
    const savepoints = onlyJob(readCase(restBodyReader, '2.3.0/savepoints'));
    const kinds = [2, 5, 6, 10].map((id) => checkpointOf(savepoints, id));
    expect(kinds.map(({ kind, type, savepointFormat }) => [kind, type, savepointFormat])).toEqual([
      ['savepoint', 'SAVEPOINT', 'CANONICAL'],
      ['savepoint', 'SAVEPOINT', 'NATIVE'],
      ['checkpoint', 'CHECKPOINT', undefined],
      ['savepoint', 'SYNC_SAVEPOINT', 'NATIVE'],
    ]);
    const timeout = onlyJob(readCase(restBodyReader, '2.3.0/unaligned-timeout'));
    expect(timeout.checkpoints.map(({ type }) => type)).toEqual([
      'CHECKPOINT',
      ...Array<string>(9).fill('UNALIGNED_CHECKPOINT'),
    ]);
    for (const id of [3, 4, 6, 7, 8, 9, 10]) {
      const flags = new Set(checkpointOf(timeout, id).subtasks!.map(({ unaligned }) => unaligned));
      expect([id, flags]).toEqual([id, new Set([true, false])]);
    }
    expect(timeout.config).toEqual({
      mode: 'exactly_once',
      interval: 5000,
      timeout: 600_000,
      minPause: 0,
      maxConcurrent: 1,
      tolerableFailures: 0,
      unaligned: true,
      alignedTimeout: 1000,
      stateBackend: 'HashMapStateBackend',
      storage: 'FileSystemCheckpointStorage',
    });
  });

  it('gives sizes of incremental checkpoints beside those of all the state', () => {
    const job = onlyJob(readCase(restBodyReader, '2.3.0/rocksdb-1m-incremental'));
    const incremental = job.checkpoints.filter(
      ({ checkpointedBytes, fullBytes }) => checkpointedBytes! < fullBytes!,
    );
    expect(incremental.length).toBeGreaterThan(5);
    expect(checkpointOf(job, 5).checkpointedBytes).toBe(checkpointOf(job, 5).fullBytes);
  });

  it('says from which checkpoint the job was restored', () => {
    const restores = (name: string) => onlyJob(readCase(restBodyReader, name)).restores;
    expect(restores('2.3.0/failover')).toMatchObject([{ checkpoint: 11, savepoint: false }]);
    expect(restores('2.3.0/snapshot-exception')).toMatchObject([{ checkpoint: 3 }]);
    expect(restores('2.3.0/expired')).toBeUndefined();
  });

  it('says why a job failed: the innermost cause, in one line', () => {
    const { failure } = onlyJob(readCase(restBodyReader, '2.3.0/tolerable-exceeded'));
    expect(failure).toMatch(
      /^org\.apache\.flink\.util\.FlinkRuntimeException: Exceeded checkpoint tolerable failure threshold\..*failed\.$/,
    );
    expect(onlyJob(readCase(restBodyReader, '2.3.0/failover')).failure).toBeUndefined();
  });

  it('takes a job without checkpoints for one that is not configured to take any', () => {
    const job = onlyJob(readCase(restBodyReader, '2.3.0/no-checkpointing'));
    expect(job.checkpoints).toEqual([]);
    expect(job.config).toMatchObject({ mode: 'at_least_once', timeout: 600_000 });
    expect(job.config).not.toHaveProperty('interval');
  });

  it.each(recordings)(
    '%s: vertices stand upstream before downstream, sources first, with their names unescaped',
    (name) => {
      const { vertices } = onlyJob(readCase(restBodyReader, name));
      const position = new Map(vertices.map(({ id }, i) => [id, i]));
      const firstReader = vertices.findIndex(({ inputs }) => inputs!.length > 0);
      for (const [i, { inputs, name: text }] of vertices.entries()) {
        expect(inputs!.length === 0).toBe(i < firstReader);
        for (const { from } of inputs!) expect(position.get(from)).toBeLessThan(i);
        expect(text).not.toMatch(/&\w+;|<br/);
      }
    },
  );

  it('has the exchanges between the vertices', () => {
    const job = onlyJob(readCase(restBodyReader, '2.3.0/join'));
    const match = job.vertices.find(({ name }) => name === 'match payments')!;
    const nameOf = new Map(job.vertices.map(({ id, name }) => [id, name]));
    expect(match.inputs!.map(({ from, ship }) => [nameOf.get(from), ship]).sort()).toEqual([
      ['Source: payments', 'HASH'],
      ['Source: refunds', 'HASH'],
      ['parse', 'HASH'],
    ]);
  });

  it.each(recordings)('%s: says on which TaskManager each subtask ran', (name) => {
    for (const { id, parallelism, locations } of onlyJob(readCase(restBodyReader, name)).vertices) {
      const path = caseFiles(name).find((file) => file.name.endsWith(`/vertices/${id}.json`))!.name;
      const { subtasks } = rawBody(name, path) as RawVertex;
      expect([...locations!.values()]).toEqual(subtasks.map(({ endpoint }) => endpoint));
      expect(locations!.size).toBe(parallelism);
    }
  });

  it('never steps back to copies of the answers from when the checkpoint was in progress', () => {
    const files = caseFiles('2.3.0/pending').filter((file) => restBodyReader.recognizes(file));
    const forwards = onlyJob(restBodyReader.read(files));
    const backwards = onlyJob(restBodyReader.read(files.toReversed()));
    expect(forwards.checkpoints.map(({ status }) => status)).toEqual([
      ...Array<string>(5).fill('completed'),
      'failed',
    ]);
    const bySubtask = ({ checkpoints }: typeof forwards) =>
      checkpoints.map((checkpoint) => ({
        ...checkpoint,
        subtasks: checkpoint.subtasks!.toSorted((a, b) =>
          a.vertex < b.vertex ? -1 : a.vertex > b.vertex ? 1 : a.subtask - b.subtask,
        ),
      }));
    expect(bySubtask(backwards)).toEqual(bySubtask(forwards));
  });
});
