import { describe, expect, it } from 'vitest';
import { blockedShares } from '../../../src/analysis/blockedShare.js';
import { buildTrace } from '../../../src/trace/builder.js';
import { flinkRecording } from '../../fixtures/flinkRecording.js';

describe('how much of its time an operator stood still', () => {
  it('is its lock holds and flushes, of the time from the first to the last moment, for all its subtasks', () => {
    const at = { checkpoint: 0, operator: 0 };
    const trace = buildTrace({
      producer: { name: 'test', version: '1' },
      source: { kind: 'engine', job: 'x' },
      epoch: 0,
      operators: [
        { id: 'a', name: 'a', parallelism: 2, inputs: [] },
        { id: 'b', name: 'b', parallelism: 1, inputs: [] },
      ],
      checkpoints: [{ id: 1, kind: 'checkpoint', trigger: 0, end: 1000, status: 'completed' }],
      spans: [
        { ...at, subtask: 0, phase: 'sync', start: 10, end: 30 },
        { ...at, subtask: 1, phase: 'preBarrier', start: 10, end: 40 },
        { ...at, subtask: 1, phase: 'sync', start: 40, end: 90 },
        { ...at, subtask: 1, phase: 'async', start: 90, end: 500 },
      ],
    });
    expect(blockedShares(trace)).toEqual([
      { wallMs: 1000, ms: 100, share: 0.05, worst: { subtask: 1, ms: 80, share: 0.08 } },
      undefined,
    ]);
  });

  it('of a recording is the sum of what Flink reports as sync', () => {
    const trace = flinkRecording('rocksdb-1m-incremental', { from: ['rest'] });
    const count = trace.operators.findIndex(({ name }) => name === 'count per customer');
    const { ms, wallMs, share, worst } = blockedShares(trace)[count]!;
    expect({ ms, worst: worst.subtask }).toEqual({ ms: 6958, worst: 0 });
    expect(share).toBeCloseTo(ms / (2 * wallMs));
  });

  it('of a trace that covers no time is not known', () => {
    const trace = flinkRecording('no-checkpointing', { from: ['rest'] });
    expect(blockedShares({ ...trace, counters: [] }).every((share) => share === undefined)).toBe(true);
  });
});
