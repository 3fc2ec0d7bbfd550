import { describe, expect, it } from 'vitest';
import { logReader } from '../../../../src/formats/flinkLog/logReader.js';
import { logsOf } from '../../../fixtures/flinkLogs.js';
import { layouts, relaid } from './layouts.js';

describe('a log in another layout', () => {
  const recorded = logsOf('2.3.0/declined');
  const expected = logReader.read(recorded);

  it.each(Object.entries(layouts))('says the same with %s', (name, layout) => {
    const files = recorded.map((file) => relaid(file, layout));
    for (const file of files) expect(logReader.recognizes(file)).toBe(true);
    const { evidence, diagnostics } = logReader.read(files);
    expect(evidence).toEqual(expected.evidence);
    const told = diagnostics.map(({ message }) => message);
    expect(told).toEqual(
      name === 'no date' ? files.map(() => expect.stringContaining('no date') as string) : [],
    );
  });

  it('says the same with Windows line ends and a byte order mark', () => {
    const files = recorded.map((file) =>
      relaid(file, ({ at, level, logger, message }) => `${at} ${level} ${logger} - ${message}`, '\r\n'),
    );
    const marked = files.map(({ name, bytes }) => ({
      name,
      bytes: Uint8Array.from([0xef, 0xbb, 0xbf, ...bytes]),
    }));
    expect(logReader.read(marked).evidence).toEqual(expected.evidence);
  });

  it.each([
    ['thrown', { thrown: { message: 'Disk is full.', name: 'java.io.IOException' } }],
    ['error.message', { 'error.message': 'Disk is full.' }],
    ['stack_trace', { stack_trace: 'java.io.IOException: Disk is full.\n\tat org.apache.flink.Some.where' }],
    ['exception', { exception: { exception_message: 'Disk is full.' } }],
  ])('has the reason of a failure in a field, as in %s', (_name, fields) => {
    const message = `Failed to trigger or complete checkpoint 3 for job ${'a'.repeat(32)}. (0 consecutive failed attempts so far)`;
    const line = JSON.stringify({ '@timestamp': '2026-11-22T16:28:02.868Z', message, ...fields });
    const { evidence } = logReader.read([{ name: 'log.json', bytes: new TextEncoder().encode(line) }]);
    expect(evidence[0]!.checkpoints).toEqual([
      { id: 3, status: 'failed', failed: Date.UTC(2026, 10, 22, 16, 28, 2, 868), failure: 'Disk is full.' },
    ]);
  });

  it('without any time says nothing, and that is said', () => {
    const files = recorded.map((file) =>
      relaid(file, ({ level, logger, message }) => `${level} ${logger} - ${message}`),
    );
    const { evidence, diagnostics } = logReader.read(files);
    expect(evidence).toEqual([]);
    expect(diagnostics.map(({ message }) => message)).toEqual(
      files.flatMap(() => [expect.stringContaining('have no time') as string]),
    );
  });
});
