import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare, type Comparison } from '../../../../src/analysis/comparison/comparison.js';
import { comparisonVerdict } from '../../../../src/analysis/comparison/comparisonVerdict.js';
import { singleCheckpoint, wholeRun } from '../../../../src/analysis/comparison/side.js';
import { verdictText } from '../../../../src/analysis/verdict/verdict.js';
import { counterNames, type Trace } from '../../../../src/trace/model.js';
import { flinkRecording } from '../../../fixtures/flinkRecording.js';
import { filesOf } from '../../../fixtures/flinkRecordings.js';
import { sampleTrace } from '../../../fixtures/sampleTrace.js';
import { traces } from '../../../fixtures/traceArbitrary.js';

const runs = (before: Trace, after: Trace): Comparison => compare(wholeRun(before), wholeRun(after));

const row = ({ rows, after }: Comparison, operator: string, phase: string) =>
  rows.find((one) => one.kind === phase && after.trace.operators[one.pair.after!]?.name === operator)!;

const text = (comparison: Comparison) => verdictText(comparisonVerdict(comparison));

describe('a comparison', () => {
  it('of a trace with itself finds nothing', () => {
    fc.assert(
      fc.property(traces, (trace) => {
        for (const { difference, noise } of runs(trace, trace).rows) {
          if (difference !== undefined) expect(Math.abs(difference)).toBe(0);
          expect(noise).not.toBe('beyond');
        }
      }),
    );
    const heap = flinkRecording('hashmap-1m');
    expect(text(runs(heap, heap))).toMatch(/^Nothing differs by more than the noise between checkpoints\./);
  });

  it('has what was copied for each checkpoint, where a side has counted that', () => {
    const copying = (perBucket: number): Trace => {
      const trace = sampleTrace({ checkpoints: 3 });
      const values = new Float64Array(500).fill(0);
      for (const { trigger } of trace.checkpoints) values[trigger / 20] = perBucket;
      const counter = { name: counterNames.bytesCopied, operator: 1, subtask: 0, start: 0, step: 20, values };
      return { ...trace, counters: [...trace.counters, counter] };
    };
    expect(runs(sampleTrace(), sampleTrace()).copied).toBeUndefined();
    expect(runs(copying(1000), copying(4000)).copied).toMatchObject({
      before: { count: 2, median: 1000 },
      after: { count: 2, median: 4000 },
      difference: 3000,
    });
    expect(runs(sampleTrace(), copying(4000)).copied).toMatchObject({ noise: 'oneSided' });
  });

  it('with the sides swapped flips every sign and judges the same', () => {
    const flipped = ({ rows, pairs }: Comparison) =>
      rows.map(({ pair, kind, difference, interval, noise }) => ({
        pairs: pairs.length,
        operators: [pair.after, pair.before],
        kind,
        difference: difference === undefined ? undefined : 0 - difference,
        interval: interval && { low: 0 - interval.high, high: 0 - interval.low },
        noise,
      }));
    const straight = ({ rows, pairs }: Comparison) =>
      rows.map(({ pair, kind, difference, interval, noise }) => ({
        pairs: pairs.length,
        operators: [pair.before, pair.after],
        kind,
        difference: difference === undefined ? undefined : 0 + difference,
        interval: interval && { low: 0 + interval.low, high: 0 + interval.high },
        noise,
      }));
    const key = (one: object) => JSON.stringify(one);
    const same = (a: Trace, b: Trace): void => {
      expect(flipped(runs(b, a)).map(key).sort()).toEqual(straight(runs(a, b)).map(key).sort());
    };
    fc.assert(fc.property(traces, traces, same));
    same(flinkRecording('hashmap-1m'), flinkRecording('rocksdb-1m-incremental'));
    same(flinkRecording('skew'), flinkRecording('wide-32'));
  });

  it('puts what grew most first and what shrank most last', () => {
    const { rows } = runs(flinkRecording('hashmap-1m'), flinkRecording('rocksdb-1m-incremental'));
    const differences = rows.flatMap(({ difference }) => difference ?? []);
    expect(differences).toEqual([...differences].sort((a, b) => b - a));
  });
});

