import { describe, expect, it } from 'vitest';
import { costsByOperator, uploadTax } from '../../../src/analysis/operatorCosts.js';
import { waitStatistics } from '../../../src/analysis/waitStatistics.js';
import { counterNames, type Counter, type Trace } from '../../../src/trace/model.js';
import { flinkRecording } from '../../fixtures/flinkRecording.js';
import { sampleTrace } from '../../fixtures/sampleTrace.js';

const rows = [
  { operator: 0, subtask: 0 },
  { operator: 1, subtask: 0 },
  { operator: 1, subtask: 1 },
  { operator: 2, subtask: 0 },
  { operator: 2, subtask: 1 },
];

/** In buckets of 20 ms from 2000 on, where the first checkpoint of the sample is triggered; it ends at 2422. */
function counter(name: string, values: readonly number[], subtask = 0): Counter {
  return { name, operator: 1, subtask, start: 2000, step: 20, values: Float64Array.from(values) };
}

function withCounters(...counters: readonly Counter[]): Trace {
  return { ...sampleTrace(), counters };
}

describe('what checkpoints cost by operator', () => {
  it('sums what the covered subtasks copied, each bucket once', () => {
    const trace = withCounters(
      counter(counterNames.bytesCopied, [100, 50, 0]),
      counter(counterNames.bytesCopied, [7, 0, 0], 1),
    );
    expect(costsByOperator(trace, { rows })).toEqual([{ operator: 1, bytesCopied: 157 }]);
    expect(costsByOperator(trace, { rows: [rows[2]!] })).toEqual([{ operator: 1, bytesCopied: 7 }]);
    expect(costsByOperator(trace, { rows, stretch: { from: 2021, to: 2030 } })).toMatchObject([
      { bytesCopied: 50 },
    ]);
    expect(costsByOperator(trace, { rows, checkpoints: new Set([0]) })).toMatchObject([{ bytesCopied: 157 }]);
    expect(costsByOperator(trace, { rows, checkpoints: new Set([1]) })).toMatchObject([{ bytesCopied: 0 }]);
  });

  it('counts a bucket that two checkpoints share once', () => {
    const [first, second] = sampleTrace().checkpoints;
    const trace: Trace = {
      ...withCounters(counter(counterNames.bytesCopied, [8, 4])),
      checkpoints: [
        { ...first!, trigger: 2000, end: 2003 },
        { ...second!, trigger: 2005, end: 2008 },
      ],
      spans: sampleTrace({ checkpoints: 0 }).spans,
    };
    expect(costsByOperator(trace, { rows, checkpoints: new Set([0, 1]) })).toMatchObject([
      { bytesCopied: 8 },
    ]);
  });

  it('has the time without room and without work, and of which time that is a part', () => {
    const trace = withCounters(
      counter(counterNames.backPressuredTime, [20, 10, 0, 0]),
      counter(counterNames.idleTime, [0, 5, 20, 0]),
    );
    expect(costsByOperator(trace, { rows })).toEqual([
      { operator: 1, backPressuredMs: 30, idleMs: 25, countedMs: 80 },
    ]);
    expect(costsByOperator(trace, { rows, stretch: { from: 2000, to: 2040 } })).toEqual([
      { operator: 1, backPressuredMs: 30, idleMs: 5, countedMs: 40 },
    ]);
    expect(costsByOperator(trace, { rows, stretch: { from: 2000, to: 2010 } })).toEqual([]);
  });

  it('has the records before checkpoints and during uploads, and which part the uploads cost', () => {
    const [source, count] = costsByOperator(sampleTrace(), { rows });
    expect(source!.recordsBefore).toBeCloseTo(1_120_000);
    expect(uploadTax(count!)).toBeCloseTo(0.32, 1);
    const [, ofFirst] = costsByOperator(sampleTrace(), { rows, checkpoints: new Set([0]) });
    expect(uploadTax(ofFirst!)).toBeCloseTo(0.32, 1);
  });

  it('tells no rate of an operator of which a subtask was not counted, nor a tax on a few records', () => {
    const trace = sampleTrace();
    const counters = trace.counters.filter(({ operator, subtask }) => operator !== 1 || subtask !== 1);
    const operators = costsByOperator({ ...trace, counters }, { rows }).map(({ operator }) => operator);
    expect(operators).toEqual([0, 2]);
    expect(uploadTax({ recordsBefore: 999, recordsDuring: 1 })).toBeUndefined();
    expect(uploadTax({ recordsBefore: 2000 })).toBeUndefined();
  });

  it('has nothing of a job whose trace has no such counters', () => {
    const trace = flinkRecording('skew');
    const all = trace.operators.map((_, operator) => ({ operator, subtask: 0 }));
    expect(costsByOperator(trace, { rows: all })).toEqual([]);
    expect(waitStatistics(trace, { rows: all })).toEqual([]);
  });
});

describe('waits by operator', () => {
  it('are those of each input operator and of the uploads, with the longest and their sum', () => {
    const trace = sampleTrace({ checkpoints: 3 });
    const statistics = waitStatistics(trace, { rows });
    expect(statistics.map(({ kind, operator, from }) => ({ kind, operator, from }))).toEqual([
      { kind: 'queuedUpload', operator: 1, from: undefined },
      { kind: 'heldInput', operator: 2, from: 1 },
    ]);
    const [queued, held] = statistics;
    expect(queued).toMatchObject({ spread: { count: 3, median: 3 }, inside: 9 });
    expect(held).toMatchObject({ spread: { count: 3, max: 12 }, longest: { operator: 2 }, inside: 36 });
  });

  it('are of the covered subtasks and checkpoints, and count what lies in the measured range', () => {
    const trace = sampleTrace({ checkpoints: 3 });
    expect(waitStatistics(trace, { rows: [rows[0]!] })).toEqual([]);
    expect(waitStatistics(trace, { rows, checkpoints: new Set([1]) })[0]).toMatchObject({
      spread: { count: 1 },
    });
    const { start, end } = trace.waits.find(({ kind }) => kind === 'heldInput')!;
    const half = { from: start, to: (start + end) / 2 };
    const held = waitStatistics(trace, { rows, stretch: half }).find(({ kind }) => kind === 'heldInput');
    expect(held!.inside).toBeCloseTo(6);
    expect(held!.spread.max).toBeCloseTo(12);
  });
});
