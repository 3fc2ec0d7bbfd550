import type { Ms } from '../../trace/units.js';
import { checkpointBytesCopied } from '../checkpointCosts.js';
import { isBlockingKind, type ComparedKind } from './comparedKind.js';
import { measure, type Measure, type Values } from './measure.js';
import { pairOperators, type OperatorPair } from './pairing.js';
import { sampledRows, type Both, type SampledRow } from './sampledRows.js';
import type { Longest, Sample } from './samples.js';
import type { Side } from './side.js';

/**
 * One phase at one operator on both sides, or what checkpoints cost it beyond its phases, ms; the values are those of each
 * checkpoint's longest subtask.
 */
export interface ComparedRow extends Measure {
  readonly pair: OperatorPair;
  readonly kind: ComparedKind;
  /** Of held inputs: the operator that they come from, where that is known. */
  readonly from?: OperatorPair;
  /** Of all subtasks in all checkpoints together. */
  readonly totalBefore: Ms;
  readonly totalAfter: Ms;
  /** How much a value of either side may be off. */
  readonly tolerance: Ms;
  /** What the values are, checkpoint by checkpoint. */
  readonly longestBefore: readonly Longest[];
  readonly longestAfter: readonly Longest[];
}

/** What was different between two runs, or between two checkpoints. */
export interface Comparison {
  readonly before: Side;
  readonly after: Side;
  readonly pairs: readonly OperatorPair[];
  /** What grew most first; rows without a difference last. A phase that took no time on either side has none. */
  readonly rows: readonly ComparedRow[];
  /** From trigger to completion, ms. */
  readonly duration: Measure;
  /** What a checkpoint stored. */
  readonly bytes: Measure;
  /** What was copied because of it; absent where neither side has counted that. */
  readonly copied?: Measure;
}

/** How likely it may be that anything at all in a comparison is called beyond noise and is not. */
export const errorOfAll = 0.05;

/**
 * Compares operator by operator, phase by phase and cost by cost. Each row is held to an error so small (Bonferroni) that all
 * of them together keep to 5 %: among many rows some differ by chance. Linear in the spans of both sides.
 *
 * @param ofAll how likely any of the rows may be called beyond noise and is not
 */
export function compare(before: Side, after: Side, ofAll = errorOfAll): Comparison {
  const pairs = pairOperators(before.trace.operators, after.trace.operators);
  const samples = sampledRows(pairs, { before, after });
  const copied = { before: copiedBytes(before), after: copiedBytes(after) };
  const hasCopied = copied.before.values.length > 0 || copied.after.values.length > 0;
  const tested = samples.filter((row) => row.before && row.after).length + (hasCopied ? 3 : 2);
  const error = ofAll / tested;
  const resolutions = { before: before.trace.source.resolution, after: after.trace.source.resolution };
  const rows = samples.map((row) => comparedRow(row, resolutions, error));
  return {
    before,
    after,
    pairs,
    rows: rows.sort((a, b) => rank(b) - rank(a)),
    duration: measure(durations(before), durations(after), error),
    bytes: measure(bytes(before), bytes(after), error),
    ...(hasCopied && { copied: measure(copied.before, copied.after, error) }),
  };
}

/** How long an operator's subtasks stood still in all, ms, on one side: lock holds and flushes. */
export function totalBlocked(rows: readonly ComparedRow[], of: 'totalBefore' | 'totalAfter'): Ms {
  return rows.reduce((sum, row) => (isBlockingKind(row.kind) ? sum + row[of] : sum), 0);
}

/** What durations of both sides are known to, ms; undefined where they are as fine as they read. */
export function coarsestResolution({ before, after }: Pick<Comparison, 'before' | 'after'>): Ms | undefined {
  const resolution = Math.max(before.trace.source.resolution ?? 0, after.trace.source.resolution ?? 0);
  return resolution === 0 ? undefined : resolution;
}

function comparedRow(
  { pair, kind, from, before, after }: SampledRow,
  resolutions: Both<Ms | undefined>,
  error: number,
): ComparedRow {
  return {
    pair,
    kind,
    ...(from && { from }),
    totalBefore: before?.totalMs ?? 0,
    totalAfter: after?.totalMs ?? 0,
    tolerance: Math.max(before?.toleranceMs ?? 0, after?.toleranceMs ?? 0),
    longestBefore: before?.longest ?? [],
    longestAfter: after?.longest ?? [],
    ...measure(valuesOf(before, resolutions.before), valuesOf(after, resolutions.after), error),
  };
}

function valuesOf(sample: Sample | undefined, resolution: Ms | undefined): Values {
  const values = sample?.longest.map(({ ms }) => ms) ?? [];
  return { values, tolerance: sample?.toleranceMs ?? 0, resolution };
}

function rank({ difference }: ComparedRow): number {
  return difference ?? Number.NEGATIVE_INFINITY;
}

function durations({ trace, checkpoints }: Side): Values {
  const { resolution } = trace.source;
  const values = checkpoints.flatMap((index) => {
    const { trigger, end } = trace.checkpoints[index]!;
    return end === undefined ? [] : [end - trigger];
  });
  return { values, tolerance: resolution ?? 0, resolution };
}

function copiedBytes({ trace, checkpoints }: Side): Values {
  return {
    values: checkpoints.flatMap((index) => checkpointBytesCopied(trace, index) ?? []),
    tolerance: 0,
  };
}

function bytes({ trace, checkpoints }: Side): Values {
  return { values: checkpoints.flatMap((index) => trace.checkpoints[index]!.bytes ?? []), tolerance: 0 };
}
