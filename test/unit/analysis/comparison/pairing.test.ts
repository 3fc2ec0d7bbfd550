import { describe, expect, it } from 'vitest';
import { pairOperators } from '../../../../src/analysis/comparison/pairing.js';
import type { Operator } from '../../../../src/trace/model.js';

const operator = (id: string, name: string, ...from: readonly string[]): Operator => ({
  id,
  name,
  parallelism: 1,
  inputs: from.map((input) => ({ from: input, ship: 'hash' })),
});

describe('which operator of one job is which of another', () => {
  it('is told by the id, although the name was changed', () => {
    expect(
      pairOperators(
        [operator('a', 'old'), operator('b', 'count')],
        [operator('b', 'count'), operator('a', 'new')],
      ),
    ).toEqual([
      { before: 1, after: 0, by: 'id' },
      { before: 0, after: 1, by: 'id' },
    ]);
  });

  it('is told by a name that there is once, and by no name that several have', () => {
    expect(
      pairOperators(
        [operator('1', 'count'), operator('2', 'sink'), operator('3', 'sink')],
        [operator('7', 'count'), operator('8', 'sink'), operator('9', 'sink')],
      ),
    ).toEqual([
      { before: 0, after: 0, by: 'name' },
      { after: 1 },
      { after: 2 },
      { before: 1 },
      { before: 2 },
    ]);
  });

  it('is told by its place in the graph where neither fits', () => {
    expect(
      pairOperators(
        [operator('1', 'orders'), operator('2', 'count', '1'), operator('3', 'print', '2')],
        [operator('x', 'sink', 'y'), operator('y', 'count per customer', 'z'), operator('z', 'orders')],
      ),
    ).toEqual([
      { before: 2, after: 0, by: 'position' },
      { before: 1, after: 1, by: 'position' },
      { before: 0, after: 2, by: 'name' },
    ]);
  });

  it('finds two of one name by what they read from', () => {
    const job = (ids: readonly string[]) => [
      operator(ids[0]!, 'orders'),
      operator(ids[1]!, 'payments'),
      operator(ids[2]!, 'map', ids[0]!),
      operator(ids[3]!, 'map', ids[1]!),
    ];
    expect(pairOperators(job(['1', '2', '3', '4']), job(['5', '6', '7', '8']))).toEqual([
      { before: 0, after: 0, by: 'name' },
      { before: 1, after: 1, by: 'name' },
      { before: 2, after: 2, by: 'position' },
      { before: 3, after: 3, by: 'position' },
    ]);
  });

  it('is none where nothing tells', () => {
    expect(pairOperators([operator('1', 'a')], [operator('2', 'b')])).toEqual([{ after: 0 }, { before: 0 }]);
  });
});
