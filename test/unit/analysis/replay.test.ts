import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Playback } from '../../../src/analysis/replay/playback.js';
import { replayOf, type Replay } from '../../../src/analysis/replay/replay.js';
import { replaySteps } from '../../../src/analysis/replay/replayEvents.js';
import { playbackOf } from '../../../src/analysis/replay/replayPlayback.js';
import { clockWords, stepWords, stretchWords } from '../../../src/analysis/replay/replayWords.js';
import { worldAt } from '../../../src/analysis/replay/world.js';
import { buildTrace } from '../../../src/trace/builder.js';
import { isBlocking, phases, type Trace } from '../../../src/trace/model.js';
import { checkpointNumbered, flinkRecording } from '../../fixtures/flinkRecording.js';
import { ordersTrace } from '../../fixtures/ordersTrace.js';

const lastMoment = ({ spans, checkpoints }: Trace): number =>
  Math.max(...spans.end.filter(Number.isFinite), ...checkpoints.map(({ trigger, end }) => end ?? trigger));
const replayed = (trace: Trace, checkpoint: number): Replay => replayOf(trace, checkpoint, lastMoment(trace));

const recordings = [
  'skew',
  'expired',
  'backpressure-unaligned',
  'hidden-flush',
  'finished-tasks',
  'declined',
];
const known: readonly Replay[] = [
  ...recordings.map((name) => flinkRecording(name, { from: ['rest'] })),
  flinkRecording('hidden-flush'),
  ordersTrace({ snapshot: 'full-copy', failed: 3 }),
  ordersTrace({ running: true, checkpoints: 3 }),
].flatMap((trace) => trace.checkpoints.map((_, checkpoint) => replayed(trace, checkpoint)));

const anyMoment = fc.record({
  replay: fc.constantFrom(...known),
  share: fc.double({ min: -0.1, max: 1.1, noNaN: true }),
});
const momentOf = ({ of, end }: Replay, share: number): number => of.trigger + share * (end - of.trigger);

describe('the world at a moment of a checkpoint', () => {
  it('has a subtask stand still exactly while a lock hold or a flush of it goes on', () => {
    fc.assert(
      fc.property(anyMoment, ({ replay, share }) => {
        const time = momentOf(replay, share);
        const { spans } = replay.trace;
        const stopped = new Set<string>();
        for (let i = 0; i < spans.length; i += 1) {
          const isNow = spans.start[i]! <= time && time < spans.end[i]!;
          if (spans.checkpoint[i] === replay.checkpoint && isNow && isBlocking(phases[spans.phase[i]!]!)) {
            stopped.add(`${spans.operator[i]}/${spans.subtask[i]}`);
          }
        }
        const shown = worldAt(replay, time).subtasks.filter(({ processing }) => processing === 'standsStill');
        expect(new Set(shown.map(({ operator, subtask }) => `${operator}/${subtask}`))).toEqual(stopped);
      }),
    );
  });

  it('never has more barriers arrive than were sent, nor more sent than there are channels, and takes none back', () => {
    fc.assert(
      fc.property(anyMoment, fc.double({ min: 0, max: 1, noNaN: true }), ({ replay, share }, later) => {
        const now = worldAt(replay, momentOf(replay, share));
        const then = worldAt(replay, momentOf(replay, share + later));
        now.flows.forEach(({ flow, left, arrived, barriers = [] }, n) => {
          expect(arrived).toBeLessThanOrEqual(left);
          expect(left).toBeLessThanOrEqual(flow.channels);
          expect(then.flows[n]!.left).toBeGreaterThanOrEqual(left);
          expect(then.flows[n]!.arrived).toBeGreaterThanOrEqual(arrived);
          for (const { progress } of barriers) expect(progress >= 0 && progress <= 1).toBe(true);
        });
        expect(then.acked).toBeGreaterThanOrEqual(now.acked);
        expect(now.acked).toBeLessThanOrEqual(now.expected);
      }),
    );
  });

  it('is the same whenever it is asked for, whatever was asked before', () => {
    fc.assert(
      fc.property(anyMoment, ({ replay, share }) => {
        const time = momentOf(replay, share);
        const first = worldAt(replay, time);
        worldAt(replay, replay.end);
        expect(worldAt(replay, time)).toEqual(first);
      }),
    );
  });

  it('ends a completed checkpoint with every acknowledgement, and every barrier where it belongs', () => {
    for (const replay of known.filter(({ of }) => of.status === 'completed')) {
      const { acked, expected, status, subtasks } = worldAt(replay, replay.end);
      expect([acked, status]).toEqual([expected, 'completed']);
      expect(subtasks.every(({ stage }) => stage === 'acknowledged' || stage === 'finished')).toBe(true);
    }
    const { flows } = worldAt(known.at(-6)!, known.at(-6)!.end);
    expect(flows.map(({ arrived, flow }) => arrived === flow.channels)).toEqual([true, true, true]);
  });

  it('begins with nothing on its way', () => {
    for (const replay of known) {
      const { status, acked, flows, subtasks } = worldAt(replay, replay.of.trigger - 1);
      expect([status, acked, flows.reduce((sum, { left }) => sum + left, 0)]).toEqual(['before', 0, 0]);
      expect(subtasks.every(({ stage }) => stage === 'before')).toBe(true);
    }
  });
});

