import { describe, expect, it } from 'vitest';
import { jobFacts, jobSubtaskFacts, locationOf, typeWords } from '../../../webview/details/jobFacts.js';
import { openParts } from '../../../webview/openParts.js';
import { arrangeRows } from '../../../webview/rows/rows.js';
import { rankRows } from '../../../webview/rows/rankedRows.js';
import { rowWords } from '../../../webview/rows/rowOrder.js';
import { describeCheckpoint } from '../../../webview/strip/checkpointWords.js';
import type { ViewModel } from '../../../webview/model.js';
import { durationWords, isLeftOver, originWords, spanWords } from '../../../webview/tables/spanWords.js';
import { withoutNotes } from '../../../webview/notes/notesView.js';
import { spanTooltip } from '../../../webview/chart/tooltip.js';
import { indexTrace, rowAt, type TraceIndex } from '../../../webview/rows/traceIndex.js';
import { freshState } from '../../../webview/viewState.js';
import { phases, type Phase } from '../../../src/trace/model.js';
import { sampleTrace } from '../../fixtures/sampleTrace.js';
import { checkpointNumbered, flinkRecording, type RecordingOptions } from '../../fixtures/flinkRecording.js';

const opened = (name: string, options: RecordingOptions = { from: ['rest'] }): TraceIndex =>
  indexTrace(flinkRecording(name, options));

const skew = opened('skew');
const expired = opened('expired');
const flush = opened('hidden-flush');

/** `slow sink: Writer (4/4) ≤ 1.40 s`, as the name column shows them. */
function column(index: TraceIndex, id: number): string[] {
  const ranked = rankRows(index, checkpointNumbered(index.trace, id));
  return arrangeRows(index, ranked, freshState).groups.flatMap(({ rows }) =>
    rows.map((row) => {
      const { name } = index.trace.operators[row.row.operator]!;
      return `${name} (${row.row.subtask + 1}) ${rowWords(index, row, 'blocked')}`;
    }),
  );
}

function spanAt(index: TraceIndex, id: number, operator: string, subtask: number, phase: Phase): number {
  const { spans, operators } = index.trace;
  const checkpoint = checkpointNumbered(index.trace, id);
  return [...spans.start.keys()].find(
    (i) =>
      spans.checkpoint[i] === checkpoint &&
      operators[spans.operator[i]!]!.name === operator &&
      spans.subtask[i] === subtask &&
      phases[spans.phase[i]!] === phase,
  )!;
}

function facts(index: TraceIndex, id: number, operator: string, subtask: number): Record<string, unknown> {
  const at = index.trace.operators.findIndex(({ name }) => name === operator);
  const sections = jobSubtaskFacts(index, rowAt(index, at, subtask)!, checkpointNumbered(index.trace, id));
  return Object.fromEntries(
    sections.map(({ title, facts: list, note }) => [
      title,
      [...list.map(({ label, value }) => `${label}: ${value}`), ...(note === undefined ? [] : [note])],
    ]),
  );
}

describe('the column of blocked time of a Flink job', () => {
  it('counts inputs that were held back as a bound, and puts those first', () => {
    expect(column(skew, 4).slice(0, 5)).toEqual([
      'slow sink: Writer (4) ≤ 1.40 s',
      'slow sink: Writer (2) ≤ 1.39 s',
      'slow sink: Writer (1) ≤ 1.38 s',
      'slow sink: Writer (3) ≤ 1.38 s',
      'Source: orders -> parse (4) 31 ms',
    ]);
    expect(column(skew, 4)).toContain('count per customer (3) 1 ms');
  });

  it('counts what is not accounted for where it is more than all that is known', () => {
    expect(column(flush, 4)[0]).toBe('slow sink: Writer (1) ≤ 410 ms');
    expect(column(flush, 4)).toContain('Source: orders -> parse (1) <1 ms');
    expect(column(opened('hidden-flush', {}), 4)[0]).toBe('slow sink: Writer (1) ≤ 405 ms');
  });

  it('puts those first that a checkpoint failed without', () => {
    expect(column(expired, 5).slice(0, 4)).toEqual([
      'count per customer (2) no report',
      'count per customer (1) ≤ 32 ms',
      'slow sink: Writer (1) no report',
      'slow sink: Writer (2) no report',
    ]);
  });

  it('says declined, finished and waiting in words', () => {
    expect(column(opened('declined', {}), 3)[0]).toBe('count per customer (2) declined');
    expect(column(opened('finished-tasks'), 6)).toContain('Source: refunds (1) –');
    const { epoch, checkpoints } = flinkRecording('pending', { from: ['rest'] });
    const until = epoch + checkpoints[1]!.trigger + 2300;
    expect(column(opened('pending', { until }), 2)[0]).toBe('count per customer (2) waiting');
  });
});

