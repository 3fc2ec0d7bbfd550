import { describe, expect, it } from 'vitest';
import { verdict, verdictSteps, verdictText } from '../../../src/analysis/verdict/verdict.js';
import { buildTrace, type SpanRow } from '../../../src/trace/builder.js';
import {
  counterNames,
  type Checkpoint,
  type Counter,
  type Phase,
  type Trace,
} from '../../../src/trace/model.js';
import { flinkRecording } from '../../fixtures/flinkRecording.js';
import { recordings } from '../../fixtures/flinkRecordings.js';
import { sampleTrace } from '../../fixtures/sampleTrace.js';

function span(phase: Phase, start: number, end: number, more: Partial<SpanRow> = {}): SpanRow {
  return { checkpoint: 0, operator: 1, subtask: 0, phase, start, end, ...more };
}

function checkpoint(id: number, more: Partial<Checkpoint> = {}): Checkpoint {
  return { id, kind: 'checkpoint', trigger: 2000 * id, status: 'completed', ...more };
}

/** A trace of another source than the embedded engine, without counters. */
function recorded(checkpoints: readonly Checkpoint[], ...spans: readonly SpanRow[]): Trace {
  return buildTrace({
    ...sampleTrace(),
    source: { kind: 'imported', job: 'orders' },
    checkpoints,
    spans,
    counters: [],
    batches: [],
    observations: [],
  });
}

function sentence(trace: Trace, index?: number): string {
  return verdictText(verdict(trace, index));
}

describe('the verdict on an unaligned checkpoint', () => {
  const spans = [
    span('alignment', 10, 400, { bytes: 300_000 }),
    span('alignment', 20, 90, { subtask: 1, bytes: 193_000 }),
    span('sync', 12, 12.02),
    span('async', 12.02, 410, { bytes: 310_000 }),
  ];

  it('says how much its barriers overtook, and not that inputs were held back', () => {
    const unaligned = recorded([checkpoint(0, { type: 'UNALIGNED_CHECKPOINT' })], ...spans);
    expect(sentence(unaligned, 0)).toContain(
      'Barriers overtook 493 kB of records, which are in the checkpoint.',
    );
    expect(sentence(unaligned, 0)).not.toContain('held back');
  });

  it('is another one for the same spans of an aligned checkpoint', () => {
    const aligned = recorded([checkpoint(0)], ...spans);
    expect(sentence(aligned, 0)).toContain('Inputs were held back for up to 390 ms');
    expect(sentence(aligned, 0)).not.toContain('overtook');
  });
});

describe('the verdict on a run that was started again', () => {
  const restart = {
    failed: 100,
    resumed: 160,
    failure: 'orders.pipeline.ts:9:5: count (1/2): fell',
    checkpoint: 1,
  };

  it('says how often, how long nothing was processed, and why', () => {
    expect(sentence({ ...sampleTrace(), restarts: [restart] })).toContain(
      ' The run was started again once and processed nothing for 60 ms, after: orders.pipeline.ts:9:5: count (1/2): fell.',
    );
    const last = { failed: 300, failure: 'the disk is full' };
    expect(sentence({ ...sampleTrace({ state: 'failed' }), restarts: [restart, last] })).toContain(
      'The run was started again 2 times and processed nothing for 60 ms, last after: the disk is full.',
    );
  });

  it('says so before the first checkpoint, too', () => {
    const trace = { ...sampleTrace({ checkpoints: 0, state: 'failed' }), restarts: [restart] };
    expect(sentence(trace)).toMatch(
      /^The run failed before its first checkpoint\. The run was started again once/,
    );
  });
});