describe('what is not known', () => {
  const expired = flinkRecording('expired', { from: ['rest'] });

  it('is shown as such: a report that came too late does not count, one that never came is lost', () => {
    const late = replayed(expired, checkpointNumbered(expired, 4));
    const { acked, expected, status, subtasks } = worldAt(late, late.end);
    expect([acked < expected, status]).toEqual([true, 'failed']);
    expect(subtasks.filter(({ stage }) => stage === 'tooLate').length).toBeGreaterThan(0);
    const never = replayed(expired, checkpointNumbered(expired, 5));
    const lost = worldAt(never, never.end).subtasks.filter(({ stage }) => stage === 'lost');
    expect(lost.length).toBeGreaterThan(0);
    expect(lost.every(({ processing }) => processing === 'notKnown')).toBe(true);
  });

  it('is what is left over before an acknowledgement', () => {
    const flush = flinkRecording('hidden-flush', { from: ['rest'] });
    const replay = replayed(flush, 3);
    const unknown = worldAt(replay, replay.of.trigger + 200).subtasks.filter(
      ({ processing }) => processing === 'notKnown',
    );
    expect(unknown.length).toBeGreaterThan(0);
  });

  it('is when a barrier came that was not held back: only that it came with the last', () => {
    const skew = flinkRecording('skew', { from: ['rest'] });
    const { flows } = replayed(skew, 3);
    expect(flows.flatMap(({ barriers = [] }) => barriers).some(({ isArrivalKnown }) => !isArrivalKnown)).toBe(
      true,
    );
  });
});

it('tells exchanges of many channels by sums, so that 64 × 64 of them cost no more than 64', () => {
  const wide = flinkRecording('wide-64-overloaded', { from: ['rest'] });
  const replay = replayed(wide, 0);
  const hash = replay.flows.filter(({ channels }) => channels === 64 * 64);
  expect(hash.length).toBeGreaterThan(0);
  expect(hash.every(({ barriers }) => barriers === undefined)).toBe(true);
  expect(worldAt(replay, replay.end).flows.every(({ arrived, flow }) => arrived === flow.channels)).toBe(
    true,
  );
});

