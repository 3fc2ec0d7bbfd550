import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outlierSample, usualness, usualOf } from '../../../src/analysis/outliers.js';
import { outlierSentences } from '../../../src/analysis/verdict/outlierSentences.js';
import { partHistory } from '../../../src/analysis/partHistory.js';
import { buildTrace, type SpanRow } from '../../../src/trace/builder.js';
import type { Checkpoint, Phase, Trace } from '../../../src/trace/model.js';
import { flinkRecording } from '../../fixtures/flinkRecording.js';
import { hugeTrace } from '../../fixtures/hugeTrace.js';
import { ordersTrace } from '../../fixtures/ordersTrace.js';

type Lengths = Partial<Record<Phase, number>>;

/** A checkpoint a minute of one operator, each subtask's phases one after the other. */
function traceOf(
  all: readonly (readonly Lengths[])[],
  statuses: Readonly<Record<number, Partial<Checkpoint>>> = {},
  resolution?: number,
): Trace {
  return buildTrace({
    producer: { name: 'test', version: '1' },
    source: { kind: 'test', job: 'test', ...(resolution !== undefined && { resolution }) },
    epoch: 0,
    operators: [{ id: 'a', name: 'a', parallelism: all[0]!.length, inputs: [] }],
    checkpoints: all.map((_, n) => ({
      id: n + 1,
      kind: 'checkpoint',
      trigger: n * 60_000,
      end: n * 60_000 + 50_000,
      status: 'completed',
      ...statuses[n],
    })),
    spans: all.flatMap((subtasks, checkpoint) =>
      subtasks.flatMap((lengths, subtask) => {
        let start = checkpoint * 60_000;
        return Object.entries(lengths).map(([phase, ms]): SpanRow => {
          const row = { checkpoint, operator: 0, subtask, phase: phase as Phase, start, end: start + ms };
          start += ms;
          return row;
        });
      }),
    ),
  });
}

const usual = (n: number): Lengths => ({
  startDelay: 2,
  alignment: 5,
  sync: 1 + (n % 3) / 10,
  async: 300 + (n % 5),
});
const twenty = (change: (n: number) => Lengths): Lengths[][] =>
  Array.from({ length: 20 }, (_, n) => [change(n)]);
const words = (
  trace: Trace,
  subject: { operator: number; subtask?: number } = { operator: 0, subtask: 0 },
): string =>
  outlierSentences(trace, usualness(trace, partHistory(trace, subject, 60)))
    .map(({ text }) => text)
    .join('');

