import { describe, expect, it } from 'vitest';
import { compare } from '../../../src/analysis/comparison/comparison.js';
import { wholeRun } from '../../../src/analysis/comparison/side.js';
import { laneGroups, latestEnd } from '../../../webview/comparison/lanes.js';
import { checkpointNumbered, flinkRecording } from '../../fixtures/flinkRecording.js';

const heap = flinkRecording('hashmap-1m', { from: ['rest'] });
const rocksdb = flinkRecording('rocksdb-1m-incremental', { from: ['rest'] });
const comparison = compare(wholeRun(heap), wholeRun(rocksdb));
const shown = { before: checkpointNumbered(heap, 8), after: checkpointNumbered(rocksdb, 6) };
const groups = laneGroups(comparison, shown);

describe('two checkpoints on one axis', () => {
  it('begin at their triggers, the operator that got worse most first, its worst subtask on top', () => {
    expect(groups.map(({ name }) => name)).toEqual([
      'count per customer',
      'slow sink: Writer',
      'Source: orders -> parse',
    ]);
    const [first, second] = groups[0]!.lanes;
    expect(first).toMatchObject({ subtask: 0, before: { blocked: 11 }, after: { blocked: 286 } });
    expect(second).toMatchObject({ subtask: 1, before: { blocked: 24 }, after: { blocked: 258 } });
    const sync = first!.before!.bars.find(({ phase }) => phase === 'sync')!;
    expect(sync.end - sync.start).toBeCloseTo(11, 6);
    expect(sync.start).toBeGreaterThan(150);
    expect(sync.start).toBeLessThan(250);
  });

  it('share a scale that late acknowledgements do not stretch', () => {
    expect(latestEnd(groups)).toBeGreaterThan(600);
    expect(latestEnd(groups)).toBeLessThan(760);
  });

  it('leave out the side that has no such subtask, and the side without a checkpoint', () => {
    const wide = flinkRecording('wide-32');
    const wider = laneGroups(compare(wholeRun(heap), wholeRun(wide)), { before: undefined, after: 0 });
    const lanes = wider.flatMap((group) => group.lanes);
    expect(lanes.length).toBeGreaterThan(100);
    expect(lanes.every(({ before, after }) => before === undefined && after !== undefined)).toBe(true);
  });
});
