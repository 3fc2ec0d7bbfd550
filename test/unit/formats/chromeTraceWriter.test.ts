import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventMs, eventTime } from '../../../src/formats/chromeTrace/traceEventTime.js';
import { writeChromeTrace } from '../../../src/formats/chromeTraceWriter.js';
import { buildTrace } from '../../../src/trace/builder.js';
import type { Trace } from '../../../src/trace/model.js';
import { sampleTrace } from '../../fixtures/sampleTrace.js';
import { traces } from '../../fixtures/traceArbitrary.js';

interface Event {
  readonly name: string;
  readonly ph: string;
  readonly ts: number;
  readonly dur: number;
  readonly pid: number;
  readonly tid: number;
  readonly args: Readonly<Record<string, unknown>>;
}

function eventsOf(trace: Trace): readonly Event[] {
  return (JSON.parse([...writeChromeTrace(trace)].join('')) as { traceEvents: Event[] }).traceEvents;
}

/** As Perfetto takes times: in nanoseconds, without the fraction. */
const perfettoNs = (microseconds: number): number => Math.trunc(microseconds * 1000);

describe('Chrome trace events', () => {
  it('begin with their list and have no member before it, so that every viewer finds them', () => {
    const text = [...writeChromeTrace(sampleTrace())].join('');
    expect(text).toMatch(/^\{"traceEvents":\[\n/);
  });

  it('have a process for each operator and a thread for each subtask, named and in order', () => {
    const events = eventsOf(sampleTrace());
    const named = (name: string): unknown[] =>
      events.filter((event) => event.name === name).map(({ args }) => args['name'] ?? args['sort_index']);
    expect(named('process_name')).toEqual([
      'checkpoint coordinator',
      'orders',
      'count per customer',
      'totals',
    ]);
    expect(named('process_sort_index')).toEqual([0, 1, 2, 3]);
    expect(named('thread_name')).toEqual([
      'checkpoints',
      'orders (1/1)',
      'count per customer (1/2)',
      'count per customer (2/2)',
      'totals (1/2)',
      'totals (2/2)',
    ]);
  });

  it('say of a phase its time in µs since the epoch, its checkpoint, origin, uncertainty and bytes', () => {
    const events = eventsOf(sampleTrace());
    expect(events.find(({ name, args }) => name === 'sync' && args['subtask'] === 1)).toMatchObject({
      ph: 'X',
      cat: 'blocking',
      ts: 2001700,
      dur: 21,
      args: { checkpoint: 1, subtask: 1, origin: 'measured', uncertaintyMs: 0.001 },
    });
    expect(events.find(({ name, args }) => name === 'async' && args['bytes'])).toMatchObject({
      cat: 'beside',
      args: { bytes: 67_100_000 },
    });
  });

  it('show records as a rate', () => {
    const counter = eventsOf(sampleTrace()).find(({ ph }) => ph === 'C');
    expect(counter).toMatchObject({
      name: 'recordsProcessed (1/1)',
      args: { 'per second': (22_400 / 20) * 1000 },
    });
  });

  it('of one thread never overlap, in the whole nanoseconds of Perfetto', () => {
    fc.assert(
      fc.property(traces, (trace) => {
        const threads = new Map<number, Event[]>();
        for (const event of eventsOf(trace)) {
          if (event.ph === 'X') threads.set(event.tid, [...(threads.get(event.tid) ?? []), event]);
        }
        for (const events of threads.values()) {
          events.sort((a, b) => a.ts - b.ts || a.dur - b.dur);
          events.slice(1).forEach(({ ts }, i) => {
            const before = events[i]!;
            expect(perfettoNs(before.ts) + perfettoNs(before.dur)).toBeLessThanOrEqual(perfettoNs(ts));
          });
        }
      }),
    );
  });

  it('put a phase that overlaps another of its subtask onto a thread below', () => {
    const at = { checkpoint: 0, operator: 1, subtask: 0 };
    const spans = [
      { ...at, phase: 'sync' as const, start: 1, end: 2 },
      { ...at, phase: 'async' as const, start: 2, end: 9 },
      { ...at, phase: 'alignment' as const, start: 1, end: 5 },
    ];
    const parts = { ...sampleTrace({ counters: false }), batches: [] };
    const names = eventsOf(buildTrace({ ...parts, spans })).filter(({ name }) => name === 'thread_name');
    expect(names.map(({ args }) => args['name'])).toEqual([
      'checkpoints',
      'count per customer (1/2)',
      'count per customer (1/2), overlapping 1',
    ]);
  });

  it('leave a checkpoint without an end open', () => {
    const trace = sampleTrace();
    const [first, second] = trace.checkpoints;
    const { id, kind, trigger } = second!;
    const checkpoints = [first!, { id, kind, trigger, status: 'inProgress' as const }];
    expect(
      eventsOf({ ...trace, checkpoints }).filter(({ pid, ph }) => pid === 1 && ph !== 'M'),
    ).toMatchObject([
      { name: 'checkpoint 1', ph: 'X' },
      { name: 'checkpoint 2', ph: 'B', args: { status: 'inProgress' } },
    ]);
  });
});

describe('the time of an event', () => {
  it('is the whole nanosecond for who rounds and for who cuts off', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (ns) => {
        fc.pre(ns < 2 ** 50);
        expect(perfettoNs(eventTime(ns))).toBe(ns);
        expect(eventMs(eventTime(ns))).toBe(ns / 1e6);
      }),
    );
  });
});
