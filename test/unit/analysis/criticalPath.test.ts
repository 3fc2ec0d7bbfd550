import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { criticalPath, type CriticalPath } from '../../../src/analysis/path/criticalPath.js';
import { Edges } from '../../../src/analysis/path/edges.js';
import { pathWaiters } from '../../../src/analysis/path/pathWaiters.js';
import { subtaskName } from '../../../src/analysis/names.js';
import { sharesByCheckpoint } from '../../../src/analysis/shares.js';
import type { Trace } from '../../../src/trace/model.js';
import { checkpointNumbered, flinkRecording, type RecordingOptions } from '../../fixtures/flinkRecording.js';
import { recordings } from '../../fixtures/flinkRecordings.js';
import { ordersTrace } from '../../fixtures/ordersTrace.js';
import { traces } from '../../fixtures/traceArbitrary.js';

function pathsOf(trace: Trace): readonly CriticalPath[] {
  const now = trace.spans.end.reduce((latest, end) => Math.max(latest, end), 0);
  return sharesByCheckpoint(trace).map((shares) => criticalPath(shares, new Edges(trace), now));
}

/** `[ms, what, whose, whose barrier]`, from the trigger on. */
function partsOf(recording: string, id: number, options: RecordingOptions = { from: ['rest'] }) {
  const trace = flinkRecording(recording, options);
  const path = pathsOf(trace)[checkpointNumbered(trace, id)]!;
  return path.parts.map(({ from, to, kind, row, sender }) => [
    Math.round(to - from),
    kind,
    ...(row === undefined ? [] : [subtaskName(trace, row)]),
    ...(sender === undefined ? [] : [subtaskName(trace, sender)]),
  ]);
}

function expectWhole({ parts, start, end }: CriticalPath): void {
  let at = start;
  for (const { from, to } of parts) {
    expect(from).toBe(at);
    expect(to).toBeGreaterThan(from);
    at = to;
  }
  expect(at).toBe(end);
}

describe('the critical path of a checkpoint', () => {
  it('has no gap and no overlap from the trigger to the end, whatever the trace says', () => {
    fc.assert(
      fc.property(traces, (trace) => {
        for (const path of pathsOf(trace)) expectWhole(path);
      }),
      { numRuns: 500 },
    );
  });

  it.each(recordings)('%s: the parts of each checkpoint add up to what Flink says it took', (recording) => {
    const trace = flinkRecording(recording, { from: ['rest'] });
    for (const path of pathsOf(trace)) {
      expectWhole(path);
      const { trigger, end } = trace.checkpoints[path.checkpoint]!;
      const sum = path.parts.reduce((ms, { from, to }) => ms + (to - from), 0);
      if (end !== undefined) expect(sum).toBe(end - trigger);
    }
  });

  it('leads over the subtask that records queued in front of, by what REST tells', () => {
    expect(partsOf('skew', 4)).toEqual([
      [42, 'startDelay', 'Source: orders -> parse (4/4)'],
      [1390, 'startDelay', 'count per customer (3/4)', 'Source: orders -> parse (4/4)'],
      [1, 'sync', 'count per customer (3/4)'],
      [44, 'async', 'count per customer (3/4)'],
      [159, 'notKnown', 'count per customer (3/4)'],
    ]);
  });

  it('tells with a log what was a flush, and what the coordinator did after the last acknowledgement', () => {
    const parts = partsOf('hidden-flush', 4, {});
    expect(parts).toContainEqual([401, 'preBarrier', 'slow sink: Writer (1/2)']);
    expect(parts.at(-1)![1]).toBe('completion');
  });

  it('of a failed checkpoint ends where it got: in the lock hold that took too long', () => {
    expect(partsOf('expired', 4).at(-1)).toEqual([1911, 'sync', 'count per customer (2/2)']);
  });

  it('of a failed checkpoint whose barrier was not taken up ends with the wait for it', () => {
    expect(partsOf('expired', 5).at(-1)).toEqual([
      3901,
      'notKnown',
      'count per customer (2/2)',
      'Source: orders -> parse (2/2)',
    ]);
  });

  it('of a checkpoint under way reaches to the last moment that is known', () => {
    const trace = ordersTrace({ running: true });
    const path = pathsOf(trace).at(-1)!;
    expect(path.status).toBe('inProgress');
    expectWhole(path);
  });

  it('where barriers overtake records, leads over the edge on which they do not', () => {
    expect(partsOf('backpressure-unaligned', 4)).toEqual([
      [26, 'startDelay', 'Source: orders (1/2)'],
      [2232, 'startDelay', 'parse (1/2)', 'Source: orders (1/2)'],
      [13, 'startDelay', 'count per customer (1/2)', 'parse (1/2)'],
      [1, 'sync', 'count per customer (1/2)'],
      [79, 'async', 'count per customer (1/2)'],
      [74, 'notKnown', 'count per customer (1/2)'],
    ]);
  });

  it('tells who waited for a barrier on it, and from when on they had it', () => {
    const trace = flinkRecording('skew', { from: ['rest'] });
    const checkpoint = checkpointNumbered(trace, 4);
    const shares = sharesByCheckpoint(trace)[checkpoint]!;
    const edges = new Edges(trace);
    const handovers = pathWaiters(shares, edges, criticalPath(shares, edges, 0));
    const named = handovers.map(({ row, at, waiters }) => [
      subtaskName(trace, row),
      at - trace.checkpoints[checkpoint]!.trigger,
      waiters.map((waiter) => subtaskName(trace, waiter)),
    ]);
    const all = (name: string, of: readonly number[]) => of.map((n) => `${name} (${n}/4)`);
    expect(named).toEqual([
      ['Source: orders -> parse (4/4)', 42, all('count per customer', [1, 2, 4])],
      ['count per customer (3/4)', 1432, all('slow sink: Writer', [1, 2, 3, 4])],
    ]);
  });

  it('of an embedded run is measured throughout, and ends with the coordinator', () => {
    const trace = ordersTrace();
    const parts = pathsOf(trace)[0]!.parts.map(({ kind, row }) => [kind, row && subtaskName(trace, row)]);
    expect(parts).toEqual([
      ['startDelay', 'orders: source (1/2)'],
      ['startDelay', 'enrich (1/2)'],
      ['startDelay', 'count per customer (1/2)'],
      ['alignment', 'count per customer (1/2)'],
      ['sync', 'count per customer (1/2)'],
      ['async', 'count per customer (1/2)'],
      ['ack', 'count per customer (1/2)'],
      ['completion', undefined],
    ]);
  });
});
