import { describe, expect, it } from 'vitest';
import { readTrace, type ReadResult } from '../../../src/trace/ckptReader.js';
import { writeTrace } from '../../../src/trace/ckptWriter.js';
import { InputError, type Diagnostic } from '../../../src/trace/diagnostics.js';
import { phases } from '../../../src/trace/model.js';
import { sampleTrace } from '../../fixtures/sampleTrace.js';

const text = writeTrace(sampleTrace());

/** A small file as people write it, with some of it replaced. */
function byHand(fields: Record<string, unknown> = {}): string {
  return JSON.stringify({
    format: 'checkpoint-trace',
    version: 1,
    epoch: '2026-11-22T10:00:00Z',
    operators: [{ id: 'count', name: 'count per customer', parallelism: 2 }],
    checkpoints: [{ id: 7, trigger: 100, end: 200, status: 'completed' }],
    spans: [row({ subtask: 1, start: 101 }), row({ subtask: 0, start: 102 })],
    ...fields,
  });
}

function row(fields: Record<string, unknown> = {}): Record<string, unknown> {
  return { checkpoint: 0, operator: 0, subtask: 0, phase: 'sync', start: 101, duration: 0.024, ...fields };
}

function messagesOf({ diagnostics }: ReadResult): readonly string[] {
  return diagnostics.map(({ message }) => message);
}

function refusal(input: string): Diagnostic {
  try {
    readTrace(input);
  } catch (error) {
    if (error instanceof InputError) return error.diagnostics.at(-1)!;
    throw error;
  }
  throw new Error('was read');
}

describe('a file written by hand', () => {
  it('is read from rows, sorted, with defaults for what is left out', () => {
    const { trace, diagnostics } = readTrace(byHand());
    expect(diagnostics).toEqual([]);
    expect(trace.epoch).toBe(Date.UTC(2026, 10, 22, 10));
    expect(trace.checkpoints[0]).toMatchObject({ kind: 'checkpoint' });
    expect([...trace.spans.subtask]).toEqual([0, 1]);
    expect([...trace.spans.end]).toEqual([102.024, 101.024]);
    expect(phases[trace.spans.phase[0]!]).toBe('sync');
    expect([...trace.spans.origin, ...trace.spans.uncertainty, ...trace.spans.bytes]).toEqual([
      0, 0, 0, 0, 0, 0,
    ]);
  });

  it('may have comments and commas too many, and is told so', () => {
    const { trace, diagnostics } = readTrace(byHand().replace('{', '{ // by hand\n').replace(/\}$/, ',}'));
    expect(trace.spans.length).toBe(2);
    expect(diagnostics).toMatchObject([{ severity: 'warning' }]);
  });
});

