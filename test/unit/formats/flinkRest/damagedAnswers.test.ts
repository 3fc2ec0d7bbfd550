import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InputContent, InputFile } from '../../../../src/formats/input.js';
import { archiveReader } from '../../../../src/formats/flinkRest/archiveReader.js';
import { harReader } from '../../../../src/formats/flinkRest/harReader.js';
import { recordingReader } from '../../../../src/formats/flinkRest/recordingReader.js';
import { restBodyReader } from '../../../../src/formats/flinkRest/restBodyReader.js';
import { caseFiles, inputFile, onlyJob } from './flinkCase.js';

const readers = [restBodyReader, recordingReader, harReader, archiveReader];
const jid = 'e11eec85ae788c8e6e3b2cbceafd56b6';
const vid = 'b71731f1c0df9c3076c4a455334d0ad6';
const subtasksPath = `jobs/${jid}/checkpoints/details/4/subtasks/${vid}.json`;

function textOf(path: string): string {
  return new TextDecoder().decode(caseFiles('2.3.0/expired').find((file) => file.name === path)!.bytes);
}

const report = {
  className: 'completed',
  index: 0,
  status: 'completed',
  ack_timestamp: 1_795_364_712_900,
  end_to_end_duration: 100,
  checkpointed_size: 5,
  state_size: 5,
  checkpoint: { sync: 1, async: 2 },
  alignment: { buffered: 0, processed: 3, persisted: 0, duration: 4 },
  start_delay: 9,
  unaligned_checkpoint: false,
  aborted: false,
};

function readReports(subtasks: readonly unknown[], fields: Record<string, unknown> = {}): InputContent {
  const body = {
    id: 4,
    status: 'COMPLETED',
    num_subtasks: 1,
    num_acknowledged_subtasks: 1,
    subtasks,
    ...fields,
  };
  return restBodyReader.read([inputFile(subtasksPath, body)]);
}

describe('a value that cannot be', () => {
  it.each<[string, object, string, string]>([
    [
      'a duration of over a year',
      { start_delay: 4e10 },
      'startDelay',
      'subtasks[0].start_delay is 40000000000',
    ],
    [
      'a negative duration',
      { checkpoint: { sync: -5, async: 2 } },
      'sync',
      'subtasks[0].checkpoint.sync is -5',
    ],
    ['a text', { checkpoint: { sync: 1, async: '2' } }, 'async', 'subtasks[0].checkpoint.async is "2"'],
    [
      'a moment after the end of time',
      { ack_timestamp: 9e15 },
      'ack',
      'subtasks[0].ack_timestamp is 9000000000000000',
    ],
    ['a fraction of a byte', { state_size: 0.5 }, 'fullBytes', 'subtasks[0].state_size is 0.5'],
    ['a list', { unaligned_checkpoint: [] }, 'unaligned', 'subtasks[0].unaligned_checkpoint is a list'],
    ['an object', { start_delay: {} }, 'startDelay', 'subtasks[0].start_delay is an object'],
  ])('such as %s is reported with its place and left out', (_, damage, field, message) => {
    const { evidence, diagnostics } = readReports([{ ...report, ...damage }]);
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]!.message).toContain(message);
    expect(diagnostics[0]!).toMatchObject({ file: subtasksPath, severity: 'error', at: { line: 1 } });
    const [read] = evidence[0]!.checkpoints[0]!.subtasks!;
    if (field === 'ack') expect(read!.ack).not.toBe(9e15);
    else expect(read).not.toHaveProperty(field);
    expect(read).toMatchObject({ vertex: vid, subtask: 0, outcome: 'acknowledged' });
  });

  it('beyond what JSON can say is reported, too', () => {
    const text = JSON.stringify({ id: 4, num_acknowledged_subtasks: 1, subtasks: [report] });
    const file = inputFile(subtasksPath, text.replace('"start_delay":9', '"start_delay":1e999'));
    const { diagnostics } = restBodyReader.read([file]);
    expect(diagnostics).toMatchObject([
      { message: 'subtasks[0].start_delay is Infinity; it must be a whole number from 0 to 31622400000.' },
    ]);
  });
});

