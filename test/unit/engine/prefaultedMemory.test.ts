import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { PrefaultedMemory, fullSegmentBytes } from '../../../src/engine/runtime/prefaultedMemory.js';

it('memory that is made ready beforehand is all zero, and no segment is given out twice', async () => {
  const memory = new PrefaultedMemory();
  const segments = new Set<SharedArrayBuffer>();
  for (let count = 1; count <= 12; count++) {
    const segment = memory.allocate(fullSegmentBytes);
    segments.add(segment);
    expect(segments.size).toBe(count);
    const ints = new Int32Array(segment);
    expect(ints.length * 4).toBe(fullSegmentBytes);
    expect(ints.every((each) => each === 0)).toBe(true);
    // Whoever reads zeros into it after it was given out would be seen here.
    ints.fill(count);
    await delay(5);
  }
  memory.close();
  const after = memory.allocate(fullSegmentBytes);
  expect(segments.has(after)).toBe(false);
  expect(
    [...segments].map((segment, index) => new Int32Array(segment).every((each) => each === index + 1)),
  ).not.toContain(false);
  expect(memory.allocate(4096).byteLength).toBe(4096);
});
