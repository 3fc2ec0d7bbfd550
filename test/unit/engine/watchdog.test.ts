import { describe, expect, it } from 'vitest';
import { Watchdog } from '../../../src/engine/runtime/watchdog.js';
import { lockLineBytes, StateLock } from '../../../src/engine/task/stateLock.js';

function watched() {
  const memory = new SharedArrayBuffer(2 * lockLineBytes);
  const notices: string[] = [];
  const subtasks = [
    { name: 'source (1/1)', place: undefined },
    { name: 'count (1/1)', place: 'orders.pipeline.ts:12' },
  ];
  const watchdog = new Watchdog(memory, subtasks, (text) => notices.push(text));
  const lock = new StateLock(memory, 1);
  let now = 0;
  const lookFor = (seconds: number): void => {
    for (let second = 0; second < seconds; second++) watchdog.look((now += 1000));
  };
  return { lock, notices, lookFor };
}

describe('a subtask that does not come back from a batch', () => {
  it('is named once, with how long it has been', () => {
    const { lock, notices, lookFor } = watched();
    lock.acquire('processing');
    lookFor(5);
    expect(notices).toEqual([]);
    lookFor(30);
    expect(notices).toEqual([
      'count (1/1) has been in one batch of records for 5 s and holds its lock: ' +
        'its function at orders.pipeline.ts:12 may never return. Checkpoints wait for it.',
    ]);
  });

  it('is named again when that happens again', () => {
    const { lock, notices, lookFor } = watched();
    lock.acquire('processing');
    lookFor(15);
    lock.countProcessed(1);
    lookFor(15);
    expect(notices).toHaveLength(2);
  });
});

describe('a subtask is left alone', () => {
  it('while it counts records, however busy', () => {
    const { lock, notices, lookFor } = watched();
    lock.acquire('processing');
    for (let batch = 1; batch < 60; batch++) {
      lookFor(1);
      lock.countProcessed(batch);
    }
    expect(notices).toEqual([]);
  });

  it('while the snapshot holds the lock, or nobody does', () => {
    const { lock, notices, lookFor } = watched();
    lookFor(30);
    lock.acquire('snapshot');
    lookFor(30);
    expect(notices).toEqual([]);
  });
});