describe('what Flink says for "not set"', () => {
  it.each([-1, 'NaN', null])('%j is nothing, and nothing to report', (unset) => {
    const { evidence, diagnostics } = readReports([
      {
        ...report,
        start_delay: unset,
        checkpoint: { sync: unset, async: unset },
        alignment: { processed: unset },
      },
    ]);
    expect(diagnostics).toEqual([]);
    const [read] = evidence[0]!.checkpoints[0]!.subtasks!;
    expect(Object.keys(read!).sort()).toEqual(
      ['vertex', 'subtask', 'outcome', 'ack', 'checkpointedBytes', 'fullBytes', 'unaligned'].sort(),
    );
  });

  it('an acknowledgement without its moment has it by trigger and end-to-end duration', () => {
    const { evidence } = readReports([{ ...report, ack_timestamp: -1 }], {
      latest_ack_timestamp: 1_795_364_712_900,
      end_to_end_duration: 300,
    });
    expect(evidence[0]!.checkpoints[0]).toMatchObject({
      trigger: 1_795_364_712_600,
      subtasks: [{ ack: 1_795_364_712_700 }],
    });
  });
});

describe('subtasks', () => {
  it.each([-2, 32_768, 1e9, 0.5, '0'])('with the index %j are left out', (index) => {
    const { evidence, diagnostics } = readReports([{ ...report, index }]);
    expect(diagnostics[0]!.message).toContain('subtasks[0].index is ');
    expect(evidence[0]!.checkpoints[0]!.subtasks).toEqual([]);
  });

  it('that stand there twice count once', () => {
    const { evidence, diagnostics } = readReports([report, { ...report, start_delay: 10 }]);
    expect(evidence[0]!.checkpoints[0]!.subtasks).toMatchObject([{ startDelay: 9 }]);
    expect(diagnostics).toMatchObject([{ message: 'subtasks[1] is a second subtask 0 and is left out.' }]);
  });
});

describe('a damaged file', () => {
  it.each(['\ufeff', '\r\n\r\n', ' \t'])('may begin with %j', (start) => {
    const file = inputFile(subtasksPath, start + textOf(subtasksPath));
    expect(restBodyReader.recognizes(file)).toBe(true);
    const content = restBodyReader.read([file]);
    expect(content.diagnostics).toEqual([]);
    expect(onlyJob(content).checkpoints[0]!.subtasks).toHaveLength(2);
  });

  it('that is cut off is known, and read up to there', () => {
    const text = textOf(subtasksPath);
    const file = inputFile(subtasksPath, text.slice(0, text.lastIndexOf('{"className"') + 40));
    expect(restBodyReader.recognizes(file)).toBe(true);
    const content = restBodyReader.read([file]);
    expect(content.diagnostics).toMatchObject([{ message: 'The text ends too early.', at: { line: 1 } }]);
    expect(onlyJob(content).checkpoints[0]!.subtasks).toHaveLength(1);
  });

  it('with keys of prototypes changes no object, and is read', () => {
    const evil = `"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},`;
    const details = textOf(`jobs/${jid}/checkpoints/details/4.json`).replace(
      '"tasks":{',
      `"tasks":{"__proto__":{"num_subtasks":2},`,
    );
    const content = restBodyReader.read([
      inputFile(subtasksPath, textOf(subtasksPath).replaceAll('{', `{${evil}`)),
      inputFile(`jobs/${jid}/checkpoints/details/4.json`, details),
    ]);
    expect('polluted' in {}).toBe(false);
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(onlyJob(content).checkpoints[0]!.subtasks).toMatchObject([
      { outcome: 'acknowledged' },
      { outcome: 'aborted' },
    ]);
  });

  it('takes the last of doubled keys, as JSON.parse does', () => {
    const file = inputFile(
      subtasksPath,
      textOf(subtasksPath).replaceAll('"start_delay":', '"start_delay":"x","start_delay":'),
    );
    expect(restBodyReader.read([file]).diagnostics).toEqual([]);
  });

  it('nested without end costs nothing but itself', () => {
    const deep = '['.repeat(200_000);
    for (const text of [
      deep,
      `{"subtasks":${deep}`,
      `{"archive":[{"path":"/jobs","json":${deep}`,
      `{"log":{"entries":${deep}`,
    ]) {
      const file = inputFile(subtasksPath, text);
      for (const reader of readers) {
        reader.recognizes(file);
        expect(reader.read([file]).evidence).toEqual([]);
      }
    }
  });

  it('with endlessly many mistakes reports some of them, and how many there are besides', () => {
    const subtasks = Array.from({ length: 5000 }, (_, index) => ({ ...report, index, start_delay: 'x' }));
    const { diagnostics } = readReports(subtasks);
    expect(diagnostics.length).toBeLessThan(250);
    expect(diagnostics.at(-1)!.message).toMatch(/^And \d+ more of the kind\.$/);
  });
});

