import { describe, expect, it } from 'vitest';
import type { JobEvidence } from '../../../../src/formats/evidence/model.js';
import { recordingReader } from '../../../../src/formats/flinkRest/recordingReader.js';
import { restBodyReader } from '../../../../src/formats/flinkRest/restBodyReader.js';
import { recordings } from '../../../fixtures/flinkRecordings.js';
import { caseFiles, checkpointOf, inputFile, onlyJob, readCase } from './flinkCase.js';

const jid = 'a'.repeat(32);
const vid = 'b'.repeat(32);

interface RecordedLine {
  readonly t: number;
  readonly path: string;
  readonly status: number;
  readonly body?: string;
  readonly same?: boolean;
}

function recordingOf(name: string): string {
  return new TextDecoder().decode(caseFiles(name).find((file) => file.name === 'recorded.jsonl')!.bytes);
}

function read(lines: readonly unknown[]) {
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
  return recordingReader.read([inputFile('recorded.jsonl', text)]);
}

function line(t: number, path: string, body: unknown): unknown {
  return { t, path, status: 200, body: JSON.stringify(body) };
}

function inProgress(id: number, trigger: number, acknowledged: number): unknown {
  return {
    className: 'in_progress',
    id,
    status: 'IN_PROGRESS',
    trigger_timestamp: trigger,
    num_subtasks: 2,
    num_acknowledged_subtasks: acknowledged,
  };
}

/** How far each checkpoint is: its status, and how many subtasks have reported. */
function progress(
  job: JobEvidence | undefined,
): ReadonlyMap<number, readonly [ended: boolean, reported: number]> {
  return new Map(
    job?.checkpoints.map(({ id, status, subtasks = [] }) => [
      id,
      [status !== 'inProgress', subtasks.filter(({ outcome }) => outcome !== 'pending').length],
    ]),
  );
}

