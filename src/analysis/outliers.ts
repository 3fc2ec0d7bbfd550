import { phases, type Phase, type Trace } from '../trace/model.js';
import type { CheckpointIndex, Ms } from '../trace/units.js';
import type { Part } from './partHistory.js';
import { distribution } from './statistics.js';

/** With fewer checkpoints nothing can be said to be unusual. */
export const outlierSample = 8;

/**
 * How many robust standard deviations above the median are unusual: the bound that Iglewicz and Hoaglin give for the modified
 * z-score, *How to Detect and Handle Outliers*, 1993.
 */
const outlierDeviations = 3.5;

/** Turns a median absolute deviation into the standard deviation of a normal distribution. */
const deviationScale = 1.4826;

/** What is unusual is also longer than the median by half of it: numbers that hardly spread have tiny deviations. */
const outlierFactor = 1.5;

/** Numbers that are whole ms may differ by so many steps before one of them stands out. */
const roundingSteps = 5;

/** What numbers of one kind usually are. */
export interface Usual {
  readonly median: Ms;
  /** What is more than this stands out. */
  readonly most: Ms;
}

/**
 * The median, and the bound above which a number stands out: 3.5 robust standard deviations and half the median above it.
 *
 * @param resolution ms that the numbers are known to; a few such steps are no difference
 * @returns undefined for fewer than {@link outlierSample} numbers
 */
export function usualOf(values: readonly Ms[], resolution: Ms): Usual | undefined {
  if (values.length < outlierSample) return undefined;
  const { median } = distribution(values)!;
  const deviation = distribution(values.map((value) => Math.abs(value - median)))!.median;
  const above = Math.max(
    outlierDeviations * deviationScale * deviation,
    (outlierFactor - 1) * median,
    roundingSteps * resolution,
  );
  return { median, most: median + above };
}

/** A part that stands out among those of the other checkpoints. */
export interface Outlier {
  readonly checkpoint: CheckpointIndex;
  /** Whether all of it took unusually long, or only processing stood still so long. */
  readonly by: 'took' | 'blocked';
  readonly ms: Ms;
  readonly median: Ms;
  /** The phase that is furthest above its own median. */
  readonly phase: Phase;
  readonly phaseMs: Ms;
  readonly part: Part;
}

/** What the parts in some checkpoints usually are, and which are not. */
export interface Usualness {
  /** How many completed checkpoints it is judged by. */
  readonly sample: number;
  readonly took?: Usual;
  readonly blocked?: Usual;
  /** Where each phase usually begins, and how long it lasts; absent in more than half of the checkpoints: absent. */
  readonly phases: Readonly<Partial<Record<Phase, { readonly start: Ms; readonly ms: Ms }>>>;
  /** Furthest above the median first. */
  readonly outliers: readonly Outlier[];
}

/**
 * Judges by completed checkpoints only, and only those: savepoints are taken otherwise, and of what failed or goes on nobody knows
 * how long it would have taken.
 */
export function usualness(trace: Trace, parts: readonly Part[]): Usualness {
  const judged = judgedParts(trace, parts);
  const resolution = trace.source.resolution ?? 0;
  const took = usualOf(
    judged.map((part) => part.took!),
    resolution,
  );
  const blocked = usualOf(
    judged.map((part) => part.blocked),
    resolution,
  );
  const usualPhases = phaseMedians(judged);
  const outliers = judged.flatMap((part): Outlier[] => {
    const of =
      took && part.took! > took.most
        ? { by: 'took' as const, ms: part.took!, median: took.median }
        : undefined;
    const stopped =
      blocked && part.blocked > blocked.most
        ? { by: 'blocked' as const, ms: part.blocked, median: blocked.median }
        : undefined;
    const found = of ?? stopped;
    return found
      ? [{ ...found, checkpoint: part.checkpoint, part, ...furthest(part, usualPhases, found.by) }]
      : [];
  });
  outliers.sort((a, b) => b.ms - b.median - (a.ms - a.median));
  return {
    sample: judged.length,
    ...(took && { took }),
    ...(blocked && { blocked }),
    phases: usualPhases,
    outliers,
  };
}

/** The parts that tell what is usual, see {@link usualness}. */
export function judgedParts(trace: Trace, parts: readonly Part[]): readonly Part[] {
  return parts.filter((part) => isWhole(trace, part));
}

function isWhole({ checkpoints }: Trace, { checkpoint, took }: Part): boolean {
  const { status, kind } = checkpoints[checkpoint]!;
  return took !== undefined && status === 'completed' && kind === 'checkpoint';
}

function phaseMedians(parts: readonly Part[]): Usualness['phases'] {
  const medians: Partial<Record<Phase, { start: Ms; ms: Ms }>> = {};
  for (const phase of phases) {
    const having = parts.flatMap((part) => part.phases[phase] ?? []);
    if (having.length * 2 <= parts.length) continue;
    medians[phase] = {
      start: distribution(having.map(({ start }) => start))!.median,
      ms: distribution(having.map(({ ms }) => ms))!.median,
    };
  }
  return medians;
}

function furthest(
  part: Part,
  usual: Usualness['phases'],
  by: Outlier['by'],
): { readonly phase: Phase; readonly phaseMs: Ms } {
  const among: readonly Phase[] = by === 'blocked' ? ['sync', 'preBarrier'] : phases;
  const above = (phase: Phase): Ms => (part.phases[phase]?.ms ?? 0) - (usual[phase]?.ms ?? 0);
  const phase = among.reduce((most, one) => (above(one) > above(most) ? one : most));
  return { phase, phaseMs: part.phases[phase]?.ms ?? 0 };
}
