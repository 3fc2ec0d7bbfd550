import { describe, expect, it } from 'vitest';
import { verdict, verdictText } from '../../../src/analysis/verdict/verdict.js';
import { buildTrace, type SpanRow, type TraceParts } from '../../../src/trace/builder.js';
import type { Trace } from '../../../src/trace/model.js';
import { checkpointNumbered, flinkRecording } from '../../fixtures/flinkRecording.js';
import { recordings } from '../../fixtures/flinkRecordings.js';

const first = (trace: Trace, checkpoint?: number): string =>
  verdict(trace, checkpoint)
    .headline.map(({ text }) => text)
    .join('');

/** The first line on the whole job, opened with all it left behind. Each was checked against the raw numbers. */
const wholeJobs: Readonly<Record<string, string>> = {
  '1.20.5/rocksdb-aligned': 'Processing stood still for 5.08 s at count per customer (1/2).',
  '2.3.0/backpressure-aligned': 'Barriers took 25.7 s to reach slow sink: Writer (2/2).',
  '2.3.0/backpressure-unaligned':
    'Processing stood still for 172 ms at Source: orders (1/2), 93 ms of it before the barrier went on.',
  '2.3.0/declined': 'Processing stood still for 95 ms at count per customer (2/2).',
  '2.3.0/expired': 'Processing stood still for 6.01 s at count per customer (2/2).',
  '2.3.0/failover': 'Processing stood still for 173 ms at count per customer (1/2).',
  '2.3.0/finished-tasks': 'Processing stood still for 389 ms at match payments (1/2).',
  '2.3.0/hashmap-1m': 'Processing stood still for 62 ms at Source: orders -> parse (1/2).',
  '2.3.0/hidden-flush':
    'Processing stood still for 405 ms at slow sink: Writer (1/2), before the barrier went on.',
  '2.3.0/join': 'The sources began their part of #5 only 1.17 s to 1.22 s after the trigger.',
  '2.3.0/no-checkpointing': 'This job takes no checkpoints.',
  '2.3.0/pending': 'Processing stood still for 647 ms at Source: orders -> parse (1/2).',
  '2.3.0/rocksdb-1m-incremental': 'Processing stood still for 587 ms at count per customer (1/2).',
  '2.3.0/savepoints': 'Processing stood still for 688 ms at count per customer (2/2).',
  '2.3.0/skew':
    'One barrier was late: count per customer (3/4) got it after 1.89 s, its siblings after 163 ms.',
  '2.3.0/snapshot-exception': 'Processing stood still for 448 ms at count per customer (2/2).',
  '2.3.0/sql': 'Processing stood still for 131 ms at Source: orders[5] (1/2).',
  '2.3.0/sync-operator-state': 'Processing stood still for 488 ms at count per customer (2/2).',
  '2.3.0/tolerable-exceeded': 'Processing stood still for 128 ms at Source: orders -> parse (1/2).',
  '2.3.0/traces':
    'match payments held back inputs for up to 419 ms, waiting for the barriers of Source: refunds.',
  '2.3.0/unaligned-timeout': 'Processing stood still for 77 ms at Source: orders (1/2).',
  '2.3.0/wide-32': 'The sources began their part of #1 only 1.46 s to 2.12 s after the trigger.',
  '2.3.0/wide-64-overloaded':
    'match payments held back inputs for up to 14.5 s, waiting for the barriers of Source: refunds.',
};

describe('the verdict on a recorded Flink job', () => {
  it.each(recordings.map((name) => [name]))('%s names who was blocked, in one sentence', (name) => {
    expect(first(flinkRecording(name))).toBe(wholeJobs[name]);
  });

  it('says how the job ended, what failed, and what it was restored from', () => {
    expect(verdictText(verdict(flinkRecording('expired')))).toContain(
      '3 of 16 checkpoints timed out, the last was #5.',
    );
    expect(verdictText(verdict(flinkRecording('tolerable-exceeded')))).toContain(
      '2 of 5 checkpoints failed. #5: Asynchronous task checkpoint failed. The job failed',
    );
    expect(verdictText(verdict(flinkRecording('snapshot-exception')))).toContain(
      'The job was last restored from #3.',
    );
  });
});

