import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KeyedTimers, timerStates, type TimeDomain } from '../../../src/engine/operators/keyedTimers.js';
import { TimerQueue } from '../../../src/engine/operators/timerQueue.js';
import { fileSink, generate } from '../../../src/engine/pipeline/connectors.js';
import { pipeline } from '../../../src/engine/pipeline/dsl.js';
import type { Key, ProcessContext } from '../../../src/engine/pipeline/functions.js';
import { int32, int64, string, struct, type ValueOf } from '../../../src/engine/pipeline/recordTypes.js';
import { valueState } from '../../../src/engine/pipeline/state.js';
import { KeyedState } from '../../../src/engine/state/keyedState.js';
import { resultsOf } from '../../sim/results.js';

type Fired = [time: number, key: Key, domain: TimeDomain];

/** Timers on real state, with what they fired. */
function timersOn(
  keyed: KeyedState,
  epochMs = 0,
): { timers: KeyedTimers; fired: Fired[]; at: (key: Key) => KeyedTimers } {
  const fired: Fired[] = [];
  const timers = new KeyedTimers({
    keyed,
    watermark: -Infinity,
    hasEventTime: true,
    now: () => 0,
    epochMs,
    onTimer: (time, domain) => void fired.push([time, keyed.key, domain]),
  });
  const at = (key: Key): KeyedTimers => {
    keyed.seek(key);
    return timers;
  };
  return { timers, fired, at };
}

describe('timers', () => {
  const change = fc.record({
    what: fc.constantFrom('register', 'register', 'delete', 'advance'),
    key: fc.nat(3),
    time: fc.nat(40),
  });

  it('fire once for each key and time that was registered and not deleted, in the order of time, also after a restore', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 80 }), fc.nat(80), (changes, restoredAfter) => {
        const keyed = new KeyedState(timerStates);
        let { timers, fired, at } = timersOn(keyed);
        const expected = new Set<string>();
        let watermark = -Infinity;
        changes.forEach(({ what, key, time }, index) => {
          // An index that is made anew from the state is what a restore has.
          if (index === restoredAfter) {
            ({ timers, fired, at } = timersOn(keyed));
            timers.advanceWatermark(watermark);
          }
          if (what === 'register') {
            at(key).registerEventTimeTimer(time);
            expected.add(`${time}/${key}`);
          } else if (what === 'delete') {
            at(key).deleteEventTimeTimer(time);
            expected.delete(`${time}/${key}`);
          } else {
            watermark = Math.max(watermark, time);
            timers.advanceWatermark(watermark);
          }
          fired.length = 0;
          while (timers.hasDue) timers.fire(0);
          const due = [...expected].filter((each) => Number(each.split('/')[0]) <= watermark);
          expect(fired.map(([at_, of]) => `${at_}/${of}`).sort()).toEqual(due.sort());
          expect(fired.map(([at_]) => at_)).toEqual(fired.map(([at_]) => at_).sort((a, b) => a - b));
          for (const each of due) expected.delete(each);
        });
      }),
    );
  });

  it('are due by the clock at their time since 1970', () => {
    const { timers, fired, at } = timersOn(new KeyedState(timerStates), 1000);
    at('b').registerProcessingTimeTimer(1300);
    at('a').registerProcessingTimeTimer(1200);
    expect(timers.nextAt).toBe(200);
    expect(timers.fire(199)).toBe(false);
    expect(timers.fire(250)).toBe(true);
    expect(timers.fire(250)).toBe(false);
    expect(timers.nextAt).toBe(300);
    expect(fired).toEqual([[1200, 'a', 'processing']]);
  });

  it('are not kept in the index when each is deleted for a later one, as with a session', () => {
    const queue = new TimerQueue();
    for (let time = 0; time < 100_000; time++) {
      queue.add(time, 'key');
      if (time > 0) queue.remove(time - 1, 'key');
    }
    expect(queue.first).toBe(99_999);
    expect((queue as unknown as { readonly times: readonly number[] }).times.length).toBeLessThan(5000);
  });

  it('take no time that is no whole number', () => {
    const { at } = timersOn(new KeyedState(timerStates));
    expect(() => at(1).registerEventTimeTimer(1.5)).toThrow('a timer is registered for 1.5');
  });
});

const Click = struct({ user: string, at: int64 });
const Session = struct({ user: string, clicks: int32, end: int64 });

