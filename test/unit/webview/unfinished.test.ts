import { describe, expect, it } from 'vitest';
import { describeCheckpoint, stripSummary } from '../../../webview/strip/checkpointWords.js';
import type { ViewModel } from '../../../webview/model.js';
import { indexTrace } from '../../../webview/rows/traceIndex.js';
import { buildTrace } from '../../../src/trace/builder.js';

function modelOf(state: string): ViewModel {
  const trace = buildTrace({
    producer: { name: 'checkpoint-lens', version: '0' },
    source: { kind: 'engine', job: 'orders', state },
    epoch: 0,
    operators: [{ id: 'count', name: 'count', parallelism: 1, inputs: [] }],
    checkpoints: [
      { id: 1, kind: 'checkpoint', trigger: 0, end: 9, status: 'completed' },
      { id: 2, kind: 'checkpoint', trigger: 20, status: 'inProgress' },
    ],
    spans: [{ checkpoint: 1, operator: 0, subtask: 0, phase: 'sync', start: 21, end: 22 }],
  });
  return { index: indexTrace(trace) } as ViewModel;
}

describe('a checkpoint that is under way when the trace ends', () => {
  it('is in progress while the run goes on', () => {
    expect(stripSummary(modelOf('running'))).toBe('1 of 2 completed, 1 in progress');
    expect(describeCheckpoint(modelOf('running'), 1)).toBe('#2: in progress for 2 ms, blocked 1 ms');
  });

  it('was not completed where the run is over, however it ended', () => {
    for (const state of ['cancelled', 'failed']) {
      expect(stripSummary(modelOf(state))).toBe('1 of 2 completed, 1 not completed');
      expect(describeCheckpoint(modelOf(state), 1)).toBe('#2: not completed, blocked 1 ms');
    }
  });
});
