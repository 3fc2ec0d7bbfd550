import { describe, expect, it } from 'vitest';
import type { Trace } from '../../../src/trace/model.js';
import { hugeTrace } from '../../fixtures/hugeTrace.js';
import { ordersTrace } from '../../fixtures/ordersTrace.js';
import { groupsOf, layoutOf } from '../../fixtures/shownRows.js';
import {
  firstOfLarge,
  itemAt,
  itemsBetween,
  layoutRows,
  mostUnfolded,
} from '../../../webview/rows/rowLayout.js';
import { arrangeRows, type RowGroup } from '../../../webview/rows/rows.js';
import { groupTitle } from '../../../webview/rows/groupNames.js';
import { rankRows } from '../../../webview/rows/rankedRows.js';
import { columnName, groupWords, rowWords } from '../../../webview/rows/rowOrder.js';
import { freshRows, type RowOrder } from '../../../webview/rows/rowSettings.js';
import { fromSourceToSink } from '../../../webview/rows/topology.js';
import { indexTrace } from '../../../webview/rows/traceIndex.js';

/** The first subtask of each operator ran on one TaskManager, the others on another; of the source it is not known. */
function placed(trace: Trace): Trace {
  return {
    ...trace,
    operators: trace.operators.map((operator, n) =>
      n === 0 ? operator : { ...operator, locations: ['tm-1:6122', 'tm-2:6122'] },
    ),
  };
}

const index = indexTrace(ordersTrace());
const onHosts = indexTrace(placed(ordersTrace()));
const titles = (groups: readonly RowGroup[], of = index): string[] =>
  groups.map((group) => groupTitle(of, group));
const subtasks = (groups: readonly RowGroup[]): string[] =>
  groups.flatMap(({ rows }) =>
    rows.map(({ row }) => `${index.trace.operators[row.operator]!.id} ${row.subtask + 1}`),
  );

describe('the order of the rows', () => {
  it('begins with the operator that was blocked longest, and its worst subtask', () => {
    const groups = groupsOf(index, 6);
    expect(titles(groups)).toEqual(['count per customer', 'totals: file sink', 'orders: source', 'enrich']);
    expect(groups[0]!.rows.map(({ row }) => row.subtask)).toEqual([0, 1]);
    expect(groups[0]!.rows[0]!.blocked).toBeCloseTo(0.024);
  });

  it('adds up all checkpoints when the entire run is shown', () => {
    expect(groupsOf(index)[0]!.rows[0]!.blocked).toBeGreaterThan(groupsOf(index, 6)[0]!.rows[0]!.blocked * 9);
  });

  it('shows every subtask of every operator, also those without spans', () => {
    const silent = indexTrace({
      ...ordersTrace(),
      spans: { ...ordersTrace().spans, length: 0, operator: new Int32Array() },
    });
    expect(groupsOf(silent).flatMap(({ rows }) => rows)).toHaveLength(8);
  });

  it('goes by name, with numbers in names as numbers, and by subtask', () => {
    const names = ['map 10', 'map 2', 'a sink', 'map 1'];
    const trace = ordersTrace();
    const operators = trace.operators.map((operator, n) => ({ ...operator, name: names[n]! }));
    const named = indexTrace({ ...trace, operators });
    const groups = groupsOf(named, 6, { order: 'name' });
    expect(titles(groups, named)).toEqual(['a sink', 'map 1', 'map 2', 'map 10']);
    expect(groups.map(({ rows }) => rows.map(({ row }) => row.subtask))).toEqual([
      [0, 1],
      [0, 1],
      [0, 1],
      [0, 1],
    ]);
  });

  it('goes from source to sink', () => {
    expect(titles(groupsOf(index, 6, { order: 'topology' }))).toEqual([
      'orders: source',
      'enrich',
      'count per customer',
      'totals: file sink',
    ]);
  });

  it.each<[RowOrder, string, string[]]>([
    [
      'lockHold',
      'lock hold',
      ['count per customer 24 µs', 'totals: file sink 9 µs', 'orders: source 6 µs', 'enrich 2 µs'],
    ],
    [
      'upload',
      'upload',
      ['count per customer 412 ms', 'totals: file sink 12.1 ms', 'orders: source 2.2 ms', 'enrich –'],
    ],
    [
      'lastBarrier',
      'last barrier',
      ['totals: file sink 3.7 ms', 'count per customer 3.1 ms', 'enrich 900 µs', 'orders: source 400 µs'],
    ],
    [
      'endToEnd',
      'end to end',
      ['count per customer 417 ms', 'totals: file sink 17 ms', 'orders: source 3.51 ms', 'enrich 2 ms'],
    ],
  ])('goes by %s, with its number in the column', (order, column, expected) => {
    const words = groupsOf(index, 6, { order }).map(
      (group) => `${groupTitle(index, group)} ${groupWords(index, group.rows, order)}`,
    );
    expect(words).toEqual(expected);
    expect(columnName(order, true)).toBe(column);
  });

  it('takes the longest of all checkpoints when the entire run is shown', () => {
    const [group] = groupsOf(index, undefined, { order: 'lockHold' });
    expect(rowWords(index, group!.rows[0]!, 'lockHold')).toBe('27.1 µs');
    expect(columnName('lockHold', false)).toBe('longest lock hold');
  });
});

