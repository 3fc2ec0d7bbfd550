import { describe, expect, it } from 'vitest';
import type { StreamOperator } from '../../../src/engine/operators/operator.js';
import { numbersIn, rig } from './subtaskRig.js';

/** Passes numbers on and keeps them as operator state. */
function collecting(emit: (n: number) => void): StreamOperator & { readonly seen: number[] } {
  const seen: number[] = [];
  return {
    kind: 'operator',
    seen,
    process(record) {
      const { n } = record as { readonly n: number };
      seen.push(n);
      emit(n);
    },
    snapshot: () => ({ state: { seen: [...seen] } }),
  };
}

/** More than the smallest output has room for. */
const twenty = Array.from({ length: 20 }, (_, i) => i);

describe('a barrier that overtakes', () => {
  it('goes on before the records of its channel, which are in the snapshot', () => {
    const { inputs, output, uploads, told, stepUntil } = rig(1, collecting);
    inputs[0]!.records(1, 2, 3);
    inputs[0]!.announce(1);
    inputs[0]!.records(4);
    stepUntil('blocked');
    expect(output()).toEqual(['|1', 1, 2, 3, 4]);
    expect(uploads).toHaveLength(1);
    expect(uploads[0]!.snapshot.state).toEqual({ seen: [] });
    expect(numbersIn(uploads[0]!.channelState)).toEqual({ input: [1, 2, 3], output: [] });
    expect(told).toEqual([]);
  });

  it('is acknowledged without an upload where it overtook nothing', () => {
    const { inputs, uploads, told, stepUntil } = rig(1, collecting);
    inputs[0]!.records(1);
    stepUntil('blocked');
    inputs[0]!.announce(1);
    stepUntil('blocked');
    expect(uploads).toEqual([]);
    expect(told).toEqual([{ type: 'acknowledged', checkpoint: 1, state: { seen: [1] } }]);
  });

  it('takes the snapshot with the first, and what comes on the other inputs before theirs belongs to it', () => {
    const { inputs, output, uploads, told, stepUntil, phases } = rig(2, collecting);
    inputs[0]!.announce(1);
    inputs[1]!.records(10);
    stepUntil('blocked');
    inputs[0]!.records(5);
    inputs[1]!.records(11, 12);
    stepUntil('blocked');
    expect(output()).toEqual(['|1', 10, 5, 11, 12]);
    expect([uploads, told]).toEqual([[], []]);
    inputs[1]!.records(13);
    inputs[1]!.announce(1);
    inputs[1]!.records(14);
    stepUntil('blocked');
    expect(uploads[0]!.snapshot.state).toEqual({ seen: [] });
    expect(numbersIn(uploads[0]!.channelState)).toEqual({ input: [10, 11, 12, 13], output: [] });
    expect(phases()).toEqual(['startDelay', 'sync', 'alignment']);
  });

  it('does not wait for room in the outputs: what they hold back is in the snapshot', () => {
    const { inputs, output, uploads, stepUntil } = rig(1, collecting, { outputWords: 8 });
    inputs[0]!.records(...twenty);
    stepUntil('blocked');
    inputs[0]!.announce(1);
    stepUntil('blocked');
    const { input, output: heldBack } = numbersIn(uploads[0]!.channelState);
    const { seen } = uploads[0]!.snapshot.state as { readonly seen: readonly number[] };
    expect(heldBack.length).toBeGreaterThan(0);
    expect([...seen, ...input]).toEqual(twenty);
    const sent: (number | string)[] = [];
    for (let rounds = 0; rounds < 10; rounds++) {
      sent.push(...output());
      stepUntil('blocked');
    }
    // What was held back when the barrier was announced comes behind it.
    expect(sent.slice(0, sent.indexOf('|1'))).toEqual(seen.slice(0, seen.length - heldBack.length));
    expect(sent.filter((each) => each !== '|1')).toEqual(twenty);
  });

  it('gives up what an older one still collects', () => {
    const { inputs, uploads, told, stepUntil } = rig(2, collecting);
    inputs[0]!.announce(1);
    inputs[1]!.records(10);
    stepUntil('blocked');
    inputs[0]!.announce(2);
    stepUntil('blocked');
    inputs[1]!.records(11);
    inputs[1]!.announce(2);
    stepUntil('blocked');
    expect(told).toEqual([]);
    expect(uploads.map(({ checkpoint }) => checkpoint)).toEqual([2]);
    expect(numbersIn(uploads[0]!.channelState).input).toEqual([11]);
  });

  it('is passed over once its checkpoint is aborted', () => {
    const { inputs, output, uploads, told, commands, stepUntil } = rig(2, collecting);
    commands.push({ type: 'abortCheckpoint', checkpoint: 1 });
    inputs[0]!.records(1);
    inputs[0]!.announce(1);
    inputs[1]!.announce(1);
    stepUntil('blocked');
    expect(output()).toEqual([1]);
    expect([uploads, told]).toEqual([[], []]);
  });

  it('leaves nothing to wait for at an input that ends', () => {
    const { inputs, uploads, stepUntil } = rig(2, collecting);
    inputs[0]!.announce(1);
    inputs[1]!.records(10);
    stepUntil('blocked');
    inputs[1]!.records(11);
    inputs[1]!.end();
    stepUntil('blocked');
    expect(numbersIn(uploads[0]!.channelState).input).toEqual([10, 11]);
  });
});

describe('a barrier that overtakes only after some time', () => {
  /** Far more than the rig's clock has moved by then: it moves by 1 ms a look. */
  const later = 500;

  it('is aligned when all come in time, and overtakes nothing', () => {
    const { inputs, output, uploads, told, stepUntil } = rig(2, collecting);
    inputs[0]!.records(1, 2);
    inputs[0]!.announce(1, later);
    inputs[0]!.records(100);
    stepUntil('blocked');
    expect(output()).toEqual([1, 2]);
    inputs[1]!.records(3);
    inputs[1]!.announce(1, later);
    stepUntil('blocked');
    expect(output()).toEqual([3, '|1', 100]);
    expect(uploads).toEqual([]);
    expect(told).toEqual([{ type: 'acknowledged', checkpoint: 1, state: { seen: [1, 2, 3] } }]);
  });

  it('overtakes when another is late, and says when it wants to be looked at for that', () => {
    const { inputs, output, uploads, subtask, stepUntil, passTime } = rig(2, collecting);
    inputs[0]!.records(1);
    inputs[0]!.announce(1, later);
    inputs[0]!.records(100);
    stepUntil('blocked');
    expect(subtask.wakeAt).toBe(later);
    expect(output()).toEqual([1]);
    passTime(later);
    stepUntil('blocked');
    expect(output()).toEqual(['|1', 100]);
    inputs[1]!.records(2);
    inputs[1]!.announce(1, later);
    stepUntil('blocked');
    expect(uploads[0]!.snapshot.state).toEqual({ seen: [1] });
    expect(numbersIn(uploads[0]!.channelState)).toEqual({ input: [2], output: [] });
  });

  it('overtakes what its outputs hold back when they have no room for so long', () => {
    const { inputs, uploads, told, subtask, stepUntil, passTime } = rig(1, collecting, { outputWords: 8 });
    inputs[0]!.records(...twenty);
    stepUntil('blocked');
    inputs[0]!.announce(1, later);
    stepUntil('blocked');
    expect([uploads, told, subtask.wakeAt]).toEqual([[], [], later]);
    passTime(later);
    stepUntil('blocked');
    expect(numbersIn(uploads[0]!.channelState).output.length).toBeGreaterThan(0);
  });
});
