import { describe, expect, it } from 'vitest';
import { spreadOf } from '../../../src/analysis/statistics.js';
import { counterNames, phases, type Counter } from '../../../src/trace/model.js';
import { ordersTrace } from '../../fixtures/ordersTrace.js';
import { sampleTrace } from '../../fixtures/sampleTrace.js';
import { subtaskFacts, witnessed } from '../../../webview/details/detailFacts.js';
import { openParts } from '../../../webview/openParts.js';
import { rateWords, rowRates } from '../../../webview/rows/rowRates.js';
import { columnOf } from '../../../webview/chart/throughputStrip.js';
import { indexTrace, rowAt } from '../../../webview/rows/traceIndex.js';

const index = indexTrace(ordersTrace());
const full = indexTrace(ordersTrace({ snapshot: 'full-copy' }));
const count = rowAt(index, 2, 0)!;

describe('the details of a subtask', () => {
  const facts = (of: typeof index): Record<string, string> =>
    Object.fromEntries(
      subtaskFacts(of, rowAt(of, 2, 0)!, 6, spreadOf(of.trace, 2, 'sync')).flatMap((section) =>
        section.facts.map(({ label, value }) => [`${section.title}: ${label}`, value]),
      ),
    );

  it('say how long the lock was held, how sure that is, and what the watcher outside saw', () => {
    expect(facts(index)).toMatchObject({
      'Lock hold: held': '24 µs',
      'Lock hold: origin': 'measured ± 1 µs',
      'Lock hold: outside witness': '22 – 26 µs',
      'Upload: duration': '412 ms',
      'Upload: bytes': '67.1 MB',
      'Records: during the hold': '0',
    });
  });

  it('say how many records were not processed while a copy was made under the lock', () => {
    expect(facts(full)['Records: not processed']).toBe('≈ 100,000');
  });

  it('say whether the bytes under the lock were copied or uploaded', () => {
    const { spans, source } = full.trace;
    const bytes = spans.bytes.map((known, i) => (phases[spans.phase[i]!] === 'sync' ? 67e6 : known));
    const run = (snapshot: string): typeof index =>
      indexTrace({ ...full.trace, spans: { ...spans, bytes }, source: { ...source, snapshot } });
    expect(facts(run('full-copy'))).toMatchObject({ 'Lock hold: copied under the lock': '67.0 MB' });
    expect(facts(run('blocking'))).toMatchObject({ 'Lock hold: uploaded under the lock': '67.0 MB' });
  });

  it('claim no witness for a hold that the watcher saw otherwise', () => {
    const [seen] = index.trace.observations.slice(6);
    const later = {
      ...seen!,
      firstHeld: seen!.firstHeld + 1,
      lastHeld: seen!.lastHeld + 1,
      firstFree: seen!.firstFree + 1,
      lastFree: seen!.lastFree + 1,
    };
    const denied = indexTrace({ ...index.trace, observations: [later] });
    expect(facts(denied)).not.toHaveProperty('Lock hold: outside witness');
  });

  it('write a witness whose bounds read alike only once', () => {
    expect(
      witnessed({
        operator: 0,
        subtask: 0,
        lastFree: 0,
        firstHeld: 0.001,
        lastHeld: 181,
        firstFree: 181.001,
        records: 0,
      }),
    ).toBe('181 ms');
  });
});

describe('the details of a run that recorded what its checkpoints cost', () => {
  const sample = sampleTrace();
  const series = (name: string, values: readonly number[]): Counter => ({
    name,
    operator: 1,
    subtask: 0,
    start: 0,
    step: 20,
    values: Float64Array.from({ length: 300 }, (_, bucket) => values[bucket - 100] ?? 0),
  });
  const costly = indexTrace({
    ...sample,
    counters: [
      ...sample.counters,
      series(counterNames.bytesCopied, [1000, 500, 0, 234]),
      series(counterNames.backPressuredTime, Array<number>(100).fill(5)),
      series(counterNames.idleTime, []),
    ],
  });
  const facts = (operator: number, of = costly): Record<string, string> =>
    Object.fromEntries(
      subtaskFacts(of, rowAt(of, operator, 0)!, 0, undefined).flatMap(({ facts: list }) =>
        list.map(({ label, value }) => [label, value]),
      ),
    );

  it('say how long the subtask was ready to go on and had no processor, where that was recorded', () => {
    const wait = series(counterNames.processorWaitTime, Array<number>(100).fill(4));
    const traced = indexTrace({ ...costly.trace, counters: [...costly.trace.counters, wait] });
    expect(facts(1, traced)).toMatchObject({ 'no processor': '20 % · before 0 %' });
  });

  it('say how long the upload waited, what was copied for it, and what the subtask lacked meanwhile and before', () => {
    expect(facts(1)).toMatchObject({
      'began after': '3 ms',
      'copied for it': '1.73 kB',
      'back-pressured': '25 % · before 0 %',
      idle: '0 % · before 0 %',
    });
    expect(facts(1)).not.toHaveProperty('no processor');
  });

  it('name the input that an alignment held back', () => {
    expect(facts(2)).toMatchObject({ 'held back count per customer (2/2)': '12 ms' });
  });

  it('name the longest of many held inputs, and say how many more there were', () => {
    const [held] = sample.waits.filter(({ kind }) => kind === 'heldInput');
    const waits = [1, 2, 3, 4, 5].map((ms) => ({ ...held!, end: held!.start + ms }));
    const wide = facts(2, indexTrace({ ...sample, waits }));
    expect(wide['2 more inputs']).toBe('≤ 2 ms');
  });

  it('say nothing of it where nothing was recorded', () => {
    const old = facts(1, indexTrace({ ...sample, waits: [] }));
    for (const label of ['began after', 'copied for it', 'back-pressured', 'idle']) {
      expect(old).not.toHaveProperty([label]);
    }
  });
});

describe('the records beside a checkpoint', () => {
  it('go on under an upload', () => {
    expect(rateWords(rowRates(index, count, 6))).toEqual({
      rates: '0.56 → 0.39',
      unit: 'M records/s',
      shortUnit: 'M/s',
      share: '69 %',
    });
  });

  it('stop under a long lock hold', () => {
    expect(rateWords(rowRates(full, rowAt(full, 2, 0)!, 6))).toEqual({
      rates: '0.56 → 0',
      unit: 'M records/s',
      shortUnit: 'M/s',
      share: '0 %',
    });
  });

  it('are not compared where single records would make the percentage', () => {
    expect(rateWords({ before: 10, during: 38.6 }).share).toBe('');
    expect(rateWords({ before: 2000, during: 1000 }).share).toBe('50 %');
  });

  it('keep a stop of one bucket visible when a pixel covers many', () => {
    const counter = { ...count.records!, start: 0, step: 20, values: Float64Array.from([9, 9, 0, 9, 9, 9]) };
    expect(columnOf(counter, 0, 120)).toEqual({ least: 0, most: 9 });
    expect(columnOf(counter, 120, 140)).toBeUndefined();
  });
});

describe('a checkpoint in progress', () => {
  const running = indexTrace(ordersTrace({ running: true, checkpoints: 3 }));

  it('is open to now where a subtask has not acknowledged', () => {
    expect(openParts(running, rowAt(running, 2, 0)!)).toMatchObject([
      { checkpoint: 2, end: running.now, likely: 'async' },
    ]);
  });

  it('is over where a subtask has', () => {
    expect(openParts(running, rowAt(running, 1, 0)!)).toEqual([]);
  });
});
