import { describe, expect, it } from 'vitest';
import { buildTrace } from '../../../src/trace/builder.js';
import { indexTrace, type Row, type TraceIndex } from '../../../webview/rows/traceIndex.js';
import { uploadLanes } from '../../../webview/rows/uploadLanes.js';

/** One subtask with an upload from start to end for each of these checkpoints, and a lock hold before it. */
function uploads(...times: readonly (readonly [start: number, end: number])[]): [TraceIndex, Row] {
  const index = indexTrace(
    buildTrace({
      producer: { name: 'test', version: '1' },
      source: { kind: 'test', job: 'test' },
      epoch: 0,
      operators: [{ id: 'a', name: 'a', parallelism: 1, inputs: [] }],
      checkpoints: times.map(([start, end], nth) => ({
        ...{ id: nth + 1, kind: 'checkpoint', trigger: start - 1, end, status: 'completed' },
      })),
      spans: times.flatMap(([start, end], checkpoint) => [
        { checkpoint, operator: 0, subtask: 0, phase: 'sync', start: start - 1, end: start },
        { checkpoint, operator: 0, subtask: 0, phase: 'async', start, end },
      ]),
    }),
  );
  return [index, index.rows[0]!];
}

const lanesOf = (...times: readonly (readonly [number, number])[]): readonly [number, number[]] => {
  const { count, laneOf } = uploadLanes(...uploads(...times));
  return [count, [...laneOf.values()]];
};

describe('the uploads of a subtask', () => {
  it('have the whole height where each begins after the one before', () => {
    expect(lanesOf([10, 20], [21, 30], [31, 40])).toEqual([1, []]);
  });

  it('lie in lanes where they go on beside one another, and in the first again once it is free', () => {
    expect(lanesOf([10, 50], [30, 60], [55, 90])).toEqual([2, [0, 1, 0]]);
  });

  it('share four lanes at most', () => {
    expect(lanesOf([10, 90], [11, 90], [12, 90], [13, 90], [14, 90])).toEqual([4, [0, 1, 2, 3, 3]]);
  });

  it('have the whole height in a row of a single checkpoint', () => {
    const [index, row] = uploads([10, 50], [30, 60]);
    expect(uploadLanes(index, { ...row, checkpoint: 0 }).count).toBe(1);
  });
});
