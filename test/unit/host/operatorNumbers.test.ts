import { describe, expect, it } from 'vitest';
import { operatorStatistics } from '../../../src/analysis/statistics.js';
import { operatorDetails, operatorNumbers } from '../../../src/host/lenses/operatorNumbers.js';
import { sampleTrace } from '../../fixtures/sampleTrace.js';

describe('the numbers above an operator', () => {
  it('say lock hold, upload and how many checkpoints they stand for', () => {
    const [, count] = operatorStatistics(sampleTrace({ checkpoints: 3 }));
    expect(operatorNumbers(count!)).toMatch(/^lock hold p99 \S+ µs · upload \S+ ms · 3 checkpoints$/);
    expect(operatorDetails(count!)).toMatch(/^Lock hold, nothing is processed: median \S+ µs, p99/);
  });

  it('speak of one checkpoint as of one', () => {
    const [, count] = operatorStatistics(sampleTrace({ checkpoints: 1 }));
    expect(operatorNumbers(count!)).toMatch(/ · 1 checkpoint$/);
  });

  it('are absent before the first checkpoint', () => {
    expect(operatorNumbers({ operator: 0, checkpoints: 0, uploadBytes: 0 })).toBeUndefined();
  });

  it('leave out an upload that there was not', () => {
    const hold = { count: 1, min: 2, median: 2, p95: 2, p99: 2, max: 2, total: 2 };
    expect(operatorNumbers({ operator: 0, checkpoints: 1, lockHold: hold, uploadBytes: 0 })).toBe(
      'lock hold p99 2 ms · 1 checkpoint',
    );
  });
});
