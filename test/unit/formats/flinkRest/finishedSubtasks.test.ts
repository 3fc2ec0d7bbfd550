import { describe, expect, it } from 'vitest';
import type { CheckpointEvidence, SubtaskEvidence } from '../../../../src/formats/evidence/model.js';
import { markFinished } from '../../../../src/formats/flinkRest/finishedSubtasks.js';
import { VertexAnswers } from '../../../../src/formats/flinkRest/vertexAnswers.js';
import type { Execution } from '../../../../src/formats/flinkRest/vertexBody.js';
import { Findings } from '../../../../src/trace/json/findings.js';

const trigger = 1000;

/** A report of zeros, which the coordinator handled `after` ms after the trigger. */
function zeros(vertex: string, after: number, subtask = 0): SubtaskEvidence {
  return {
    vertex,
    subtask,
    outcome: 'acknowledged',
    startDelay: 0,
    alignment: 0,
    sync: 0,
    async: 0,
    ack: trigger + after,
    checkpointedBytes: 0,
    fullBytes: 0,
    processedBytes: 0,
    persistedBytes: 0,
    unaligned: false,
  };
}

function ran(vertex: string, after: number): SubtaskEvidence {
  return { ...zeros(vertex, after), startDelay: 3 };
}

function checkpoint(id: number, ...subtasks: readonly SubtaskEvidence[]): CheckpointEvidence {
  return { id, trigger, subtasks, subtaskCount: subtasks.length };
}

/** source → map → sink, all of one subtask, whose executions are as given. */
function vertices(executions: Readonly<Record<string, Execution>> = {}, now = 9000): VertexAnswers {
  const answers = new VertexAnswers();
  const findings = new Findings();
  const inputs = (from: string) => [{ from, ship: 'FORWARD' }];
  answers.addPlan(
    [
      { id: 'source', inputs: [] },
      { id: 'map', inputs: inputs('source') },
      { id: 'sink', inputs: inputs('map') },
    ],
    findings,
  );
  for (const [id, execution] of Object.entries(executions)) {
    answers.addVertex(id, { id, now, executions: new Map([[0, execution]]) }, findings);
  }
  return answers;
}

function outcomesOf(checkpoints: readonly CheckpointEvidence[], known = vertices(), hasRestarted = false) {
  return markFinished(checkpoints, known, hasRestarted).map(({ subtasks = [] }) =>
    subtasks.map(({ outcome }) => outcome),
  );
}

const done = 'finished';
const took = 'acknowledged';

describe('a report of zeros', () => {
  it('is of a finished subtask where it is the first of the checkpoint', () => {
    expect(outcomesOf([checkpoint(1, zeros('source', 1), ran('map', 9), ran('sink', 12))])).toEqual([
      [done, took, took],
    ]);
  });

  it('is of a quick subtask where another has reported before', () => {
    expect(outcomesOf([checkpoint(1, ran('source', 3), zeros('map', 4), zeros('sink', 4))])).toEqual([
      [took, took, took],
    ]);
  });

  it('is of a quick subtask where it reads from one that ran', () => {
    expect(outcomesOf([checkpoint(1, ran('source', 3), zeros('map', 2), ran('sink', 5))])).toEqual([
      [took, took, took],
    ]);
  });

  it('is of a quick subtask where it takes part in a later checkpoint, but for a restart', () => {
    const checkpoints = [
      checkpoint(1, zeros('source', 1), ran('map', 9), ran('sink', 9)),
      checkpoint(2, ran('source', 3), ran('map', 9), ran('sink', 9)),
    ];
    expect(outcomesOf(checkpoints)).toEqual(Array(2).fill([took, took, took]));
    expect(outcomesOf(checkpoints, vertices(), true)[0]).toEqual([done, took, took]);
  });

  it('is of a quick subtask where all reports are such: a job that has finished takes no checkpoints', () => {
    expect(outcomesOf([checkpoint(1, zeros('source', 0), zeros('map', 0), zeros('sink', 0))])).toEqual([
      [took, took, took],
    ]);
  });

  it('is of a finished subtask where its execution is known to have finished before', () => {
    const known = vertices({ map: { status: 'FINISHED', start: 10, end: trigger - 1 } });
    expect(outcomesOf([checkpoint(1, ran('source', 3), zeros('map', 4), ran('sink', 6))], known)).toEqual([
      [took, done, took],
    ]);
  });

  it.each<[string, Execution]>([
    ['finished later', { status: 'FINISHED', start: 10, end: trigger + 500 }],
    ['still runs', { status: 'RUNNING', start: 10 }],
    ['was canceled', { status: 'CANCELED', start: 10, end: trigger + 500 }],
  ])('is of a quick subtask where its execution %s', (_, execution) => {
    const known = vertices({ source: execution });
    expect(outcomesOf([checkpoint(1, zeros('source', 1), ran('map', 9), ran('sink', 9))], known)).toEqual([
      [took, took, took],
    ]);
  });

  it.each<[string, Execution, number]>([
    ['began only later', { status: 'RUNNING', start: trigger + 500 }, 9000],
    ['was last seen before', { status: 'RUNNING', start: 10 }, trigger - 1],
  ])('is judged by the numbers where the execution %s', (_, execution, now) => {
    const known = vertices({ source: execution }, now);
    expect(outcomesOf([checkpoint(1, zeros('source', 1), ran('map', 9), ran('sink', 9))], known)).toEqual([
      [done, took, took],
    ]);
  });

  it('is of a quick subtask where it has state, persisted data, or a duration', () => {
    for (const one of [
      'fullBytes',
      'checkpointedBytes',
      'processedBytes',
      'persistedBytes',
      'sync',
      'async',
      'alignment',
    ]) {
      const report = { ...zeros('source', 1), [one]: 1 };
      expect(outcomesOf([checkpoint(1, report, ran('map', 9), ran('sink', 9))])[0]).toEqual([
        took,
        took,
        took,
      ]);
    }
  });

  it('that came after the checkpoint failed stays aborted', () => {
    const late: SubtaskEvidence = { ...zeros('source', 1), outcome: 'aborted' };
    expect(outcomesOf([checkpoint(1, late, ran('map', 9))])).toEqual([['aborted', took]]);
  });
});
