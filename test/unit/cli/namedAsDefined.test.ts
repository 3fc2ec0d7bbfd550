import { describe, expect, it } from 'vitest';
import { namedAsDefined } from '../../../src/cli/namedAsDefined.js';
import type { DefinedOperator } from '../../../src/flinkSql/translation/translate.js';
import type { Operator } from '../../../src/trace/model.js';
import { sampleTrace } from '../../fixtures/sampleTrace.js';

const defined: readonly DefinedOperator[] = [
  { id: 'flights', name: 'flights', line: 25, table: 'flights', aggregates: 0 },
  { id: 'delay', name: 'delay by origin', line: 28, table: undefined, aggregates: 1 },
  { id: 'results', name: 'results', line: 40, table: 'results', aggregates: 0 },
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

  it('keeps Flink’s names where the plan has more that keeps state than the definition', () => {
    const plan = vertices('Source: flights[1]', 'OverAggregate[4]', 'OverAggregate[7]');
    expect(named(plan).map(({ name }) => name)).toEqual(['flights', 'OverAggregate[4]', 'OverAggregate[7]']);
  });
});