/** Recording, what of it is opened, checkpoint, and the verdict on that. */
const checkpoints: readonly (readonly [string, readonly ('rest' | 'log')[], number, string])[] = [
  [
    'hashmap-1m',
    ['rest'],
    8,
    'Processing stood still for 24 ms at count per customer (2/2). The uploads, up to 447 ms at count per customer (1/2) and 17.0 MB in all, ran beside processing.',
  ],
  [
    'rocksdb-1m-incremental',
    ['rest', 'log'],
    6,
    'Processing stood still for 286 ms at count per customer (1/2). The upload that followed took 21 ms: 2.38 MB.',
  ],
  [
    'hidden-flush',
    ['rest', 'log'],
    4,
    'Processing stood still for 401 ms at slow sink: Writer (1/2), before the barrier went on. No Flink number contains it: sync and async are 0 of its 434 ms.',
  ],
  [
    'hidden-flush',
    ['rest'],
    4,
    '406 ms at slow sink: Writer (1/2) are not accounted for. A flush before the barrier, or a late acknowledgement. A DEBUG log would tell. The longest full stop that is known is 4 ms, at Source: orders -> parse (2/2).',
  ],
  [
    'skew',
    ['rest'],
    4,
    'One barrier was late: count per customer (3/4) got it after 1.43 s, its siblings after 22 ms. Until then slow sink: Writer held back up to 3 of its 4 inputs for up to 1.39 s. The longest full stop that Flink measured is 31 ms, at Source: orders -> parse (4/4). Likely cause: a hot key; it was late alone in 8 of 8 completed checkpoints.',
  ],
  [
    'backpressure-aligned',
    ['rest'],
    3,
    'Barriers took 25.7 s to reach slow sink: Writer (2/2). No lock hold was longer than 10 ms. Likely back-pressure, not state. 21.2 s of it lay between count per customer (2/2) and it.',
  ],
  [
    'backpressure-unaligned',
    ['rest'],
    4,
    'No lock hold was longer than 18 ms. Source: orders shows 2.28 s of async for 265 B: likely waiting for in-flight data, not an upload. Barriers took up to 2.27 s to reach count per customer (1/2).',
  ],
  [
    'expired',
    ['rest'],
    4,
    '#4 timed out after 4.01 s: count per customer (2/2) was still in its lock hold. The 6.00 s hold was reported at 8.30 s, too late to count. slow sink: Writer held back one of its 2 inputs for up to 2.04 s.',
  ],
  [
    'expired',
    ['rest'],
    5,
    '#5 timed out after 4.01 s: count per customer (2/2) was still in the lock hold of #4. No report came from 2 more of 6 subtasks.',
  ],
  [
    '1.20.5/rocksdb-aligned',
    ['rest'],
    7,
    'One barrier was late: count per customer (1/2) got it after 1.42 s, its sibling after 76 ms. Until then slow sink: Writer held back one of its 2 inputs for up to 1.36 s. The longest full stop that Flink measured is 126 ms, at count per customer (1/2). It was still in the lock hold of #6.',
  ],
  [
    'declined',
    ['rest'],
    3,
    '#3 failed after 132 ms: Asynchronous task checkpoint failed. No report came from count per customer (2/2): likely it declined.',
  ],
  ['declined', ['rest', 'log'], 3, '#3 was declined by count per customer (2/2).'],
  [
    'snapshot-exception',
    ['rest'],
    4,
    '#4 was given up after 255 ms: the job restarted from #3. No report came from count per customer (2/2).',
  ],
  [
    'pending',
    ['rest'],
    6,
    '#6 was given up after 3.27 s: the job was cancelled. No report came from count per customer (2/2).',
  ],
  [
    'savepoints',
    ['rest'],
    10,
    'Processing stood still for 336 ms at count per customer (2/2). It was the savepoint that stopped the job. The upload that followed took 31 ms: 1.02 MB.',
  ],
  [
    'finished-tasks',
    ['rest'],
    4,
    'Processing stood still for 31 ms at Source: refunds (2/2). The uploads, up to 75 ms at match payments (1/2) and 279 kB in all, ran beside processing. Source: payments had finished before.',
  ],
  [
    'wide-64-overloaded',
    ['rest'],
    1,
    'match payments held back inputs for up to 14.5 s, waiting for the barriers of Source: refunds. Source: refunds began its part 10.6 s to 15.6 s after the trigger. The longest full stop that Flink measured is 1.51 s, at Source: orders -> parse (6/64). Up to 26.8 s are left over after the uploads: work before a barrier, or late acknowledgements.',
  ],
  ['wide-64-overloaded', ['log'], 1, '#1 took 38.0 s; of its subtasks nothing is known.'],
];

