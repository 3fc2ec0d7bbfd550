import { describe, expect, it } from 'vitest';
import { chainedOperators } from '../../../../src/definitions/flink/chain.js';
import { vertexIdOf } from '../../../../src/definitions/flink/vertexId.js';
import { flinkRecording } from '../../../fixtures/flinkRecording.js';

const vertex = (id: string, name: string, ...from: string[]) => ({
  id,
  name,
  parallelism: 1,
  inputs: from.map((each) => ({ from: each, ship: 'HASH' })),
});

describe('the operators of a job by the names of its vertices', () => {
  it('are those of each chain, with branches and with what takes their records', () => {
    const operators = chainedOperators([
      vertex('a', 'Source: orders[1] -> (parse -> Sink: raw, valid (amount > 0), Map)'),
      vertex('b', 'totals: Writer -> totals: Committer', 'a'),
    ]);
    expect(operators.map(({ givenName, isHead, outputs }) => [givenName, isHead, outputs])).toEqual([
      ['orders', true, [1, 3, 4]],
      ['parse', false, [2]],
      ['raw', false, [5]],
      ['valid (amount > 0)', false, [5]],
      ['Map', false, [5]],
      ['totals', true, [6]],
      ['totals', false, []],
    ]);
  });

  it('have the ids that real Flink made of their uids', () => {
    const { operators } = flinkRecording('join', { from: ['rest'] });
    const uids = ['src-a', 'src-b', 'src-c', 'parse', 'join', 'enrich', 'sink'];
    expect(uids.map(vertexIdOf)).toEqual(operators.map(({ id }) => id));
  });
});
