import { describe, expect, it } from 'vitest';
import { ordersTrace } from '../../fixtures/ordersTrace.js';
import { hugeTrace } from '../../fixtures/hugeTrace.js';
import { itemAt, itemsBetween, layoutRows, type RowLayout } from '../../../webview/rowLayout.js';
import { groupRows } from '../../../webview/rows.js';
import { indexTrace } from '../../../webview/traceIndex.js';

const index = indexTrace(ordersTrace());
const names = (groups: ReturnType<typeof groupRows>): string[] =>
  groups.map(({ operator }) => index.trace.operators[operator]!.name);

describe('the order of the rows', () => {
  it('begins with the operator that was blocked longest, and its worst subtask', () => {
    const groups = groupRows(index, 6);
    expect(names(groups)).toEqual(['count per customer', 'totals: file sink', 'orders: source', 'enrich']);
    expect(groups[0]!.rows.map(({ row }) => row.subtask)).toEqual([0, 1]);
    expect(groups[0]!.blocked).toBeCloseTo(0.024);
  });

  it('adds up all checkpoints when the entire run is shown', () => {
    expect(groupRows(index)[0]!.blocked).toBeGreaterThan(groupRows(index, 6)[0]!.blocked * 9);
  });

  it('shows every subtask of every operator, also those without spans', () => {
    const silent = indexTrace({
      ...ordersTrace(),
      spans: { ...ordersTrace().spans, length: 0, operator: new Int32Array() },
    });
    expect(groupRows(silent).flatMap(({ rows }) => rows)).toHaveLength(8);
  });
});

describe('the filter', () => {
  it('keeps the operators whose name has the word', () => {
    expect(names(groupRows(index, 6, 'CUSTOMER'))).toEqual(['count per customer']);
    expect(names(groupRows(index, 6, 'op:orders'))).toEqual(['orders: source']);
  });

  it('keeps the rows that have a longer phase than asked', () => {
    expect(names(groupRows(index, 6, 'sync>10µs'))).toEqual(['count per customer']);
    expect(names(groupRows(index, 6, 'upload>5ms'))).toEqual(['count per customer', 'totals: file sink']);
    expect(groupRows(index, 6, 'upload>1s')).toEqual([]);
  });

  it('counts subtasks from 1, as they are shown', () => {
    expect(
      groupRows(index, 6, 'count subtask:2').flatMap(({ rows }) => rows.map(({ row }) => row.subtask)),
    ).toEqual([1]);
  });
});

describe('the layout', () => {
  const layout: RowLayout = layoutRows(groupRows(index, 6), { collapsed: new Set([3]), density: 'normal' });

  it('finds the row under every pixel', () => {
    for (const item of layout.items) {
      expect(itemAt(layout, item.top)).toBe(item);
      expect(itemAt(layout, item.top + item.height - 1)).toBe(item);
    }
    expect(itemAt(layout, layout.height)).toBeUndefined();
  });

  it('leaves out the subtasks of a collapsed operator', () => {
    expect(layout.items.filter((item) => item.kind === 'subtask')).toHaveLength(6);
  });

  it('opens the lens under its row and moves the rest down', () => {
    const groups = groupRows(index, 6);
    const { row } = groups[0]!.rows[0]!;
    const opened = layoutRows(groups, {
      collapsed: new Set(),
      density: 'normal',
      lens: { row, height: 192 },
    });
    const at = opened.items.findIndex((item) => item.kind === 'lens');
    expect(opened.items[at - 1]).toMatchObject({ kind: 'subtask', row });
    expect(opened.height).toBe(layoutRows(groups, { collapsed: new Set(), density: 'normal' }).height + 192);
  });

  it('needs only the visible rows of ten thousand', () => {
    const many = layoutRows(groupRows(indexTrace(hugeTrace(20_000, 10_000))), {
      collapsed: new Set(),
      density: 'compact',
    });
    const { first, last } = itemsBetween(many, 5000, 5400);
    expect(last - first).toBeLessThan(25);
    expect(many.items[first]!.top).toBeLessThanOrEqual(5000);
    expect(many.items[last - 1]!.top + many.items[last - 1]!.height).toBeGreaterThanOrEqual(5400);
  });
});