/** Files of a small case, one of each carrier. */
function sources(): readonly InputFile[] {
  const files = caseFiles('2.3.0/declined').filter((file) =>
    readers.some((reader) => reader.recognizes(file)),
  );
  const pending = caseFiles('2.3.0/pending').filter((file) => file.name === 'recorded.jsonl');
  const entries = files
    .filter((file) => restBodyReader.recognizes(file))
    .slice(0, 40)
    .map(({ name, bytes }) => ({
      startedDateTime: '2026-11-22T16:25:54.670Z',
      request: { method: 'GET', url: `http://h/${name.replace(/\.json$/, '')}` },
      response: { status: 200, content: { text: new TextDecoder().decode(bytes) } },
    }));
  return [...files, ...pending, inputFile('x.har', { log: { version: '1.2', entries } })];
}

const tokens = [
  '-1',
  '"NaN"',
  '1e999',
  '9223372036854775807',
  '{}',
  '[]',
  'null',
  '""',
  'true',
  '-0',
  '1e-7',
  '"__proto__"',
];

const mutation = fc.oneof(
  fc.record({ kind: fc.constant('cut' as const), at: fc.double({ min: 0, max: 1, noNaN: true }) }),
  fc.record({
    kind: fc.constant('byte' as const),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    byte: fc.nat(255),
  }),
  fc.record({
    kind: fc.constant('value' as const),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    token: fc.constantFrom(...tokens),
  }),
);
type Mutation = typeof mutation extends fc.Arbitrary<infer Value> ? Value : never;

function mutate({ name, bytes }: InputFile, change: Mutation): InputFile {
  const at = Math.floor(change.at * bytes.length);
  if (change.kind === 'cut') return { name, bytes: bytes.slice(0, at) };
  if (change.kind === 'byte') {
    const flipped = bytes.slice();
    if (at < flipped.length) flipped[at] = change.byte;
    return { name, bytes: flipped };
  }
  const text = new TextDecoder().decode(bytes);
  const start = text.indexOf(':', at) + 1;
  const end = start + (/^[^,{}[\]]*/.exec(text.slice(start, start + 200))?.[0].length ?? 0);
  return inputFile(name, text.slice(0, start) + change.token + text.slice(end));
}

describe('any damage', () => {
  it('costs what is damaged: no reader throws, and no number is out of its range', () => {
    const files = sources();
    fc.assert(
      fc.property(
        fc.nat(files.length - 1),
        fc.array(mutation, { minLength: 1, maxLength: 4 }),
        (index, changes) => {
          const file = changes.reduce(mutate, files[index]!);
          for (const reader of readers) {
            reader.recognizes(file);
            const { evidence, diagnostics } = reader.read([file]);
            for (const { vertices, checkpoints } of evidence) {
              for (const { parallelism = 1 } of vertices) expect(parallelism).toBeLessThanOrEqual(32_768);
              for (const { subtasks = [] } of checkpoints) {
                for (const { subtask, startDelay = 0, sync = 0, async = 0, alignment = 0 } of subtasks) {
                  expect(subtask).toBeLessThan(32_768);
                  for (const duration of [startDelay, sync, async, alignment]) {
                    expect(duration).toBeGreaterThanOrEqual(0);
                    expect(duration).toBeLessThan(4e10);
                  }
                }
              }
            }
            for (const diagnostic of diagnostics) expect(diagnostic.file).toBe(file.name);
          }
        },
      ),
      { numRuns: 400 },
    );
    expect(Object.keys(Object.prototype)).toEqual([]);
  }, 60_000);
});