describe('what never ended', () => {
  it('is open from the trigger to the end of the checkpoint that failed without it', () => {
    const checkpoint = checkpointNumbered(expired.trace, 5);
    const { trigger, end } = expired.trace.checkpoints[checkpoint]!;
    const sink = expired.trace.operators.findIndex(({ name }) => name === 'slow sink: Writer');
    expect(openParts(expired, rowAt(expired, sink, 0)!)).toEqual([
      { checkpoint, start: trigger, end, likely: 'startDelay', outcome: 'pending' },
    ]);
  });

  it('is nothing for those that had finished before', () => {
    const finished = opened('finished-tasks');
    const source = finished.trace.operators.findIndex(({ name }) => name === 'Source: payments');
    expect(openParts(finished, rowAt(finished, source, 0)!)).toEqual([]);
  });
});

describe('the words for a span', () => {
  it('call a rest what it is, and say how far bars may lie later', () => {
    const rest = spanAt(skew, 4, 'count per customer', 2, 'ack');
    expect(isLeftOver(skew.trace, rest)).toBe(true);
    expect(spanWords(skew, rest)).toEqual({ name: 'not accounted for', effect: 'not known' });
    expect(originWords(skew, rest)).toBe('derived: what is left over');
    const hold = spanAt(skew, 4, 'count per customer', 2, 'sync');
    expect(originWords(skew, hold)).toBe('derived: may lie up to 159 ms later');
    expect(originWords(skew, spanAt(skew, 4, 'count per customer', 2, 'startDelay'))).toBe('derived ± 2 ms');
  });

  it('call an acknowledgement measured where a log has it', () => {
    const logged = opened('hidden-flush', {});
    const ack = spanAt(logged, 4, 'slow sink: Writer', 1, 'ack');
    expect(spanWords(logged, ack).name).toBe('acknowledging');
    expect(originWords(logged, ack)).toMatch(/^measured ± /);
  });

  it('say of an embedded run’s checkpoint, too, whether it held back inputs', () => {
    const trace = sampleTrace();
    const alignment = spanAt(indexTrace(trace), 1, 'count per customer', 0, 'alignment');
    expect(spanWords(indexTrace(trace), alignment).effect).toBe('holds back some inputs');
    const checkpoints = trace.checkpoints.map((each) => ({ ...each, type: 'UNALIGNED_CHECKPOINT' }));
    expect(spanWords(indexTrace({ ...trace, checkpoints }), alignment).effect).toBe('holds nothing back');
  });

  it('never say that an unaligned checkpoint held back inputs', () => {
    const unaligned = opened('backpressure-unaligned');
    const alignment = spanAt(unaligned, 4, 'count per customer', 0, 'alignment');
    expect(spanWords(unaligned, alignment).effect).toBe('holds nothing back');
    expect(spanWords(skew, spanAt(skew, 4, 'slow sink: Writer', 0, 'alignment')).effect).toBe(
      'holds back some inputs',
    );
  });

  it('are no finer than the source', () => {
    expect(durationWords(skew, 0)).toBe('<1 ms');
    expect(durationWords(skew, 12.4)).toBe('12 ms');
  });

  it('say of a late report that it was too late', () => {
    const model = { index: expired, state: freshState, notes: withoutNotes } as ViewModel;
    const { title, facts: list } = spanTooltip(model, spanAt(expired, 4, 'count per customer', 1, 'sync'));
    expect(title).toBe('Lock hold · blocks processing');
    expect(list).toContainEqual({ label: 'held', value: '6.00 s' });
    expect(list).toContainEqual({ label: 'report', value: 'reported too late' });
    expect(list).toContainEqual({ label: 'origin', value: 'derived: may lie up to 153 ms later' });
  });
});

