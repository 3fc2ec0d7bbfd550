import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Alignment } from '../../../src/engine/task/alignment.js';

describe('alignment', () => {
  it('blocks an input whose barrier came, until the barriers of all inputs are there', () => {
    const alignment = new Alignment(2);
    expect(alignment.barrierArrived(0, 1)).toBe('first');
    expect(alignment.isBlocked(0)).toBe(true);
    expect(alignment.isBlocked(1)).toBe(false);
    expect(alignment.isComplete).toBe(false);
    expect(alignment.barrierArrived(1, 1)).toBe('further');
    expect(alignment.isComplete).toBe(true);
    alignment.reset();
    expect(alignment.isBlocked(0)).toBe(false);
  });

  it('gives up an older checkpoint when a newer one’s barrier comes, and passes over a late barrier', () => {
    const alignment = new Alignment(3);
    alignment.barrierArrived(0, 1);
    expect(alignment.barrierArrived(1, 2)).toBe('first');
    expect(alignment.isBlocked(0)).toBe(false);
    expect(alignment.barrierArrived(2, 1)).toBe('late');
    expect(alignment.isBlocked(2)).toBe(false);
    expect(alignment.current).toBe(2);
  });

  it('awaits nothing from an input that ended', () => {
    const alignment = new Alignment(2);
    alignment.barrierArrived(0, 1);
    alignment.inputEnded(1);
    expect(alignment.isComplete).toBe(true);
  });

  it('completes exactly the checkpoints for which every input delivered its barrier, in any interleaving', () => {
    const scripts = fc.integer({ min: 1, max: 4 }).chain((inputs) =>
      fc.record({
        inputs: fc.constant(inputs),
        // Each input delivers a growing series of checkpoint ids, of which some may be missing.
        series: fc.array(fc.uniqueArray(fc.integer({ min: 1, max: 6 }), { maxLength: 6 }), {
          minLength: inputs,
          maxLength: inputs,
        }),
        turns: fc.array(fc.nat({ max: inputs - 1 }), { maxLength: 60 }),
      }),
    );
    fc.assert(
      fc.property(scripts, ({ inputs, series, turns }) => {
        const queues = series.map((ids) => [...ids].sort((a, b) => a - b));
        const everywhere = new Set(queues[0]!.filter((id) => queues.every((queue) => queue.includes(id))));
        const alignment = new Alignment(inputs);
        const completed: number[] = [];
        for (const input of turns) {
          if (alignment.isBlocked(input) || queues[input]!.length === 0) continue;
          alignment.barrierArrived(input, queues[input]!.shift()!);
          if (!alignment.isComplete) continue;
          completed.push(alignment.current!);
          alignment.reset();
        }
        for (const id of completed) expect(everywhere).toContain(id);
        expect(completed).toEqual([...completed].sort((a, b) => a - b));
      }),
    );
  });
});
