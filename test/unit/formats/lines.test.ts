import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linesOf } from '../../../src/formats/lines.js';

const encoder = new TextEncoder();

function textsOf(bytes: Uint8Array): readonly string[] {
  return Array.from(linesOf(bytes), ({ text }) => text);
}

describe('the lines of a text', () => {
  it.each([
    ['nothing', '', []],
    ['one line without an end', 'a', ['a']],
    ['LF', 'a\nb\n', ['a', 'b']],
    ['CRLF', 'a\r\nb\r\n', ['a', 'b']],
    ['both, and a CR within a line', 'a\r\nb\nc\rd', ['a', 'b', 'c\rd']],
    ['empty lines', '\n\na\n\n', ['', '', 'a', '']],
    ['a byte order mark', '\ufeffa\nb', ['a', 'b']],
    ['a byte order mark alone', '\ufeff', []],
  ])('are right with %s', (_what, text, lines) => {
    expect(textsOf(encoder.encode(text))).toEqual(lines);
  });

  it('have U+FFFD for what is not UTF-8, also where the text is cut within a character', () => {
    const cut = encoder.encode('ä\n数').subarray(0, -1);
    expect(textsOf(cut)).toEqual(['ä', '\ufffd']);
    expect(textsOf(Uint8Array.of(0x61, 0xff, 0x0a, 0x62))).toEqual(['a\ufffd', 'b']);
  });

  it('know their number and their first byte, across chunks and whatever their length', () => {
    const words = [
      '',
      'a',
      'äöü',
      '数える',
      '🧮',
      'x'.repeat(1000),
      'y'.repeat((1 << 20) - 2),
      'z'.repeat(1 << 20),
    ];
    const line = fc.tuple(fc.constantFrom(...words), fc.constantFrom('\n', '\r\n'));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), fc.constantFrom(...words), (lines, last) => {
        const expected: { text: string; number: number; offset: number }[] = [];
        let offset = 0;
        for (const [text, end] of [...lines, [last, ''] as const]) {
          if (text !== '' || end !== '') expected.push({ text, number: expected.length + 1, offset });
          offset += encoder.encode(text + end).length;
        }
        const bytes = encoder.encode([...lines.flat(), last].join(''));
        expect([...linesOf(bytes)]).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('can be left before the end', () => {
    for (const { text, number } of linesOf(encoder.encode('a\nb\nc'))) {
      expect([text, number]).toEqual(['a', 1]);
      break;
    }
  });
});
