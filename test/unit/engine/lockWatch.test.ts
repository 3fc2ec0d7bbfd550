import { describe, expect, it } from 'vitest';
import { LockWatch } from '../../../src/engine/runtime/lockWatch.js';

const [free, processing, snapshot] = [0, 1, 2];

/** A watch that reads these holders one after the other, at 1 ms a reading of the clock. */
function watching(holders: readonly number[], records: readonly number[]): LockWatch {
  let time = 0;
  const nextHolder = holders.values();
  const nextRecords = records.values();
  return new LockWatch({
    now: () => time++,
    holder: () => nextHolder.next().value!,
    records: () => nextRecords.next().value!,
  });
}

describe('a watch of a lock', () => {
  it('bounds the start and the end of a hold from both sides, and says that nothing was processed', () => {
    const watch = watching(
      [processing, free, snapshot, snapshot, snapshot, snapshot, free, free],
      [5, 9, 9, 9],
    );
    expect([watch.look(), watch.look(), watch.look()]).toEqual([undefined, undefined, undefined]);
    expect(watch.look()).toEqual({ lastFree: 1, firstHeld: 5, lastHeld: 6, firstFree: 11, records: 0 });
  });

  it('does not take a count for the hold’s that was read when the lock had been given back', () => {
    const held = [snapshot, snapshot, snapshot, processing];
    const watch = watching([free, free, ...held, free, free], [9, 9, 10_770, 10_770]);
    watch.look();
    watch.look();
    expect(watch.look()).toMatchObject({ records: 0 });
  });

  it('does not take a moment of a hold that it missed for one at which the lock was free', () => {
    const missed = [snapshot, free];
    const watch = watching([...missed, snapshot, snapshot, snapshot, snapshot, free, free], [9, 20, 20, 20]);
    watch.look();
    watch.look();
    watch.look();
    // Of the first look's three moments, 0, 1 and 2, the lock was held at the first.
    expect(watch.look()).toMatchObject({ lastFree: 1, firstHeld: 5 });
  });

  it('passes over a hold that was going on when the watch began: nobody saw its beginning', () => {
    const watch = watching([snapshot, snapshot, free, free, snapshot, snapshot, free, free], [9, 9, 20, 20]);
    const seen = [watch.look(), watch.look(), watch.look(), watch.look()];
    expect(seen).toEqual([undefined, undefined, undefined, expect.objectContaining({ lastFree: 4 })]);
  });

  it('passes over a hold of which it saw no more than a moment', () => {
    const watch = watching([snapshot, free, free, free], [9, 20]);
    expect([watch.look(), watch.look()]).toEqual([undefined, undefined]);
  });
});
