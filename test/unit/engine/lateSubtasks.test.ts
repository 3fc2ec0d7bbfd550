import { describe, expect, it } from 'vitest';
import { RingReader, RingWriter, ringMemory } from '../../../src/engine/channels/ring.js';
import { blackholeSink, generate } from '../../../src/engine/pipeline/connectors.js';
import { pipeline } from '../../../src/engine/pipeline/dsl.js';
import { Params } from '../../../src/engine/pipeline/params.js';
import { int32, struct } from '../../../src/engine/pipeline/recordTypes.js';
import { LateSubtasks } from '../../../src/engine/runtime/lateSubtasks.js';
import { planOf, subtaskName } from '../../../src/engine/runtime/plan.js';
import { lockLineBytes, StateLock } from '../../../src/engine/task/stateLock.js';

const N = struct({ n: int32 });

/** The memory of `numbers` → `count` → `sink`, one subtask each but `numbers`, whose channels are written and read by hand. */
function shared(numbers = 1) {
  const graph = pipeline('numbers', ({ env }) => {
    env
      .source(
        N,
        generate((n) => ({ n })),
      )
      .name('numbers')
      .parallelism(numbers)
      .map(N, (record) => record)
      .name('count')
      .sinkTo(blackholeSink())
      .name('sink');
  }).build(new Params(new Map(), (_, path) => path), 1);
  const plan = planOf(graph);
  const rings = plan.channels.map(() => ringMemory(64));
  const locks = new SharedArrayBuffer(plan.subtasks.length * lockLineBytes);
  const inOneBatchMs = plan.subtasks.map(() => 0);
  const late = new LateSubtasks({
    plan,
    memory: { rings, locks },
    subtasks: plan.subtasks.map((subtask) => ({
      name: subtaskName(graph, subtask),
      place: subtask.operator === 1 ? 'numbers.pipeline.ts:7' : undefined,
    })),
    inOneBatchMs: (subtask) => inOneBatchMs[subtask]!,
  });
  return {
    named: (...subtasks: readonly number[]) => late.name(1, subtasks),
    writers: rings.map((ring) => new RingWriter(ring)),
    readers: rings.map((ring) => new RingReader(ring)),
    lockOf: (subtask: number) => new StateLock(locks, subtask),
    inOneBatchMs,
  };
}

/** Sends the barrier of checkpoint 1 into a channel. */
function send(writer: RingWriter): void {
  writer.writeBarrier(1);
  writer.flush();
}

function take(reader: RingReader): void {
  reader.peek();
  reader.takeControl();
}

describe('of a subtask that has not acknowledged a checkpoint it is said', () => {
  it('that it does not come back from a batch, with the place of its function, before those that wait for it', () => {
    const { named, writers, lockOf, inOneBatchMs } = shared();
    send(writers[0]!);
    lockOf(1).acquire('processing');
    inOneBatchMs[1] = 3000;
    expect(named(2, 1)).toBe(
      'count (1/1), which has been in one batch of records for 3 s (numbers.pipeline.ts:7); ' +
        'and not by sink (1/1), which has no barrier of count (1/1)',
    );
  });

  it('that it has records before the barrier which was sent', () => {
    const { named, writers } = shared();
    send(writers[0]!);
    expect(named(1)).toBe('count (1/1), which has records before the barrier of numbers (1/1)');
  });

  it('that it has no room for the barrier', () => {
    const { named, writers } = shared();
    while (writers[0]!.writeWatermark(1));
    writers[0]!.waitForRoom();
    expect(named(0)).toBe('numbers (1/1), which has no room in its channel to count (1/1)');
  });

  it('that a source has not begun it', () => {
    expect(shared().named(0)).toBe('numbers (1/1), which has not sent its barrier');
  });

  it('that its upload is under way, once the barrier went on, and whether that holds its lock', () => {
    const { named, writers, readers, lockOf } = shared();
    send(writers[0]!);
    take(readers[0]!);
    expect(named(1)).toBe('count (1/1), which has not sent its barrier');
    send(writers[1]!);
    expect(named(1)).toBe('count (1/1), whose upload is under way');
    lockOf(1).acquire('snapshot');
    expect(named(1)).toBe('count (1/1), whose upload is under way and holds its lock');
    take(readers[1]!);
    expect(named(2)).toBe('sink (1/1), whose upload is under way');
  });

  it('that an unaligned one collects what is in flight until the last barrier is met', () => {
    const { named, writers, readers } = shared(2);
    writers[0]!.announce(1, 0);
    readers[0]!.announced();
    readers[0]!.takeAnnouncement();
    writers[2]!.announce(1, 0);
    expect(named(2)).toBe('count (1/1), which collects the records before the barrier of numbers (2/2)');
  });

  it('which of several inputs are missing, those that have ended not among them', () => {
    const { named, writers, readers } = shared(4);
    writers[0]!.writeEnd();
    writers[0]!.flush();
    take(readers[0]!);
    expect(named(4)).toBe('count (1/1), which has no barrier of numbers (2/4), numbers (3/4) and 1 more');
  });

  it('of the first three by name, and how many more there are', () => {
    expect(shared(4).named(0, 1, 2, 3, 4)).toMatch(
      /^numbers \(1\/4\), .*; and not by numbers \(2\/4\), .*; and not by numbers \(3\/4\), .*; and not by 2 more$/,
    );
  });
});