describe('the verdict on an embedded run', () => {
  it('names the lock hold, and what the upload beside it let through', () => {
    expect(sentence(sampleTrace(), 0)).toBe(
      'Processing stood still for 24 µs at count per customer (1/2). ' +
        'The 412 ms upload ran beside it: 0.76 of 1.12 M records/s went on (68 %). ' +
        'Old slots are saved before their first overwrite, which slows processing while the upload runs.',
    );
  });

  it('names the input that was held back longest, where that was recorded', () => {
    const sample = sampleTrace();
    const [held] = sample.waits.filter(({ kind }) => kind === 'heldInput');
    const aligning = buildTrace({
      ...sample,
      checkpoints: sample.checkpoints.slice(0, 1),
      batches: [],
      counters: [],
      spans: [
        span('sync', 2000, 2000.024),
        { checkpoint: 0, operator: 2, subtask: 0, phase: 'alignment', start: held!.start, end: held!.end },
      ],
      waits: [held!],
    });
    expect(sentence(aligning, 0)).toContain(
      'Input count per customer (2/2) was held back for 12 ms at totals (1/2).',
    );
  });

  it('says how much of an upload was waiting, where that is much, and what was copied beside it', () => {
    const sample = sampleTrace();
    const waits = sample.waits.map((wait) => ({ ...wait, end: wait.start + 60 }));
    const copied: Counter = {
      name: counterNames.bytesCopied,
      operator: 1,
      subtask: 0,
      start: 2000,
      step: 20,
      values: Float64Array.from({ length: 10 }, () => 1_234_000),
    };
    const text = sentence({ ...sample, waits, counters: [...sample.counters, copied] }, 0);
    expect(text).toContain('The 412 ms upload, 60 ms of it waiting to begin, ran beside it: ');
    expect(text).toContain(
      'Old slots are saved before their first overwrite, 12.3 MB at count per customer (1/2), which slows',
    );
  });

  it('says that a subtask had no processor while it uploaded, where that is much more than before', () => {
    const sample = sampleTrace();
    const without = (ms: number): Trace => {
      const series = (name: string, value: (bucket: number) => number): Counter => ({
        ...{ name, operator: 1, subtask: 0, start: 0, step: 20 },
        values: Float64Array.from({ length: 300 }, (_, bucket) => value(bucket)),
      });
      const counters = [
        series(counterNames.backPressuredTime, () => 0),
        series(counterNames.idleTime, () => 0),
        series(counterNames.processorWaitTime, (bucket) => (bucket < 100 ? 1 : ms)),
      ];
      return { ...sample, counters: [...sample.counters, ...counters] };
    };
    expect(sentence(without(6), 0)).toContain(
      '(68 %). count per customer (1/2) waited for a processor for 30 % of that time, 5 % before it. Old slots',
    );
    expect(sentence(without(1.9), 0)).not.toContain('processor');
    expect(sentence(sample, 0)).not.toContain('processor');
  });

  it('says of a full copy that it was made under the lock', () => {
    expect(sentence(sampleTrace({ snapshot: 'full-copy' }), 0)).toBe(
      'Processing stood still for 181 ms at count per customer (1/2). ' +
        'The 388 ms upload ran beside it: 1.12 of 1.12 M records/s went on (100 %). ' +
        'The whole state was copied under the lock.',
    );
  });

  it('never says of a blocking upload that it ran beside', () => {
    const text = sentence(sampleTrace({ snapshot: 'blocking' }), 0);
    expect(text).toMatch(
      /^Processing stood still for 561 ms at count per customer \(1\/2\)\. While it lasted, /,
    );
    expect(text).toMatch(/The state was uploaded under the lock\.$/);
    expect(text).not.toContain('beside');
  });

  it('gives over the whole run the longest standstill, in which checkpoint, of how many', () => {
    const sample = sampleTrace({ checkpoints: 3 });
    const end = sample.spans.end.slice();
    const index = sample.spans.phase.findIndex((code, i) => code === 3 && sample.spans.checkpoint[i] === 1);
    end[index] = sample.spans.start[index]! + 0.5;
    expect(sentence({ ...sample, spans: { ...sample.spans, end } })).toMatch(
      /^Processing stood still for 500 µs at orders \(1\/1\)\. It was the longest in 3 checkpoints, in #2; the median lock hold there was 6 µs\. The longest upload, 412 ms at count per customer \(1\/2\), ran beside it: /,
    );
  });

  it('links the number and the name to the lock hold, and the upload to its bar', () => {
    const { headline, meanwhile } = verdict(sampleTrace(), 1);
    const target = { checkpoint: 1, operator: 1, subtask: 0, phase: 'sync' };
    expect(headline.filter((phrase) => phrase.target)).toEqual([
      { text: '24 µs', target },
      { text: 'count per customer (1/2)', target },
    ]);
    expect(meanwhile.find((phrase) => phrase.target)).toEqual({
      text: '412 ms upload',
      target: { ...target, phase: 'async' },
    });
  });

  it('leaves the records out where none were counted', () => {
    expect(sentence(sampleTrace({ counters: false }), 0)).toContain(
      'The 412 ms upload ran beside it. Old slots',
    );
  });

  it('says so far while the run goes on, and how it ended when it did not finish', () => {
    expect(sentence(sampleTrace({ state: 'running' }))).toMatch(/^So far processing stood still for 24 µs/);
    expect(sentence(sampleTrace({ state: 'cancelled' }))).toContain(' The run was cancelled. ');
    expect(sentence(sampleTrace({ state: 'failed' }))).toContain(' The run failed: The disk is full. ');
  });
});

describe('the verdict without a checkpoint', () => {
  it.each([
    ['running', 'No checkpoint has been taken yet.'],
    ['finished', 'The run ended before its first checkpoint.'],
    ['cancelled', 'The run was cancelled before its first checkpoint.'],
    ['failed', 'The run failed before its first checkpoint. The disk is full.'],
  ] as const)('of a run that is %s says so', (state, text) => {
    expect(sentence(sampleTrace({ state, checkpoints: 0 }))).toBe(text);
  });

  it('of another job says that it takes none', () => {
    expect(sentence(recorded([]))).toBe('This job takes no checkpoints.');
  });
});

