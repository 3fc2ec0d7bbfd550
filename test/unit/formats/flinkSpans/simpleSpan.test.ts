import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSimpleSpan } from '../../../../src/formats/flinkSpans/simpleSpan.js';
import type { FlinkSpan } from '../../../../src/formats/flinkSpans/span.js';
import { flat, loggedSpans, recorded, textOf, traced } from './recordings.js';

function counts(spans: readonly FlinkSpan[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const open = [...spans];
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    found.set(span.name, (found.get(span.name) ?? 0) + 1);
    open.push(...span.children);
  }
  return found;
}

/** As Java's `toString` of a span prints it. */
function printed({ name, start, end, attributes, children }: FlinkSpan): string {
  const pairs = [...attributes].map(([key, value]) => `${key}=${value}`).join(', ');
  return `SimpleSpan{scope=s, name=${name}, startTsMillis=${start}, endTsMillis=${end}, attributes={${pairs}}, children=[${children.map(printed).join(', ')}]}`;
}

function spanWith(attributes: readonly (readonly [string, string])[], children: readonly FlinkSpan[] = []) {
  return { name: 'Checkpoint', start: 1, end: 2, attributes: new Map(attributes), children };
}

describe('a span in a log line', () => {
  it('comes with all its children, from the recorded log of the JobManager', () => {
    expect(counts(loggedSpans(`${traced}/logs/jobmanager.log.gz`))).toEqual(
      new Map([
        ['Checkpoint', 9],
        ['Checkpoint_Task', 54],
        ['Checkpoint_Subtask', 108],
        ['JobInitialization', 2],
      ]),
    );
  });

  it('is read without children from Flink 1.20, which has none', () => {
    const spans = loggedSpans(`${flat}/logs/jobmanager.log`);
    expect(counts(spans)).toEqual(
      new Map([
        ['JobInitialization', 1],
        ['Checkpoint', 14],
      ]),
    );
    expect(spans[6]).toEqual({
      name: 'Checkpoint',
      start: 1795366052360,
      end: 1795366052665,
      attributes: new Map([
        ['jobId', '6f96be6950b3adb8de8050f7c25952fe'],
        ['checkpointId', '6'],
        ['checkpointStatus', 'FAILED'],
        ['fullSize', '651757'],
        ['checkpointedSize', '651757'],
      ]),
      children: [],
    });
  });

  it.each([
    ['a, b [c] {d} e=f'],
    ['insert-into_default.orders,default.totals'],
    ['x, env=prod, y'],
    ['}'],
    ['=, ='],
    [', '],
  ])('keeps a job name like %j whole, whatever comes after it', (name) => {
    const span = spanWith([
      ['perTaskMaxStateSizeBytes', '[1, 5, 3]'],
      ['<job_name>', name],
      ['checkpointId', '7'],
      ['<host>', 'localhost'],
    ]);
    expect(readSimpleSpan(`INFO Reported span: ${printed(span)}`)?.attributes).toEqual(
      new Map([
        ['perTaskMaxStateSizeBytes', '[1, 5, 3]'],
        ['job_name', name],
        ['checkpointId', '7'],
        ['host', 'localhost'],
      ]),
    );
  });

  it('that is cut off keeps the children before the cut, and nothing where its attributes are cut', () => {
    const child = spanWith([['subtaskId', '0']]);
    const text = printed(spanWith([['checkpointId', '1']], [child, child]));
    expect(readSimpleSpan(text.slice(0, text.lastIndexOf('subtaskId') + 3))?.children).toEqual([child]);
    expect(readSimpleSpan(text.slice(0, text.indexOf('checkpointId') + 3))).toBeUndefined();
  });

  it('is given as far as eight levels deep', () => {
    let depth = 0;
    const open = 'SimpleSpan{scope=s, name=n, startTsMillis=1, endTsMillis=2, attributes={}, children=[';
    let read = readSimpleSpan(open.repeat(5000) + ']}'.repeat(5000));
    for (; read !== undefined; read = read.children[0]) depth += 1;
    expect(depth).toBe(8);
  });

  it('is not found in a line without one', () => {
    for (const text of ['', 'Completed checkpoint 4', 'SimpleSpan{', 'SimpleSpan{name=Checkpoint}']) {
      expect(readSimpleSpan(text)).toBeUndefined();
    }
  });

  it('gives back what was printed', () => {
    const names = fc.constantFrom(
      'checkpointId',
      'maxSyncCheckpointDurationMs',
      'isUnaligned',
      'jobVertexId',
    );
    const values = fc.stringMatching(/^[a-z0-9 [\]=.-]{0,12}$/);
    const { span } = fc.letrec<{ span: FlinkSpan }>((tie) => ({
      span: fc.record({
        name: fc.constantFrom('Checkpoint', 'Checkpoint_Task', 'JobInitialization'),
        start: fc.nat(),
        end: fc.integer({ min: -1, max: 1e9 }),
        attributes: fc
          .uniqueArray(fc.tuple(names, values), { selector: ([name]) => name })
          .map((pairs) => new Map(pairs)),
        children: fc.oneof({ maxDepth: 3 }, fc.constant([]), fc.array(tie('span'), { maxLength: 3 })),
      }),
    }));
    fc.assert(
      fc.property(span, (original) => {
        expect(readSimpleSpan(`prefix ${printed(original)} suffix`)).toEqual(original);
      }),
    );
  });

  it('is read or not, never with an error, from a line damaged anywhere', () => {
    const line = textOf(recorded(`${traced}/traces/slf4j-spans.log`)).split('\n')[1]!;
    fc.assert(
      fc.property(fc.nat(line.length), fc.nat(40), fc.string({ maxLength: 5 }), (at, length, text) => {
        const damaged = line.slice(0, at) + text + line.slice(at + length);
        const read = readSimpleSpan(damaged);
        expect(counts(read === undefined ? [] : [read]).get('Checkpoint') ?? 0).toBeLessThanOrEqual(1);
      }),
    );
  });

  it.each([
    ['unfinished spans', 'SimpleSpan{scope=s, name=n, startTsMillis=1, endTsMillis=2, attributes={'],
    ['commas', 'SimpleSpan{scope=s, name=n, startTsMillis=1, endTsMillis=2, attributes={a=1', ', '],
    ['keys', 'SimpleSpan{scope=s, name=n, startTsMillis=1, endTsMillis=2, attributes={', 'a=, '],
    [
      'brackets',
      'SimpleSpan{scope=s, name=n, startTsMillis=1, endTsMillis=2, attributes={}, children=[',
      '}',
    ],
    ['names', 'SimpleSpan{scope=', 'x'],
  ])('takes time in proportion to a line of a million %s', (_, start, unit = start) => {
    expect(() => readSimpleSpan(start + unit.repeat(1e6 / unit.length))).not.toThrow();
  });
});
