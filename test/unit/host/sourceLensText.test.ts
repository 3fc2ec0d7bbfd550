import { describe, expect, it } from 'vitest';
import { operatorStatistics } from '../../../src/analysis/statistics.js';
import { matchSource } from '../../../src/definitions/flink/matchSource.js';
import { locatedInSql } from '../../../src/definitions/flink/sqlScript.js';
import { sourceLensText } from '../../../src/host/lenses/sourceLensText.js';
import { flinkRecording } from '../../fixtures/flinkRecording.js';

describe('the lens above an operator of a Flink job’s source', () => {
  const trace = flinkRecording('sql', { from: ['rest'] });
  const statistics = operatorStatistics(trace);
  const source = locatedInSql(
    'INSERT INTO totals SELECT customer, COUNT(*) FROM orders GROUP BY customer',
  ).operators;
  const matches = matchSource(source, trace.operators)!;
  const lensOf = (position: number) => {
    const match = matches[position]!;
    return sourceLensText(
      { source: source[position]!, match },
      statistics[match.operator.vertex]!,
      trace.source.resolution,
    )!;
  };

  it('has the numbers of its task, and what else Flink chained into it', () => {
    expect(lensOf(0).title).toMatch(/^lock hold p99 <?\d+ ms · upload <?\d+ ms · \d+ checkpoints$/);
    expect(lensOf(1).title).toMatch(/ checkpoints · in one task with totals$/);
    expect(lensOf(2).title).toMatch(/ checkpoints · in one task with GroupAggregate$/);
  });

  it('says in its tooltip which operator of the job it is taken for, and by what', () => {
    expect(lensOf(0).tooltip).toContain('It is Source: orders[5], by its name.');
    expect(lensOf(2).tooltip).toContain('the numbers are those of the whole task');
    const match = { ...matches[0]!, by: 'place' as const };
    const text = sourceLensText({ source: source[0]!, match }, statistics[0]!, 1)!;
    expect(text.title).toMatch(/ · by its place in the job$/);
    expect(text.tooltip).toContain('It is likely Source: orders[5]');
  });

  it('is none before the first checkpoint', () => {
    const none = { operator: 0, checkpoints: 0, uploadBytes: 0 };
    expect(sourceLensText({ source: source[0]!, match: matches[0]! }, none, 1)).toBeUndefined();
  });
});
