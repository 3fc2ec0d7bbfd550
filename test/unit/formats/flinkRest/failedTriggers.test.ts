import { describe, expect, it } from 'vitest';
import type { CheckpointEvidence } from '../../../../src/formats/evidence/model.js';
import { failedTriggers } from '../../../../src/formats/flinkRest/failedTriggers.js';

function checkpoints(
  from: number,
  to: number,
  failed: readonly number[] = [],
): readonly CheckpointEvidence[] {
  return Array.from({ length: to - from + 1 }, (_, i) => {
    const id = from + i;
    return { id, status: failed.includes(id) ? 'failed' : 'completed' };
  });
}

describe('triggers that failed before they got an id', () => {
  it('are the failed ones that no checkpoint accounts for', () => {
    expect(failedTriggers({ total: 7, completed: 3, failed: 4 }, checkpoints(1, 5, [4, 5]), [])).toBe(2);
    expect(failedTriggers({ total: 3, completed: 0, failed: 3 }, [], [])).toBe(3);
    expect(failedTriggers({ total: 0, completed: 0, failed: 0 }, [], [])).toBe(0);
  });

  it('are told by the ids where Flink has forgotten the first checkpoints', () => {
    expect(failedTriggers({ total: 17, completed: 13, failed: 4 }, checkpoints(7, 16), [])).toBe(1);
  });

  it('are told after a restore from a savepoint, whose id the ids follow', () => {
    const counts = { total: 5, completed: 4, failed: 1, restored: 1 };
    expect(failedTriggers(counts, checkpoints(91, 94), [{ checkpoint: 90 }])).toBe(1);
  });

  it('are not guessed', () => {
    expect(failedTriggers(undefined, checkpoints(1, 2), [])).toBeUndefined();
    expect(
      failedTriggers({ total: 50, completed: 40, failed: 10 }, checkpoints(91, 100), []),
    ).toBeUndefined();
    expect(failedTriggers({ total: 50, completed: 40, failed: 10 }, [], [])).toBeUndefined();
  });
});
