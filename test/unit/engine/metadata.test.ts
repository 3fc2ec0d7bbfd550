import { describe, expect, it } from 'vitest';
import {
  parseMetadata,
  parseRunRecord,
  seal,
  version,
  type CheckpointMetadata,
} from '../../../src/engine/checkpoint/metadata.js';

const file = { path: 'operator-0-subtask-0.state', bytes: 216, xxh64: '8cb841db40e6ae83' };
const metadata: CheckpointMetadata = {
  format: 'checkpoint-lens-checkpoint',
  version,
  job: 'orders',
  checkpoint: 7,
  triggered: 1_795_600_678_702,
  operators: [{ id: 'count', name: 'count', subtasks: [{ file }, { state: { splits: [[3, 2]] } }] }],
};
const record = { job: 'orders', started: 1_795_600_678_631, pid: 42, restoredFrom: 'run-1/chk-3' };

describe.each([
  ['the metadata of a checkpoint', seal(metadata), parseMetadata],
  ['the record of a run', seal(record), parseRunRecord],
])('%s', (_, text, parse) => {
  const bytes = new TextEncoder().encode(text);

  it('is not taken for sound with any one bit changed', () => {
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const damaged = bytes.slice();
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => parse(new TextDecoder().decode(damaged)), `bit ${bit}`).toThrow();
    }
  });

  it('is not taken for sound with its end cut off', () => {
    for (let length = 0; length < text.length - 1; length++) {
      expect(() => parse(text.slice(0, length)), `${length} characters`).toThrow();
    }
  });
});

describe('what was written', () => {
  it('is read as it was', () => {
    expect(parseMetadata(seal(metadata))).toEqual(metadata);
    expect(parseRunRecord(seal(record))).toMatchObject(record);
  });

  it('by the first release, without a seal, is still read', () => {
    const { operators } = metadata;
    expect(parseMetadata(JSON.stringify({ ...metadata, version: 1 }))).toMatchObject({ operators });
    expect(parseRunRecord(JSON.stringify(record))).toMatchObject(record);
  });

  it('by a later release is refused with both versions', () => {
    const later = JSON.stringify({ ...metadata, version: 9 });
    expect(() => parseMetadata(later)).toThrow('it has version 9, this program reads 4 and older ones');
  });
});
