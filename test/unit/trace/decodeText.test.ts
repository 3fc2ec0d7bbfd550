import { describe, expect, it } from 'vitest';
import { decodeText, readTrace } from '../../../src/trace/ckptReader.js';
import { writeTrace } from '../../../src/trace/ckptWriter.js';
import { InputError } from '../../../src/trace/diagnostics.js';
import { sampleTrace } from '../../fixtures/sampleTrace.js';

describe('the bytes of a file', () => {
  it('are read as UTF-8, with or without a byte order mark', () => {
    const bytes = new TextEncoder().encode('{"name":"größer 24 µs"}');
    expect(decodeText(bytes)).toBe('{"name":"größer 24 µs"}');
    expect(decodeText(Uint8Array.of(0xef, 0xbb, 0xbf, ...bytes))).toBe('{"name":"größer 24 µs"}');
  });

  it('cost only the characters that are damaged', () => {
    expect(decodeText(Uint8Array.of(0x22, 0xff, 0x61, 0x22))).toBe('"\ufffda"');
  });

  it('are text as far as they are when a crash left zeros at the end', () => {
    const text = writeTrace(sampleTrace());
    const zeroed = new TextEncoder().encode(text).fill(0, text.indexOf('"counters"') + 30);
    const { trace, diagnostics } = readTrace(decodeText(zeroed));
    expect(trace.spans.length).toBe(sampleTrace().spans.length);
    expect(diagnostics[0]!.message).toMatch(/in the middle of a counter/);
  });

  it.each([
    ['binary', [0x7f, 0x45, 0x4c, 0x46, 0, 1], 'The file is binary: byte 4 is 0, which no text has.'],
    ['compressed', [0x1f, 0x8b, 8, 0], 'The file is compressed with gzip.'],
    ['UTF-16, little end first', [0xff, 0xfe, 0x7b, 0], 'The file is in UTF-16.'],
    ['UTF-16, big end first', [0xfe, 0xff, 0, 0x7b], 'The file is in UTF-16.'],
  ])('that are %s are refused with what they are', (_, bytes, message) => {
    expect(() => decodeText(Uint8Array.from(bytes))).toThrow(
      expect.objectContaining({ name: InputError.name, message }) as Error,
    );
  });
});
