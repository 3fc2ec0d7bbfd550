import { describe, expect, it } from 'vitest';
import type { MergedJob } from '../../../../src/formats/evidence/merge.js';
import { flinkTimeline } from '../../../../src/formats/flinkTimeline/timeline.js';
import { readTrace } from '../../../../src/trace/ckptReader.js';
import { writeTrace } from '../../../../src/trace/ckptWriter.js';

const trigger = Date.UTC(2026, 10, 22, 10);
const vertex = 'a'.repeat(32);

function job(parts: Partial<MergedJob>): MergedJob {
  return {
    jobId: '',
    origins: ['rest'],
    conflicts: [],
    vertices: [{ id: vertex }],
    checkpoints: [{ id: 1, trigger }],
    ...parts,
  };
}

describe('durations that add up to more than time can be', () => {
  it('give no phase beyond it, and their trace reads back', () => {
    const longest = 8e15;
    const report = { vertex, subtask: 0, startDelay: 1, sync: longest, async: longest, ack: trigger + 50 };
    const trace = flinkTimeline(job({ checkpoints: [{ id: 1, trigger, subtasks: [report] }] }));
    expect(trace.spans.length).toBeGreaterThan(0);
    expect(readTrace(writeTrace(trace)).diagnostics).toEqual([]);
  });
});

describe('an operator whose parallelism no source gives', () => {
  it('has the subtasks that its checkpoints tell of', () => {
    const checkpoints = [{ id: 1, trigger, subtasks: [{ vertex, subtask: 2 }] }];
    expect(flinkTimeline(job({ checkpoints })).operators[0]!.parallelism).toBe(3);
  });

  it('has the subtasks that only its metrics tell of, and its trace reads back', () => {
    const metrics = [
      { vertex, subtask: 4, name: 'numRecordsIn', times: [trigger, trigger + 1000], values: [0, 7] },
    ];
    const trace = flinkTimeline(job({ metrics }));
    expect(trace.operators[0]!.parallelism).toBe(5);
    const { trace: read, diagnostics } = readTrace(writeTrace(trace));
    expect(diagnostics).toEqual([]);
    expect(read.counters).toMatchObject([{ operator: 0, subtask: 4 }]);
  });
});
