import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { snapshotModes } from '../../src/engine/operators/operator.js';
import { counterNames, phases, type Trace } from '../../src/trace/model.js';
import { checkpointLens, examplesFolder, soundTrace } from './commandLine.js';

const checkpoints = 3;
const small = ['--set', 'keys=200000', '--interval', '400ms', '--checkpoints', String(checkpoints)];

interface Span {
  readonly checkpoint: number;
  readonly operator: number;
  readonly subtask: number;
  readonly start: number;
  readonly end: number;
  readonly bytes: number;
  readonly uncertainty: number;
}

function spansOf({ spans }: Trace, phase: (typeof phases)[number]): Span[] {
  const found: Span[] = [];
  for (let i = 0; i < spans.length; i++) {
    if (spans.phase[i] !== phases.indexOf(phase)) continue;
    found.push({
      checkpoint: spans.checkpoint[i]!,
      operator: spans.operator[i]!,
      subtask: spans.subtask[i]!,
      start: spans.start[i]!,
      end: spans.end[i]!,
      bytes: spans.bytes[i]!,
      uncertainty: spans.uncertainty[i]!,
    });
  }
  return found;
}

/** Records that a subtask processed in whole buckets inside an interval, and how many buckets there are. */
function recordsWithin(
  trace: Trace,
  { operator, subtask, start, end }: Span,
): { records: number; buckets: number } {
  const counter = trace.counters.find(
    (c) => c.name === counterNames.recordsProcessed && c.operator === operator && c.subtask === subtask,
  )!;
  const first = Math.ceil((start - counter.start) / counter.step);
  const last = Math.floor((end - counter.start) / counter.step);
  const inside = [...counter.values.subarray(Math.max(0, first), Math.max(0, last))];
  return { records: inside.reduce((sum, value) => sum + value, 0), buckets: Math.max(0, last - first) };
}

describe.each(snapshotModes)('a run of the orders example in %s mode', (mode) => {
  it('records every phase of every subtask, and an outside witness agrees with each lock hold it saw', async () => {
    const folder = await examplesFolder();
    const trace = join(folder, 'orders.ckpt.json');
    const args = ['orders.pipeline.ts', ...small, '--snapshot', mode, '--throttle', '40MB/s'];
    const ended = await checkpointLens(folder, 'run', ...args, '--trace', trace, '--witness');
    expect(ended.stderr).toBe('');
    expect(ended.code).toBe(0);
    const recorded = await soundTrace(trace);
    expect(recorded.source).toMatchObject({
      kind: 'engine',
      job: 'orders',
      state: 'finished',
      snapshot: mode,
    });
    expect(recorded.checkpoints.map(({ status }) => status)).toEqual(Array(checkpoints).fill('completed'));
    expect(recorded.operators.map(({ name }) => name)).toEqual([
      'orders',
      'count per customer',
      'loyal customers',
    ]);

    const holds = spansOf(recorded, 'sync');
    expect(holds).toHaveLength(checkpoints * 6);
    for (const hold of holds) {
      const { trigger, end } = recorded.checkpoints[hold.checkpoint]!;
      expect(hold.start).toBeGreaterThanOrEqual(trigger);
      // In blocking mode the upload acknowledges first, and then the subtask gives the lock back.
      if (mode !== 'blocking') expect(hold.end).toBeLessThanOrEqual(end!);
    }
    const uploads = spansOf(recorded, 'async').filter(({ operator }) => operator === 1);
    if (mode === 'blocking') expect(uploads).toEqual([]);
    else {
      expect(uploads).toHaveLength(checkpoints * 2);
      for (const upload of uploads) expect(upload.bytes).toBeGreaterThan(0);
    }
    expectWitnessAgrees(recorded, holds, mode === 'copy-on-write' ? 0 : 1);
    expectStandstill(recorded, mode === 'blocking' ? holds : uploads, mode === 'blocking');
  });
});

/** What the witness saw lies within what was recorded, and what was recorded within what it cannot exclude. */
function expectWitnessAgrees(trace: Trace, holds: readonly Span[], seenMin: number): void {
  // Clocks of two threads agree to some microseconds; between taking the lock and reading the clock a subtask may lose
  // its processor, and how long that took is recorded as the hold's uncertainty.
  const clocks = 0.01;
  let seen = 0;
  for (const { operator, subtask, lastFree, firstHeld, lastHeld, firstFree, records } of trace.observations) {
    // By when it was seen held: `lastFree` may be a moment at which the hold before had not ended yet.
    const hold = holds.find(
      (h) =>
        h.operator === operator &&
        h.subtask === subtask &&
        h.start < firstFree + clocks &&
        h.end > lastHeld - clocks - h.uncertainty,
    );
    expect(hold).toBeDefined();
    const tolerance = clocks + hold!.uncertainty;
    expect(hold!.start).toBeGreaterThanOrEqual(lastFree - tolerance);
    expect(hold!.start).toBeLessThanOrEqual(firstHeld + tolerance);
    expect(hold!.end).toBeLessThanOrEqual(firstFree + tolerance);
    expect(records).toBe(0);
    if (operator === 1) seen++;
  }
  expect(seen).toBeGreaterThanOrEqual(seenMin);
}

/** Under the lock nothing is processed; while an upload runs beside it, processing goes on. */
function expectStandstill(trace: Trace, spans: readonly Span[], stands: boolean): void {
  const counted = spans.filter(({ operator }) => operator === 1).map((span) => recordsWithin(trace, span));
  const long = counted.filter(({ buckets }) => buckets >= 2);
  expect(long.length).toBeGreaterThan(0);
  for (const { records } of long) {
    if (stands) expect(records).toBe(0);
    else expect(records).toBeGreaterThan(0);
  }
}
