import { describe, expect, it } from 'vitest';
import { barrierPath } from '../../../src/analysis/path/barrierPath.js';
import { Edges } from '../../../src/analysis/path/edges.js';
import { sharesByCheckpoint } from '../../../src/analysis/shares.js';
import { buildTrace } from '../../../src/trace/builder.js';
import { checkpointNumbered, flinkRecording } from '../../fixtures/flinkRecording.js';

function pathTo(recording: string, id: number, name: string, subtask: number, from?: ['rest']) {
  const trace = flinkRecording(recording, from ? { from } : {});
  const shares = sharesByCheckpoint(trace)[checkpointNumbered(trace, id)]!;
  const operator = trace.operators.findIndex((one) => one.name === name);
  const path = barrierPath(shares, new Edges(trace), { operator, subtask });
  const named = (row: { operator: number; subtask: number } | undefined) =>
    row && `${trace.operators[row.operator]!.name} (${row.subtask + 1})`;
  return {
    hops: path.hops.map(({ from: sender, to, travelMs, heldMs }) => [
      named(to),
      named(sender),
      travelMs,
      heldMs,
    ]),
    lost: path.lost && [named(path.lost.hop.to), path.lost.on, path.lost.ms],
    missing: path.missing.map(named),
  };
}

describe('the way of a barrier', () => {
  it('leads upstream to the subtask that records queued in front of', () => {
    expect(pathTo('skew', 4, 'slow sink: Writer', 0, ['rest'])).toEqual({
      hops: [
        ['slow sink: Writer (1)', 'count per customer (3)', 6, 0],
        ['count per customer (3)', 'Source: orders -> parse (4)', 1390, 0],
        ['Source: orders -> parse (4)', undefined, 42, 0],
      ],
      lost: ['count per customer (3)', 'travel', 1390],
      missing: [],
    });
  });

  it('follows a forward edge to the subtask of the same index', () => {
    const { hops } = pathTo('backpressure-aligned', 3, 'parse', 0, ['rest']);
    expect(hops.map(([to, from]) => [to, from])).toEqual([
      ['parse (1)', 'Source: orders (1)'],
      ['Source: orders (1)', undefined],
    ]);
  });

  it('names those upstream that have sent no barrier yet', () => {
    expect(pathTo('expired', 5, 'slow sink: Writer', 0, ['rest'])).toEqual({
      hops: [],
      lost: undefined,
      missing: ['count per customer (2)'],
    });
  });

  it('tells time that a subtask held the barrier from time on the way', () => {
    const span = (
      operator: number,
      phase: 'startDelay' | 'preBarrier' | 'sync',
      start: number,
      end: number,
    ) => ({
      ...{ checkpoint: 0, operator, subtask: 0, phase, start, end },
    });
    const trace = buildTrace({
      producer: { name: 'test', version: '1' },
      source: { kind: 'flink', job: 'x' },
      epoch: 0,
      operators: [
        { id: 'a', name: 'a', parallelism: 1, inputs: [] },
        { id: 'b', name: 'b', parallelism: 1, inputs: [{ from: 'a', ship: 'FORWARD' }] },
        { id: 'c', name: 'c', parallelism: 1, inputs: [{ from: 'b', ship: 'HASH' }] },
      ],
      checkpoints: [{ id: 1, kind: 'checkpoint', trigger: 0, end: 600, status: 'completed' }],
      spans: [
        span(0, 'startDelay', 0, 5),
        span(0, 'sync', 5, 6),
        span(1, 'startDelay', 0, 10),
        span(1, 'preBarrier', 10, 500),
        span(1, 'sync', 500, 501),
        span(2, 'startDelay', 0, 520),
        span(2, 'sync', 520, 521),
      ],
    });
    const path = barrierPath(sharesByCheckpoint(trace)[0]!, new Edges(trace), { operator: 2, subtask: 0 });
    expect(path.lost).toMatchObject({ hop: { to: { operator: 1, subtask: 0 } }, on: 'held', ms: 490 });
  });
});

describe('who sends to whom', () => {
  const edgesOf = (from: number, to: number, ship: string): Edges =>
    new Edges(
      buildTrace({
        producer: { name: 'test', version: '1' },
        source: { kind: 'flink', job: 'x' },
        epoch: 0,
        operators: [
          { id: 'a', name: 'a', parallelism: from, inputs: [] },
          { id: 'b', name: 'b', parallelism: to, inputs: [{ from: 'a', ship }] },
        ],
        checkpoints: [],
        spans: [],
      }),
    );

  it.each([
    [4, 4],
    [3, 2],
    [2, 3],
    [5, 2],
    [2, 5],
    [1, 4],
    [4, 1],
    [7, 3],
  ])('agrees from both sides of a rescale of %i to %i', (from, to) => {
    const edges = edgesOf(from, to, 'RESCALE');
    const [edge] = edges.leaving(0);
    const forward = Array.from({ length: from }, (_, subtask) =>
      edges.receivers(edge!, subtask).map((receiver) => `${subtask}>${receiver.subtask}`),
    ).flat();
    const backward = Array.from({ length: to }, (_, subtask) =>
      edges.upstream({ operator: 1, subtask }).map((sender) => `${sender.subtask}>${subtask}`),
    ).flat();
    expect([...forward].sort()).toEqual([...backward].sort());
    expect(forward).toHaveLength(Math.max(from, to));
  });

  it('is everyone to everyone in a hash exchange', () => {
    expect(edgesOf(3, 2, 'HASH').upstream({ operator: 1, subtask: 0 })).toHaveLength(3);
  });
});
