import { compare, type Comparison } from '../../src/analysis/comparison/comparison.js';
import { comparisonVerdict } from '../../src/analysis/comparison/comparisonVerdict.js';
import { singleCheckpoint, wholeRun, type Side } from '../../src/analysis/comparison/side.js';
import type { Verdict } from '../../src/analysis/phrases.js';
import type { Trace } from '../../src/trace/model.js';
import type { CheckpointIndex } from '../../src/trace/units.js';
import type { ShownCheckpoints } from './lanes.js';

/** One of the inputs, once it has been read. */
export interface ReadSide {
  readonly label: string;
  readonly checkpoint?: number;
  readonly trace: Trace;
}

/** What a person has chosen; VS Code keeps it with the editor. */
export interface ComparisonState {
  /** Positions of the inputs that are compared. */
  readonly before: number;
  readonly after: number;
  /** Ids of the checkpoints that are drawn; absent for the typical ones. */
  readonly drawn?: { readonly before?: number; readonly after?: number };
  /** Whether the table has all numbers, and all of the page. */
  readonly allNumbers: boolean;
}

/** What the page shows: computed once for each pair of traces. */
export interface Compared {
  readonly before: ReadSide;
  readonly after: ReadSide;
  readonly comparison: Comparison;
  readonly verdict: Verdict;
}

export function freshComparisonState(sides: number): ComparisonState {
  return { before: 0, after: sides - 1, allNumbers: false };
}

/** What was kept, as far as it still fits. */
export function restoredState(kept: unknown, sides: number): ComparisonState {
  const fresh = freshComparisonState(sides);
  if (typeof kept !== 'object' || kept === null) return fresh;
  const { before, after, allNumbers, drawn } = kept as Partial<ComparisonState>;
  const isSide = (one: unknown): one is number => typeof one === 'number' && one >= 0 && one < sides;
  if (!isSide(before) || !isSide(after)) return fresh;
  return { before, after, allNumbers: allNumbers === true, ...(drawn && { drawn }) };
}

export function comparedSides(before: ReadSide, after: ReadSide): Compared {
  const comparison = compare(sideOf(before), sideOf(after));
  return { before, after, comparison, verdict: comparisonVerdict(comparison) };
}

/** The checkpoints to draw: those that were chosen, else those that the verdict's numbers are nearest to, else the last. */
export function shownCheckpoints(
  { comparison, verdict }: Compared,
  drawn: ComparisonState['drawn'],
): ShownCheckpoints {
  const of = (name: 'before' | 'after'): CheckpointIndex | undefined => {
    const { trace, checkpoints } = comparison[name];
    const chosen = trace.checkpoints.findIndex(({ id }) => id === drawn?.[name]);
    if (chosen >= 0) return chosen;
    const phrases: readonly { side?: string; target?: { checkpoint: CheckpointIndex } }[] = [
      ...verdict.headline,
      ...verdict.meanwhile,
    ];
    return phrases.find(({ side }) => side === name)?.target?.checkpoint ?? checkpoints.at(-1);
  };
  return { before: of('before'), after: of('after') };
}

export function sideOf({ trace, checkpoint }: ReadSide): Side {
  return checkpoint === undefined ? wholeRun(trace) : singleCheckpoint(trace, checkpoint);
}
