import type { CheckpointIndex } from '../../src/trace/units.js';
import { firstAbove, type TimeScale } from '../chart/geometry.js';
import type { TraceIndex } from '../rows/traceIndex.js';

/** Bars are never narrower, in pixels. */
const narrowestBar = 3;
/** How far from a bar a pointer may be to mean it, in pixels. */
const reach = 14;

/** Where the bars of the strip lie, in pixels. */
export interface StripLayout {
  readonly scale: TimeScale;
  readonly barWidth: number;
  /** Left edge of each checkpoint's bar. */
  readonly lefts: Float64Array;
  readonly drawn: readonly DrawnCheckpoint[];
}

/** A bar that is drawn: of one checkpoint, or where they would cover each other, of the one that blocked longest. */
export interface DrawnCheckpoint {
  readonly checkpoint: CheckpointIndex;
  readonly left: number;
  /** The first and last that it stands for. */
  readonly first: CheckpointIndex;
  readonly last: CheckpointIndex;
}

interface StripCheckpoints {
  /** Ascending. */
  readonly triggers: readonly number[];
  readonly blocked: (checkpoint: CheckpointIndex) => number;
  /** When all of it is over. */
  readonly end: number;
}

/** Lays the checkpoints over the strip in real time, so that gaps stay visible. */
export function layoutStrip({ triggers, blocked, end }: StripCheckpoints, width: number): StripLayout {
  const from = triggers[0] ?? 0;
  const scale = {
    from,
    to: Math.max(end, (triggers.at(-1) ?? 0) + 1e-6, from + 1e-6),
    left: 16,
    width: Math.max(1, width - 56),
  };
  const lefts = Float64Array.from(
    triggers,
    (time) => scale.left + ((time - from) / (scale.to - from)) * scale.width,
  );
  let least = 24;
  for (let n = 1; n < lefts.length; n += 1) least = Math.min(least, lefts[n]! - lefts[n - 1]!);
  const barWidth = Math.min(24, Math.max(narrowestBar, least - 4));
  return { scale, barWidth, lefts, drawn: drawnCheckpoints(lefts, barWidth, blocked) };
}

/** Where the checkpoints of a trace lie on its strip. */
export function stripLayoutOf(index: TraceIndex, width: number): StripLayout {
  return layoutStrip(
    {
      triggers: index.trace.checkpoints.map(({ trigger }) => trigger),
      blocked: (n) => index.checkpoints[n]!.blocked,
      end: Math.max(index.now, index.checkpoints.at(-1)?.end ?? 0),
    },
    width,
  );
}

function drawnCheckpoints(
  lefts: Float64Array,
  barWidth: number,
  blocked: (checkpoint: CheckpointIndex) => number,
): DrawnCheckpoint[] {
  if (barWidth > narrowestBar) {
    return Array.from(lefts, (left, n) => ({ checkpoint: n, left: Math.round(left), first: n, last: n }));
  }
  const pitch = narrowestBar + 1;
  const drawn: DrawnCheckpoint[] = [];
  lefts.forEach((exact, n) => {
    const left = Math.floor(exact / pitch) * pitch;
    const before = drawn.at(-1);
    if (before?.left !== left) {
      drawn.push({ checkpoint: n, left, first: n, last: n });
      return;
    }
    const isWorse = blocked(n) > blocked(before.checkpoint);
    drawn[drawn.length - 1] = { ...before, checkpoint: isWorse ? n : before.checkpoint, last: n };
  });
  return drawn;
}

/** The bar under a pointer, or the next one to it. */
export function drawnAt({ drawn, barWidth }: StripLayout, x: number): DrawnCheckpoint | undefined {
  let best: DrawnCheckpoint | undefined;
  let nearest = reach;
  for (const one of drawn) {
    const distance = Math.max(0, one.left - x, x - one.left - barWidth);
    if (distance < nearest) [best, nearest] = [one, distance];
  }
  return best;
}

/** The checkpoints whose bars lie between two places, in either order, in part or wholly. */
export function checkpointsBetween(
  { lefts, barWidth }: StripLayout,
  one: number,
  other: number,
): CheckpointIndex[] {
  const first = firstAbove(lefts, Math.min(one, other) - barWidth, 0, lefts.length);
  const last = firstAbove(lefts, Math.max(one, other), 0, lefts.length);
  return Array.from({ length: Math.max(0, last - first) }, (_, n) => first + n);
}
