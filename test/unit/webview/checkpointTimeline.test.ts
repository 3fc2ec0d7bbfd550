import { describe, expect, it } from 'vitest';
import { partHistory } from '../../../src/analysis/partHistory.js';
import { usualness } from '../../../src/analysis/outliers.js';
import { readInputs } from '../../../src/formats/readInputs.js';
import { phases, type Trace } from '../../../src/trace/model.js';
import { fittingRange } from '../../../webview/chart/axis.js';
import { describeCheckpoint, stripTitle } from '../../../webview/strip/checkpointWords.js';
import { typeWords } from '../../../webview/details/jobFacts.js';
import type { ViewModel } from '../../../webview/model.js';
import { withoutNotes } from '../../../webview/notes/notesView.js';
import { openParts } from '../../../webview/openParts.js';
import { rowWords } from '../../../webview/rows/rowOrder.js';
import { rulerTicks } from '../../../webview/chart/ruler.js';
import { layoutStrip } from '../../../webview/strip/stripLayout.js';
import { spanTooltip } from '../../../webview/chart/tooltip.js';
import { indexTrace, rowAt, type TraceIndex } from '../../../webview/rows/traceIndex.js';
import { freshState } from '../../../webview/viewState.js';
import { restJob, type RestCheckpoint, type RestJob } from '../../fixtures/restJob.js';
import { groupsOf } from '../../fixtures/shownRows.js';

// What the timeline of checkpoints proposed for Flink's web UI (FLINK-39566) leaves out or gets wrong, by the answers that it reads.

function opened(job: RestJob): TraceIndex {
  return indexTrace(readInputs(restJob(job)).jobs[0]!.trace);
}

function modelOf(index: TraceIndex): ViewModel {
  return { index, state: freshState, notes: withoutNotes, inEditor: true } as Partial<ViewModel> as ViewModel;
}

/** `sink (1/2) 1.50 s`, from the first row down. */
function rows(index: TraceIndex, checkpoint = 0): string[] {
  return groupsOf(index, checkpoint).flatMap((group) =>
    group.rows.map((ranked) => {
      const { name, parallelism } = index.trace.operators[ranked.row.operator]!;
      return `${name} (${ranked.row.subtask + 1}/${parallelism}) ${rowWords(index, ranked, 'blocked')}`;
    }),
  );
}

function spansOf({ spans }: Trace, operator: number, subtask: number): Record<string, [number, number]> {
  const at = [...spans.start.keys()].filter(
    (i) => spans.operator[i] === operator && spans.subtask[i] === subtask,
  );
  return Object.fromEntries(at.map((i) => [phases[spans.phase[i]!]!, [spans.start[i]!, spans.end[i]!]]));
}

const vertices = ['source', 'window', 'sink'];
const quick = { sync: 2, async: 10 };

