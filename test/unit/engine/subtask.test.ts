import { describe, expect, it } from 'vitest';
import type { StreamOperator, OperatorSnapshot } from '../../../src/engine/operators/operator.js';
import { int64 } from '../../../src/engine/pipeline/recordTypes.js';
import { valueState, type ValueState } from '../../../src/engine/pipeline/state.js';
import { KeyedState } from '../../../src/engine/state/keyedState.js';
import { rig } from './subtaskRig.js';

/** Passes numbers on and sums them up as operator state. */
function summing(emit: (n: number) => void): StreamOperator & { sum: number } {
  return {
    kind: 'operator',
    sum: 0,
    process(record) {
      const { n } = record as { readonly n: number };
      this.sum += n;
      emit(n);
    },
    snapshot(): OperatorSnapshot {
      return { state: { sum: this.sum } };
    },
  };
}

/** Counts by number, in a state table. */
function counting(): StreamOperator {
  const state = new KeyedState({ count: valueState(int64) }, 0);
  const count = state.handles['count'] as ValueState<number>;
  return {
    kind: 'operator',
    process(record) {
      state.seek((record as { readonly n: number }).n);
      count.update(count.value() + 1);
    },
    snapshot: () => ({ keyed: state.view()! }),
  };
}

describe('a subtask', () => {
  it('passes a barrier on after all inputs delivered it, and no record of an input overtakes it', () => {
    const { inputs, output, told, stepUntil, phases } = rig(2, summing);
    inputs[0]!.records(1, 2);
    inputs[0]!.barrier(7);
    inputs[0]!.records(100);
    stepUntil('blocked');
    expect(output()).toEqual([1, 2]);
    inputs[1]!.records(3);
    inputs[1]!.barrier(7);
    stepUntil('blocked');
    expect(output()).toEqual([3, '|7', 100]);
    expect(told).toEqual([{ type: 'acknowledged', checkpoint: 7, state: { sum: 6 } }]);
    expect(phases()).toEqual(['startDelay', 'sync', 'alignment']);
  });

  it('stands still while its output is full, and loses nothing', () => {
    const { inputs, output, stepUntil } = rig(1, summing, { outputWords: 8 });
    const numbers = Array.from({ length: 40 }, (_, i) => i);
    inputs[0]!.records(...numbers);
    inputs[0]!.barrier(1);
    const seen: (number | string)[] = [];
    for (let rounds = 0; rounds < 40 && seen.length < 41; rounds++) {
      stepUntil('blocked');
      seen.push(...output());
    }
    expect(seen).toEqual([...numbers, '|1']);
  });

  it('records for each checkpoint which input was held back and for how long, and none that was waited for', () => {
    const { inputs, recorded, stepUntil } = rig(3, summing);
    inputs[1]!.barrier(7);
    stepUntil('blocked');
    inputs[0]!.barrier(7);
    stepUntil('blocked');
    inputs[2]!.records(1);
    inputs[2]!.barrier(7);
    stepUntil('blocked');
    const events = recorded();
    const aligned = events.find((event) => event.kind === 'span' && event.phase === 'alignment');
    const held = events.flatMap((event) => (event.kind === 'heldInput' ? [event] : []));
    expect(held.map(({ checkpoint, input, end }) => [checkpoint, input, end])).toEqual([
      [7, 0, aligned && 'end' in aligned && aligned.end],
      [7, 1, aligned && 'end' in aligned && aligned.end],
    ]);
    expect(held[1]!.start).toBe(aligned && 'start' in aligned && aligned.start);
    expect(held[0]!.start).toBeGreaterThan(held[1]!.start);
  });

  it('records the time without room in its output as back-pressure, and the time without work as idle', () => {
    const { inputs, output, recorded, stepUntil } = rig(1, summing, { outputWords: 8 });
    const recordedMs = (name: 'backPressured' | 'idle'): number =>
      recorded().reduce((sum, event) => sum + (event.kind === 'bucket' ? event[name] : 0), 0);
    const stepOn = (): void => {
      for (let steps = 0; steps < 10; steps++) stepUntil('blocked');
    };
    inputs[0]!.records(...Array(20).keys());
    stepOn();
    expect(recordedMs('backPressured')).toBeGreaterThan(0);
    stepOn();
    expect(recordedMs('idle')).toBe(0);
    while (output().length > 0) stepUntil('blocked');
    recorded();
    stepOn();
    expect(recordedMs('idle')).toBeGreaterThan(0);
    stepOn();
    expect(recordedMs('backPressured')).toBe(0);
  });

  it('hands a snapshot to the upload and processes on while it is read', () => {
    const { inputs, uploads, told, stepUntil, lockHolder } = rig(1, counting);
    inputs[0]!.records(1, 2, 2);
    inputs[0]!.barrier(1);
    inputs[0]!.records(2);
    stepUntil('blocked');
    expect(
      uploads.map(({ checkpoint, snapshot }) => [checkpoint, snapshot.keyed!.tables[0]!.keyCount]),
    ).toEqual([[1, 2]]);
    expect(told).toEqual([]);
    expect(lockHolder()).toBe(0);
  });

  it('in blocking mode holds the lock, and takes no input, until the upload is over', () => {
    const { inputs, commands, output, uploads, stepUntil, lockHolder, phases } = rig(
      1,
      (emit) => {
        const operator = counting();
        return {
          ...operator,
          process(record, side) {
            operator.process(record, side);
            emit((record as { readonly n: number }).n);
          },
        };
      },
      { mode: 'blocking' },
    );
    inputs[0]!.records(1);
    inputs[0]!.barrier(1);
    inputs[0]!.records(2);
    stepUntil('blocked');
    expect(uploads).toHaveLength(1);
    expect(lockHolder()).toBe(2);
    expect(output()).toEqual([1, '|1']);
    expect(phases()).toEqual([]);
    commands.push({ type: 'releaseSnapshot', checkpoint: 1, bytes: 10 });
    stepUntil('blocked');
    expect(lockHolder()).toBe(0);
    expect(output()).toEqual([2]);
    expect(phases()).toEqual(['startDelay', 'sync']);
  });

  it('stops where it is when it is told to, once an upload under the lock is over, and ends no stream', () => {
    const { subtask, inputs, commands, stepUntil, lockHolder, output, told, phases } = rig(1, counting, {
      mode: 'blocking',
    });
    inputs[0]!.records(1);
    inputs[0]!.barrier(1);
    inputs[0]!.records(2);
    stepUntil('blocked');
    commands.push({ type: 'stop' });
    stepUntil('blocked');
    expect(lockHolder()).toBe(2);
    commands.push({ type: 'releaseSnapshot', checkpoint: 1, bytes: 128 });
    stepUntil('finished');
    expect(subtask.step()).toBe('finished');
    expect([lockHolder(), phases().at(-1)]).toEqual([0, 'sync']);
    expect(output()).toEqual(['|1']);
    expect(told).toEqual([{ type: 'finished' }]);
  });

  it('takes a snapshot while the one before is still uploaded, and declines where too many are', () => {
    const { inputs, told, uploads, stepUntil, commands } = rig(1, counting);
    inputs[0]!.records(1);
    for (const checkpoint of [1, 2, 3]) inputs[0]!.barrier(checkpoint);
    stepUntil('blocked');
    expect(uploads.map(({ checkpoint }) => checkpoint)).toEqual([1, 2]);
    expect(told).toEqual([
      { type: 'declined', checkpoint: 3, reason: '2 uploads of earlier checkpoints still go on' },
    ]);
    commands.push({ type: 'releaseSnapshot', checkpoint: 2, bytes: 10 });
    inputs[0]!.barrier(4);
    stepUntil('blocked');
    expect(uploads.map(({ checkpoint }) => checkpoint)).toEqual([1, 2, 4]);
    expect(told).toHaveLength(1);
  });

  it('aligns one checkpoint after the other where barriers of both are in its channels', () => {
    const { inputs, output, told, stepUntil } = rig(2, summing);
    inputs[0]!.records(1);
    inputs[0]!.barrier(1);
    inputs[0]!.records(2);
    inputs[0]!.barrier(2);
    inputs[0]!.records(3);
    stepUntil('blocked');
    expect(output()).toEqual([1]);
    inputs[1]!.records(10);
    inputs[1]!.barrier(1);
    inputs[1]!.records(20);
    stepUntil('blocked');
    expect(output().sort()).toEqual([10, 2, 20, '|1']);
    inputs[1]!.barrier(2);
    stepUntil('blocked');
    expect(output()).toEqual(['|2', 3]);
    expect(told).toEqual([
      { type: 'acknowledged', checkpoint: 1, state: { sum: 11 } },
      { type: 'acknowledged', checkpoint: 2, state: { sum: 33 } },
    ]);
  });

  it('goes on with a checkpoint when a later one is given up', () => {
    const { inputs, output, commands, told, stepUntil } = rig(2, summing);
    inputs[0]!.barrier(1);
    stepUntil('blocked');
    commands.push({ type: 'abortCheckpoint', checkpoint: 2 });
    stepUntil('blocked');
    inputs[1]!.barrier(1);
    inputs[1]!.barrier(2);
    inputs[1]!.records(5);
    stepUntil('blocked');
    expect(told).toEqual([{ type: 'acknowledged', checkpoint: 1, state: { sum: 0 } }]);
    expect(output()).toEqual(['|1', 5]);
  });

  it('opens its inputs again when the checkpoint that it aligns for is aborted', () => {
    const { inputs, output, commands, told, stepUntil } = rig(2, summing);
    inputs[0]!.barrier(1);
    inputs[0]!.records(5);
    stepUntil('blocked');
    expect(output()).toEqual([]);
    commands.push({ type: 'abortCheckpoint', checkpoint: 1 });
    stepUntil('blocked');
    expect(output()).toEqual([5]);
    inputs[1]!.barrier(1);
    inputs[1]!.records(6);
    stepUntil('blocked');
    expect(output()).toEqual([6]);
    expect(told).toEqual([]);
  });

  it('finishes when all inputs have ended, and says so downstream and to the coordinator', () => {
    const { inputs, output, told, stepUntil } = rig(2, summing);
    inputs[0]!.records(1);
    inputs[0]!.end();
    stepUntil('blocked');
    inputs[1]!.end();
    stepUntil('finished');
    expect(output()).toEqual([1, '.']);
    expect(told).toEqual([{ type: 'finished' }]);
  });

  it('gives the lock back when the user’s code throws', () => {
    const { inputs, subtask, lockHolder } = rig(1, () => ({
      kind: 'operator',
      process: () => {
        throw new Error('no such customer');
      },
      snapshot: () => ({}),
    }));
    inputs[0]!.records(1);
    expect(() => subtask.step()).toThrow('no such customer');
    expect(lockHolder()).toBe(0);
  });
});
