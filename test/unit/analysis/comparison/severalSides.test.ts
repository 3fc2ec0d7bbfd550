import { describe, expect, it } from 'vitest';
import { compare } from '../../../../src/analysis/comparison/comparison.js';
import { severalSides } from '../../../../src/analysis/comparison/severalSides.js';
import { wholeRun } from '../../../../src/analysis/comparison/side.js';
import { flinkRecording } from '../../../fixtures/flinkRecording.js';

const side = (name: string) => wholeRun(flinkRecording(name, { from: ['rest'] }));
const [heap, rocksdb, operatorState] = [
  side('hashmap-1m'),
  side('rocksdb-1m-incremental'),
  side('sync-operator-state'),
];

describe('several runs beside each other', () => {
  it('have the medians of each, and what differs most from the first comes first', () => {
    const [first] = severalSides([heap, rocksdb, operatorState]);
    expect(first).toMatchObject({ operator: 'count per customer', kind: 'sync' });
    expect(first!.cells.map(({ median }) => median)).toEqual([15, 368, 161]);
    expect(first!.cells[0]!.against).toBeUndefined();
    expect(first!.cells[1]!.against).toEqual({ difference: 353, noise: 'beyond' });
  });

  it('say of two runs what the comparison of two says', () => {
    const rows = severalSides([heap, rocksdb]);
    for (const { operator, kind, cells } of rows) {
      const row = compare(heap, rocksdb).rows.find(
        (one) => one.kind === kind && heap.trace.operators[one.pair.before!]!.name === operator,
      )!;
      expect(cells.map(({ median }) => median)).toEqual([row.before?.median, row.after?.median]);
      expect(cells[1]!.against?.noise).toBe(row.after && row.noise);
    }
  });

  it('hold each comparison to a smaller error the more there are: nothing is beyond noise that two alone would not say', () => {
    const beyond = (rows: ReturnType<typeof severalSides>): string[] =>
      rows.flatMap(({ operator, kind, cells }) =>
        cells[1]!.against?.noise === 'beyond' ? [`${operator} ${kind}`] : [],
      );
    const ofTwo = beyond(severalSides([heap, rocksdb]));
    const ofMany = beyond(severalSides([heap, rocksdb, operatorState, rocksdb, rocksdb]));
    expect(ofTwo).toEqual(expect.arrayContaining(ofMany));
    expect(ofMany.length).toBeGreaterThan(0);
  });

  it('lead to the bar that is nearest to each median', () => {
    const [first] = severalSides([heap, rocksdb, operatorState]);
    for (const { target } of first!.cells) expect(target).toMatchObject({ operator: 1, phase: 'sync' });
  });
});
