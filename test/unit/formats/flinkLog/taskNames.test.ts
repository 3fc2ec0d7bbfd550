import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logReader } from '../../../../src/formats/flinkLog/logReader.js';
import type { InputFile } from '../../../../src/formats/input.js';
import { logsOf } from '../../../fixtures/flinkLogs.js';

const recorded = logsOf('2.3.0/hidden-flush');
const expected = logReader.read(recorded).evidence;

function renamed(from: string, to: string): readonly InputFile[] {
  return recorded.map(({ name, bytes }) => ({
    name,
    bytes: new TextEncoder().encode(new TextDecoder().decode(bytes).replaceAll(from, () => to)),
  }));
}

const oldName = 'count per customer';

function expectSameBut(files: readonly InputFile[], name: string): void {
  const { evidence } = logReader.read(files);
  expect(evidence.map(({ checkpoints }) => checkpoints)).toEqual(
    expected.map(({ checkpoints }) => checkpoints),
  );
  expect(evidence[0]!.vertices.map((vertex) => vertex.name)).toEqual(
    expected[0]!.vertices.map((vertex) => (vertex.name === oldName ? name : vertex.name)),
  );
}

describe('the name of a task', () => {
  it.each([
    'a (1/2) b',
    'a (1/2)',
    'a (1/2)#0',
    '[5]:Join(joinType=[InnerJoin], where=[(a = b)], select=[a, b]) -> sink: Writer',
    '(parenthesized)',
    'a - b: c, d -> (e, f -> g)',
    '- begins with a dash',
    ': begins with a colon',
    'Task of Task 1',
    'Zähle pro Kundin → 数える 🧮',
    'on task x',
    'before the slow sink: Writer',
    'a - Source: orders -> parse',
    'a, deploy into slot',
    '$& $1 \\d',
  ])('may be %s', (name) => {
    expectSameBut(renamed(oldName, name), name);
  });

  it('may be any text in one line', () => {
    const texts = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
      .filter((text) => !/[\p{Cc}\p{Cs}\u2028\u2029]/u.test(text) && text.trim() === text);
    fc.assert(
      fc.property(texts, (name) => expectSameBut(renamed(oldName, name), name)),
      { numRuns: 60 },
    );
  });

  it('stands for the vertex where no line has its id', () => {
    const moments = /Starting checkpoint|broadcastEvent|synchronous part/;
    const lines = new TextDecoder()
      .decode(recorded.find(({ name }) => name.startsWith('taskmanager'))!.bytes)
      .split('\n');
    const bytes = new TextEncoder().encode(lines.filter((line) => moments.test(line)).join('\n'));
    const { evidence, diagnostics } = logReader.read([{ name: 'taskmanager.log.3', bytes }]);
    expect(evidence.map(({ jobId, vertices }) => [jobId, vertices.map(({ id }) => id).sort()])).toEqual([
      ['', ['name:Source: orders -> parse', 'name:count per customer', 'name:slow sink: Writer']],
    ]);
    expect(diagnostics).toEqual([
      expect.objectContaining({ message: 'Some lines do not tell which job they are of.' }),
    ]);
  });

  it('is tied to the job by a TaskManager log alone', () => {
    const { evidence } = logReader.read(recorded.filter(({ name }) => name.startsWith('taskmanager')));
    expect(evidence.map(({ jobId }) => jobId)).toEqual([expected[0]!.jobId]);
    expect(evidence[0]!.checkpoints.map(({ id, trigger }) => [id, trigger])).toEqual(
      expected[0]!.checkpoints.map(({ id, trigger }) => [id, trigger]),
    );
  });
});
