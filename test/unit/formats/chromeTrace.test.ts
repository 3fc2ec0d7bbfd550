import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chromeTraceReader } from '../../../src/formats/chromeTrace.js';
import { writeChromeTrace } from '../../../src/formats/chromeTraceWriter.js';
import type { InputContent } from '../../../src/formats/input.js';
import { readTrace } from '../../../src/trace/ckptReader.js';
import { writeTrace } from '../../../src/trace/ckptWriter.js';
import { phases, type Trace } from '../../../src/trace/model.js';
import { sampleTrace } from '../../fixtures/sampleTrace.js';
import { traces } from '../../fixtures/traceArbitrary.js';

const fileOf = (text: string, name = 'saved.json') => ({ name, bytes: new TextEncoder().encode(text) });

function read(text: string): Omit<InputContent, 'traces'> & { readonly traces: readonly Trace[] } {
  const { traces: whole, ...rest } = chromeTraceReader.read([fileOf(text)]);
  return { ...rest, traces: whole.map(({ trace }) => trace) };
}

function textOf(trace: Trace): string {
  return [...writeChromeTrace(trace)].join('');
}

/** The sample as a file keeps it: in whole nanoseconds. */
const sample = readTrace(writeTrace(sampleTrace())).trace;
const sampleText = textOf(sample);

/** A checkpoint is found again by its id, so each has its own. */
const distinctCheckpoints = traces.map((trace) => ({
  ...trace,
  checkpoints: trace.checkpoints.map((checkpoint, id) => ({ ...checkpoint, id: id + 3 })),
}));

const sync = {
  name: 'sync',
  ph: 'X',
  ts: 2000,
  dur: 250,
  pid: 7,
  tid: 9,
  args: { checkpoint: 4, operator: 'count', subtask: 1 },
};

describe('a trace written as Chrome trace events', () => {
  it('comes back as it was', () => {
    const { traces: read_, diagnostics } = read(sampleText);
    expect(diagnostics).toEqual([]);
    expect(read_).toEqual([sample]);
  });

  it('comes back as it was, whatever is in it', () => {
    fc.assert(
      fc.property(distinctCheckpoints, (trace) => {
        const { traces: read_, diagnostics } = read(textOf(trace));
        expect(diagnostics).toEqual([]);
        expect(read_).toEqual([trace]);
      }),
    );
  });

  it('is readable without its end, as far as events say it', () => {
    const cut = sampleText.slice(0, sampleText.indexOf('"checkpointTrace"') - 20);
    const { traces: read_, diagnostics } = read(cut);
    expect(diagnostics).toMatchObject([{ file: 'saved.json', message: 'The file ends too early.' }]);
    expect(read_[0]!.operators.map(({ name }) => name)).toEqual(['orders', 'count per customer', 'totals']);
    expect(read_[0]!.checkpoints).toEqual(sample.checkpoints);
    expect(read_[0]!.spans).toEqual(sample.spans);
  });
});

describe('a file of Chrome trace events', () => {
  it.each([
    ['an object with events', '{"traceEvents":[]}'],
    ['an object with other members first', '\ufeff {"metadata":{"a":[1]},"traceEvents":[{"ph":"X"}]}'],
    ['a bare list', '[{"name":"a","ph":"X"}]'],
    ['a bare list without an end', '\n[ {"ph":"B"},'],
  ])('is known as %s', (_, text) => {
    expect(chromeTraceReader.recognizes(fileOf(text))).toBe(true);
  });

  it.each([
    ['our own trace', writeTrace(sample)],
    ['a list of numbers', '[1, 2]'],
    ['a list of other objects', '[{"id":1}]'],
    ['nothing', ''],
    ['a word', 'traceEvents'],
    ['one that names events deeper', '{"data":{"traceEvents":[]}}'],
    ['binary', '\0\0\0'],
  ])('is not taken for one: %s', (_, text) => {
    expect(chromeTraceReader.recognizes(fileOf(text))).toBe(false);
  });
});

