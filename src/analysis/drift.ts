import { phases, type Phase, type Trace } from '../trace/model.js';
import type { Ms } from '../trace/units.js';
import { normalQuantile } from './comparison/normalQuantile.js';
import { judgedParts, outlierSample } from './outliers.js';
import type { Part } from './partHistory.js';
import { distribution } from './statistics.js';
import { trendOf } from './trend.js';

/** How likely a drift may be told of parts that have none; shared among the phases that are tested (Bonferroni). */
const error = 0.01;

/** What drifted has changed to this many times what it was, or to as small a part of it. */
const driftFactor = 1.5;

/** And by so much of what all of it took, unless processing stood still in it: a change that moves nothing is no news. */
const driftShare = 0.1;

/** And by so many ms, and so many steps of what the numbers are known to. */
const leastMs = 1;
const roundingSteps = 5;

/** A phase that grows or shrinks over the checkpoints. */
export interface Drift {
  readonly phase: Phase;
  /** Medians of the first and of the last third of the parts. */
  readonly first: Ms;
  readonly last: Ms;
  /** How many parts a third is. */
  readonly third: number;
  /** From one checkpoint to the next, {@link trendOf}. */
  readonly slope: Ms;
  /** The last part: where the drift has led. */
  readonly part: Part;
}

/**
 * The phases that grow or shrink from checkpoint to checkpoint, the largest change first. One is told only where the trend is beyond
 * chance, by {@link trendOf}, and the change is worth telling. Judged by the same checkpoints as what stands out is, without #1, which
 * is slow in every run; what is only a bound, as the time that is left over before an acknowledgement, is not judged.
 *
 * @returns undefined where there are too few
 */
export function driftsOf(trace: Trace, parts: readonly Part[]): readonly Drift[] | undefined {
  const judged = judgedParts(trace, parts).filter(
    ({ checkpoint }) => trace.checkpoints[checkpoint]!.id !== 1,
  );
  if (judged.length < outlierSample) return undefined;
  const tested = phases.filter((phase) => isTested(judged, phase));
  const resolution = trace.source.resolution ?? 0;
  const whole = distribution(judged.map(({ took = 0 }) => took))?.median ?? 0;
  return tested
    .flatMap((phase): Drift[] => {
      const values = judged.map((part) => part.phases[phase]?.ms ?? 0);
      const trend = trendOf(values);
      if (trend === undefined) return [];
      if (Math.abs(trend.score) < -normalQuantile(error / 2 / tested.length)) return [];
      const third = Math.floor(values.length / 3);
      const first = distribution(values.slice(0, third))!.median;
      const last = distribution(values.slice(-third))!.median;
      const least = isStop(phase) ? 0 : driftShare * whole;
      if (Math.abs(last - first) < Math.max(leastMs, roundingSteps * resolution, least)) return [];
      if (Math.max(first, last) < driftFactor * Math.min(first, last)) return [];
      if (Math.sign(last - first) !== Math.sign(trend.slope)) return [];
      return [{ phase, first, last, third, slope: trend.slope, part: judged.at(-1)! }];
    })
    .sort((a, b) => Math.abs(b.last - b.first) - Math.abs(a.last - a.first));
}

function isTested(parts: readonly Part[], phase: Phase): boolean {
  const having = parts.flatMap((part) => part.phases[phase] ?? []);
  return having.length * 2 > parts.length && having.every(({ isBound }) => !isBound);
}

function isStop(phase: Phase): boolean {
  return phase === 'sync' || phase === 'preBarrier';
}
