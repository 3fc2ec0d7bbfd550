import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FlinkCluster } from '../../scripts/testing/flink/cluster.js';
import { lensJob } from '../../scripts/testing/flink/jobJar.js';
import { archivedAnswers, completedIds, loggedCheckpoints, withoutDiscarded } from './evidence.js';
import { lastAnswers, RecordProcess, type RecordedLine } from './recordProcess.js';

/** One checkpoint a second, every fifth fails, so that tasks go on reporting to what has failed. */
const job = [
  ['--name', 'orders', '--topology', 'count', '--rate', '20000', '--keys', '50000'],
  ['--asyncFailCheckpoints', Array.from({ length: 40 }, (_, index) => (index + 1) * 5).join(',')],
  ['-Dexecution.checkpointing.interval=1s', '-Dexecution.checkpointing.tolerable-failed-checkpoints=100'],
].flat();

/** Far more than Flink's history holds. */
const wanted = 16;

const detailsPath = /^\/jobs\/[0-9a-f]{32}\/checkpoints\/details\/(\d+)$/;
const subtasksPath = /^\/jobs\/[0-9a-f]{32}\/checkpoints\/details\/(\d+)\/subtasks\/[0-9a-f]{32}$/;

let cluster: FlinkCluster;
let folder: string;
let jobId: string;
let lines: readonly RecordedLine[];
let recorded: ReadonlyMap<string, unknown>;
let exitCode: number | null;
let output: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'checkpoint-lens-'));
  cluster = await FlinkCluster.start({ isBrief: true });
  jobId = await cluster.submit(lensJob, job);
  const recorder = new RecordProcess(cluster.url, join(folder, 'orders.flink.jsonl'), ['--job', jobId]);
  await cluster.completed(jobId, wanted);
  await cluster.cancel(jobId);
  exitCode = await recorder.ended();
  ({ output } = recorder);
  lines = recorder.lines();
  recorded = lastAnswers(lines);
});

afterAll(async () => {
  await cluster.stop();
  rmSync(folder, { recursive: true, force: true });
});

function recordedIds(pattern: RegExp): readonly number[] {
  const ids = [...recorded.keys()].flatMap((path) => pattern.exec(path)?.[1] ?? []).map(Number);
  return [...new Set(ids)].sort((one, other) => one - other);
}

describe(`a job with a checkpoint every second, ${wanted} of them recorded from Flink's history of ten`, () => {
  it('ends the recording when it ends, without a gap', () => {
    expect(output).toContain('completed and');
    expect(exitCode).toBe(0);
    expect(lines.filter(({ gap }) => gap !== undefined)).toEqual([]);
  });

  it('has every checkpoint in the recording, with details and each vertex’s subtasks', () => {
    const ids = recordedIds(detailsPath);
    expect(ids.length).toBeGreaterThan(wanted);
    expect(ids).toEqual(Array.from({ length: ids.length }, (_, index) => index + 1));
    expect(recordedIds(subtasksPath)).toEqual(ids);
    for (const id of completedIds(cluster.jobManagerLog(), jobId)) expect(ids).toContain(id);
  });

  it('is recorded with the numbers that the JobManager wrote to its log, those that left the history included', () => {
    const logged = loggedCheckpoints(cluster.jobManagerLog(), jobId);
    expect([...logged.keys()].length).toBeGreaterThan(wanted);
    for (const [id, details] of logged) {
      const path = `/jobs/${jobId}/checkpoints/details/${id}`;
      // A failed one is logged when it fails; tasks go on reporting.
      if ((details as { status: string }).status !== 'COMPLETED') continue;
      expect(withoutDiscarded(recorded.get(path)), path).toEqual(withoutDiscarded(details));
    }
  });

  it('is recorded with every number of every checkpoint and subtask in the archive that it leaves behind', () => {
    const archived = archivedAnswers(cluster.folder, jobId);
    const paths = [...archived.keys()].filter((path) => detailsPath.test(path) || subtasksPath.test(path));
    expect(paths.filter((path) => detailsPath.test(path))).toHaveLength(10);
    expect(paths.filter((path) => subtasksPath.test(path))).toHaveLength(30);
    for (const path of paths) {
      expect(withoutDiscarded(recorded.get(path)), path).toEqual(withoutDiscarded(archived.get(path)));
    }
    for (const path of ['checkpoints', 'checkpoints/config', 'plan', 'exceptions']) {
      const whole = `/jobs/${jobId}/${path}`;
      expect(withoutDiscarded(recorded.get(whole)), whole).toEqual(withoutDiscarded(archived.get(whole)));
    }
  });

  it('has subtasks whose parts make up what their vertices report, also where they left the history', () => {
    for (const id of recordedIds(detailsPath)) {
      const details = `/jobs/${jobId}/checkpoints/details/${id}`;
      const { tasks } = recorded.get(details) as {
        tasks: Record<string, { num_acknowledged_subtasks: number; state_size: number }>;
      };
      for (const [vertex, task] of Object.entries(tasks)) {
        const { subtasks } = recorded.get(`${details}/subtasks/${vertex}`) as {
          subtasks: { className: string; aborted?: boolean; state_size?: number }[];
        };
        const where = `${details}/subtasks/${vertex}`;
        const reported = subtasks.filter(({ className }) => className === 'completed');
        const acknowledged = reported.filter(({ aborted }) => aborted !== true);
        expect(acknowledged, where).toHaveLength(task.num_acknowledged_subtasks);
        // What was written counts also where it was written for nothing.
        const size = reported.reduce((sum, { state_size }) => sum + (state_size ?? 0), 0);
        expect(size, where).toBe(task.state_size);
      }
    }
  });

  it('has every subtask’s location and how it spent its time', () => {
    const vertices = [...recorded].filter(([path]) => /\/vertices\/[0-9a-f]{32}$/.test(path));
    expect(vertices).toHaveLength(3);
    for (const [path, body] of vertices) {
      for (const subtask of (body as { subtasks: { 'taskmanager-id': string }[] }).subtasks) {
        expect(subtask['taskmanager-id'], path).toMatch(/:\d+/);
      }
    }
    const metrics = lines.flatMap(({ path, body }) =>
      path?.includes('/metrics?') === true ? (body as { id: string }[]).map(({ id }) => id) : [],
    );
    for (const name of [
      'numRecordsIn',
      'busyTimeMsPerSecond',
      'backPressuredTimeMsPerSecond',
      'idleTimeMsPerSecond',
    ]) {
      expect(metrics).toContain(`1.${name}`);
    }
  });
});