describe('a wrong value', () => {
  it('is reported with its path, line and column, and costs only its row', () => {
    const input = text.replace(/"duration": \[[^,]*,/, '"duration": ["soon",');
    const { trace, diagnostics } = readTrace(input);
    const line = input.split('\n').findIndex((each) => each.includes('"soon"'));
    expect(diagnostics).toMatchObject([
      {
        severity: 'error',
        message: 'spans.duration[0] is "soon"; it must be a number of milliseconds, not negative.',
        at: {
          line: line + 1,
          column: input.split('\n')[line]!.indexOf('"soon"') + 1,
          path: 'spans.duration[0]',
        },
      },
    ]);
    expect(input.slice(diagnostics[0]!.at!.offset)).toMatch(/^"soon"/);
    expect(trace.spans.length).toBe(sampleTrace().spans.length - 1);
  });

  it.each([
    [row({ phase: 'snyc' }), /^spans\[0\]\.phase is "snyc"; it must be one of "startDelay", .*"ack"\.$/],
    [row({ subtask: 2 }), /^spans\[0\]\.subtask must be below 2, its operator's parallelism, not 2\.$/],
    [row({ operator: 1 }), /^spans\[0\]\.operator is 1; it must be a whole number from 0 to 0\.$/],
    [row({ checkpoint: 0.5 }), /^spans\[0\]\.checkpoint is 0\.5; /],
    [row({ duration: -1 }), /^spans\[0\]\.duration is -1; /],
    [row({ start: 1e300 }), /^spans\[0\]\.start is 1e\+300; /],
    [row({ start: undefined }), /^spans\[0\]\.start is missing; it must be a number of milliseconds\.$/],
    [row({ duration: 8.64e15, start: 1 }), /^spans\[0\]\.duration leads beyond the last date there is\.$/],
    ['sync', /^spans\[0\] is "sync"; it must be an object\.$/],
  ])('in a row, as in %j, drops the row and keeps the next', (wrong, message) => {
    const result = readTrace(byHand({ spans: [wrong, row({ start: 150 })] }));
    expect(messagesOf(result)).toEqual([expect.stringMatching(message)]);
    expect([...result.trace.spans.start]).toEqual([150]);
  });

  it('of a checkpoint drops the checkpoint and its spans, and leaves the others where they belong', () => {
    const checkpoints = [
      { id: 'one', trigger: 0, status: 'completed' },
      { id: 2, trigger: 100, status: 'completed' },
    ];
    const result = readTrace(
      byHand({ checkpoints, spans: [row({ checkpoint: 0 }), row({ checkpoint: 1 })] }),
    );
    expect(messagesOf(result)).toEqual([
      'checkpoints[0].id is "one"; it must be a whole number from 0.',
      'spans has a row of operators or checkpoints that could not be read, left out here.',
    ]);
    expect(result.trace.checkpoints.map(({ id }) => id)).toEqual([2]);
    expect([...result.trace.spans.checkpoint]).toEqual([0]);
  });

  it('in a series ends the series, so that no later bucket moves', () => {
    const counter = {
      name: 'recordsProcessed',
      operator: 0,
      subtask: 0,
      start: 0,
      step: 20,
      values: [1, 2, null, 4],
    };
    const result = readTrace(byHand({ counters: [counter] }));
    expect(messagesOf(result)).toEqual([
      'counters[0].values[2] is null; it must be a number; the series is read up to it.',
    ]);
    expect([...result.trace.counters[0]!.values]).toEqual([1, 2]);
  });

  it('a thousand times over is reported a hundred times, and the rest counted', () => {
    const result = readTrace(byHand({ spans: Array.from({ length: 1000 }, () => row({ phase: 'x' })) }));
    expect(result.diagnostics).toHaveLength(101);
    expect(result.diagnostics.at(-1)!.message).toBe('And 900 more of the kind.');
  });

  it('in a column that is shorter than the others costs the rows it lacks', () => {
    const spans = {
      checkpoint: [0, 0],
      operator: [0, 0],
      subtask: [0, 1],
      phase: ['sync', 'sync'],
      start: [1, 2],
      duration: [1],
    };
    const result = readTrace(byHand({ spans }));
    expect(messagesOf(result)).toEqual([
      'spans.duration has length 1, another column 2; the rows beyond are left out.',
    ]);
    expect(result.trace.spans.length).toBe(1);
  });
});

describe('a truncated file', () => {
  it.each([
    ['"uncertainty"', 'The file ends in the middle of a span.'],
    ['"trigger":4000', 'The file ends in the middle of a checkpoint.'],
    ['"values"', 'The file ends in the middle of a counter.'],
    ['"parallelism":2', 'The file ends in the middle of an operator.'],
  ])('cut after %s says what is cut and where', (mark, message) => {
    const cut = text.slice(0, text.lastIndexOf(mark) + mark.length);
    const { diagnostics } = readTrace(cut);
    expect(diagnostics[0]).toMatchObject({
      severity: 'error',
      message,
      remedy: expect.any(String) as string,
    });
    expect(diagnostics[0]!.at!.line).toBe(cut.split('\n').length);
  });

  it('never takes a number whose last digits may be lost', () => {
    const cut = text.slice(0, text.indexOf('"duration": [0.15') + '"duration": [0.1'.length);
    expect(readTrace(cut).trace.spans.length).toBe(0);
  });

  it('keeps the spans up to the cut', () => {
    const cut = text.slice(0, text.indexOf('"duration": [0.15,0.05') + '"duration": [0.15,0.05'.length);
    expect(readTrace(cut).trace.spans.length).toBe(1);
  });
});

describe('a file of which nothing can be read', () => {
  it.each([
    ['no text', '', 'The file is empty.'],
    ['white space', ' \n\t', 'The file holds white space only.'],
    ['HTML', '<html>', 'The file is not JSON: invalid symbol.'],
    ['a list', '[1, 2]', 'The file holds a list and no trace, which is a JSON object.'],
    ['a text', '"trace"', 'The file holds "trace" and no trace, which is a JSON object.'],
    ['no fields', '{}', 'format is missing; it must be "checkpoint-trace": this is no checkpoint trace.'],
    [
      'another format',
      '{"format":"x"}',
      'format is "x"; it must be "checkpoint-trace": this is no checkpoint trace.',
    ],
    ['brackets only', '['.repeat(100_000), 'The file is damaged, and nested more than 500 levels deep.'],
  ])('because it holds %s is refused with what it is and what to do', (_, input, message) => {
    expect(refusal(input)).toMatchObject({
      severity: 'error',
      message,
      remedy: expect.any(String) as string,
    });
    expect(refusal(input).at).toBeDefined();
  });

  it('of a newer version is refused with the version that can be read', () => {
    expect(refusal(text.replace('"version": 1', '"version": 2'))).toMatchObject({
      message: 'version is 2; this Checkpoint Lens reads version 1.',
      at: { line: 3, column: 14 },
      remedy: 'Update Checkpoint Lens.',
    });
  });
});

describe('a hostile file', () => {
  it('keeps any name as it is', () => {
    for (const name of [
      '</script><script>alert(1)</script>',
      '\u202egnitseretni',
      'n'.repeat(10_000),
      '__proto__',
      '',
    ]) {
      const { trace, diagnostics } = readTrace(byHand({ operators: [{ id: name, name, parallelism: 2 }] }));
      expect(diagnostics).toEqual([]);
      expect(trace.operators[0]).toMatchObject({ id: name, name });
    }
  });

  it('changes no prototype by fields called __proto__ or constructor', () => {
    const evil = byHand().replace(
      '{',
      '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},',
    );
    const { trace, unknown } = readTrace(evil);
    writeTrace(trace, unknown);
    expect(readTrace(evil.slice(0, -1)).trace.spans.length).toBe(2);
    expect('polluted' in {}).toBe(false);
    expect(Object.getPrototypeOf(unknown.top)).toBe(Object.prototype);
  });

  it('nested a hundred thousand levels deep loses what is nested and keeps the rest', () => {
    const deep = byHand().replace('{', `{"deep":${'['.repeat(1e5)}${']'.repeat(1e5)},`);
    const result = readTrace(deep);
    expect(messagesOf(result)).toEqual(['deep is nested more than 100 levels deep and is left out.']);
    expect(result.trace.spans.length).toBe(2);
  });

  it('with doubled keys is read with the last of them, as JSON is', () => {
    const { trace } = readTrace(byHand().replace('{', '{"epoch":"1970-01-01T00:00:00Z",'));
    expect(trace.epoch).toBe(Date.UTC(2026, 10, 22, 10));
  });
});

describe('fields of a later version', () => {
  it('are written back where they were', () => {
    const file = JSON.parse(text) as Record<string, Record<string, unknown>[] & Record<string, unknown>>;
    file['annotations'] = [{ at: 3 }] as never;
    file['source']!['cluster'] = { nodes: 3 };
    file['producer']!['build'] = 'abc';
    file['operators']![1]!['maxParallelism'] = 128;
    file['checkpoints']![0]!['path'] = '/checkpoints/1';
    file['counters']![0]!['unit'] = 'records';
    file['spans']!['thread'] = Array.from({ length: sampleTrace().spans.length }, (_, i) => `t${i}`);
    const { trace, unknown, diagnostics } = readTrace(JSON.stringify(file));
    expect(diagnostics).toEqual([]);
    expect(JSON.parse(writeTrace(trace, unknown))).toEqual(file);
  });
});
