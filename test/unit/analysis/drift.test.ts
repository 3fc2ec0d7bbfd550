import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { driftsOf, type Drift } from '../../../src/analysis/drift.js';
import { driftSentences } from '../../../src/analysis/verdict/driftSentences.js';
import { partHistory } from '../../../src/analysis/partHistory.js';
import { textOf } from '../../../src/analysis/phrases.js';
import { trendOf } from '../../../src/analysis/trend.js';
import { buildTrace, type SpanRow } from '../../../src/trace/builder.js';
import type { Trace } from '../../../src/trace/model.js';
import { flinkRecording } from '../../fixtures/flinkRecording.js';
import { recordings } from '../../fixtures/flinkRecordings.js';

/** Completed checkpoints from #2 on, one subtask: its lock holds and uploads, ms. */
function traceOf(all: readonly { readonly sync: number; readonly async: number }[], resolution = 0): Trace {
  return buildTrace({
    producer: { name: 'test', version: '1' },
    source: { kind: 'test', job: 'test', resolution },
    epoch: 0,
    operators: [{ id: 'a', name: 'a', parallelism: 1, inputs: [] }],
    checkpoints: all.map((_, n) => ({
      id: n + 2,
      kind: 'checkpoint',
      trigger: n * 60_000,
      end: n * 60_000 + 50_000,
      status: 'completed',
    })),
    spans: all.flatMap(({ sync, async }, checkpoint): SpanRow[] => {
      const start = checkpoint * 60_000;
      const row = { checkpoint, operator: 0, subtask: 0 };
      return [
        { ...row, phase: 'sync', start, end: start + sync },
        { ...row, phase: 'async', start: start + sync, end: start + sync + async },
      ];
    }),
  });
}

const only = { operator: 0, subtask: 0 };
const drifts = (trace: Trace, subject: { operator: number; subtask?: number } = only): readonly Drift[] =>
  driftsOf(trace, partHistory(trace, subject, 60))!;
const words = (trace: Trace, subject: { operator: number; subtask?: number } = only): string =>
  textOf(driftSentences(trace, drifts(trace, subject)));

