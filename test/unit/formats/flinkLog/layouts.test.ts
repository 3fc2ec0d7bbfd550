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
});
