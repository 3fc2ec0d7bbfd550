import { setImmediate as afterwards } from 'node:timers/promises';
import { afterEach, expect, it, vi } from 'vitest';
import { SnapshotCollection } from '../../../src/engine/runtime/snapshotCollection.js';

afterEach(() => {
  vi.unstubAllGlobals();
});

it('V8 is asked to collect once each time that a subtask’s state has given up much, and not before its snapshot is let go', async () => {
  const gc = vi.fn();
  vi.stubGlobal('gc', gc);
  const collection = new SnapshotCollection();
  const mebibytes = 2 ** 20;
  const asked: number[] = [];
  for (const givenUp of [0, 10, 40, 50, 60, 80, 80]) {
    collection.ended(0, givenUp * mebibytes);
    collection.ended(1, 20 * mebibytes);
    const before = gc.mock.calls.length;
    await afterwards();
    asked.push(gc.mock.calls.length - before);
  }
  expect(asked).toEqual([0, 0, 1, 0, 0, 1, 0]);
});
