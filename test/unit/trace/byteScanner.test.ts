import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteScanner, Surprise } from '../../../src/trace/scan/byteScanner.js';
import { indexColumn, numberColumn } from '../../../src/trace/scan/columnFormat.js';
import { scanColumn } from '../../../src/trace/scan/columnScanner.js';

function scannerOf(text: string): ByteScanner {
  return new ByteScanner(new TextEncoder().encode(text));
}

function numberIn(text: string): number {
  const scanner = scannerOf(text);
  const value = scanner.number();
  expect(scanner.at).toBe(text.length);
  return value;
}

describe('a scanned number', () => {
  it('is the number that JSON.parse reads, for every double as JavaScript writes it', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = JSON.stringify(value);
        expect(numberIn(text)).toBe(JSON.parse(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('is the number that JSON.parse reads, with any digits', () => {
    const text = fc.stringMatching(/^-?(0|[1-9]\d{0,25})(\.\d{1,30})?([eE][+-]?\d{1,3})?$/);
    fc.assert(
      fc.property(text, (digits) => {
        expect(numberIn(digits)).toBe(JSON.parse(digits));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    '9007199254740991',
    '9007199254740992',
    '9007199254740993',
    '9007199254.740993',
    '0.30000000000000004',
    '-0',
    '-0.0',
    '1e999',
    '123456789012345678901234567890.5',
    `0.${'0'.repeat(100)}1`,
    `${'9'.repeat(100)}e-90`,
  ])('%s is exact', (text) => {
    expect(numberIn(text)).toBe(JSON.parse(text));
  });

  it.each(['', '-', '01', '-01', '.5', '1.', '1.e3', '1e', '1e+', '+1', 'NaN', 'Infinity', '"1"'])(
    '%s is refused',
    (text) => {
      expect(() => scannerOf(text).number()).toThrow(Surprise);
    },
  );
});

describe('a scanned index', () => {
  it('is any whole number that fits into 31 bits, and nothing else', () => {
    expect(scannerOf('0,').index()).toBe(0);
    expect(scannerOf('2147483647]').index()).toBe(2 ** 31 - 1);
    for (const text of ['2147483648', '-1', '01', '"1"', '', 'null']) {
      expect(() => scannerOf(text).index()).toThrow(Surprise);
    }
  });
});

describe('a value that is cut out', () => {
  it('ends where JSON says, whatever is in it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const scanner = scannerOf(`${text},`);
        expect(scanner.value()).toEqual(JSON.parse(text));
        expect(scanner.takes(0x2c)).toBe(true);
      }),
    );
  });

  it.each(['', '{', '["]', '"\\', 'nul', '{"a":}', '[1,]', '}', ','])('%s is refused', (text) => {
    expect(() => scannerOf(text).value()).toThrow(Surprise);
  });
});

describe('a scanned column of numbers', () => {
  it('has the numbers that JSON.parse reads, however they and the space between them are written', () => {
    const number = fc.stringMatching(/^-?(0|[1-9]\d{0,17})(\.\d{1,18})?([eE][+-]?\d{1,2})?$/);
    const space = fc.constantFrom('', '', '', ' ', '\n\t');
    fc.assert(
      fc.property(fc.array(fc.tuple(space, number, space), { minLength: 1, maxLength: 30 }), (cells) => {
        const text = `[${cells.map((cell) => cell.join('')).join(',')}]`;
        expect([...scanColumn(scannerOf(text), numberColumn)]).toEqual(JSON.parse(text));
      }),
    );
  });

  it('of indices has them all', () => {
    const space = fc.constantFrom('', '', ' ');
    fc.assert(
      fc.property(fc.array(fc.tuple(space, fc.nat(), space), { maxLength: 30 }), (cells) => {
        const text = `[${cells.map((cell) => cell.join('')).join(',')}]`;
        expect([...scanColumn(scannerOf(text), indexColumn)]).toEqual(JSON.parse(text));
      }),
    );
  });

  it.each(['[1,]', '[1,2', '[1,2,3]', '[1]', '[00,1]', '[1,01]', '[1,2.]', '[1 2]', '[,1]'])(
    'of two values is not read from %s',
    (text) => {
      expect(() => scanColumn(scannerOf(text), numberColumn, 2)).toThrow(Surprise);
      expect(() => scanColumn(scannerOf(text), indexColumn, 2)).toThrow(Surprise);
    },
  );
});
