import { describe, expect, it } from 'vitest';
import { bytesCopied, loadOf, operatorLoad, waitMs, waitsOf } from '../../../src/analysis/checkpointCosts.js';
import { operatorStatistics } from '../../../src/analysis/statistics.js';
import { counterNames, type Counter, type Trace } from '../../../src/trace/model.js';
import { sampleTrace } from '../../fixtures/sampleTrace.js';

const row = { operator: 1, subtask: 0 };

function counter(name: string, values: readonly number[], subtask = 0): Counter {
  return { name, operator: 1, subtask, start: 1000, step: 20, values: Float64Array.from(values) };
}

function withCounters(...counters: readonly Counter[]): Trace {
  return { ...sampleTrace(), counters };
}

describe('what checkpoints cost', () => {
  it('has all bytes that were copied between a lock hold and the end of its upload, in whole buckets', () => {
    const trace = withCounters(counter(counterNames.bytesCopied, [0, 100, 50, 10, 0]));
    expect(bytesCopied(trace, row, { from: 1025, to: 1061 })).toBe(160);
    expect(bytesCopied(trace, row, { from: 1045, to: 1045 })).toBe(50);
    expect(bytesCopied(trace, row, { from: 5000, to: 6000 })).toBe(0);
    expect(bytesCopied(trace, { ...row, subtask: 1 }, { from: 1000, to: 1100 })).toBeUndefined();
  });

  it('has the shares of time without room and without work, where both were recorded', () => {
    const trace = withCounters(
      counter(counterNames.backPressuredTime, [20, 10, 0, 0]),
      counter(counterNames.idleTime, [0, 5, 20, 0]),
    );
    expect(loadOf(trace, row, { from: 1000, to: 1040 })).toEqual({ backPressured: 0.75, idle: 0.125 });
    expect(loadOf(trace, row, { from: 1000, to: 1010 })).toBeUndefined();
    expect(loadOf(sampleTrace(), row, { from: 1000, to: 1040 })).toBeUndefined();
    expect(operatorLoad(trace, 1)).toEqual({ backPressured: 30 / 80, idle: 25 / 80 });
  });

  it('has the share of time without a processor only where that was recorded', () => {
    const times = [counter(counterNames.backPressuredTime, [20, 10]), counter(counterNames.idleTime, [0, 5])];
    const trace = withCounters(...times, counter(counterNames.processorWaitTime, [4, 8]));
    expect(loadOf(trace, row, { from: 1000, to: 1020 })).toMatchObject({ processorWait: 0.2 });
    expect(operatorLoad(trace, 1)).toMatchObject({ processorWait: 0.3 });
    expect(loadOf(withCounters(...times), row, { from: 1000, to: 1020 })).not.toHaveProperty('processorWait');
    expect(operatorLoad(withCounters(...times), 1)).not.toHaveProperty('processorWait');
  });

  it('has the longest waits first, of the checkpoint and subtask that are asked for', () => {
    const trace = sampleTrace({ checkpoints: 3 });
    expect(waitsOf(trace, 'heldInput', { checkpoint: 1 }).map(waitMs)).toEqual([12]);
    expect(waitsOf(trace, 'queuedUpload', { operator: 2 })).toEqual([]);
  });

  it('is in the statistics of an operator, and absent where nothing was recorded', () => {
    const trace = withCounters(
      counter(counterNames.bytesCopied, [1, 2]),
      counter(counterNames.bytesCopied, [4], 1),
    );
    const [source, count, totals] = operatorStatistics(trace);
    expect(count).toMatchObject({ bytesCopied: 7, uploadQueueing: { count: 2, median: 3 } });
    expect(totals).toMatchObject({ heldInput: { count: 2, max: 12 } });
    for (const name of ['bytesCopied', 'uploadQueueing', 'heldInput', 'load']) {
      expect(source).not.toHaveProperty(name);
    }
  });
});