/** Numbers of a normal distribution, the same for the same seed. */
function noise(seed: number): () => number {
  let state = seed >>> 0;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (((t ^ (t >>> 14)) >>> 0) + 0.5) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

describe('a drift', () => {
  it('is said with what it was and what it became, and leads to the last checkpoint', () => {
    const next = noise(1);
    const trace = traceOf(
      Array.from({ length: 20 }, (_, n) => ({ sync: 1, async: 100 + 20 * n + 10 * next() })),
    );
    expect(words(trace)).toMatch(
      /^From the first 6 checkpoints to the last 6, the median upload grew from 1[45]\d ms to 4[23]\d ms\.$/,
    );
    const link = driftSentences(trace, drifts(trace)).find(({ target }) => target !== undefined);
    expect(link).toEqual({
      text: 'upload',
      target: { checkpoint: 19, operator: 0, subtask: 0, phase: 'async' },
    });
  });

  it('is also a lock hold that shrinks, however short beside all else', () => {
    const trace = traceOf(Array.from({ length: 12 }, (_, n) => ({ sync: 30 - 2 * n, async: 5000 })));
    expect(words(trace)).toBe(
      'From the first 4 checkpoints to the last 4, the median lock hold shrank from 27 ms to 11 ms.',
    );
  });

  it('is not a change that moves nothing', () => {
    // Upload: from 10 to 30 of 5,000 ms.
    const trace = traceOf(Array.from({ length: 12 }, (_, n) => ({ sync: 5000, async: 10 + 2 * n })));
    expect(words(trace)).toBe('No phase clearly grew or shrank.');
  });

  it('is not a single outlier, wherever it stands', () => {
    for (let out = 0; out < 20; out += 1) {
      const trace = traceOf(
        Array.from({ length: 20 }, (_, n) => ({ sync: 1, async: n === out ? 9000 : 100 })),
      );
      expect(drifts(trace)).toEqual([]);
    }
  });

  it('is not a step of what the numbers are known to', () => {
    const trace = traceOf(
      Array.from({ length: 20 }, (_, n) => ({ sync: n < 10 ? 1 : 3, async: 10 })),
      1,
    );
    expect(drifts(trace)).toEqual([]);
  });

  it('is not spoken of where there are too few checkpoints', () => {
    const trace = traceOf(Array.from({ length: 7 }, (_, n) => ({ sync: 1, async: 100 * n })));
    expect(driftsOf(trace, partHistory(trace, only, 60))).toBeUndefined();
  });
});

describe('drift on real recordings', () => {
  it('shows a job that finds its pace after a start', () => {
    // Of #2 to #18: 582 234 49 129 43 197 45 20 240 59 38 78 38 39 33 27 22 ms.
    expect(words(flinkRecording('failover', { from: ['rest'] }), { operator: 2, subtask: 0 })).toBe(
      'From the first 5 checkpoints to the last 5, the median start delay shrank from 129 ms to 33 ms.',
    );
  });

  it('is told of three of them, whose numbers do fall, and of nothing else', () => {
    const told = new Set<string>();
    let asked = 0;
    for (const recording of recordings) {
      const trace = flinkRecording(recording, { from: ['rest'] });
      trace.operators.forEach(({ parallelism }, operator) => {
        for (let subtask = -1; subtask < parallelism; subtask += 1) {
          const found = driftsOf(
            trace,
            partHistory(trace, subtask < 0 ? { operator } : { operator, subtask }, 60),
          );
          if (found === undefined) continue;
          asked += 1;
          for (const { phase, first, last } of found) {
            told.add(`${recording} ${phase} ${first < last ? '↑' : '↓'}`);
          }
        }
      });
    }
    expect(asked).toBeGreaterThan(300);
    expect([...told].sort()).toEqual([
      '2.3.0/expired async ↓',
      '2.3.0/failover startDelay ↓',
      '2.3.0/wide-32 startDelay ↓',
    ]);
  });
});

describe('drift in noise', () => {
  /** In how many of 500 series something drifts; each value keeps `memory` of the one before it. */
  function falseAlarms(length: number, memory: number): number {
    let alarms = 0;
    for (let seed = 1; seed <= 500; seed += 1) {
      const next = noise(seed);
      let last = next();
      const trace = traceOf(
        Array.from({ length }, () => {
          last = memory * last + Math.sqrt(1 - memory ** 2) * next();
          return { sync: Math.exp(last), async: 100 };
        }),
      );
      if (drifts(trace).length > 0) alarms += 1;
    }
    return alarms;
  }

  it.each([8, 20, 60])('is told in at most 1 % of 500 series of %i checkpoints', (length) => {
    expect(falseAlarms(length, 0)).toBeLessThanOrEqual(5);
  });

  it.each([12, 20])('nor much more often where each of %i hangs together with the one before', (length) => {
    expect(falseAlarms(length, 0.3)).toBeLessThanOrEqual(12);
  });
});

describe('the trend of values', () => {
  const values = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 3, maxLength: 60 });

  it('turns round with them, and does not change with their unit', () => {
    fc.assert(
      fc.property(values, (list) => {
        const { slope, score } = trendOf(list)!;
        const back = trendOf([...list].reverse())!;
        expect(back.slope).toBeCloseTo(-slope);
        expect(back.score).toBeCloseTo(-score);
        const seconds = trendOf(list.map((value) => value * 1000))!;
        expect(seconds.score).toBeCloseTo(score);
        expect(seconds.slope).toBeCloseTo(slope * 1000, 3);
      }),
    );
  });

  it('is that of a worked example', () => {
    // R: Kendall::MannKendall(c(1, 3, 2, 4, 5, 7, 6, 8)): S = 24, var = 65.33; trend::sens.slope: 1.
    const { slope, score } = trendOf([1, 3, 2, 4, 5, 7, 6, 8])!;
    expect(score).toBeCloseTo(23 / Math.sqrt(65.3333), 3);
    expect(slope).toBeCloseTo(1);
  });

  it('is none where all are alike', () => {
    expect(trendOf([5, 5, 5, 5])).toEqual({ slope: 0, score: 0 });
  });
});
