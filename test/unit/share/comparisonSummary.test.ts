import { expect, it } from 'vitest';
import { compare } from '../../../src/analysis/comparison/comparison.js';
import { severalCheckpoints, singleCheckpoint, wholeRun } from '../../../src/analysis/comparison/side.js';
import { comparisonSummary } from '../../../src/share/comparisonSummary.js';
import { flinkRecording } from '../../fixtures/flinkRecording.js';

const heap = flinkRecording('hashmap-1m', { from: ['rest'] });
const rocksdb = flinkRecording('rocksdb-1m-incremental', { from: ['rest'] });
const names = { before: 'heap_1.ckpt.json', after: 'rocksdb|x' };

it('says what was compared, the sentence, and the differences with those beyond noise first', () => {
  const lines = comparisonSummary(compare(wholeRun(heap), wholeRun(rocksdb)), names).split('\n');
  expect(lines[0]).toBe('## rocksdb\\|x compared with heap\\_1.ckpt.json');
  expect(lines[2]).toMatch(
    /^\*\*Lock holds at count per customer are 353 ms longer\.\*\* 368 ms instead of 15 ms/,
  );
  expect(lines).toContain('- Before: heap\\_1.ckpt.json, 11 checkpoints, 2 to 12');
  expect(lines).toContain('| operator | phase | before | after | difference | change | noise |');
  const rows = lines.filter((line) => line.startsWith('| ')).slice(2);
  expect(rows[0]).toBe('| count per customer | lock hold | 15 ms | 368 ms | +353 ms | ×25 | beyond noise |');
  const beyond = rows.map((row) => row.includes('beyond noise'));
  expect(beyond.lastIndexOf(true)).toBeLessThan(beyond.indexOf(false));
});

it('is about the checkpoints that were chosen', () => {
  const few = compare(severalCheckpoints(heap, [3, 4, 99]), singleCheckpoint(rocksdb, 6));
  const text = comparisonSummary(few, names);
  expect(text).toContain('- Before: heap\\_1.ckpt.json, 2 checkpoints, 3 to 4');
  expect(text).toContain('- After: rocksdb\\|x, checkpoint 6');
});
