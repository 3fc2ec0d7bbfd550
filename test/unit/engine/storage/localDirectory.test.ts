import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LocalDirectory } from '../../../../src/engine/storage/localDirectory.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'checkpoint-lens-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

it.each([3200, 100_000, undefined])(
  'an upload that is slowed goes out evenly, by %s bytes at once, and the file is whole',
  async (stepBytes) => {
    const bytes = Uint8Array.from({ length: 300_000 }, (_, at) => (at * 7919) >> 8);
    const steps: number[] = [];
    await new LocalDirectory(folder).write('state', [bytes.subarray(0, 70_001), bytes.subarray(70_001)], {
      signal: new AbortController().signal,
      stepBytes,
      beforeBytes: (count) => Promise.resolve(void steps.push(count)),
    });
    expect(readFileSync(join(folder, 'state')).equals(bytes)).toBe(true);
    expect(Math.max(...steps)).toBeLessThan((stepBytes ?? bytes.length) + 4096);
  },
);
