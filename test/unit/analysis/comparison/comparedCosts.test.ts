import { describe, expect, it } from 'vitest';
import {
  compare,
  type ComparedRow,
  type Comparison,
} from '../../../../src/analysis/comparison/comparison.js';
import { comparisonVerdict } from '../../../../src/analysis/comparison/comparisonVerdict.js';
import { fromName, kindName } from '../../../../src/analysis/comparison/kindName.js';
import { medianText } from '../../../../src/analysis/comparison/medianText.js';
import { severalSides } from '../../../../src/analysis/comparison/severalSides.js';
import { wholeRun } from '../../../../src/analysis/comparison/side.js';
import { typical } from '../../../../src/analysis/comparison/typical.js';
import { verdictText } from '../../../../src/analysis/verdict/verdict.js';
import { counterNames, type Trace } from '../../../../src/trace/model.js';
import { flinkRecording } from '../../../fixtures/flinkRecording.js';
import { sampleTrace } from '../../../fixtures/sampleTrace.js';

/** Of nine checkpoints: `waits` times as long as in the sample, and the source without room for a share of all time. */
function trace({ waits = 1, withoutRoom }: { waits?: number; withoutRoom?: number } = {}): Trace {
  const sample = sampleTrace({ checkpoints: 9 });
  const buckets = new Float64Array(1000);
  const counter = { operator: 0, subtask: 0, start: 0, step: 20 };
  return {
    ...sample,
    waits: sample.waits.map((wait) => ({ ...wait, end: wait.start + waits * (wait.end - wait.start) })),
    counters: [
      ...sample.counters,
      ...(withoutRoom === undefined
        ? []
        : [{ ...counter, name: counterNames.backPressuredTime, values: buckets.fill(20 * withoutRoom) }]),
    ],
  };
}

const runs = (before: Trace, after: Trace): Comparison => compare(wholeRun(before), wholeRun(after));
const ofKind = ({ rows }: Comparison, kind: string): ComparedRow | undefined =>
  rows.find((row) => row.kind === kind);
const text = (comparison: Comparison): string => verdictText(comparisonVerdict(comparison));

describe('what checkpoints cost beyond their phases, of two runs', () => {
  it('has the longest wait of each kind in each checkpoint, of held inputs by the operator that they come from', () => {
    const comparison = runs(trace(), trace({ waits: 4 }));
    const held = ofKind(comparison, 'heldInput')!;
    expect(held).toMatchObject({ before: { count: 8, median: 12 }, after: { median: 48 }, noise: 'beyond' });
    expect(kindName(held.kind, fromName(comparison, held))).toBe('alignment: count per customer held back');
    const queued = ofKind(comparison, 'queuedUpload')!;
    expect(queued).toMatchObject({
      before: { median: 3 },
      after: { median: 12 },
      totalBefore: 24,
      totalAfter: 96,
    });
    expect(kindName(queued.kind)).toBe('upload: waiting to begin');
  });

  it('has the time without room from the trigger to the end of each checkpoint', () => {
    const comparison = runs(trace({ withoutRoom: 0.1 }), trace({ withoutRoom: 0.5 }));
    const row = ofKind(comparison, 'backPressured')!;
    const { trigger, end } = sampleTrace().checkpoints[0]!;
    expect(row.before!.median).toBeCloseTo((end! - trigger) * 0.1, 3);
    expect(row.after!.median).toBeCloseTo((end! - trigger) * 0.5, 3);
    expect(row.noise).toBe('beyond');
    expect(medianText(comparison, row, 'after')).toMatch(/^211 ms \(50 %\)$/);
  });

  it('takes no difference for one that buckets are too coarse for', () => {
    const row = ofKind(runs(trace({ withoutRoom: 0.1 }), trace({ withoutRoom: 0.12 })), 'backPressured')!;
    expect(row.difference).toBeLessThan(10);
    expect(row.noise).toBe('within');
  });

  it('has no time for what a run could have told of and did not, and nothing for what it knows nothing of', () => {
    const without = { ...trace({ withoutRoom: 0 }), waits: [] };
    expect(ofKind(runs(trace(), without), 'heldInput')).toMatchObject({ after: { median: 0, max: 0 } });
    const silent = { ...sampleTrace({ checkpoints: 9 }), waits: [] };
    const row = ofKind(runs(trace(), silent), 'heldInput')!;
    expect(row).toMatchObject({ noise: 'oneSided' });
    expect(row.after).toBeUndefined();
    const flink = flinkRecording('hashmap-1m');
    const kinds = runs(flink, flink).rows.map(({ kind }) => kind);
    for (const kind of ['heldInput', 'queuedUpload', 'backPressured']) expect(kinds).not.toContain(kind);
  });

  it('leads from a wait to the bar that it is a part of, and from time without room to none', () => {
    const { rows } = runs(trace({ withoutRoom: 0.1 }), trace({ withoutRoom: 0.1 }));
    const targets = rows.map((row) => [row.kind, typical(row, 'after')?.phase] as const);
    expect(targets).toContainEqual(['heldInput', 'alignment']);
    expect(targets).toContainEqual(['queuedUpload', 'async']);
    expect(targets).toContainEqual(['backPressured', undefined]);
  });

  it('is in words where a phase does not say it and checkpoints alone make it: the queueing of uploads', () => {
    expect(text(runs(trace(), trace({ waits: 4 })))).toMatch(
      /^Uploads at count per customer wait 9 ms longer to begin\. 12 ms instead of 3 ms, about 4 times as long\. Medians over 8 and 8 /,
    );
    expect(text(runs(trace({ waits: 4 }), trace()))).toMatch(
      /^Uploads at count per customer wait 9 ms less to begin\. 3 ms instead of 12 ms\. Medians/,
    );
    expect(text(runs(trace({ withoutRoom: 0.9 }), trace({ withoutRoom: 0.1 })))).not.toMatch(/room|pressure/);
  });
});

it('several runs have what checkpoints cost beyond their phases too, each held input by where it comes from', () => {
  const rows = severalSides([
    wholeRun(trace({ withoutRoom: 0.1 })),
    wholeRun(trace({ waits: 2, withoutRoom: 0.2 })),
    wholeRun(trace({ waits: 4, withoutRoom: 0.3 })),
  ]);
  const medians = (kind: string) => rows.find((row) => row.kind === kind)?.cells.map(({ median }) => median);
  expect(medians('queuedUpload')).toEqual([3, 6, 12]);
  expect(medians('heldInput')).toEqual([12, 24, 48]);
  const shares = rows
    .find(({ kind }) => kind === 'backPressured')!
    .cells.map(({ share }) => share!.toFixed(2));
  expect(shares).toEqual(['0.10', '0.20', '0.30']);
  expect(rows.find(({ kind }) => kind === 'heldInput')).toMatchObject({ from: 'count per customer' });
});
