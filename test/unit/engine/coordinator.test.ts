import { describe, expect, it } from 'vitest';
import type { Coordinator, Effect, SavepointRequest } from '../../../src/engine/checkpoint/coordinator.js';
import { started, types } from './coordinatorRig.js';

describe('the coordinator', () => {
  it('triggers a checkpoint after the interval, one at a time', () => {
    const { at, coordinator } = started();
    expect(at(99)).toEqual([]);
    expect(at(100)).toEqual([{ type: 'trigger', checkpoint: 1 }]);
    expect(at(250)).toEqual([]);
    expect(coordinator.wakeAt).toBe(1100);
  });

  it('leaves the least pause between the end of a checkpoint and the next trigger, completed or not', () => {
    const { at, acknowledge, coordinator } = started({ minPauseMs: 70 });
    at(100);
    acknowledge(1, 0);
    acknowledge(1, 1);
    coordinator.handle({ type: 'published', checkpoint: 1 }, 190);
    expect(coordinator.wakeAt).toBe(260);
    expect(at(259)).toEqual([]);
    expect(at(260)).toEqual([{ type: 'trigger', checkpoint: 2 }]);
    coordinator.handle({ type: 'declined', checkpoint: 2, reason: 'no room' }, 400);
    expect(coordinator.wakeAt).toBe(470);
  });

  it('fails the run with the first failed checkpoint where none is tolerable', () => {
    const { at, coordinator } = started({ tolerableFailures: 0 });
    at(100);
    expect(coordinator.handle({ type: 'declined', checkpoint: 1, reason: 'no room' }, 150)).toEqual([
      { type: 'abort', checkpoint: 1, reason: 'no room' },
      { type: 'fail', reason: 'Checkpoint #1 failed, and no failure is tolerated: no room.' },
    ]);
  });

  it('publishes only when every subtask has acknowledged, and completes only when that is published', () => {
    const { at, acknowledge, coordinator } = started();
    at(100);
    expect(acknowledge(1, 0)).toEqual([]);
    expect(acknowledge(1, 0)).toEqual([]);
    expect(types(acknowledge(1, 1))).toEqual(['publish']);
    expect(types(coordinator.handle({ type: 'published', checkpoint: 1 }, 150))).toEqual(['complete']);
  });

  it('aborts a checkpoint that takes longer than the timeout, and ignores what comes for it later', () => {
    const { at, acknowledge } = started();
    at(100);
    acknowledge(1, 0);
    expect(at(1100)).toEqual([
      { type: 'abort', checkpoint: 1, reason: 'timed out after 1000 ms, not acknowledged by 1 (in #1)' },
      { type: 'trigger', checkpoint: 2 },
    ]);
    expect(acknowledge(1, 1, 1101)).toEqual([]);
  });

  it('fails the run after three failed checkpoints in a row, but not when one completes in between', () => {
    const { at, acknowledge, coordinator } = started();
    const decline = (checkpoint: number, now: number): Effect[] =>
      coordinator.handle({ type: 'declined', checkpoint, reason: 'the disk is full' }, now);
    at(100);
    decline(1, 110);
    at(200);
    decline(2, 210);
    at(300);
    acknowledge(3, 0);
    acknowledge(3, 1);
    coordinator.handle({ type: 'published', checkpoint: 3 }, 310);
    for (const [checkpoint, now] of [
      [4, 400],
      [5, 500],
    ] as const) {
      at(now);
      expect(types(decline(checkpoint, now + 1))).toEqual(['abort']);
    }
    at(600);
    expect(decline(6, 601)).toContainEqual({
      type: 'fail',
      reason: '3 checkpoints in a row failed, the last one (#6): the disk is full.',
    });
  });

  it('ends a bounded run with a last checkpoint, then the end of the streams, then of all subtasks', () => {
    const { acknowledge, coordinator } = started();
    expect(coordinator.handle({ type: 'sourceExhausted', subtask: 0 }, 10)).toEqual([
      { type: 'trigger', checkpoint: 1, final: true },
    ]);
    acknowledge(1, 0);
    acknowledge(1, 1);
    expect(types(coordinator.handle({ type: 'published', checkpoint: 1 }, 20))).toEqual([
      'complete',
      'finishSources',
    ]);
    expect(coordinator.handle({ type: 'subtaskFinished', subtask: 0 }, 30)).toEqual([]);
    expect(coordinator.handle({ type: 'subtaskFinished', subtask: 1 }, 31)).toEqual([{ type: 'end' }]);
  });

  it('takes one more checkpoint for records that a source made after the one under way had begun', () => {
    const { at, acknowledge, coordinator } = started();
    at(100);
    expect(coordinator.handle({ type: 'sourceExhausted', subtask: 0 }, 105)).toEqual([]);
    acknowledge(1, 0);
    acknowledge(1, 1);
    expect(types(coordinator.handle({ type: 'published', checkpoint: 1 }, 120))).toEqual([
      'complete',
      'trigger',
    ]);
  });

  it('ends the run after the asked number of checkpoints, failed ones not counted', () => {
    const { at, acknowledge, coordinator } = started({ checkpointsMax: 1 });
    at(100);
    coordinator.handle({ type: 'declined', checkpoint: 1, reason: 'lost' }, 110);
    at(200);
    acknowledge(2, 0);
    acknowledge(2, 1);
    expect(types(coordinator.handle({ type: 'published', checkpoint: 2 }, 210))).toEqual([
      'complete',
      'stopSubtasks',
    ]);
    expect(at(1000)).toEqual([]);
    coordinator.handle({ type: 'subtaskFinished', subtask: 0 }, 1001);
    expect(types(coordinator.handle({ type: 'subtaskFinished', subtask: 1 }, 1002))).toEqual(['end']);
  });

  it('waits for nothing in particular while a checkpoint is being published', () => {
    const { at, acknowledge, coordinator } = started();
    at(100);
    acknowledge(1, 0);
    acknowledge(1, 1);
    expect(coordinator.wakeAt).toBe(Infinity);
    expect(at(5000)).toEqual([]);
  });
});

