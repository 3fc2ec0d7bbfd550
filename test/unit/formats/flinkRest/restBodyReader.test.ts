import { describe, expect, it } from 'vitest';
import type { InputFile } from '../../../../src/formats/input.js';
import { restBodyReader } from '../../../../src/formats/flinkRest/restBodyReader.js';
import { caseFiles, checkpointOf, inputFile, onlyJob, readCase } from './flinkCase.js';

const name = '2.3.0/expired';
const jid = 'e11eec85ae788c8e6e3b2cbceafd56b6';
const countVertex = 'b71731f1c0df9c3076c4a455334d0ad6';

function body(path: string, as = path): InputFile {
  const file = caseFiles(name).find((each) => each.name === path);
  if (file === undefined) throw new Error(path);
  return { name: as, bytes: file.bytes };
}

function renamed(rename: (path: string) => string | undefined): readonly InputFile[] {
  return caseFiles(name)
    .filter((file) => restBodyReader.recognizes(file))
    .flatMap(({ name: path, bytes }) => {
      const as = rename(path);
      return as === undefined ? [] : [{ name: as, bytes }];
    });
}

describe('a folder', () => {
  const whole = onlyJob(readCase(restBodyReader, name));

  it.each<[string, (path: string) => string]>([
    ['with v1 before the paths', (path) => `v1/${path}`],
    ['inside of others', (path) => `saved/2026-11-22/flink/${path}`],
    ['without endings', (path) => path.replace(/\.json$/, '')],
  ])('%s says the same', (_, rename) => {
    expect(onlyJob(restBodyReader.read(renamed(rename)))).toEqual(whole);
  });

  it.each<[string, string]>([
    ['of the job alone', `jobs/${jid}/`],
    ['of its checkpoints alone', `jobs/${jid}/checkpoints/`],
    ['of the checkpoints’ details alone', `jobs/${jid}/checkpoints/details/`],
  ])('%s is read as one job that nobody names', (_, prefix) => {
    const files = renamed((path) => (path.startsWith(prefix) ? path.slice(prefix.length) : undefined));
    const content = restBodyReader.read(files.filter((file) => restBodyReader.recognizes(file)));
    const job = content.evidence.find(({ checkpoints }) => checkpoints.length > 0)!;
    expect(content.diagnostics).toEqual([]);
    expect(job.checkpoints).toHaveLength(16);
    expect(checkpointOf(job, 4).subtasks).toEqual(checkpointOf(whole, 4).subtasks);
  });

  it('of a history server is read with its list of jobs', () => {
    const overview = { jobs: [{ jid, name: 'listed', state: 'CANCELED' }] };
    const files = renamed((path) => (path === 'jobs/overview.json' ? undefined : path));
    const job = onlyJob(restBodyReader.read([...files, inputFile(`overviews/${jid}.json`, overview)]));
    expect(job).toEqual(whole);
  });

  it('may have what Flink answers besides, which says nothing of checkpoints', () => {
    for (const path of [
      'accumulators',
      'jobmanager/environment',
      'vertices/x/subtasktimes',
      'rescales/config',
    ]) {
      expect(restBodyReader.recognizes(inputFile(`jobs/${jid}/${path}.json`, { anything: 1 }))).toBe(true);
    }
    const { evidence, diagnostics } = restBodyReader.read([
      inputFile(`jobs/${jid}/accumulators.json`, { a: 1 }),
    ]);
    expect([evidence, diagnostics]).toEqual([[], []]);
  });

  it('with two jobs gives two', () => {
    const join = caseFiles('2.3.0/join').filter((file) => restBodyReader.recognizes(file));
    const { evidence } = restBodyReader.read([
      ...renamed((path) => `a/${path}`),
      ...join.map((file) => ({ ...file, name: `b/${file.name}` })),
    ]);
    expect(evidence.map(({ name: job, checkpoints }) => [job, checkpoints.length])).toEqual([
      ['expiring checkpoints', 16],
      ['match payments', 11],
    ]);
  });

  it('of flat files belongs to the only job that one of them names', () => {
    const job = onlyJob(
      restBodyReader.read([
        body(`jobs/${jid}/checkpoints.json`, 'x/checkpoints.json'),
        body(`jobs/${jid}.json`, 'x/job.json'),
        body(
          `jobs/${jid}/checkpoints/details/4/subtasks/${countVertex}.json`,
          `x/subtasks-4-${countVertex}.json`,
        ),
        body('config.json', 'x/config.json'),
      ]),
    );
    expect(job).toMatchObject({ jobId: jid, name: 'expiring checkpoints', flinkVersion: '2.3.0' });
    const whichCount = whole.checkpoints[3]!.subtasks!.filter(({ vertex }) => vertex === countVertex);
    expect(checkpointOf(job, 4).subtasks).toEqual(whichCount);
  });
});