describe('the checkpoints of a job', () => {
  it('are all on the strip, hundreds of them, and a pause between them is seen', () => {
    const pause = 500_000;
    const triggers = Array.from({ length: 200 }, (_, n) => n * 1000 + (n >= 100 ? pause : 0));
    const { drawn, lefts } = layoutStrip({ triggers, blocked: () => 1, end: 700_000 }, 1200);
    expect(drawn[0]!.first).toBe(0);
    expect(drawn.at(-1)!.last).toBe(199);
    expect(drawn.reduce((sum, { first, last }) => sum + last - first + 1, 0)).toBe(200);
    expect(lefts[100]! - lefts[99]!).toBeGreaterThan(500);
  });

  it('are savepoints and failed, both: one does not hide the other', () => {
    const failed = {
      id: 2,
      status: 'FAILED',
      isSavepoint: true,
      type: 'SAVEPOINT',
      trigger: 5000,
      took: 900,
    } as const;
    const index = opened({
      vertices: ['source'],
      checkpoints: [
        { id: 1, reports: [[quick]] },
        { ...failed, failure: 'The disk is full.', reports: [['pending']] },
      ],
    });
    expect(describeCheckpoint(modelOf(index), 1)).toMatch(
      /^#2 savepoint: failed after 900 ms: The disk is full/,
    );
  });

  it('say their type, what they stored, who has not reported and when they were triggered', () => {
    const index = opened({
      vertices: ['source', 'sink'],
      checkpoints: [
        {
          id: 7,
          status: 'FAILED',
          took: 600_000,
          failure: 'Expired.',
          reports: [[quick], [quick, 'pending']],
        },
      ],
    });
    expect(stripTitle(modelOf(index), { checkpoint: 0, left: 0, first: 0, last: 0 }).split('\n')).toEqual([
      expect.stringContaining('failed after 10 min'),
      'aligned · 1.00 kB stored · 4.00 kB in full',
      '1 subtask has not reported',
      '2026-11-26 12:00:00.000 UTC',
    ]);
  });

  it('are unaligned by their type, also where no record was overtaken', () => {
    const index = opened({
      vertices: ['source'],
      checkpoints: [{ id: 1, type: 'UNALIGNED_CHECKPOINT', reports: [[{ ...quick, unaligned: false }]] }],
    });
    expect(typeWords(index.trace, index.trace.checkpoints[0]!)).toBe('unaligned');
  });

  it('of ten minutes have a ruler with more than two ticks', () => {
    const index = opened({ vertices: ['source'], checkpoints: [{ id: 1, reports: [[{ async: 600_000 }]] }] });
    const { from, to } = fittingRange(index, { checkpoint: 0 });
    const ticks = rulerTicks({ from, to, left: 0, width: 900 }, { zero: 0, zeroName: '0 trigger' });
    expect(ticks.map(({ label }) => label)).toEqual(
      expect.arrayContaining(['0 trigger', '2 min', '4 min', '6 min', '8 min', '10 min']),
    );
  });

  it('of two jobs with the same number are never mixed up', () => {
    const job = (jid: string, sync: number): RestJob => ({
      ...{ jid: jid.repeat(32), name: jid, vertices: ['source'] },
      checkpoints: [{ id: 5, reports: [[{ sync }]] }],
    });
    const { jobs } = readInputs([...restJob(job('a', 10)), ...restJob(job('b', 900))]);
    const holds = jobs.map(({ name, trace }) => [name, indexTrace(trace).checkpoints[0]!.blocked]);
    expect(Object.fromEntries(holds)).toEqual({ a: 10, b: 900 });
  });
});