it('puts an operator behind all that feed it, and a circle of them last', () => {
  const operator = (id: string, ...from: string[]): Trace['operators'][number] => ({
    ...{ id, name: id, parallelism: 1 },
    inputs: from.map((one) => ({ from: one, ship: 'hash' })),
  });
  const operators = [
    operator('sink', 'join'),
    operator('join', 'b', 'a', 'b'),
    operator('a'),
    operator('b', 'a'),
  ];
  expect(fromSourceToSink(operators)).toEqual([3, 2, 0, 1]);
  const circle = [operator('x', 'y'), operator('y', 'x'), operator('z')];
  expect(fromSourceToSink(circle)).toEqual([3, 3, 0]);
});

describe('the groups', () => {
  it('are TaskManagers, with what is not known in one of its own', () => {
    const groups = groupsOf(onHosts, 6, { grouping: 'taskManager' });
    expect(titles(groups)).toEqual(['tm-1:6122', 'tm-2:6122', 'TaskManager not known']);
    expect(subtasks(groups.slice(0, 2))).toEqual([
      'count 1',
      'totals 1',
      'enrich 1',
      'count 2',
      'totals 2',
      'enrich 2',
    ]);
    expect(groupWords(index, groups[0]!.rows, 'blocked')).toBe('24 µs');
  });

  it('are operators where the trace does not say where subtasks ran', () => {
    expect(titles(groupsOf(index, 6, { grouping: 'taskManager' }))).toEqual(titles(groupsOf(index, 6)));
  });

  it('are none in one list of all subtasks, the worst first', () => {
    const groups = groupsOf(index, 6, { grouping: 'none' });
    expect(groups.map(({ kind }) => kind)).toEqual(['all']);
    expect(subtasks(groups).slice(0, 4)).toEqual(['count 1', 'count 2', 'totals 1', 'totals 2']);
    expect(layoutOf(groups).items.filter(({ kind }) => kind === 'group')).toEqual([]);
  });
});