describe('checkpoints at once', () => {
  const complete = (
    { acknowledge, coordinator }: Pick<ReturnType<typeof started>, 'acknowledge' | 'coordinator'>,
    checkpoint: number,
    now: number,
  ): Effect[] => {
    acknowledge(checkpoint, 0);
    acknowledge(checkpoint, 1);
    return coordinator.handle({ type: 'published', checkpoint }, now);
  };

  it('are as many as may be, each triggered an interval after the one before', () => {
    const { at, coordinator } = started({ maxConcurrent: 2 });
    expect(types(at(100))).toEqual(['trigger']);
    expect(coordinator.wakeAt).toBe(200);
    expect(at(200)).toEqual([{ type: 'trigger', checkpoint: 2 }]);
    expect(at(300)).toEqual([]);
    expect(coordinator.wakeAt).toBe(1100);
  });

  it('are one where there is a least pause, and where barriers overtake', () => {
    for (const alone of [{ minPauseMs: 10 }, { unaligned: true }]) {
      const { at } = started({ maxConcurrent: 2, ...alone });
      at(100);
      expect(at(200)).toEqual([]);
    }
  });

  it('complete in their order, and one that is complete makes the earlier ones pointless without counting them as failed', () => {
    const all = started({ maxConcurrent: 3, tolerableFailures: 0 });
    for (const now of [100, 200, 300]) all.at(now);
    expect(complete(all, 1, 310)).toEqual([{ type: 'complete', checkpoint: 1 }]);
    expect(complete(all, 3, 320)).toEqual([
      { type: 'complete', checkpoint: 3 },
      { type: 'abort', checkpoint: 2, reason: 'checkpoint #3, triggered later, completed before it' },
    ]);
    expect(all.acknowledge(2, 0)).toEqual([]);
  });

  it('are published one after the other, so that none becomes complete after a later one', () => {
    const { at, acknowledge, coordinator } = started({ maxConcurrent: 2 });
    at(100);
    at(200);
    acknowledge(2, 0);
    expect(types(acknowledge(2, 1))).toEqual(['publish']);
    acknowledge(1, 0);
    expect(acknowledge(1, 1)).toEqual([]);
    expect(coordinator.wakeAt).toBe(Infinity);
    expect(types(coordinator.handle({ type: 'declined', checkpoint: 2, reason: 'no room' }, 210))).toEqual([
      'abort',
      'publish',
    ]);
  });

  it('are given up one by one', () => {
    const all = started({ maxConcurrent: 2 });
    all.at(100);
    all.at(200);
    expect(all.at(1100).map((effect) => ('checkpoint' in effect ? effect.checkpoint : effect.type))).toEqual([
      1, 3,
    ]);
    expect(complete(all, 2, 1101)).toEqual([{ type: 'complete', checkpoint: 2 }]);
  });

  it('are no more than the run is to have', () => {
    const all = started({ maxConcurrent: 3, checkpointsMax: 2 });
    all.at(100);
    all.at(200);
    expect(all.at(300)).toEqual([]);
    complete(all, 1, 310);
    expect(types(complete(all, 2, 320))).toEqual(['complete', 'stopSubtasks']);
  });

  it('end with the last one of a bounded run, beside which a savepoint does not go', () => {
    const all = started({ maxConcurrent: 3 });
    all.at(100);
    expect(all.coordinator.handle({ type: 'sourceExhausted', subtask: 0 }, 110)).toEqual([
      { type: 'trigger', checkpoint: 2, final: true },
    ]);
    const savepoint = { id: 0, stop: false };
    expect(all.coordinator.handle({ type: 'savepointRequested', savepoint }, 120)).toEqual([]);
    expect(all.at(500)).toEqual([]);
    expect(types(complete(all, 2, 510))).toEqual(['complete', 'abort', 'finishSources']);
  });

  it('follow no savepoint that stops the run', () => {
    const all = started({ maxConcurrent: 3 });
    all.at(100);
    all.coordinator.handle({ type: 'savepointRequested', savepoint: { id: 0, stop: true } }, 110);
    expect(all.at(500)).toEqual([]);
    expect(types(complete(all, 2, 510))).toEqual(['complete', 'abort', 'stopSubtasks', 'savepointTaken']);
  });
});