/** The longest subtask of each later checkpoint, from the bodies that Flink sent. */
function raw(recording: string, vertex: string, of: (subtask: RawSubtask) => number): readonly number[] {
  return filesOf(`2.3.0/${recording}`, 'jobs').flatMap(({ name, bytes }) => {
    const [, id] = new RegExp(`/details/(\\d+)/subtasks/${vertex}\\.json$`).exec(name) ?? [];
    if (id === undefined || id === '1') return [];
    const body = JSON.parse(new TextDecoder().decode(bytes)) as { status: string; subtasks: RawSubtask[] };
    return body.status.toLowerCase() === 'completed' ? [Math.max(...body.subtasks.map(of))] : [];
  });
}

interface RawSubtask {
  readonly start_delay: number;
  readonly checkpoint: { readonly sync: number; readonly async: number };
  readonly alignment: { readonly duration: number };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const { length } = sorted;
  return Math.round((sorted[Math.floor((length - 1) / 2)]! + sorted[Math.floor(length / 2)]!) / 2);
}

describe('heap state compared with incremental RocksDB, recorded from a real Flink', () => {
  const rest = { from: ['rest'] } as const;
  const comparison = runs(flinkRecording('hashmap-1m', rest), flinkRecording('rocksdb-1m-incremental', rest));

  it.each([
    ['count per customer', 'sync', 15, 368, 'beyond'],
    ['count per customer', 'async', 333, 35, 'beyond'],
    ['count per customer', 'startDelay', 75, 276, 'beyond'],
    ['count per customer', 'alignment', 12, 3, 'within'],
    ['slow sink: Writer', 'alignment', 1, 167, 'beyond'],
    ['slow sink: Writer', 'startDelay', 76, 125, 'within'],
    ['Source: orders -> parse', 'sync', 3, 6, 'within'],
    ['Source: orders -> parse', 'async', 7, 7, 'within'],
  ])('%s, %s: %d ms before, %d ms after, %s noise', (operator, phase, before, after, noise) => {
    const of = row(comparison, operator, phase);
    expect(of).toMatchObject({ before: { median: before }, after: { median: after }, noise });
    expect(of.difference).toBe(after - before);
    const number = ({ start_delay, checkpoint, alignment }: RawSubtask) =>
      ({
        sync: checkpoint.sync,
        async: checkpoint.async,
        startDelay: start_delay,
        alignment: alignment.duration,
      })[phase]!;
    const { id } = comparison.after.trace.operators[of.pair.after!]!;
    expect(median(raw('hashmap-1m', id, number))).toBe(before);
    expect(median(raw('rocksdb-1m-incremental', id, number))).toBe(after);
  });

  it('is one sentence with one number and one name, then the rest', () => {
    const { headline, meanwhile, evidence } = comparisonVerdict(comparison);
    const words = (phrases: typeof headline) => phrases.map((phrase) => phrase.text).join('');
    expect(words(headline)).toBe('Lock holds at count per customer are 353 ms longer.');
    expect(words(meanwhile)).toBe(
      '368 ms instead of 15 ms, about 25 times as long. ' +
        'slow sink: Writer holds back inputs for 166 ms longer (167 ms instead of 1 ms). ' +
        'Uploads at count per customer are 298 ms shorter (35 ms instead of 333 ms). ' +
        'Medians over 11 and 10 checkpoints, of the longest subtask in each; beyond the noise between checkpoints.',
    );
    expect(words(evidence)).toBe('#1 of each run is left out: the first checkpoint is slow in every run.');
  });

  it('leads from its numbers to the span that is nearest to the median, in either trace', () => {
    const [, ...numbers] = comparisonVerdict(comparison).meanwhile.filter(({ target }) => target);
    const { trace } = comparison.before;
    const { target } = numbers[0]!;
    const { spans } = trace;
    const lengths = Array.from({ length: spans.length }, (_, i) => i)
      .filter(
        (i) =>
          spans.checkpoint[i] === target!.checkpoint &&
          spans.operator[i] === target!.operator &&
          spans.subtask[i] === target!.subtask &&
          spans.phase[i] === 3,
      )
      .map((i) => spans.end[i]! - spans.start[i]!);
    expect(lengths).toEqual([15]);
  });
});