describe('a single answer', () => {
  it.each([
    [`jobs/${jid}/checkpoints.json`, 11],
    [`jobs/${jid}/checkpoints/details/4.json`, 1],
    [`jobs/${jid}/checkpoints/details/4/subtasks/${countVertex}.json`, 1],
    [`jobs/${jid}.json`, 0],
    [`jobs/${jid}/plan.json`, 0],
  ])('%s is known by its content under any name', (path, checkpoints) => {
    const file = body(path, 'download (3).txt');
    expect(restBodyReader.recognizes(file)).toBe(true);
    const content = restBodyReader.read([file]);
    expect(content.diagnostics).toEqual([]);
    expect(onlyJob(content).checkpoints).toHaveLength(checkpoints);
  });

  it('about subtasks that names no vertex is read under the name of the file', () => {
    const path = `jobs/${jid}/checkpoints/details/4/subtasks/${countVertex}.json`;
    const job = onlyJob(restBodyReader.read([body(path, 'count.json')]));
    expect(job).toMatchObject({
      jobId: '',
      vertices: [{ id: 'name:count', parallelism: 2 }],
      checkpoints: [{ id: 4, status: 'failed', trigger: 1795364712721 }],
    });
    expect(job.checkpoints[0]!.subtasks!.map(({ sync }) => sync)).toEqual([expect.any(Number), 6004]);
  });

  it('that is a plan gives names out of its descriptions', () => {
    const job = onlyJob(restBodyReader.read([body(`jobs/${jid}/plan.json`)]));
    expect(job.vertices.map(({ name: text, inputs }) => [text, inputs!.length])).toEqual([
      ['Source: orders -> parse', 0],
      ['count per customer', 1],
      ['slow sink: Writer', 1],
    ]);
  });

  it('that is an error is said to be one', () => {
    const file = inputFile('checkpoints.json', { errors: ['Checkpointing has not been enabled.'] });
    expect(restBodyReader.recognizes(file)).toBe(true);
    expect(restBodyReader.read([file])).toEqual({
      evidence: [],
      traces: [],
      diagnostics: [
        {
          file: 'checkpoints.json',
          severity: 'warning',
          message: 'Flink answered with an error: "Checkpointing has not been enabled.".',
        },
      ],
    });
  });

  it('may lack what newer versions of Flink say, and have what newer ones will', () => {
    const old = {
      id: 3,
      status: 'COMPLETED',
      is_savepoint: false,
      trigger_timestamp: 1000,
      latest_ack_timestamp: 1500,
      state_size: 70,
      end_to_end_duration: 500,
      alignment_buffered: 0,
      num_subtasks: 1,
      num_acknowledged_subtasks: 1,
      tasks: {},
      new_in_a_later_version: [{}],
    };
    const job = onlyJob(restBodyReader.read([inputFile('details.json', old)]));
    expect(job.checkpoints).toEqual([
      {
        id: 3,
        status: 'completed',
        kind: 'checkpoint',
        trigger: 1000,
        latestAck: 1500,
        fullBytes: 70,
        subtaskCount: 1,
        acknowledgedCount: 1,
      },
    ]);
  });

  it('gives the place of the TaskManager by its id where the answer has only that', () => {
    const vertex = {
      id: countVertex,
      name: 'count',
      parallelism: 3,
      now: 5,
      subtasks: [
        { subtask: 0, status: 'RUNNING', attempt: 0, host: 'node-1:4001', 'taskmanager-id': 'a' },
        { subtask: 1, status: 'RUNNING', attempt: 0, 'taskmanager-id': 'container_2' },
        {
          subtask: 2,
          status: 'SCHEDULED',
          attempt: 0,
          host: '(unassigned)',
          'taskmanager-id': '(unassigned)',
        },
      ],
    };
    const taskmanagers = [
      { id: 'container_2', path: 'akka.tcp://flink@node-2:39001/user/rpc/taskmanager_0', dataPort: 4002 },
    ];
    const { vertices } = onlyJob(
      restBodyReader.read([
        inputFile(`jobs/${jid}/vertices/x.json`, vertex),
        inputFile('taskmanagers.json', { taskmanagers }),
      ]),
    );
    expect([...vertices[0]!.locations!]).toEqual([
      [0, 'node-1:4001'],
      [1, 'node-2:4002'],
    ]);
  });
});