describe('the verdict on a checkpoint that did not complete', () => {
  const failed = checkpoint(4, {
    status: 'failed',
    failure: 'timed out after 4.00 s\n\tat Coordinator.java:1',
  });

  it('gives the reason in its first line, and what stood still until then', () => {
    expect(sentence(recorded([failed], span('sync', 8000, 8006)), 0)).toBe(
      '#4 failed: timed out after 4.00 s. Until then processing stood still for 6 ms at count per customer (1/2).',
    );
  });

  it('says when none of them completed', () => {
    expect(sentence(recorded([checkpoint(3, { status: 'failed' }), failed]))).toBe(
      'None of 2 checkpoints completed. #4 failed: timed out after 4.00 s.',
    );
  });

  it('counts the failed ones among others', () => {
    const text = sentence(recorded([checkpoint(1), failed], span('sync', 2000, 2006)));
    expect(text).toMatch(
      /^Processing stood still for 6 ms .* 1 of 2 checkpoints failed\. #4 failed: timed out/,
    );
  });

  it('that is under way says how far it has come', () => {
    const trace = recorded(
      [checkpoint(1, { status: 'inProgress' })],
      span('sync', 2000, 2006),
      span('ack', 2006, 2007),
    );
    expect(sentence(trace, 0)).toBe(
      'So far processing stood still for 6 ms at count per customer (1/2). ' +
        '#1 is under way: 1 of 5 subtasks have acknowledged it.',
    );
  });

  it('that the end of the run cut off says that it was not completed', () => {
    const trace = {
      ...sampleTrace({ state: 'cancelled', checkpoints: 1 }),
      checkpoints: [checkpoint(1, { status: 'inProgress' })],
    };
    expect(sentence(trace, 0)).toMatch(/^#1 was not completed\. Until then .* The run was cancelled\.$/);
  });
});

describe('the words of the verdict', () => {
  const one = [checkpoint(1)];

  it('say before the barrier went on where the standstill was a flush', () => {
    expect(sentence(recorded(one, span('preBarrier', 2000, 2401), span('sync', 2401, 2401)), 0)).toBe(
      'Processing stood still for 401 ms at count per customer (1/2), before the barrier went on.',
    );
  });

  it('say how much was a flush where the lock hold shows in the number', () => {
    expect(sentence(recorded(one, span('preBarrier', 2000, 2300), span('sync', 2300, 2400)), 0)).toBe(
      'Processing stood still for 400 ms at count per customer (1/2), 300 ms of it before the barrier went on.',
    );
  });

  it('say at most for what was derived, with its uncertainty', () => {
    expect(sentence(recorded(one, span('sync', 2000, 2010, { origin: 'derived', uncertainty: 2 })), 0)).toBe(
      'Processing stood still for at most 12 ms at count per customer (1/2).',
    );
  });

  it('say held back for alignment, when it was longer than the standstill', () => {
    expect(sentence(recorded(one, span('alignment', 2000, 2800), span('sync', 2800, 2801)), 0)).toBe(
      'Processing stood still for 1 ms at count per customer (1/2). Inputs were held back for up to 800 ms at count per customer (1/2).',
    );
    expect(sentence(recorded(one, span('alignment', 2000, 2001), span('sync', 2001, 2003)), 0)).not.toContain(
      'held back',
    );
    expect(sentence(recorded(one, span('alignment', 2000, 2800)), 0)).toMatch(
      /^Inputs were held back for up to 800 ms/,
    );
  });

  it('name barriers that were slow to come, when nothing took longer', () => {
    expect(
      sentence(recorded(one, span('startDelay', 2000, 27_700), span('sync', 27_700, 27_710)), 0),
    ).toMatch(/Barriers took up to 25\.7 s to reach count per customer \(1\/2\)\.$/);
  });

  it('claim no standstill where no lock hold was recorded, or none that the clock can tell', () => {
    expect(sentence(recorded(one, span('async', 2000, 2400)), 0)).toBe(
      'No lock hold was recorded in #1. The longest upload, 400 ms at count per customer (1/2), ran beside processing.',
    );
    expect(sentence(recorded(one, span('sync', 2000, 2000)), 0)).toBe(
      'Nothing stood still for longer than the clock can tell.',
    );
  });
});

describe('a verdict that is worked out in steps', () => {
  it.each(recordings)('is the one that is told at once: %s', (recording) => {
    const trace = flinkRecording(recording, { from: ['rest'] });
    const asked = [undefined, ...trace.checkpoints.keys()];
    const atOnce = asked.map((checkpoint) => verdict({ ...trace }, checkpoint));
    const inSteps = { ...trace };
    const steps = [...verdictSteps(inSteps)];
    expect(steps).toHaveLength(trace.checkpoints.length);
    expect(asked.map((checkpoint) => verdict(inSteps, checkpoint))).toEqual(atOnce);
  });
});