describe('a savepoint', () => {
  const request = { id: 0, stop: false };
  const stopping = { id: 1, stop: true };
  const ask = (coordinator: Coordinator, savepoint: SavepointRequest, now: number): Effect[] =>
    coordinator.handle({ type: 'savepointRequested', savepoint }, now);
  const taken = (savepoint: SavepointRequest, checkpoint: number): Effect => ({
    type: 'savepointTaken',
    savepoint,
    checkpoint,
  });

  it('is taken at once where no checkpoint is under way, and commits nothing', () => {
    const { acknowledge, coordinator } = started();
    expect(ask(coordinator, request, 10)).toEqual([{ type: 'trigger', checkpoint: 1, savepoint: request }]);
    acknowledge(1, 0);
    acknowledge(1, 1);
    expect(coordinator.handle({ type: 'published', checkpoint: 1 }, 20)).toEqual([taken(request, 1)]);
    expect(coordinator.wakeAt).toBe(100);
  });

  it('goes beside the checkpoint under way, which may complete before it, and the next one waits for it', () => {
    const { at, acknowledge, coordinator } = started();
    at(100);
    expect(ask(coordinator, request, 110)).toEqual([{ type: 'trigger', checkpoint: 2, savepoint: request }]);
    expect(ask(coordinator, { id: 5, stop: false }, 111)).toEqual([]);
    acknowledge(1, 0);
    acknowledge(1, 1);
    expect(coordinator.handle({ type: 'published', checkpoint: 1 }, 220)).toEqual([
      { type: 'complete', checkpoint: 1 },
    ]);
    expect(coordinator.wakeAt).toBe(1110);
    acknowledge(2, 0);
    acknowledge(2, 1);
    expect(coordinator.handle({ type: 'published', checkpoint: 2 }, 230)).toEqual([
      taken(request, 2),
      { type: 'trigger', checkpoint: 3, savepoint: { id: 5, stop: false } },
    ]);
  });

  it('makes no checkpoint pointless, and none makes it so', () => {
    const { at, acknowledge, coordinator } = started();
    at(100);
    ask(coordinator, request, 110);
    acknowledge(2, 0);
    acknowledge(2, 1);
    expect(coordinator.handle({ type: 'published', checkpoint: 2 }, 120)).toEqual([taken(request, 2)]);
    ask(coordinator, request, 130);
    acknowledge(1, 0);
    acknowledge(1, 1);
    expect(types(coordinator.handle({ type: 'published', checkpoint: 1 }, 140))).toEqual(['complete']);
  });

  it('waits for the checkpoint under way where barriers overtake, then goes before the next one, whatever the pause', () => {
    const { at, acknowledge, coordinator } = started({ minPauseMs: 500, unaligned: true });
    at(100);
    expect(ask(coordinator, request, 110)).toEqual([]);
    acknowledge(1, 0);
    acknowledge(1, 1);
    expect(coordinator.handle({ type: 'published', checkpoint: 1 }, 120)).toEqual([
      { type: 'complete', checkpoint: 1 },
      { type: 'trigger', checkpoint: 2, savepoint: request },
    ]);
    expect(coordinator.handle({ type: 'declined', checkpoint: 2, reason: 'no room' }, 130)).toEqual([
      { type: 'abort', checkpoint: 2, reason: 'no room' },
      { type: 'savepointFailed', savepoint: request, reason: 'no room' },
    ]);
  });

  it('counts neither as a completed checkpoint nor as a failed one', () => {
    const { at, acknowledge, coordinator } = started({ tolerableFailures: 0, checkpointsMax: 1 });
    ask(coordinator, request, 10);
    coordinator.handle({ type: 'declined', checkpoint: 1, reason: 'no room' }, 20);
    ask(coordinator, request, 30);
    acknowledge(2, 0);
    acknowledge(2, 1);
    expect(types(coordinator.handle({ type: 'published', checkpoint: 2 }, 40))).toEqual(['savepointTaken']);
    expect(types(at(100))).toEqual(['trigger']);
  });

  it('that stops the run commits, ends all subtasks where they are, and then the run', () => {
    const { acknowledge, coordinator } = started();
    ask(coordinator, stopping, 10);
    acknowledge(1, 0);
    acknowledge(1, 1);
    expect(coordinator.handle({ type: 'published', checkpoint: 1 }, 20)).toEqual([
      { type: 'complete', checkpoint: 1 },
      { type: 'stopSubtasks' },
      taken(stopping, 1),
    ]);
    expect(coordinator.wakeAt).toBe(Infinity);
    expect(ask(coordinator, request, 25)).toEqual([
      { type: 'savepointFailed', savepoint: request, reason: 'the run is about to end' },
    ]);
    coordinator.handle({ type: 'subtaskFinished', subtask: 0 }, 30);
    expect(coordinator.handle({ type: 'subtaskFinished', subtask: 1 }, 31)).toEqual([{ type: 'end' }]);
  });

  it('leaves the last checkpoint of a bounded run to come after it', () => {
    const { acknowledge, coordinator } = started();
    ask(coordinator, request, 10);
    expect(coordinator.handle({ type: 'sourceExhausted', subtask: 0 }, 11)).toEqual([]);
    acknowledge(1, 0);
    acknowledge(1, 1);
    expect(types(coordinator.handle({ type: 'published', checkpoint: 1 }, 20))).toEqual([
      'savepointTaken',
      'trigger',
    ]);
    acknowledge(2, 0);
    acknowledge(2, 1);
    expect(types(coordinator.handle({ type: 'published', checkpoint: 2 }, 30))).toEqual([
      'complete',
      'finishSources',
    ]);
  });
});
