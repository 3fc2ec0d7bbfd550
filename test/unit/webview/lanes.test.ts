import { describe, expect, it } from 'vitest';
import { comparedSides, drawnOf, type Compared } from '../../../webview/comparison/compared.js';
import { freshComparisonState } from '../../../webview/comparison/comparisonState.js';
import { laneGroups, latestEnd, type DrawnSide } from '../../../webview/comparison/lanes.js';
import { flinkRecording } from '../../fixtures/flinkRecording.js';

const heap = flinkRecording('hashmap-1m', { from: ['rest'] });
const rocksdb = flinkRecording('rocksdb-1m-incremental', { from: ['rest'] });
const state = { ...freshComparisonState(2), drawn: { 0: 8, 1: 6 } };
const read = [
  { label: 'heap', trace: heap },
  { label: 'rocksdb', trace: rocksdb },
];
const drawnIn = (of: Compared, now = state): readonly DrawnSide[] =>
  of.sides.map((side) => ({ ...side, checkpoint: drawnOf(side, now) }));
const two = comparedSides(read, state)!;
const groups = laneGroups(two.comparison, drawnIn(two));

describe('two checkpoints on one axis', () => {
  it('begin at their triggers, the operator that got worse most first, its worst subtask on top', () => {
    expect(groups.map(({ name }) => name)).toEqual([
      'count per customer',
      'slow sink: Writer',
      'Source: orders -> parse',
    ]);
    const [first, second] = groups[0]!.sets;
    expect(first).toMatchObject({ subtask: 0, lanes: [{ blocked: 11 }, { blocked: 286 }] });
    expect(second).toMatchObject({ subtask: 1, lanes: [{ blocked: 24 }, { blocked: 258 }] });
    const sync = first!.lanes[0]!.bars.find(({ phase }) => phase === 'sync')!;
    expect(sync.end - sync.start).toBeCloseTo(11, 6);
    expect(sync.start).toBeGreaterThan(150);
    expect(sync.start).toBeLessThan(250);
  });

  it('share a scale that late acknowledgements do not stretch', () => {
    expect(latestEnd(groups)).toBeGreaterThan(600);
    expect(latestEnd(groups)).toBeLessThan(760);
  });

  it('leave out the side that has no such subtask, and the side without a checkpoint', () => {
    const wide = comparedSides([read[0], { label: 'wide', trace: flinkRecording('wide-32') }], state)!;
    const drawn = drawnIn(wide).map((side, n) => ({ ...side, checkpoint: n === 0 ? undefined : 0 }));
    const sets = laneGroups(wide.comparison, drawn).flatMap((group) => group.sets);
    expect(sets.length).toBeGreaterThan(100);
    expect(sets.every(({ lanes: [before, after] }) => before === undefined && after !== undefined)).toBe(
      true,
    );
  });
});

describe('three runs on one axis', () => {
  const more = [...read, { label: 'operator state', trace: flinkRecording('sync-operator-state') }];
  const three = comparedSides(more, { ...state, after: 2 })!;
  const groupsOfThree = laneGroups(three.comparison, drawnIn(three));

  it('have a lane each for every subtask, what is compared with one another at the ends', () => {
    expect(three.sides.map(({ label, name }) => [label, name])).toEqual([
      ['heap', 'before'],
      ['rocksdb', undefined],
      ['operator state', 'after'],
    ]);
    expect(groupsOfThree).toHaveLength(groups.length);
    for (const { sets } of groupsOfThree) {
      expect(sets.map(({ lanes }) => lanes.map((lane) => lane !== undefined))).toEqual([
        [true, true, true],
        [true, true, true],
      ]);
    }
  });

  it('draw of the one between the checkpoint that its own comparison with the first is nearest to, or the chosen one', () => {
    const between = three.sides[1]!;
    expect(between.side.checkpoints).toContain(between.typical);
    const chosen = drawnOf(between, { ...state, drawn: { 1: 3 } });
    expect(between.side.trace.checkpoints[chosen!]!.id).toBe(3);
  });

  it('show an operator that only the one between has, in lanes of its own', () => {
    const withWide = [...read, { label: 'wide', trace: flinkRecording('wide-32') }];
    const wide = comparedSides(withWide, state)!;
    const only = laneGroups(wide.comparison, drawnIn(wide)).filter(
      ({ operators: [before, , after] }) => before === undefined && after === undefined,
    );
    expect(only.length).toBeGreaterThan(0);
    expect(only.every(({ operators }) => operators[1] !== undefined)).toBe(true);
  });
});