describe('a recording', () => {
  it('says the same as the folder of its last answers', () => {
    const recording = onlyJob(readCase(recordingReader, '2.3.0/pending'));
    const folder = onlyJob(readCase(restBodyReader, '2.3.0/pending'));
    expect(recording).toMatchObject({
      jobId: folder.jobId,
      name: 'slow upload',
      state: 'CANCELED',
      flinkVersion: '2.3.0',
      failedTriggers: 1,
    });
    expect(recording.vertices).toEqual(folder.vertices);
    for (const checkpoint of recording.checkpoints) {
      const { subtasks = [], ...rest } = checkpointOf(folder, checkpoint.id);
      expect(checkpoint).toMatchObject(rest);
      expect(new Set(checkpoint.subtasks)).toEqual(new Set(subtasks));
    }
  });

  it('only ever moves on while it is played', () => {
    const lines = recordingOf('2.3.0/pending').trimEnd().split('\n');
    let before: ReturnType<typeof progress> = new Map();
    for (let length = 1; length <= lines.length; length += 7) {
      const [job] = read(lines.slice(0, length)).evidence;
      const now = progress(job);
      for (const [id, [ended, reported]] of before) {
        expect(now.get(id)![0] || !ended).toBe(true);
        expect(now.get(id)![1]).toBeGreaterThanOrEqual(reported);
      }
      before = now;
    }
    expect(before.size).toBe(6);
  });

  it('may end anywhere, and is read up to there', () => {
    const text = recordingOf('2.3.0/pending');
    const { evidence, diagnostics } = recordingReader.read([inputFile('r.jsonl', text.slice(0, 60_000))]);
    const cut = text.slice(0, 60_000).split('\n');
    expect(evidence[0]!.name).toBe('slow upload');
    expect(diagnostics).toMatchObject([
      {
        file: 'r.jsonl',
        message: 'The recording ends in the middle of a line.',
        at: { line: cut.length, column: 1, offset: 60_000 - cut.at(-1)!.length },
      },
    ]);
  });

  it('reports a damaged line with its place, in lines of either ending, and reads the others', () => {
    const before = '{"format":"flink-rest-recording","version":1,"url":"http://fl\u00f6te:8081","started":1}';
    const after = JSON.stringify(line(2, `/jobs/${jid}/checkpoints/details/1`, inProgress(1, 1, 0)));
    for (const end of ['\n', '\r\n']) {
      const text = [before, '{"t":1,"path":', after, ''].join(end);
      const file = inputFile('r.jsonl', text);
      expect(recordingReader.recognizes(file)).toBe(true);
      const { evidence, diagnostics } = recordingReader.read([file]);
      expect(diagnostics).toMatchObject([{ at: { line: 2, column: 1, offset: text.indexOf('{"t":1') } }]);
      expect(evidence[0]!.checkpoints).toHaveLength(1);
    }
  });

  it.each(recordings)(
    '%s: without bodies of checkpoints it still has the metrics, as they were polled',
    (name) => {
      const [job] = readCase(recordingReader, name).evidence;
      const asked = new Map<string, readonly { readonly id: string; readonly value: string }[]>();
      let compared = 0;
      for (const text of recordingOf(name).trimEnd().split('\n')) {
        const { t, path, status, body, same } = JSON.parse(text) as RecordedLine;
        const [, vertex] = /\/vertices\/([0-9a-f]{32})\/metrics\?/.exec(path) ?? [];
        if (vertex === undefined || status !== 200) continue;
        if (same !== true) asked.set(path, JSON.parse(body!) as []);
        for (const { id, value } of asked.get(path) ?? []) {
          const [subtask, metric = ''] = id.split('.');
          if (!/^num|^busy|^backPressured/.test(metric) || value === 'NaN') continue;
          const { times, values } = job!.metrics!.find(
            (series) =>
              series.vertex === vertex && series.subtask === Number(subtask) && series.name === metric,
          )!;
          expect(values[times.findLastIndex((time) => time <= t)]).toBe(Number(value));
          compared += 1;
        }
      }
      // Without checkpoints the job was too short for the first metrics.
      expect(compared > 0).toBe(name !== '2.3.0/no-checkpointing');
    },
  );

  it('takes an aggregate over one subtask for the value of that subtask', () => {
    const path = `/jobs/${jid}/vertices/${vid}/subtasks/metrics?get=numRecordsIn&subtasks=3`;
    const all = `/jobs/${jid}/vertices/${vid}/subtasks/metrics?get=numRecordsIn`;
    const aggregate = [{ id: 'numRecordsIn', min: 7.41e8, max: 7.41e8, avg: 7.41e8, sum: 7.41e8, skew: 0 }];
    const { evidence } = read([line(5, path, aggregate), line(6, all, aggregate)]);
    expect(evidence[0]!.metrics).toEqual([
      { vertex: vid, subtask: 3, name: 'numRecordsIn', times: [5], values: [741_000_000] },
    ]);
  });

  it('takes backpressure for the metrics it is made of, where they were not asked for', () => {
    const body = {
      status: 'ok',
      backpressureLevel: 'low',
      'end-timestamp': 40,
      subtasks: [{ subtask: 1, ratio: 0.142, idleRatio: 0.826, busyRatio: 0.032 }],
    };
    const { evidence } = read([line(50, `/jobs/${jid}/vertices/${vid}/backpressure`, body)]);
    expect(
      evidence[0]!.metrics!.map(({ subtask, name, times, values }) => [subtask, name, times, values]),
    ).toEqual([
      [1, 'backPressuredTimeMsPerSecond', [40], [142]],
      [1, 'busyTimeMsPerSecond', [40], [32]],
      [1, 'idleTimeMsPerSecond', [40], [826]],
    ]);
  });

  it('has every restore that it saw, not only the last', () => {
    const list = (id: number, at: number) => ({
      counts: { restored: 1, total: 0, in_progress: 0, completed: 0, failed: 0 },
      latest: { restored: { id, restore_timestamp: at, is_savepoint: false, external_path: null } },
      history: [],
    });
    const path = `/jobs/${jid}/checkpoints`;
    const { evidence } = read([
      line(100, path, list(6, 90)),
      line(200, path, list(6, 90)),
      line(300, path, list(11, 290)),
    ]);
    expect(evidence[0]!.restores).toEqual([
      { checkpoint: 6, at: 90, savepoint: false },
      { checkpoint: 11, at: 290, savepoint: false },
    ]);
  });

  it('puts the checkpoints of a JobManager that began to count anew in the place of the ones before', () => {
    const path = `/jobs/${jid}/checkpoints/details/1`;
    const { evidence } = read([line(10, path, inProgress(1, 5, 2)), line(99, path, inProgress(1, 90, 0))]);
    expect(evidence[0]!.checkpoints).toMatchObject([{ id: 1, trigger: 90, acknowledgedCount: 0 }]);
  });

  it('passes over errors, and answers to anything but a question', () => {
    const path = `/jobs/${jid}/checkpoints/details/1`;
    const { evidence, diagnostics } = read([
      { t: 1, path, status: 404, body: '{"errors":["Could not find checkpoint."]}' },
      { t: 2, method: 'POST', path: `/jobs/${jid}/checkpoints`, status: 202, body: '{"request-id":"x"}' },
      { t: 3, path, status: 200 },
      { t: 4, path, status: 200, same: true },
    ]);
    expect([evidence, diagnostics]).toEqual([[], []]);
  });

  it('names the path of an answer with a wrong value', () => {
    const body = { ...(inProgress(1, 5, 2) as object), trigger_timestamp: 'soon' };
    const { diagnostics } = read([line(10, `/jobs/${jid}/checkpoints/details/1`, body)]);
    expect(diagnostics).toMatchObject([
      {
        message: `/jobs/${jid}/checkpoints/details/1: trigger_timestamp is "soon"; it must be a number of milliseconds.`,
        at: { line: 1 },
      },
    ]);
  });
});