describe('the verdict on a recorded checkpoint', () => {
  it.each(checkpoints)('%s by %j, #%i', (name, from, id, text) => {
    const trace = flinkRecording(name, { from });
    expect(verdictText(verdict(trace, checkpointNumbered(trace, id)))).toBe(text);
  });
});

describe('the verdict on a job that goes on', () => {
  const { epoch, checkpoints: whole } = flinkRecording('pending', { from: ['rest'] });
  const trigger = epoch + whole[1]!.trigger;

  it.each([
    [
      1740,
      '#2 waits for count per customer (2/2) and 2 more. 3 of 6 subtasks have acknowledged it, the last after 1.18 s. So far processing stood still for 8 ms at Source: orders -> parse (1/2).',
    ],
    [
      2300,
      '#2 waits for count per customer (2/2). 5 of 6 subtasks have acknowledged it, the last after 1.18 s. So far processing stood still for 8 ms at Source: orders -> parse (1/2).',
    ],
    [
      3200,
      '#2 is acknowledged by all subtasks, and not completed yet. 6 of 6 subtasks have acknowledged it, the last after 2.59 s. So far processing stood still for 8 ms at Source: orders -> parse (1/2).',
    ],
  ])('names whom the checkpoint waits for, %i ms after its trigger', (after, text) => {
    const trace = flinkRecording('pending', { until: trigger + after });
    expect(verdictText(verdict(trace, checkpointNumbered(trace, 2)))).toBe(text);
  });
});

describe('the verdict on a job of which little is known', () => {
  const job = (parts: Partial<TraceParts>, source: object = {}): Trace =>
    buildTrace({
      producer: { name: 'test', version: '1' },
      source: { kind: 'flink', job: 'orders', resolution: 1, ...source },
      epoch: 0,
      operators: [
        { id: 'a', name: 'Source: a', parallelism: 1, inputs: [] },
        { id: 'b', name: 'b', parallelism: 2, inputs: [{ from: 'a', ship: 'HASH' }] },
      ],
      checkpoints: [{ id: 1, kind: 'checkpoint', trigger: 0, end: 900, status: 'completed' }],
      spans: [],
      ...parts,
    });
  const span = (operator: number, phase: SpanRow['phase'], start: number, end: number): SpanRow => ({
    checkpoint: 0,
    operator,
    subtask: 0,
    phase,
    start,
    end,
    origin: 'derived',
    uncertainty: 2,
  });

  it.each([
    [{ checkpointing: {} }, 'This job takes no checkpoints.'],
    [{}, 'No checkpoint is recorded here.'],
    [{ checkpointing: { interval: 1000 }, state: 'running' }, 'No checkpoint has been taken yet.'],
    [
      { checkpointing: { interval: 1000 }, state: 'cancelled' },
      'The job was cancelled before its first checkpoint.',
    ],
    [
      { failedTriggers: 3, state: 'failed', failure: 'No slots.' },
      'The job failed before its first checkpoint. 3 triggers failed before the checkpoint had a number. No slots.',
    ],
  ])('without checkpoints, and %j', (source, text) => {
    expect(verdictText(verdict(job({ checkpoints: [] }, source)))).toBe(text);
  });

  it('never says that inputs were held back where barriers hold nothing back', () => {
    const spans = [
      span(1, 'startDelay', 0, 10),
      span(1, 'alignment', 10, 810),
      span(1, 'sync', 810, 812),
      span(1, 'async', 812, 813),
    ];
    expect(first(job({ spans }))).toBe('b (1/2) held back inputs for up to 800 ms.');
    const atLeastOnce = job({ spans }, { checkpointing: { mode: 'at_least_once' } });
    expect(verdictText(verdict(atLeastOnce))).toBe(
      'Processing stood still for 2 ms at b (1/2). The upload that followed took 1 ms.',
    );
  });

  it('says when none of the checkpoints completed', () => {
    const failed = { id: 1, kind: 'checkpoint', trigger: 0, end: 900, status: 'failed' } as const;
    const failure = 'Checkpoint expired before completing.';
    const trace = job({ checkpoints: [failed, { ...failed, id: 2, trigger: 1000, end: 1900, failure }] });
    expect(verdictText(verdict(trace))).toBe('None of 2 checkpoints completed. #2 timed out after 900 ms.');
  });

  it('takes a source’s fields for what they are, whatever a file holds in them', () => {
    const source = {
      checkpointing: 'x',
      restores: [{ checkpoint: 'y' }, null, 3],
      from: {},
      failedTriggers: '9',
    };
    expect(first(job({}, source))).toBe('#1 took 900 ms; of its subtasks nothing is known.');
  });
});