describe('the subtasks of a checkpoint', () => {
  it('begin with the one that was blocked longest, whichever operator it belongs to', () => {
    const index = opened({
      vertices,
      checkpoints: [
        { id: 1, reports: [[{ sync: 5 }, { sync: 1 }], [{ sync: 40 }], [{ sync: 2 }, { sync: 1500 }]] },
      ],
    });
    expect(rows(index)).toEqual([
      'sink (2/2) 1.50 s',
      'sink (1/2) 2 ms',
      'window (1/1) 40 ms',
      'source (1/2) 5 ms',
      'source (2/2) 1 ms',
    ]);
  });

  it('have a row each, also the one that never reported, on top and open-ended', () => {
    const index = opened({
      vertices,
      checkpoints: [
        {
          id: 1,
          status: 'FAILED',
          took: 4000,
          failure: 'Expired.',
          reports: [[quick], ['pending', quick], [quick]],
        },
      ],
    });
    expect(rows(index)[0]).toBe('window (1/2) no report');
    expect(openParts(index, rowAt(index, 1, 0)!)).toMatchObject([{ checkpoint: 0, start: 0, end: 4000 }]);
  });

  it('have a row each, also where every number is 0', () => {
    const index = opened({
      vertices: ['source', 'sink'],
      checkpoints: [{ id: 1, reports: [[quick], [{ endToEnd: 12 }, quick]] }],
    });
    expect(rows(index)).toContain('sink (1/2) <1 ms');
    expect(rows(index)).toHaveLength(3);
  });

  it('have rows of their own where two operators have one name', () => {
    const index = opened({
      vertices: ['source', 'map', 'map'],
      checkpoints: [{ id: 1, reports: [[quick], [{ sync: 7 }], [{ sync: 9 }]] }],
    });
    expect(rows(index).filter((row) => row.startsWith('map'))).toEqual(['map (1/1) 9 ms', 'map (1/1) 7 ms']);
    expect(new Set(groupsOf(index, 0).map(({ key }) => key)).size).toBe(3);
  });

  it('add up to the time from the trigger to the acknowledgement: what no phase accounts for is drawn as such', () => {
    const index = opened({
      vertices: ['source'],
      checkpoints: [
        { id: 1, reports: [[{ startDelay: 100, alignment: 50, sync: 20, async: 300, endToEnd: 700 }]] },
      ],
    });
    const drawn = spansOf(index.trace, 0, 0);
    expect(drawn['ack']![1] - drawn['ack']![0]).toBeCloseTo(700 - 470, 6);
    const lengths = Object.values(drawn).map(([start, end]) => end - start);
    expect(lengths.reduce((sum, length) => sum + length, 0)).toBeCloseTo(700, 6);
  });

  it('of an unaligned checkpoint overlap their phases, and end with their acknowledgement', () => {
    const report = {
      startDelay: 100,
      alignment: 5000,
      sync: 10,
      async: 5200,
      unaligned: true,
      endToEnd: 5400,
    };
    const index = opened({
      vertices: ['source', 'sink'],
      checkpoints: [{ id: 1, type: 'UNALIGNED_CHECKPOINT', reports: [[quick], [report]] }],
    });
    const drawn = spansOf(index.trace, 1, 0);
    expect(Math.max(...Object.values(drawn).map(([, end]) => end))).toBeCloseTo(5400, 6);
    expect(drawn['async']![0]).toBeLessThan(drawn['alignment']![1]);
  });

  it('stand out by what is usual for themselves, however slow another operator is', () => {
    const checkpoints = Array.from({ length: 12 }, (_, n): RestCheckpoint => ({
      ...{ id: n + 1, trigger: n * 10_000 },
      reports: [[{ sync: 1, async: n === 9 ? 200 : 10 }], [{ sync: 1, async: 5000 }]],
    }));
    const { trace } = opened({ vertices: ['light', 'heavy'], checkpoints });
    const outliers = (operator: number): number[] =>
      usualness(trace, partHistory(trace, { operator, subtask: 0 }, 60)).outliers.map(
        ({ checkpoint }) => trace.checkpoints[checkpoint]!.id,
      );
    expect(outliers(0)).toEqual([10]);
    expect(outliers(1)).toEqual([]);
  });

  it('say on a bar its share of the checkpoint, bytes, rate, and how sure that is', () => {
    const index = opened({
      vertices: ['source'],
      checkpoints: [{ id: 1, reports: [[{ sync: 100, async: 900 }]] }],
    });
    const upload = [...index.trace.spans.phase].indexOf(phases.indexOf('async'));
    const { title, facts } = spanTooltip(modelOf(index), upload);
    expect(title).toBe('Upload · does not block');
    expect(Object.fromEntries(facts.map(({ label, value }) => [label, value]))).toMatchObject({
      took: '900 ms',
      share: '90 % of the checkpoint',
      bytes: '100 B',
      rate: '111 B/s',
      origin: expect.stringContaining('derived') as string,
    });
  });

  it('are drawn as far as they could be read where the answer for one operator is missing, which is said', () => {
    const files = restJob({ vertices, checkpoints: [{ id: 1, reports: [[quick], [quick], [quick]] }] });
    const { jobs, diagnostics } = readInputs(
      files.filter(({ name }) => !name.endsWith(`${'2'.repeat(32)}.json`)),
    );
    const index = indexTrace(jobs[0]!.trace);
    expect(rows(index)).toHaveLength(3);
    expect(Object.keys(spansOf(index.trace, 0, 0))).toContain('sync');
    expect(spansOf(index.trace, 1, 0)).toEqual({});
    expect(rows(index)).toContain('window (1/1) –');
    expect(diagnostics.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^In 1 checkpoint nothing was read of window, so its part is not drawn\./),
    ]);
  });
});
