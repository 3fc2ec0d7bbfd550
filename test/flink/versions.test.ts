import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FlinkCluster } from '../../scripts/testing/flink/cluster.js';
import { countJob } from '../../scripts/testing/flink/jobJar.js';
import { readInputs, type ReadJob } from '../../src/formats/readInputs.js';
import { phases } from '../../src/trace/model.js';
import { archivedAnswers, completedIds, withoutDiscarded } from './evidence.js';
import { lastAnswers, RecordProcess } from './recordProcess.js';

const wanted = 5;
const isOfCheckpoint = (path: string) => /\/checkpoints\/details\/\d+(\/subtasks\/[0-9a-f]{32})?$/.test(path);

describe.each(['1.17.2', '1.20.5'])('a job of Flink %s with a checkpoint every second', (version) => {
  let cluster: FlinkCluster;
  let folder: string;
  let jobId: string;
  let recorder: RecordProcess;
  let exitCode: number | null;
  let job: ReadJob;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'checkpoint-lens-'));
    cluster = await FlinkCluster.start({ version, isBrief: true });
    jobId = await cluster.submit(countJob);
    recorder = new RecordProcess(cluster.url, join(folder, 'count.flink.jsonl'), ['--job', jobId]);
    await cluster.completed(jobId, wanted);
    await cluster.cancel(jobId);
    exitCode = await recorder.ended();
    const { jobs } = readInputs([{ name: 'count.flink.jsonl', bytes: readFileSync(recorder.file) }]);
    job = jobs[0]!;
  });

  afterAll(async () => {
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is recorded until it ends, without a gap', () => {
    expect({ exitCode, output: recorder.output }).toMatchObject({ exitCode: 0 });
    expect(recorder.lines().filter(({ gap }) => gap !== undefined)).toEqual([]);
  });

  it('is recorded with every number of the archive that it leaves behind', () => {
    const recorded = lastAnswers(recorder.lines());
    const archived = [...archivedAnswers(cluster.folder, jobId)].filter(([path]) => isOfCheckpoint(path));
    expect(archived.length).toBeGreaterThan(wanted);
    for (const [path, answer] of archived) {
      expect(withoutDiscarded(recorded.get(path)), path).toEqual(withoutDiscarded(answer));
    }
  });

  it('opens as a trace with every checkpoint that its JobManager logged, and each subtask’s lock hold and upload', () => {
    const completed = completedIds(cluster.jobManagerLog(), jobId);
    expect(completed.length).toBeGreaterThanOrEqual(wanted);
    const { trace } = job;
    expect(trace.source).toMatchObject({ flinkVersion: version, jobState: 'CANCELED' });
    const known = trace.checkpoints.filter(({ status }) => status === 'completed').map(({ id }) => id);
    expect(known).toEqual(completed);
    const subtasks = trace.operators.reduce((sum, { parallelism }) => sum + parallelism, 0);
    for (const phase of ['sync', 'async'] as const) {
      const spans = [...trace.spans.phase].filter((each) => phases[each] === phase);
      expect(spans.length, phase).toBeGreaterThanOrEqual(completed.length * subtasks);
    }
  });
});
