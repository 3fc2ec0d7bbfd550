import { describe, expect, it } from 'vitest';
import { recordsPerSecond, stretchesBefore, union } from '../../../src/analysis/throughput.js';
import { operatorStatistics, distribution } from '../../../src/analysis/statistics.js';
import { buildTrace } from '../../../src/trace/builder.js';
import type { Trace } from '../../../src/trace/model.js';
import { sampleTrace } from '../../fixtures/sampleTrace.js';

/** One subtask with buckets of 10 ms from 100 ms on. */
function counted(...values: readonly number[]): Trace {
  return buildTrace({
    ...sampleTrace(),
    operators: [{ id: 'count', name: 'count', parallelism: 1, inputs: [] }],
    checkpoints: [],
    spans: [],
    batches: [],
    counters: [
      { name: 'longestPause', operator: 0, subtask: 0, start: 0, step: 10, values: Float64Array.of(9, 9, 9) },
      {
        name: 'recordsProcessed',
        operator: 0,
        subtask: 0,
        start: 100,
        step: 10,
        values: Float64Array.from(values),
      },
    ],
  });
}

const row = { operator: 0, subtask: 0 };

describe('records per second', () => {
  it('are those of whole buckets', () => {
    expect(recordsPerSecond(counted(10, 20, 30), row, 100, 120)).toBe(1500);
  });

  it('take a bucket that straddles a border by its overlap', () => {
    expect(recordsPerSecond(counted(10, 20, 30), row, 105, 125)).toBeCloseTo(((5 + 20 + 15) / 20) * 1000);
  });

  it('count only the time in which something was counted', () => {
    expect(recordsPerSecond(counted(10, 20), row, 0, 1000)).toBe(1500);
  });

  it('are not known for a stretch shorter than a bucket, outside of all buckets, or without a counter', () => {
    const trace = counted(10, 20);
    expect(recordsPerSecond(trace, row, 100, 109)).toBeUndefined();
    expect(recordsPerSecond(trace, row, 500, 600)).toBeUndefined();
    expect(recordsPerSecond(trace, { operator: 0, subtask: 1 }, 100, 120)).toBeUndefined();
  });
});

describe('the time before a checkpoint', () => {
  it('is a second, or less where the checkpoint before was still under way', () => {
    const at = (id: number, trigger: number) => ({
      id,
      kind: 'checkpoint' as const,
      trigger,
      status: 'completed' as const,
    });
    const upload = (checkpoint: number, start: number, end: number) => ({
      checkpoint,
      ...row,
      phase: 'async' as const,
      start,
      end,
    });
    const trace = buildTrace({
      ...counted(),
      checkpoints: [at(1, 2000), at(2, 3000), at(3, 3500), at(4, 9000)],
      spans: [upload(0, 2000, 2400), upload(1, 3000, 4000)],
      batches: [],
    });
    expect(stretchesBefore(trace)).toEqual([
      { from: 1000, to: 2000 },
      { from: 2400, to: 3000 },
      { from: 3500, to: 3500 },
      { from: 8000, to: 9000 },
    ]);
  });
});

it('overlapping stretches are counted once', () => {
  const stretches = [
    { from: 5, to: 6 },
    { from: 1, to: 3 },
    { from: 2, to: 4 },
    { from: 2, to: 3 },
  ];
  expect(union(stretches)).toEqual([
    { from: 1, to: 4 },
    { from: 5, to: 6 },
  ]);
});

describe('the statistics of an operator', () => {
  it('spread over all its subtasks and checkpoints', () => {
    const [orders, count] = operatorStatistics(sampleTrace({ checkpoints: 3 }));
    expect(count).toMatchObject({ operator: 1, checkpoints: 3, uploadBytes: 3 * (67_100_000 + 67_000_000) });
    expect(count!.lockHold!.count).toBe(6);
    expect(count!.lockHold!.max).toBeCloseTo(0.024);
    expect(count!.lockHold!.min).toBeCloseTo(0.021);
    expect(count!.lockHold!.median).toBeCloseTo(0.0225);
    expect(count!.flush).toBeUndefined();
    expect(orders!.lockHold!.count).toBe(3);
  });

  it('say how many records came before and during the uploads', () => {
    const [, count] = operatorStatistics(sampleTrace());
    expect(count!.recordsBefore).toBeCloseTo(1_120_000);
    expect(count!.recordsDuring).toBeCloseTo(0.68 * 1_120_000);
    expect(operatorStatistics(sampleTrace({ counters: false }))[1]!.recordsBefore).toBeUndefined();
  });

  it('name by p99 a duration that occurred', () => {
    const durations = Array.from({ length: 200 }, (_, i) => 200 - i);
    expect(distribution(durations)).toMatchObject({
      count: 200,
      min: 1,
      median: 100.5,
      p99: 198,
      max: 200,
      total: 20_100,
    });
    expect(distribution([7])).toMatchObject({ median: 7, p99: 7 });
    expect(distribution([])).toBeUndefined();
  });
});