it('shows a restart of the job as such', () => {
  const trace = buildTrace({
    producer: { name: 'test', version: '1' },
    source: { kind: 'engine', job: 'test' },
    epoch: 0,
    operators: [{ id: 'a', name: 'a', parallelism: 1, inputs: [] }],
    checkpoints: [{ id: 1, kind: 'checkpoint', trigger: 0, end: 50, status: 'failed' }],
    spans: [],
    restarts: [{ failed: 20, resumed: 40, failure: 'a' }],
  });
  const replay = replayed(trace, 0);
  expect([10, 20, 39, 40].map((time) => worldAt(replay, time).isDown)).toEqual([false, true, true, false]);
  expect(replaySteps(replay).map((step) => stepWords(replay, step))).toEqual([
    'The coordinator triggers #1.',
    'The job fails.',
    'The job goes on.',
    '#1 has failed.',
  ]);
});

describe('the steps', () => {
  const orders = replayed(ordersTrace(), 6);
  const steps = replaySteps(orders);

  it('go through all that happens, from the trigger to the end, each moment once', () => {
    expect(stepWords(orders, steps[0]!)).toBe('The coordinator triggers #7.');
    expect(stepWords(orders, steps.at(-1)!)).toBe('#7 is completed.');
    for (const [n, { time }] of steps.slice(1).entries()) expect(time).toBeGreaterThan(steps[n]!.time);
    const words = steps.map((step) => stepWords(orders, step));
    expect(words.some((text) => text.startsWith('count per customer (1/2) takes its lock for 24 µs.'))).toBe(
      true,
    );
    expect(words.some((text) => text.startsWith('count per customer (1/2) has uploaded 67.1 MB.'))).toBe(
      true,
    );
  });

  it('show the clock of the trace, as fine as it is', () => {
    const hold = steps.find(({ events }) =>
      events.some(({ kind, row }) => kind === 'locked' && row?.operator === 2),
    )!;
    expect(clockWords(orders, hold.time)).toBe('3.100 ms');
    const skew = replayed(flinkRecording('skew', { from: ['rest'] }), 3);
    expect(clockWords(skew, skew.of.trigger + 1432)).toBe('1,432 ms');
  });
});

describe('the playing', () => {
  const times = fc
    .uniqueArray(fc.integer({ min: 0, max: 10_000_000 }), { minLength: 2, maxLength: 50 })
    .map((list) => list.sort((a, b) => a - b).map((time) => time / 1000));

  it('runs on without a jump, and back to the same moment', () => {
    fc.assert(
      fc.property(times, fc.double({ min: 0, max: 1, noNaN: true }), (moments, share) => {
        const playback = new Playback(moments, (stretch) => stretch % 3 === 0);
        const played = share * playback.length;
        const time = playback.timeAt(played);
        expect(playback.playedAt(time)).toBeCloseTo(played, 3);
        expect(playback.timeAt(played + 1)).toBeGreaterThanOrEqual(time);
        expect([playback.timeAt(0), playback.timeAt(playback.length)]).toEqual([moments[0], moments.at(-1)]);
        for (const moment of moments) expect(playback.timeAt(playback.playedAt(moment))).toBe(moment);
      }),
    );
  });

  it('gives every stretch room to be seen, the most where somebody stands still', () => {
    const orders = replayed(ordersTrace(), 6);
    const steps = replaySteps(orders);
    const playback = playbackOf(orders, steps);
    const n = steps.findIndex(({ events }) =>
      events.some(({ kind, row }) => kind === 'locked' && row?.operator === 2),
    );
    const from = playback.playedAt(steps[n]!.time);
    const to = playback.playedAt(steps[n + 1]!.time);
    expect(to - from).toBeGreaterThan(100);
    expect(stretchWords(playback.stretchAt(from))).toMatch(/^time stretched [\d,]+ times$/);
  });

  it('says how fast it is', () => {
    expect([5000, 1.04, 0.1, 1234, 2.5].map(stretchWords)).toEqual([
      'time stretched 5,000 times',
      'in real time',
      'time shortened 10 times',
      'time stretched 1,200 times',
      'time stretched 2.5 times',
    ]);
  });
});
