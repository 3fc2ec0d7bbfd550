import { describe, expect, it } from 'vitest';
import { namedAsDefined } from '../../../src/cli/onFlink/namedAsDefined.js';
import type { DefinedOperator } from '../../../src/flinkSql/translation/definedOperators.js';
import type { Operator } from '../../../src/trace/model.js';
import { sampleTrace } from '../../fixtures/sampleTrace.js';

const defined: readonly DefinedOperator[] = [
  { id: 'flights', name: 'flights', line: 25, table: 'flights', node: undefined },
  { id: 'delay', name: 'delay by origin', line: 28, table: undefined, node: 'OverAggregate' },
  { id: 'results', name: 'results', line: 40, table: 'results', node: undefined },
];

function vertices(...names: readonly string[]): readonly Operator[] {
  return names.map((name, index) => ({
    id: `v${index}`,
    name,
    parallelism: 2,
    inputs: index === 0 ? [] : [{ from: `v${index - 1}`, ship: 'HASH' }],
  }));
}

function named(operators: readonly Operator[]): readonly Operator[] {
  return namedAsDefined({ ...sampleTrace(), operators }, defined, 'flights.pipeline.ts').operators;
}

describe('a trace of a job that was made from a definition', () => {
  it('has the names, ids and lines of the definition', () => {
    const plan = vertices(
      'Source: flights[1] -> Calc[2]',
      'OverAggregate[4] -> Calc[5]',
      'results[6]: Writer',
    );
    expect(named(plan).map(({ id, name, definedAt }) => [id, name, definedAt?.line])).toEqual([
      ['flights', 'flights', 25],
      ['delay', 'delay by origin', 28],
      ['results', 'results', 40],
    ]);
    expect(named(plan).map(({ inputs }) => inputs[0]?.from)).toEqual([undefined, 'flights', 'delay']);
  });

  it('has the names of the definition where it has branches, by the numbers of Flink’s plan', () => {
    const branches: readonly DefinedOperator[] = [
      { id: 'a', name: 'a', line: 1, table: 'a', node: undefined },
      { id: 'best', name: 'best', line: 2, table: undefined, node: 'WindowRank' },
      { id: 'sums', name: 'sums', line: 3, table: undefined, node: 'WindowAggregate' },
      { id: 'all', name: 'all', line: 4, table: undefined, node: 'WindowAggregate' },
    ];
    const plan: readonly Operator[] = [
      { id: 'v0', name: 'Source: a[1]', parallelism: 2, inputs: [] },
      ...['WindowAggregate[12] -> Calc[13]', 'WindowRank[5]', 'WindowAggregate[9]'].map((name, index) => ({
        id: `v${index + 1}`,
        name,
        parallelism: 2,
        inputs: [{ from: 'v0', ship: 'HASH' }],
      })),
    ];
    const { operators } = namedAsDefined({ ...sampleTrace(), operators: plan }, branches, 'some.pipeline.ts');
    expect(operators.map(({ name }) => name)).toEqual(['a', 'all', 'best', 'sums']);
  });

  it('says of which generated source a vertex numbers the records', () => {
    const generated: readonly DefinedOperator[] = [
      { id: 'orders', name: 'orders', line: 23, table: 'orders ticks', node: 'OverAggregate' },
      { id: 'count', name: 'count per customer', line: 35, table: undefined, node: 'OverAggregate' },
    ];
    const plan = vertices(
      'Source: orders ticks[1] -> Calc[2]',
      'OverAggregate[4] -> Calc[5]',
      'OverAggregate[7] -> Calc[8]',
    );
    const { operators } = namedAsDefined(
      { ...sampleTrace(), operators: plan },
      generated,
      'orders.pipeline.ts',
    );
    expect(operators.map(({ id, name, definedAt }) => [id, name, definedAt?.line])).toEqual([
      ['orders', 'orders', 23],
      ['orders: index', 'orders: index', undefined],
      ['count', 'count per customer', 35],
    ]);
    expect(operators.map(({ inputs }) => inputs[0]?.from)).toEqual([undefined, 'orders', 'orders: index']);
  });

  it('keeps Flink’s names where the plan has more that keeps state than the definition', () => {
    const plan = vertices('Source: flights[1]', 'OverAggregate[4]', 'OverAggregate[7]');
    expect(named(plan).map(({ name }) => name)).toEqual(['flights', 'OverAggregate[4]', 'OverAggregate[7]']);
  });
});
