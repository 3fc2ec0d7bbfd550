import { describe, expect, it } from 'vitest';
import { RingReader, ringMemory } from '../../../src/engine/channels/ring.js';
import { blackholeSink, generate } from '../../../src/engine/pipeline/connectors.js';
import { pipeline } from '../../../src/engine/pipeline/dsl.js';
import { Params } from '../../../src/engine/pipeline/params.js';
import { int32, struct } from '../../../src/engine/pipeline/recordTypes.js';
import { eventRingMemory } from '../../../src/engine/recorder/eventRing.js';
import { buildSubtask } from '../../../src/engine/runtime/buildSubtask.js';
import { planOf } from '../../../src/engine/runtime/plan.js';
import type { Command, SubtaskEvent } from '../../../src/engine/task/commands.js';
import { lockLineBytes } from '../../../src/engine/task/stateLock.js';

const N = struct({ n: int32 });

const none = (): never => {
  throw new Error('it has none');
};

/** A source of numbers without end, and the channel that it writes to. */
function source() {
  const graph = pipeline('numbers', ({ env }) => {
    env
      .source(
        N,
        generate((n) => ({ n })),
      )
      .sinkTo(blackholeSink());
  }).build(new Params(new Map(), (_, path) => path), 1);
  const plan = planOf(graph);
  const memory = {
    rings: plan.channels.map(() => ringMemory(1 << 12)),
    events: plan.subtasks.map(() => eventRingMemory()),
    locks: new SharedArrayBuffer(plan.subtasks.length * lockLineBytes),
  };
  const commands: Command[] = [];
  const told: SubtaskEvent[] = [];
  let now = 0;
  const world = {
    now: () => (now += 0.01),
    receive: () => commands.shift(),
    tell: (event: SubtaskEvent) => void told.push(event),
    upload: none,
    uploadChannelState: none,
  };
  const environment = {
    ...{ readText: none, partFiles: none, print: none, lineFeed: none },
    ...{ notice: () => undefined, epochMs: 0, incremental: false, prefetchFrom: 0 },
  };
  const { subtask } = buildSubtask(graph, plan, 0, {
    ...{ memory, world, environment, mode: 'copy-on-write', maxConcurrent: 1, restored: undefined },
    wake: () => undefined,
  });
  const reader = new RingReader(memory.rings[0]!);
  const codec = { decode: () => undefined, encode: none, words: none };
  /** What it has sent since the last call: how many records, and the barrier after them. */
  const sent = (): { records: number; barrier?: number } => {
    for (let records = 0; ; records++) {
      const frame = reader.peek();
      if (frame === undefined) return { records };
      if (frame === 'barrier') return { records, barrier: reader.takeControl() };
      reader.takeRecord(codec);
    }
  };
  return { subtask, commands, told, sent };
}

describe('a source whose pipeline is to stop with a savepoint', () => {
  it('makes nothing after the barrier, and ends without ending its stream', () => {
    const { subtask, commands, told, sent } = source();
    subtask.step();
    commands.push({ type: 'triggerCheckpoint', checkpoint: 1, overtakeAt: Infinity, suspend: true });
    while (subtask.step() !== 'blocked');
    expect(sent()).toEqual({ records: expect.any(Number) as number, barrier: 1 });
    expect(sent()).toEqual({ records: 0 });
    expect(subtask.wakeAt).toBe(Infinity);
    commands.push({ type: 'stop' });
    expect(subtask.step()).toBe('finished');
    expect(sent()).toEqual({ records: 0 });
    expect(told.at(-1)).toEqual({ type: 'finished' });
  });

  it('goes on when the savepoint is given up', () => {
    const { subtask, commands, sent } = source();
    commands.push({ type: 'triggerCheckpoint', checkpoint: 1, overtakeAt: Infinity, suspend: true });
    while (subtask.step() !== 'blocked');
    sent();
    commands.push({ type: 'abortCheckpoint', checkpoint: 1 });
    subtask.step();
    subtask.step();
    expect(sent().records).toBeGreaterThan(0);
  });
});