describe('the verdict of a comparison', () => {
  const sample = (checkpoints: number, snapshot: 'copy-on-write' | 'full-copy' = 'copy-on-write') =>
    sampleTrace({ checkpoints, snapshot });

  it('says what the snapshot mode changed', () => {
    expect(text(runs(sample(9), sample(9, 'full-copy')))).toMatch(
      /^Lock holds at count per customer are 181 ms longer\. 181 ms instead of 24 µs, about 7,500 times as long\. Uploads at count per customer are 24 ms shorter/,
    );
    expect(text(runs(sample(9, 'full-copy'), sample(9)))).toMatch(
      /^Lock holds at count per customer are 181 ms shorter\. 24 µs instead of 181 ms\. /,
    );
  });

  it('claims nothing of few checkpoints, however far apart they are', () => {
    expect(text(runs(sample(4), sample(4, 'full-copy')))).toMatch(
      /^Too few checkpoints to tell: 3 before, 3 after\. Lock holds at count per customer are 181 ms longer \(181 ms instead of 24 µs\)\./,
    );
  });

  it('of two checkpoints says what was, and that nobody can tell noise from it', () => {
    const heap = flinkRecording('hashmap-1m', { from: ['rest'] });
    expect(text(compare(singleCheckpoint(heap, 3), singleCheckpoint(heap, 8)))).toBe(
      'Lock holds at count per customer are 13 ms longer. 24 ms instead of 11 ms, about 2 times as long. ' +
        'Lock holds at slow sink: Writer are 3 ms shorter (1 ms instead of 4 ms). ' +
        'slow sink: Writer holds back inputs for 10 ms longer (10 ms instead of <1 ms). ' +
        '#8 compared with #3: one checkpoint each, so nobody can tell what of it is noise.',
    );
  });

  it('says where there is nothing to compare', () => {
    const none = flinkRecording('no-checkpointing');
    expect(text(runs(sample(3), none))).toMatch(
      /^There is nothing to compare: no checkpoint was completed after\./,
    );
    expect(text(runs(none, none))).toBe(
      'There is nothing to compare: neither side has a completed checkpoint.',
    );
  });

  it('names other parallelisms, operators without a counterpart, how they were paired, and how fine numbers are', () => {
    const words = text(runs(flinkRecording('hashmap-1m'), sample(9)));
    expect(words).toContain('Paired by name, since the ids differ: count per customer.');
    expect(words).toContain(
      'Paired by their place in the graph: Source: orders -> parse with orders, slow sink: Writer with totals.',
    );
    expect(words).toContain(
      'The parallelism differs, and the longest of more subtasks tends to be longer: orders (1 instead of 2).',
    );
    expect(words).toContain('Durations before are known to 1 ms only: no smaller difference counts.');
    const wider = text(runs(flinkRecording('skew'), flinkRecording('wide-32')));
    expect(wider).toContain('Only before: count per customer.');
    expect(wider).toContain('Only after: Source: payments, Source: refunds, match payments and 1 more.');
  });

  it('takes no difference for one that the numbers are too coarse for', () => {
    const [a, b] = [sample(12), sample(12)];
    const slower = {
      ...b,
      spans: { ...b.spans, end: b.spans.end.map((end, i) => end + (i % 5 === 2 ? 0.4 : 0)) },
    };
    expect(text(runs(a, slower))).toMatch(/^Lock holds at .* are 400 µs longer\./);
    const coarse = { ...a, source: { ...a.source, resolution: 1 } };
    expect(text(runs(coarse, slower))).toMatch(/^Nothing differs by more than the noise/);
  });
});