describe('what stands out', () => {
  it('is said with the phase that made it long, and leads there', () => {
    const trace = traceOf(twenty((n) => (n === 12 ? { ...usual(n), alignment: 1300 } : usual(n))));
    expect(words(trace)).toBe('#13 took 1.60 s, 5.2 times the median: alignment 1.30 s.');
    const [link] = outlierSentences(
      trace,
      usualness(trace, partHistory(trace, { operator: 0, subtask: 0 }, 60)),
    );
    expect(link!.target).toEqual({ checkpoint: 12, operator: 0, subtask: 0, phase: 'alignment' });
  });

  it('is also a lock hold that the length of the whole does not show', () => {
    const trace = traceOf(twenty((n) => (n === 4 ? { ...usual(n), sync: 38 } : usual(n))));
    expect(words(trace)).toBe('#5 stood still for 38 ms, 35 times the median.');
  });

  it('is nothing where all took about the same', () => {
    expect(words(traceOf(twenty(usual)))).toBe(
      'None of 20 completed checkpoints stands out. The median is 310 ms.',
    );
  });

  it('is nothing that differs by a rounded millisecond', () => {
    const trace = traceOf(
      twenty((n) => (n === 3 ? { sync: 0, async: 3 } : { sync: 0, async: 1 })),
      {},
      1,
    );
    expect(words(trace)).toMatch(/^None of 20/);
  });

  it('is not said of fewer checkpoints than can show what is usual', () => {
    const trace = traceOf(
      twenty((n) => (n === 3 ? { async: 9000 } : { async: 1 })).slice(0, outlierSample - 1),
    );
    expect(words(trace)).toBe(
      'It takes 8 completed checkpoints to say that one stands out; 7 are known here.',
    );
  });

  it('is never a savepoint, or one that failed or goes on, and these do not count as usual', () => {
    const trace = traceOf(
      twenty((n) => (n > 16 ? { async: 9000 } : usual(n))),
      { 17: { kind: 'savepoint' }, 18: { status: 'failed' }, 19: { status: 'inProgress', end: 1_190_000 } },
    );
    expect(words(trace)).toMatch(/^None of 17/);
  });

  it('names three and counts the rest', () => {
    const trace = traceOf(twenty((n) => (n % 4 === 3 ? { async: 3000 + n } : usual(n))));
    expect(words(trace)).toMatch(/^#20 took .* #16 took .* #12 took .* 2 more stand out\.$/);
  });

  it('is said of what is not accounted for as a bound', () => {
    const late = flinkRecording('hashmap-1m', { from: ['rest'] });
    const slowAcks = words(late, { operator: 0 });
    expect(slowAcks).not.toContain('acknowledgement');
    expect(slowAcks).toContain('not accounted for');
  });
});

describe('the bound of what is usual', () => {
  const spread = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), {
    minLength: outlierSample,
    maxLength: 60,
  });

  it('never calls half of the numbers unusual, and moves with their unit', () => {
    fc.assert(
      fc.property(spread, (values) => {
        const { median, most } = usualOf(values, 0)!;
        expect(most).toBeGreaterThanOrEqual(median * 1.5);
        expect(values.filter((value) => value > most).length).toBeLessThan(values.length / 2);
        const inMicroseconds = usualOf(
          values.map((value) => value * 1000),
          0,
        )!;
        expect(inMicroseconds.most / 1000).toBeCloseTo(most, 3);
      }),
    );
  });

  it('stays where it is however far a single one is out', () => {
    fc.assert(
      fc.property(spread, fc.double({ min: 2e6, max: 1e9, noNaN: true }), (values, far) => {
        expect(usualOf([...values, far], 0)).toEqual(usualOf([...values, far * 2], 0));
      }),
    );
  });
});

describe('the parts that are compared', () => {
  it('are those of the slowest subtask of each checkpoint, when an operator is asked for', () => {
    const trace = traceOf([
      [{ async: 10 }, { async: 20 }],
      [{ async: 30 }, { async: 20 }],
      [{}, {}],
    ]);
    expect(partHistory(trace, { operator: 0 }, 60).map(({ subtask, took }) => [subtask, took])).toEqual([
      [1, 20],
      [0, 30],
      [0, undefined],
    ]);
  });

  it('are the last ones, oldest first, and one for each checkpoint also where nothing is known', () => {
    const trace = ordersTrace({ failed: 4 });
    const history = partHistory(trace, { operator: 2, subtask: 1 }, 6);
    expect(history.map(({ checkpoint }) => checkpoint)).toEqual([4, 5, 6, 7, 8, 9]);
    expect(history.every(({ subtask }) => subtask === 1)).toBe(true);
  });

  it('add up to the same sums as the spans of the trace', () => {
    const trace = hugeTrace(4000, 8);
    const history = partHistory(trace, { operator: 1, subtask: 1 }, Infinity);
    const { spans } = trace;
    let upload = 0;
    for (let i = 0; i < spans.length; i += 1) {
      if (spans.operator[i] === 1 && spans.subtask[i] === 1 && spans.phase[i] === 4) {
        upload += spans.end[i]! - spans.start[i]!;
      }
    }
    expect(history.reduce((sum, part) => sum + part.phases.async!.ms, 0)).toBeCloseTo(upload);
  });
});
