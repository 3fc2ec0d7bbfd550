import { expect, it } from 'vitest';
import { buildTrace, type BatchRow, type SpanRow } from '../../../src/trace/builder.js';
import { ordersTrace } from '../../fixtures/ordersTrace.js';
import { lensMoments, type LensMoments } from '../../../webview/lens/lensMoments.js';
import { indexTrace, rowAt } from '../../../webview/rows/traceIndex.js';

const orders = indexTrace(ordersTrace());
const count = rowAt(orders, 2, 0)!;

/** A hold of `hold` ms at 100 ms, with batches `[start, end]` in ms from it, of 10 records each. */
function around(hold: number, batches: readonly [number, number][], flush?: [number, number]): LensMoments {
  const place = { checkpoint: 0, operator: 0, subtask: 0 };
  const spans: SpanRow[] = [{ ...place, phase: 'sync', start: 100, end: 100 + hold }];
  if (flush) spans.push({ ...place, phase: 'preBarrier', start: 100 + flush[0], end: 100 + flush[1] });
  const index = indexTrace(
    buildTrace({
      producer: { name: 'test', version: '1' },
      source: { kind: 'test', job: 'test' },
      epoch: 0,
      operators: [{ id: 'a', name: 'a', parallelism: 1, inputs: [] }],
      checkpoints: [{ id: 1, kind: 'checkpoint', trigger: 0, end: 1000, status: 'completed' }],
      spans,
      batches: batches.map(([start, end]): BatchRow => ({
        ...place,
        start: 100 + start,
        end: 100 + end,
        records: 10,
      })),
    }),
  );
  return lensMoments(index, index.rows[0]!, 0)!;
}

it('shows the batches before and after the hold and none in it', () => {
  const moments = lensMoments(orders, count, 6)!;
  expect(moments.hold).toBeCloseTo(0.024);
  expect(moments.batches).toHaveLength(7);
  expect(moments.batches.filter(({ start, end }) => start < moments.hold && end > 0)).toEqual([]);
  expect(moments.before!).toBeGreaterThan(moments.after!);
});

it('puts the hold at 29 % to 46 % of its width where batches are near', () => {
  const { hold, from, to } = lensMoments(orders, count, 6)!;
  expect(-from / (to - from)).toBeCloseTo(0.29);
  expect((hold - from) / (to - from)).toBeCloseTo(0.46, 2);
});

it('widens until the nearest batch on each side is seen', () => {
  const { from, to, last, next } = around(0.002, [
    [-0.9, -0.845],
    [0.06, 0.23],
    [0.3, 0.5],
  ]);
  expect(last!.end).toBeGreaterThan(from);
  expect(next!.start).toBeLessThan(to);
  // The side with the nearer batch is not squeezed to a sliver.
  expect(to / -from).toBeGreaterThan(0.4);
});

it('stays close to the hold where the nearest batch is too far away to be shown with it', () => {
  const { from, to, last } = around(0.04, [
    [-31, -30],
    [20, 21],
  ]);
  expect(to - from).toBeCloseTo(5.8 * 0.04);
  expect(last!.end).toBeLessThan(from);
});

it('does not spread what is not recorded around a long hold', () => {
  const { from, to } = around(90, [
    [-1, -0.9],
    [-0.2, -0.1],
    [90.1, 90.4],
  ]);
  expect(to - from).toBeLessThan(1.5 * 90);
});

it('knows of the flush before the hold', () => {
  const { flush, last, from } = around(0.03, [[-2.2, -2.1]], [-1.35, -0.01]);
  expect(flush!.from).toBeCloseTo(-1.35);
  expect(flush!.to).toBeCloseTo(-0.01);
  expect(last!.end).toBeGreaterThan(from);
});

it('counts the rates from the batches', () => {
  const { before, after } = around(0.01, [
    [-2, -1.5],
    [-1, -0.5],
    [1, 3],
  ]);
  expect(before).toBeCloseTo(20 / 0.0015);
  expect(after).toBeCloseTo(10 / 0.002);
});
