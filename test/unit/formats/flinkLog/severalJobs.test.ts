import { describe, expect, it } from 'vitest';
import { logReader } from '../../../../src/formats/flinkLog/logReader.js';
import type { JobEvidence } from '../../../../src/formats/evidence/model.js';
import type { InputFile } from '../../../../src/formats/input.js';
import { logsOf } from '../../../fixtures/flinkLogs.js';
import { isoLocal, relaid } from './layouts.js';

/** Both run `Source: orders -> parse`, `count per customer` and `slow sink: Writer` with parallelism 2. */
const [early, late] = ['2.3.0/declined', '2.3.0/hidden-flush'];

type Layout = 'plain' | 'with the job';

/** The logs of a recording, moved in time, lines and the ms in them alike. */
function moved(recording: string, by: number, layout: Layout = 'plain'): readonly InputFile[] {
  const job = logReader.read(logsOf(recording)).evidence[0]!.jobId;
  const context = layout === 'plain' ? '[]' : `{flink-job-id=${job}}`;
  return logsOf(recording).map((file) =>
    relaid(file, ({ at, level, logger, message }) => {
      const text = message.replace(/\b1795\d{9}\b/g, (ms) => String(Number(ms) + by));
      return `${isoLocal(at + by)}Z ${level} ${logger} ${context} - ${text}`;
    }),
  );
}

/** Lines in the order of time; what goes on with a line stays below it. */
function merged(name: string, files: readonly InputFile[]): InputFile {
  const entries = files.flatMap(({ bytes }) => new TextDecoder().decode(bytes).split(/\n(?=\d{4}-)/));
  const byTime = entries.sort((a, b) => (a.slice(0, 23) < b.slice(0, 23) ? -1 : 1));
  return { name, bytes: new TextEncoder().encode(byTime.join('\n')) };
}

function byJob(files: readonly InputFile[]): ReadonlyMap<string, JobEvidence> {
  return new Map(logReader.read(files).evidence.map((job) => [job.jobId, job]));
}

const isJobManager = ({ name }: InputFile) => name.startsWith('jobmanager');
const isTaskManager = ({ name }: InputFile) => name.startsWith('taskmanager');

/** How far the late one lies after the early one. */
const distance =
  logReader.read(logsOf(late)).evidence[0]!.checkpoints[0]!.trigger! -
  logReader.read(logsOf(early)).evidence[0]!.checkpoints[0]!.trigger!;

describe('the logs of a cluster with two jobs of the same tasks', () => {
  it('give each job its own, when one ran after the other', () => {
    const files = [...logsOf(early), ...logsOf(late)];
    const both = [
      merged('jobmanager.log', files.filter(isJobManager)),
      merged('taskmanager.log', files.filter(isTaskManager)),
    ];
    expect(byJob(both)).toEqual(new Map([...byJob(logsOf(early)), ...byJob(logsOf(late))]));
  });

  it('give each job its own, when both ran at once on a TaskManager each', () => {
    const files = [...moved(early, distance - 40), ...logsOf(late)];
    const both = [merged('jobmanager.log', files.filter(isJobManager)), ...files.filter(isTaskManager)];
    expect(byJob(both)).toEqual(new Map([...byJob(moved(early, distance - 40)), ...byJob(logsOf(late))]));
  });

  it('give each job its own on one TaskManager, where the layout has the job', () => {
    const files = [...moved(early, distance - 40, 'with the job'), ...moved(late, 0, 'with the job')];
    const both = [
      merged('jobmanager.log', files.filter(isJobManager)),
      merged('taskmanager.log', files.filter(isTaskManager)),
    ];
    expect(byJob(both)).toEqual(new Map([...byJob(moved(early, distance - 40)), ...byJob(logsOf(late))]));
  });

  it('leave out, and say so, what fits both jobs on one TaskManager; nothing goes to the wrong one', () => {
    const files = [...moved(early, distance - 40), ...logsOf(late)];
    const both = [
      merged('jobmanager.log', files.filter(isJobManager)),
      merged('taskmanager.log', files.filter(isTaskManager)),
    ];
    const expected = new Map([...byJob(moved(early, distance - 40)), ...byJob(logsOf(late))]);
    expect(shareOfMoments(both, expected)).toBeGreaterThan(0.4);
    expect(shareOfMoments(both, expected)).toBeLessThan(0.9);
    const { diagnostics } = logReader.read(both);
    expect(diagnostics.map(({ message }) => message)).toEqual([expect.stringContaining('several jobs')]);
  });

  it('give each job its own on one TaskManager, where their checkpoints have other ids', () => {
    const counted = moved(early, distance - 40).map(({ name, bytes }) => {
      const ids = /(heckpoint |attempt |channelIdx=\d+\} @ |checkpointId=|"id":)(\d{1,3})(?!\d)/g;
      const text = new TextDecoder()
        .decode(bytes)
        .replace(ids, (_all, before: string, id: string) => `${before}${Number(id) + 5000}`);
      return { name, bytes: new TextEncoder().encode(text) };
    });
    const files = [...counted, ...logsOf(late)];
    const both = [
      merged('jobmanager.log', files.filter(isJobManager)),
      merged('taskmanager.log', files.filter(isTaskManager)),
    ];
    const expected = new Map([...byJob(counted), ...byJob(logsOf(late))]);
    // After the last trigger of a job nothing tells whether its log goes on.
    expect(shareOfMoments(both, expected)).toBeGreaterThan(0.85);
  });
});

/** How much of the moments is there; all that is must be right. */
function shareOfMoments(files: readonly InputFile[], expected: ReadonlyMap<string, JobEvidence>): number {
  let [found, all] = [0, 0];
  const jobs = byJob(files);
  expect([...jobs.keys()].sort()).toEqual([...expected.keys()].sort());
  for (const [id, { checkpoints }] of expected) {
    for (const [index, { subtasks = [] }] of checkpoints.entries()) {
      for (const [row, { moments }] of subtasks.entries()) {
        const read = jobs.get(id)!.checkpoints[index]!.subtasks![row]!;
        expect(moments).toMatchObject({ ...read.moments });
        found += Object.keys(read.moments!).length;
        all += Object.keys(moments!).length;
      }
    }
  }
  return found / all;
}
