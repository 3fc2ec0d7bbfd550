import { describe, expect, it } from 'vitest';
import { costsByOperator } from '../../../src/analysis/operatorCosts.js';
import { counterNames, type Counter, type Trace } from '../../../src/trace/model.js';
import { costColumns, costsTsv, sortedCosts } from '../../../webview/tables/costColumns.js';
import { statisticsTsv } from '../../../webview/tables/statisticsColumns.js';
import { statisticsRows } from '../../../webview/tables/statisticsRows.js';
import { sampleTrace } from '../../fixtures/sampleTrace.js';

const rows = sampleTrace().operators.flatMap(({ parallelism }, operator) =>
  Array.from({ length: parallelism }, (_, subtask) => ({ operator, subtask })),
);

function withCosts(): Trace {
  const trace = sampleTrace();
  const series = (name: string, values: readonly number[]): Counter => {
    return { name, operator: 1, subtask: 0, start: 0, step: 20, values: Float64Array.from(values) };
  };
  const counters = [
    series(counterNames.bytesCopied, [6_200_000, 0]),
    series(counterNames.backPressuredTime, [5, 5]),
    series(counterNames.idleTime, [0, 0]),
  ];
  return { ...trace, counters: [...trace.counters, ...counters] };
}

describe('the statistics by operator and phase', () => {
  it('have the inputs that were held back and the uploads that waited, each leading to the bar of the longest', () => {
    const trace = sampleTrace();
    const waits = statisticsRows(trace, { rows }).filter(({ wait }) => wait !== undefined);
    expect(waits).toMatchObject([
      {
        wait: { kind: 'queuedUpload' },
        blocked: 0,
        longest: { checkpoint: 0, operator: 1, subtask: 0, phase: 'async' },
      },
      {
        wait: { kind: 'heldInput', from: 1 },
        inside: 24,
        blocked: 24,
        longest: { checkpoint: 0, operator: 2, subtask: 0, phase: 'alignment' },
      },
    ]);
    const lines = statisticsTsv(trace, waits).split('\n');
    expect(lines[1]).toBe('count per customer\tupload: waiting to begin\tno\t2\t3\t3\t3\t3\t6\t0');
    expect(lines[2]).toBe(
      'totals\talignment: count per customer held back\tpartly\t2\t12\t12\t12\t12\t24\t24',
    );
  });
});

describe('the costs by operator', () => {
  it('have columns for what was counted alone', () => {
    const titles = (trace: Trace) =>
      costColumns(costsByOperator(trace, { rows })).map(({ plainTitle }) => plainTitle);
    expect(titles({ ...sampleTrace(), counters: [] })).toEqual(['operator']);
    expect(titles(sampleTrace())).toEqual([
      'operator',
      'records per second before checkpoints',
      'records per second during uploads',
      'lost to uploads (share)',
    ]);
    expect(titles(withCosts()).slice(5)).toEqual(['back-pressured (ms)', 'idle (ms)', 'time counted (ms)']);
  });

  it('are explained where they are shown, and in a narrow window go with their explanation', () => {
    const columns = costColumns(costsByOperator(withCosts(), { rows }));
    const explained = columns.flatMap(({ help }) => help?.() ?? []);
    expect(explained).toHaveLength(4);
    expect(explained.at(-1)).toBe('Idle: there was nothing to do.');
    expect(columns.flatMap(({ plainTitle, isWide }) => (isWide ? [plainTitle] : []))).toEqual([
      'idle (ms)',
      'time counted (ms)',
    ]);
    const uncounted = costColumns(costsByOperator(sampleTrace(), { rows }));
    expect(uncounted.flatMap(({ help }) => help?.() ?? []).join(' ')).not.toMatch(/Idle|Back-pressured/);
  });

  it('say bytes, shares and times, and that something was not counted', () => {
    const trace = withCosts();
    const all = costsByOperator(trace, { rows });
    const texts = (operator: number) => costColumns(all).map(({ text }) => text(trace, all[operator]!));
    expect(texts(1)).toEqual([
      ...['count per customer', '6.20 MB', '1.12 M/s', '0.76 M/s', '32 %'],
      ...['10 ms (25 %)', '0 %', '40 ms'],
    ]);
    expect(texts(0)).toEqual(['orders', '–', '1.12 M/s', '0.76 M/s', '32 %', '–', '–', '–']);
  });

  it('are sorted with what was not counted last, in both directions', () => {
    const all = costsByOperator(withCosts(), { rows });
    const copied = costColumns(all)[1]!;
    for (const descending of [true, false]) {
      const order = sortedCosts(all, copied, { column: 1, descending }).map(({ operator }) => operator);
      expect(order).toEqual([1, 0, 2]);
    }
  });

  it('are a table that spreadsheets take, with empty cells for what was not counted', () => {
    const trace = withCosts();
    const all = costsByOperator(trace, { rows }).slice(0, 1);
    const columns = costColumns(costsByOperator(trace, { rows })).slice(0, 2);
    expect(costsTsv(trace, columns, all)).toBe('operator\tcopied for snapshots (bytes)\norders\t\n');
  });
});
