import { describe, expect, it } from 'vitest';
import { largestTraceBytes, sizeProblem } from '../../../src/host/trace/sizeLimit.js';

describe('a trace file of many bytes', () => {
  it('opens up to the limit', () => {
    expect(sizeProblem(0)).toBeUndefined();
    expect(sizeProblem(largestTraceBytes)).toBeUndefined();
  });

  it('is refused above it, with its size, the limit and what to do', () => {
    const problem = sizeProblem(2_000_000_000);
    expect(problem?.message).toBe('The file has 2.00 GB; the largest trace that opens has 1.00 GB.');
    expect(problem?.remedy).toBeTruthy();
  });
});
