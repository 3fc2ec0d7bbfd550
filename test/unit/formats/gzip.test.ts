import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { unpacked } from '../../../src/formats/gzip.js';

const text = 'A line of a log.\n'.repeat(20_000);
const file = (bytes: Uint8Array, name = 'taskmanager.log.gz') => ({ name, bytes: new Uint8Array(bytes) });
const decoded = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe('a packed file', () => {
  it('reads as what was packed, under its own name', () => {
    const { file: plain, diagnostics } = unpacked(file(gzipSync(text)));
    expect(plain.name).toBe('taskmanager.log');
    expect(decoded(plain.bytes)).toBe(text);
    expect(diagnostics).toEqual([]);
  });

  it('reads whole where it was packed in parts, as rotation by appending does', () => {
    const { file: plain, diagnostics } = unpacked(file(Buffer.concat([gzipSync(text), gzipSync('the end')])));
    expect(decoded(plain.bytes)).toBe(`${text}the end`);
    expect(diagnostics).toEqual([]);
  });

  it('reads where it was packed twice', () => {
    expect(decoded(unpacked(file(gzipSync(gzipSync(text)), 'a.gz.gz')).file.bytes)).toBe(text);
  });

  it('that was cut off reads up to the cut, and says so', () => {
    const packed = gzipSync(text);
    const { file: plain, diagnostics } = unpacked(file(packed.subarray(0, packed.length - 200)));
    expect(text.startsWith(decoded(plain.bytes))).toBe(true);
    expect(plain.bytes.length).toBeGreaterThan(0);
    expect(diagnostics.map(({ message }) => message)).toEqual([
      'The gzip file is damaged or ends too early; what comes before is read.',
    ]);
  });

  it('of which nothing can be unpacked says so and is empty', () => {
    const { file: plain, diagnostics } = unpacked(file(new Uint8Array([0x1f, 0x8b, 1, 2, 3])));
    expect(plain.bytes.length).toBe(0);
    expect(diagnostics).toHaveLength(1);
  });

  it('is left alone where it is not packed', () => {
    const plain = file(new TextEncoder().encode(text), 'jobmanager.log');
    expect(unpacked(plain).file.bytes).toBe(plain.bytes);
  });
});