describe('the details of a subtask of a Flink job', () => {
  it('give Flink’s numbers so that they add up, and where the last barrier lost its time', () => {
    expect(facts(skew, 4, 'count per customer', 2)).toEqual({
      'What Flink reports': [
        'start delay: 1,432 ms',
        'sync: 1 ms',
        'async: 44 ms',
        'not accounted for: 159 ms',
        'end to end: 1,636 ms',
        'uploaded: 28.3 kB',
      ],
      Blocked: [
        'stood still: 1 ms',
        'may hide a flush of: ≤ 6 ms',
        'By then slow sink: Writer (1/4) had its barriers.',
      ],
      'How sure': [
        'numbers from: REST',
        'lock hold: derived: may lie up to 159 ms later',
        'What is not accounted for is a late acknowledgement, or work before the barrier. A DEBUG log would tell.',
      ],
      'Way of its last barrier': [
        'from Source: orders -> parse (4/4): 1,390 ms',
        'trigger to Source: orders -> parse (4/4): 42 ms',
      ],
      Checkpoint: ['type: aligned', 'stored: 116 kB', 'full: 116 kB'],
      Job: ['Flink: 2.3.0', 'triggers without a checkpoint: 1'],
    });
  });

  it('say what became of one that did not acknowledge in time', () => {
    expect(facts(expired, 5, 'slow sink: Writer', 0)).toMatchObject({
      'What Flink reports': ['No report came.'],
      'Way of its last barrier': ['no barrier yet from: count per customer (2/2)'],
      Checkpoint: [
        'type: aligned',
        'stored: 88.2 kB',
        'full: 88.2 kB',
        'Checkpoint expired before completing.',
      ],
    });
    expect(facts(expired, 4, 'count per customer', 1)['What Flink reports']).toContain(
      'It reported too late: the checkpoint had been given up.',
    );
    expect(facts(opened('finished-tasks'), 6, 'Source: refunds', 0)['What Flink reports']).toEqual([
      'It had finished before.',
    ]);
  });

  it('tell busy and back-pressured shares where the recording has them', () => {
    const index = indexTrace({
      ...skew.trace,
      counters: [
        {
          name: 'backPressuredTimeMsPerSecond',
          operator: 0,
          subtask: 0,
          start: 0,
          step: 10_000,
          values: Float64Array.of(120, 250),
        },
      ],
    });
    const { name } = index.trace.operators[0]!;
    expect(facts(index, 4, name, 0)['Load near the checkpoint']).toEqual([
      'back-pressured: 25 %',
      'Means over the last minute.',
    ]);
  });

  it('know where a subtask ran, how a checkpoint was taken, and what the job was restored from', () => {
    expect(locationOf(skew.trace, { operator: 0, subtask: 0 })).toBe('localhost:41275');
    const { trace } = opened('savepoints');
    expect(trace.checkpoints.map((checkpoint) => typeWords(trace, checkpoint))).toEqual([
      'aligned',
      'savepoint',
      'aligned',
      'aligned',
      'savepoint',
      'aligned',
      'aligned',
      'aligned',
      'aligned',
      'savepoint that stopped the job',
    ]);
    expect(jobFacts(opened('failover').trace)).toContainEqual({ label: 'restored from', value: '#11' });
  });
});

describe('the strip of a Flink job', () => {
  it('tells savepoints apart, and says why a checkpoint failed and when', () => {
    const of = (index: TraceIndex, id: number): string =>
      describeCheckpoint({ index }, checkpointNumbered(index.trace, id));
    expect(of(opened('savepoints'), 2)).toBe('#2 savepoint: completed in 1.19 s, blocked 21 ms');
    expect(of(expired, 4)).toBe(
      '#4: failed after 4.01 s: Checkpoint expired before completing, blocked 6.00 s',
    );
  });
});
