import { describe, expect, it } from 'vitest';
import { jobFindings } from '../../../src/analysis/verdict/jobFindings.js';
import { isLikelyHotKey, isOnOwnMachine } from '../../../src/analysis/verdict/skewedKey.js';
import { verdict, verdictText } from '../../../src/analysis/verdict/verdict.js';
import { waitedFor, type WaitedFor } from '../../../src/analysis/verdict/verdictJobSentences.js';
import type { Trace } from '../../../src/trace/model.js';
import { checkpointNumbered, flinkRecording } from '../../fixtures/flinkRecording.js';
import { recordings } from '../../fixtures/flinkRecordings.js';

type From = readonly ('rest' | 'log')[];

function said(recording: string, from: From, id?: number): string {
  const trace = flinkRecording(recording, { from });
  return verdictText(verdict(trace, id === undefined ? undefined : checkpointNumbered(trace, id)));
}

describe('a late barrier', () => {
  it('is not put down to back-pressure in the first checkpoint after a start', () => {
    // By the log, `count` had opened RocksDB only 0.9 s after the trigger; nothing was back-pressured.
    expect(said('1.20.5/rocksdb-aligned', ['rest'], 1)).toBe(
      'Barriers took 1.01 s to reach count per customer (2/2). No lock hold was longer than 277 ms. ' +
        'It was the first checkpoint after a start: its tasks may not have been ready. ' +
        '927 ms of it lay between Source: orders -> parse (2/2) and it.',
    );
  });

  it('is put down to back-pressure where it queued before the same operator again', () => {
    for (const id of [2, 3]) {
      expect(said('backpressure-aligned', ['rest'], id)).toContain('Likely back-pressure, not state.');
    }
  });

  it('is put down to nothing where the plan of the job is not known, as in a log alone', () => {
    for (const recording of recordings) {
      expect(said(recording, ['log'])).not.toMatch(/back-pressure|busy source|late trigger/i);
    }
    expect(said('join', ['log'], 5)).toContain('What else it waited for is in none of the numbers.');
  });

  it.each([
    ['1.20.5/rocksdb-aligned', 3, '1.27 s to 1.28 s'],
    ['1.20.5/rocksdb-aligned', 9, '1.41 s to 1.44 s'],
    ['1.20.5/rocksdb-aligned', 10, '1.10 s to 1.11 s'],
    ['join', 5, '1.17 s to 1.22 s'],
  ])('is not put down to one source where all began late alike: %s #%i', (recording, id, when) => {
    // By the logs, the trigger reached each of their machines that late.
    const text = said(recording, ['rest'], id);
    expect(text).toContain(`The sources began their part of #${id} only ${when} after the trigger.`);
    expect(text).toContain('All sources began late alike: likely the trigger came late.');
    expect(text).not.toContain('busy source');
  });
});

describe('"nothing stood still"', () => {
  it('is said only where work before the barriers would show', () => {
    for (const recording of recordings) {
      const trace = flinkRecording(recording, { from: ['rest'] });
      trace.checkpoints.forEach((_, index) => {
        expect(verdictText(verdict(trace, index))).not.toContain('Nothing stood still');
      });
    }
    expect(said('backpressure-unaligned', ['rest'], 4)).toMatch(/^No lock hold was longer than 18 ms\./);
    expect(said('backpressure-unaligned', ['rest', 'log'], 4)).toMatch(
      /^Nothing stood still for more than 28 ms\./,
    );
  });
});

describe('"the longest"', () => {
  it('counts only what it looked at: a longer stop of a checkpoint that ended with the job is left out, and that is said', () => {
    // #13 was given up with the job, and its longest stop was 72 ms.
    expect(said('hashmap-1m', ['rest'])).toContain(
      'It was in #1, the longest stop of 12 checkpoints; the median of those completed is 16 ms. One more was given up with the job.',
    );
    expect(said('wide-64-overloaded', ['rest'])).toContain(
      'It was in #1, the only checkpoint that did not end with the job.',
    );
  });
});

describe('"a hot key"', () => {
  const trace = flinkRecording('skew', { from: ['rest'] });
  const waited = ((): WaitedFor => {
    const findings = jobFindings(trace, checkpointNumbered(trace, 5));
    return waitedFor(findings, findings.heldBack!)!;
  })();

  it('needs three completed checkpoints, and the same subtask late alone in nearly all', () => {
    expect(isLikelyHotKey(trace, waited)).toBe(true);
    expect(isLikelyHotKey(trace, { ...waited, lateIn: 2, completed: 2 })).toBe(false);
    expect(isLikelyHotKey(trace, { ...waited, lateIn: 5, completed: 8 })).toBe(false);
  });

  it('is told from a slow machine only by a sibling on the same one', () => {
    const at = (locations: readonly string[]): Trace => ({
      ...trace,
      operators: trace.operators.map((operator) => ({ ...operator, locations })),
    });
    const row = { operator: waited.last.operator, subtask: 2 };
    expect(isOnOwnMachine(trace, row)).toBe(false);
    expect(isOnOwnMachine(at(['a:1', 'a:2', 'b:1', 'a:3']), row)).toBe(true);
    expect(isOnOwnMachine(at(['a:1', 'a:2', 'a:3', 'a:4']), row)).toBe(false);
    expect(isOnOwnMachine(at([]), row)).toBe(true);
  });
});