describe('rows that are pinned or hidden', () => {
  const arranged = (wishes: Partial<typeof freshRows>): ReturnType<typeof arrangeRows> =>
    arrangeRows(index, rankRows(index, 6), { ...freshRows, ...wishes });

  it('stand on top in the order in which they were pinned, and nowhere else', () => {
    const pinned = ['subtask 1 enrich', 'subtask 0 count'];
    const { groups } = arranged({ pinned });
    expect(groups[0]).toMatchObject({ kind: 'pinned', rows: [{ key: pinned[0] }, { key: pinned[1] }] });
    expect(subtasks(groups).sort()).toEqual(subtasks(groupsOf(index, 6)).sort());
  });

  it('stand on top as an operator too', () => {
    expect(titles(arranged({ pinned: ['operator orders', 'operator enrich'] }).groups).slice(0, 3)).toEqual([
      'orders: source',
      'enrich',
      'count per customer',
    ]);
  });

  it('stay on top whatever the filter says', () => {
    const { groups, matching } = arranged({ pinned: ['subtask 0 count'], filter: 'nothing of that name' });
    expect(subtasks(groups)).toEqual(['count 1']);
    expect(matching).toBe(0);
  });

  it('are gone by subtask, by operator, and by where they ran', () => {
    expect(arranged({ hiddenRows: ['subtask 0 count', 'operator enrich'] })).toMatchObject({
      hidden: 3,
      matching: 5,
    });
    const { hidden } = arrangeRows(onHosts, rankRows(onHosts, 6), {
      ...freshRows,
      hiddenRows: ['taskManager tm-2:6122'],
    });
    expect(hidden).toBe(3);
  });

  it('mean nothing in a trace that does not have them', () => {
    const all = arranged({});
    expect(arranged({ pinned: ['subtask 9 gone'], hiddenRows: ['operator gone'] })).toEqual(all);
  });
});

describe('the layout', () => {
  const layout = layoutOf(groupsOf(index, 6), { collapsed: ['operator totals'] });

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
    const groups = groupsOf(index, 6);
    const { row } = groups[0]!.rows[0]!;
    const opened = layoutRows(groups, {
      ...{ collapsed: new Set<string>(), unfolded: new Set<string>(), density: 'normal', folds: true },
      lens: { row, height: 192 },
    });
    const at = opened.items.findIndex((item) => item.kind === 'lens');
    expect(opened.items[at - 1]).toMatchObject({ kind: 'subtask', row });
    expect(opened.height).toBe(layoutOf(groups).height + 192);
  });

  it('needs only the visible rows of ten thousand', () => {
    const many = layoutOf(groupsOf(indexTrace(hugeTrace(20_000, 10_000))), {
      density: 'compact',
      order: 'name',
    });
    const { first, last } = itemsBetween(many, 5000, 5400);
    expect(last - first).toBeLessThan(25);
    expect(many.items[first]!.top).toBeLessThanOrEqual(5000);
    expect(many.items[last - 1]!.top + many.items[last - 1]!.height).toBeGreaterThanOrEqual(5400);
  });
});

describe('a large group', () => {
  const large = (parallelism: number): ReturnType<typeof indexTrace> => {
    const trace = ordersTrace();
    const [source, ...others] = trace.operators;
    return indexTrace({ ...trace, operators: [{ ...source!, parallelism }, ...others] });
  };
  const rowsOf = (of: ReturnType<typeof indexTrace>, wishes: Parameters<typeof layoutOf>[1] = {}): string[] =>
    layoutOf(groupsOf(of, 6, wishes), wishes).items.flatMap((item) =>
      item.kind === 'more'
        ? [`${item.count} more`]
        : item.kind === 'subtask' && item.row.operator === 0
          ? ['row']
          : [],
    );

  it('shows its worst subtasks, and one row for the rest', () => {
    expect(rowsOf(large(64))).toEqual([...Array<string>(firstOfLarge).fill('row'), '57 more']);
  });

  it('shows all once it is unfolded, and can be folded again', () => {
    expect(rowsOf(large(64), { unfolded: ['operator orders'] })).toEqual([
      ...Array<string>(64).fill('row'),
      '0 more',
    ]);
  });

  it('shows all at once in dense rows and when sorted by name', () => {
    expect(rowsOf(large(64), { density: 'dense' })).toHaveLength(64);
    expect(rowsOf(large(64), { order: 'name' })).toHaveLength(64);
  });

  it('is one that has more than can be read at a glance', () => {
    expect(rowsOf(large(mostUnfolded))).toHaveLength(mostUnfolded);
  });
});
