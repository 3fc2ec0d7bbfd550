import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layoutRows, type RowItem, type RowLayout } from '../../../../webview/rows/rowLayout.js';
import { scrolledTo, seenAt, seenItems, seenRows, topOf } from '../../../../webview/rows/seenRows.js';
import { indexTrace } from '../../../../webview/rows/traceIndex.js';
import { groupsOf, layoutOf } from '../../../fixtures/shownRows.js';
import { hugeTrace } from '../../../fixtures/hugeTrace.js';
import { ordersTrace } from '../../../fixtures/ordersTrace.js';

const wide = indexTrace(hugeTrace(4000, 500));
const names = (items: readonly RowItem[]): string[] => items.map(({ key }) => key);
const pinnedLayout = (pinned: readonly string[], density: 'normal' | 'dense' = 'normal'): RowLayout =>
  layoutOf(groupsOf(wide, 0, { pinned }), { density });

const pins = ['subtask 100 op0', 'subtask 3 op2'];

describe('pinned rows', () => {
  it('stay at the top with the coordinator, however far the others are scrolled', () => {
    const layout = pinnedLayout(pins, 'dense');
    const seen = seenRows(layout, layout.height - 600, 600);
    expect(names(seenItems(seen).frozen)).toEqual(['coordinator', ...pins]);
    expect(seenItems(seen).frozen.map((item) => topOf(seen, item))).toEqual([0, 24, 44]);
    expect(seenItems(seen).scrolled.at(-1)).toBe(layout.items.at(-1));
  });

  it('do nothing as long as none is there: the coordinator scrolls as all others do', () => {
    const seen = seenRows(pinnedLayout([]), 100, 600);
    expect(seen).toMatchObject({ frozen: 0, top: 0, head: undefined });
    expect(topOf(seen, seen.layout.items[0]!)).toBe(-100);
  });

  it('leave half of the height to the others: those without room there scroll', () => {
    const many = Array.from({ length: 60 }, (_, n) => `subtask ${n} op0`);
    const seen = seenRows(pinnedLayout(many), 0, 600);
    expect(seen.frozen).toBeGreaterThan(300 - 44);
    expect(seen.frozen).toBeLessThanOrEqual(300);
  });

  it('say whose they are where all others are dense', () => {
    const heights = pinnedLayout(pins, 'dense').items.map(({ key, height }) => [key, height]);
    expect(heights).toContainEqual(['subtask 100 op0', 20]);
    expect(heights).toContainEqual(['subtask 101 op0', 8]);
  });

  it('keep the lens with the row that it is open under', () => {
    const index = indexTrace(ordersTrace());
    const groups = groupsOf(index, 6, { pinned: ['subtask 0 count'] });
    const lens = { row: groups[0]!.rows[0]!.row, height: 192 };
    const layout = layoutRows(groups, {
      ...{ collapsed: new Set(), unfolded: new Set(), density: 'normal', folds: true },
      lens,
    });
    expect(names(seenItems(seenRows(layout, 0, 800)).frozen)).toContain('lens');
    expect(seenRows(layout, 0, 400).frozen).toBe(0);
  });

  it('have under them the head of the group that scrolls, which the next head pushes out', () => {
    const layout = pinnedLayout(pins, 'dense');
    const [first, second] = layout.items.filter(({ kind }) => kind === 'group');
    const { frozen } = seenRows(layout, 0, 600);
    const headAt = (scrollTop: number) => seenRows(layout, scrollTop, 600).head;
    expect(headAt(0)).toBeUndefined();
    expect(headAt(first!.top + 1 - frozen)).toEqual({ item: first, top: frozen });
    expect(headAt(second!.top - 10 - frozen)).toEqual({ item: first, top: frozen - 14 });
    expect(headAt(second!.top + 1 - frozen)).toEqual({ item: second, top: frozen });
  });
});

describe('rows seen through a window', () => {
  const windows = fc.record({
    pinned: fc.uniqueArray(fc.constantFrom('operator op0', ...pins, 'subtask 7 op3'), { maxLength: 4 }),
    density: fc.constantFrom('normal' as const, 'dense' as const),
    height: fc.integer({ min: 60, max: 900 }),
    scrolled: fc.double({ min: 0, max: 1, noNaN: true }),
    at: fc.double({ min: 0, max: 0.999, noNaN: true }),
  });
  const made = ({
    pinned,
    density,
    height,
    scrolled,
  }: typeof windows extends fc.Arbitrary<infer One> ? One : never) => {
    const layout = pinnedLayout(pinned, density);
    return seenRows(layout, Math.round(scrolled * Math.max(0, layout.height - height)), height);
  };

  it('are found by the pointer where they are painted', () => {
    fc.assert(
      fc.property(windows, (wishes) => {
        const seen = made(wishes);
        const y = wishes.at * Math.min(seen.height, seen.layout.height);
        const item = seenAt(seen, y)!;
        const top = topOf(seen, item);
        expect(top).toBeLessThanOrEqual(y);
        expect(top + item.height).toBeGreaterThan(y);
        const { frozen, scrolled } = seenItems(seen);
        const head = seen.head ? [seen.head.item] : [];
        const painted = y < seen.frozen ? frozen : y < seen.top ? head : scrolled;
        expect(painted).toContain(item);
      }),
    );
  });

  it('are whole and uncovered once they have been scrolled to', () => {
    fc.assert(
      fc.property(windows, (wishes) => {
        const seen = made(wishes);
        const { items } = seen.layout;
        const item = items[Math.floor(wishes.at * items.length)]!;
        const there = seenRows(seen.layout, scrolledTo(seen, item), seen.height);
        const top = topOf(there, item);
        expect(seenAt(there, top)).toBe(item);
        if (item.height < seen.height - there.top) {
          expect(top + item.height).toBeLessThanOrEqual(seen.height);
        }
      }),
    );
  });
});
