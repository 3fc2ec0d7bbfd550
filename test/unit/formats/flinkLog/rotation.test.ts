import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logReader } from '../../../../src/formats/flinkLog/logReader.js';
import type { InputFile } from '../../../../src/formats/input.js';
import { logsOf, shares } from '../../../fixtures/flinkLogs.js';

/** Cuts a file at lines: `parts` are shares of its length. */
function pieces(file: InputFile, parts: readonly number[]): readonly InputFile[] {
  const cuts = [...parts]
    .sort((a, b) => a - b)
    .map((part) => file.bytes.indexOf(0x0a, Math.floor(part * file.bytes.length)) + 1 || file.bytes.length);
  const borders = [0, ...cuts, file.bytes.length];
  return borders.slice(1).map((end, index) => ({
    name: `${file.name}.${index}`,
    bytes: file.bytes.subarray(borders[index], end),
  }));
}

describe('a log that was rotated', () => {
  it.each(['2.3.0/declined', '2.3.0/failover'])(
    '%s says the same in pieces, in whatever order they come',
    (name) => {
      const files = logsOf(name);
      const whole = logReader.read(files).evidence;
      const splits = fc.tuple(...files.map(() => fc.tuple(shares, shares)));
      const split = splits.chain((cuts) => {
        const all = files.flatMap((file, index) => pieces(file, cuts[index]!));
        return fc.shuffledSubarray(all, { minLength: all.length });
      });
      fc.assert(
        fc.property(split, (all) => {
          expect(logReader.read(all).evidence).toEqual(whole);
        }),
        { numRuns: 40 },
      );
    },
  );

  it('says the same when a file is there twice, or both sides are in one file', () => {
    const files = logsOf('2.3.0/failover');
    const whole = logReader.read(files).evidence;
    expect(logReader.read([...files, { ...files[0]!, name: 'copy.log' }]).evidence).toEqual(whole);
    const together = { name: 'all.log', bytes: Uint8Array.from(files.flatMap(({ bytes }) => [...bytes])) };
    expect(logReader.read([together]).evidence).toEqual(whole);
  });

  it('is recognized by a piece from its middle', () => {
    for (const file of logsOf('2.3.0/tolerable-exceeded')) {
      for (const piece of pieces(file, [0.2, 0.4, 0.6, 0.8])) expect(logReader.recognizes(piece)).toBe(true);
    }
  });
});