describe('trace events of another program', () => {
  it('are read as phases by their names and args', () => {
    const events = [
      { ...sync, name: 'Start Delay', ts: 1000, dur: 1000 },
      sync,
      {
        ...sync,
        name: 'AsyncCheckpointDurationMs',
        ts: 2250,
        dur: 4000.5,
        args: { checkpointId: '4', taskName: 'count', subtask_index: 1, bytes: 12 },
      },
      { name: 'other work', ph: 'X', ts: 0, dur: 1, pid: 7, tid: 9 },
    ];
    const {
      traces: [trace],
      diagnostics,
    } = read(JSON.stringify({ traceEvents: events }));
    expect(diagnostics).toEqual([]);
    expect(trace).toMatchObject({
      epoch: 0,
      source: { job: 'saved' },
      operators: [{ id: 'count', parallelism: 2 }],
      checkpoints: [{ id: 4, trigger: 1, end: 6.2505, status: 'completed' }],
    });
    expect([...trace!.spans.phase].map((code) => phases[code])).toEqual(['startDelay', 'sync', 'async']);
    expect([...trace!.spans.start]).toEqual([1, 2, 2.25]);
    expect([...trace!.spans.end]).toEqual([2, 2.25, 6.2505]);
    expect([...trace!.spans.bytes]).toEqual([0, 0, 12]);
  });

  it('may be pairs of begin and end, in a list without an end, placed by process and thread', () => {
    const events = [
      { name: 'process_name', ph: 'M', pid: 1, args: { name: 'count' } },
      { name: 'thread_name', ph: 'M', pid: 1, tid: 2, args: { name: 'count (2/4)' } },
      {
        name: 'checkpoint',
        ph: 'X',
        ts: 10,
        dur: 100,
        pid: 0,
        tid: 0,
        args: { id: 4, status: 'failed', failure: 'expired' },
      },
      { name: 'alignment', ph: 'B', ts: 20, pid: 1, tid: 2, args: { checkpoint: 4 } },
      { name: 'work', ph: 'B', ts: 21, pid: 1, tid: 2 },
      { ph: 'E', ts: 22, pid: 1, tid: 2 },
      { ph: 'E', ts: 30, pid: 1, tid: 2 },
    ];
    const text = JSON.stringify(events).slice(0, -1);
    for (const unended of [text, `${text},\n`]) {
      const {
        traces: [trace],
        diagnostics,
      } = read(unended);
      expect(diagnostics).toEqual([]);
      expect(trace!.checkpoints).toEqual([
        { id: 4, kind: 'checkpoint', trigger: 0.01, end: 0.11, status: 'failed', failure: 'expired' },
      ]);
      expect(trace!.spans).toMatchObject({
        length: 1,
        subtask: Int32Array.of(1),
        start: Float64Array.of(0.02),
        end: Float64Array.of(0.03),
      });
    }
  });

  it('have Unix time where their times are that late', () => {
    const ts = Date.UTC(2026, 10, 22, 10) * 1000 + 1500;
    const {
      traces: [trace],
    } = read(JSON.stringify([{ ...sync, ts }]));
    expect(trace!.epoch).toBe(Date.UTC(2026, 10, 22, 10) + 1);
    expect(trace!.spans.start[0]).toBe(0.5);
  });

  it('without a phase are refused with what is there and what is expected', () => {
    const { traces: read_, diagnostics } = read(
      '[{"name":"paint","ph":"X","ts":1,"dur":1},{"name":"layout","ph":"B","ts":1}]',
    );
    expect(read_).toEqual([]);
    expect(diagnostics).toMatchObject([
      {
        severity: 'error',
        message:
          'The file has 2 trace events, and none is a phase of a checkpoint; they are called "paint", "layout".',
      },
    ]);
    expect(diagnostics[0]!.remedy).toContain('startDelay, alignment, preBarrier, sync, async, ack');
  });

  it.each([
    ['no subtask', { args: { checkpoint: 4, operator: 'count' } }, '[1].args does not name: subtask.'],
    ['no args', { args: undefined }, '[1].args does not name: checkpoint, operator, subtask.'],
    ['no time', { ts: '12' }, '[1].ts must be a number of microseconds.'],
    ['a negative duration', { dur: -1 }, '[1].dur must be a number of microseconds, not negative.'],
    ['a time beyond all dates', { ts: 1e300 }, '[1].ts must be a number of microseconds.'],
    ['no end', { ph: 'B' }, '[1] begins a phase that does not end.'],
    [
      'an unknown origin',
      { args: { ...sync.args, origin: 'guessed' } },
      '[1].args.origin is "guessed"; it must be one of "measured", "derived".',
    ],
  ])('with %s are reported by their place, and the others are read', (_, wrong, message) => {
    const {
      traces: [trace],
      diagnostics,
    } = read(JSON.stringify([sync, { ...sync, ...wrong }]));
    expect(diagnostics).toMatchObject([{ message, at: { line: 1 } }]);
    expect(trace!.spans.length).toBeGreaterThan(0);
  });
});

describe('the reader of trace events', () => {
  it('throws for no content, and what it gives can be written', () => {
    const values = fc.array(
      fc.record(
        {
          name: fc.constantFrom('sync', 'checkpoint 3', 'process_name'),
          ph: fc.constantFrom('X', 'B', 'E', 'C', 'M'),
          ts: fc.jsonValue(),
          dur: fc.jsonValue(),
          pid: fc.jsonValue(),
          args: fc.jsonValue(),
        },
        { requiredKeys: ['ph'] },
      ),
    );
    fc.assert(
      fc.property(values, fc.nat(60), (events, cut) => {
        const text = JSON.stringify(events);
        for (const trace of read(text.slice(0, text.length - cut)).traces) {
          expect(readTrace(writeTrace(trace)).diagnostics).toEqual([]);
        }
      }),
    );
  });

  it('gives something or says why for a written file with any bytes overwritten', () => {
    const change = fc.record({
      at: fc.nat(sampleText.length - 1),
      by: fc.string({ unit: 'binary', minLength: 1, maxLength: 3 }),
    });
    fc.assert(
      fc.property(change, ({ at, by }) => {
        const { traces: read_, diagnostics } = read(
          sampleText.slice(0, at) + by + sampleText.slice(at + by.length),
        );
        expect(read_.length + diagnostics.length).toBeGreaterThan(0);
      }),
      { numRuns: 100 },
    );
  }, 30_000);

  it('bears nesting of any depth', () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    expect(
      read(
        `{"traceEvents":[{"ph":"X","args":${deep}}],"checkpointTrace":{"format":"checkpoint-trace","x":${deep}}}`,
      ).traces,
    ).toHaveLength(1);
    expect(read(`[{"ph":"X","args":${deep}`).traces).toEqual([]);
  });
});