describe('a process function with timers', () => {
  const gap = 100;
  const clicks = Array.from({ length: 200 }, (_, i) => ({
    user: `user ${i % 3}`,
    at: i * 10 + Math.floor(i / 40) * 500,
  }));

  it('ends sessions by event time', () => {
    const state = { clicks: valueState(int32), end: valueState(int64) };
    type Context = ProcessContext<ValueOf<typeof Session>, typeof state, string>;
    const close = ({ key, state: { clicks: many, end }, emit }: Context): void => {
      emit({ user: key, clicks: many.value(), end: end.value() });
      many.clear();
      end.clear();
    };
    const sessions = pipeline('sessions', ({ env }) => {
      env
        .source(
          Click,
          generate((i) => clicks[i]!, { count: clicks.length }),
        )
        .assignTimestampsAndWatermarks(({ at }) => at)
        .keyBy(({ user }) => user)
        .process(Session, {
          state,
          process(_, context) {
            const { timers, timestamp = Number.NaN } = context;
            const { clicks: many, end } = context.state;
            timers.deleteEventTimeTimer(end.value());
            // The watermark that ends a session may come after the next one has begun.
            if (many.value() > 0 && end.value() <= timestamp) close(context);
            many.update(many.value() + 1);
            end.update(timestamp + gap);
            timers.registerEventTimeTimer(timestamp + gap);
          },
          onTimer: (_, context) => close(context),
        })
        .sinkTo(fileSink('results'));
    });
    const expected: string[] = [];
    const open = new Map<string, { clicks: number; end: number }>();
    const ended = (user: string): void => {
      const { clicks: many, end } = open.get(user)!;
      expected.push(`${user},${many},${end}`);
      open.delete(user);
    };
    for (const { user, at } of clicks) {
      if ((open.get(user)?.end ?? Infinity) <= at) ended(user);
      open.set(user, { clicks: (open.get(user)?.clicks ?? 0) + 1, end: at + gap });
    }
    for (const user of open.keys()) ended(user);
    // One subtask makes the clicks, so that they come in their order.
    for (let seed = 0; seed < 10; seed++) expect(resultsOf(sessions, seed, 1)).toEqual(expected.sort());
  });

  it('is called by the clock while its input goes on, and is not kept waiting by it at the end', () => {
    const ticking = pipeline('ticking', ({ env }) => {
      env
        .source(
          Click,
          generate((i) => ({ user: 'one', at: i }), { count: 50, rate: 1000 }),
        )
        .keyBy(({ user }) => user)
        .process(Session, {
          state: { clicks: valueState(int32) },
          process(_, { state, timers }) {
            state.clicks.update(state.clicks.value() + 1);
            timers.registerProcessingTimeTimer(timers.currentProcessingTime() + 5);
            timers.registerProcessingTimeTimer(1e15);
          },
          onTimer(_, { state, emit, timeDomain }) {
            emit({ user: timeDomain, clicks: state.clicks.value(), end: 0 });
          },
        })
        .sinkTo(fileSink('results'));
    });
    for (let seed = 0; seed < 10; seed++) {
      const counts = resultsOf(ticking, seed, 1).map((line) => Number(line.split(',')[1]));
      expect(counts.length).toBeGreaterThan(5);
      expect(Math.max(...counts)).toBeLessThanOrEqual(50);
    }
  });

  it('says what is missing where there is no onTimer, and where records have no timestamps', () => {
    const failing = (onTimer: boolean) =>
      pipeline('failing', ({ env }) => {
        env
          .source(
            Click,
            generate((i) => ({ user: 'one', at: i }), { count: 1 }),
          )
          .keyBy(({ user }) => user)
          .process(Session, {
            state: {},
            process: (_, { timers }) => timers.registerEventTimeTimer(1),
            ...(onTimer ? { onTimer: () => undefined } : {}),
          })
          .sinkTo(fileSink('results'));
      });
    expect(() => resultsOf(failing(false), 1)).toThrow('a process function without onTimer has no timers');
    expect(() => resultsOf(failing(true), 1)).toThrow(
      'an event-time timer is registered where records have no timestamps',
    );
  });
});

describe('reduce', () => {
  it('gives for each record what it makes of all records of its key so far', () => {
    const Total = struct({ user: string, total: int32 });
    const totals = pipeline('totals', ({ env }) => {
      env
        .source(
          Total,
          generate((i) => ({ user: `user ${i % 3}`, total: i }), { count: 30 }),
        )
        .keyBy(({ user }) => user)
        .reduce((a, b) => ({ user: a.user, total: a.total + b.total }))
        .sinkTo(fileSink('results'));
    });
    const sums = new Map<string, number>();
    const expected = Array.from({ length: 30 }, (_, i) => {
      sums.set(`user ${i % 3}`, (sums.get(`user ${i % 3}`) ?? 0) + i);
      return `user ${i % 3},${sums.get(`user ${i % 3}`)}`;
    });
    expect(resultsOf(totals, 2, 1)).toEqual(expected.sort());
  });
});
