import { compare, type Comparison } from '../../src/analysis/comparison/comparison.js';
import { comparisonVerdict } from '../../src/analysis/comparison/comparisonVerdict.js';
import type { OperatorPair } from '../../src/analysis/comparison/pairing.js';
import { comparedSide, type Side } from '../../src/analysis/comparison/side.js';
import type { Verdict } from '../../src/analysis/phrases.js';
import type { Trace } from '../../src/trace/model.js';
import type { CheckpointIndex } from '../../src/trace/units.js';
import type { ComparisonState } from './comparisonState.js';
import { shortNames } from './shortNames.js';

export type SideName = 'before' | 'after';
const sideNames: readonly SideName[] = ['before', 'after'];

/** One of the inputs, once it has been read. */
export interface ReadSide {
  readonly label: string;
  readonly checkpoint?: number;
  readonly trace: Trace;
}

/** What the page shows: computed once for each pair of traces. */
export interface Compared {
  readonly comparison: Comparison;
  readonly verdict: Verdict;
  /** Before, the others in their order, after. */
  readonly sides: readonly ShownSide[];
}

/** A side as it is drawn. */
export interface ShownSide {
  /** Among the inputs. */
  readonly place: number;
  /** Absent for one beside the two that are compared. */
  readonly name?: SideName | undefined;
  readonly label: string;
  /** What tells its label from the others'. */
  readonly short: string;
  readonly side: Side;
  /** The checkpoint to draw where none was chosen. */
  readonly typical: CheckpointIndex | undefined;
  /** Its operators beside those before; of the side before all are beside themselves. */
  readonly pairs: readonly OperatorPair[];
}

/** @param read all inputs; of those that could not be read, those before and after must have been */
export function comparedSides(
  read: readonly (ReadSide | undefined)[],
  { before, after, chosen }: Pick<ComparisonState, 'before' | 'after' | 'chosen'>,
): Compared | undefined {
  if (!read[before] || !read[after]) return undefined;
  const sides = read.map((side, place) => side && comparedSide(side.trace, side.checkpoint, chosen[place]));
  const names = shortNames(read.map((side) => side?.label ?? ''));
  const comparison = compare(sides[before]!, sides[after]!);
  const verdict = comparisonVerdict(comparison);
  const shown = (place: number, more: Pick<ShownSide, 'name' | 'typical' | 'pairs'>): ShownSide => ({
    ...{ place, label: read[place]!.label, short: names[place]!, side: sides[place]! },
    ...more,
  });
  const others = read.flatMap((side, place): ShownSide[] => {
    if (!side || place === before || place === after) return [];
    const besides = compare(sides[before]!, sides[place]!);
    const typical = typicalOf(besides, comparisonVerdict(besides), 'after');
    return [shown(place, { typical, pairs: besides.pairs })];
  });
  const [first, last] = sideNames.map((name) =>
    shown({ before, after }[name], {
      ...{ name, typical: typicalOf(comparison, verdict, name), pairs: comparison.pairs },
    }),
  );
  return { comparison, verdict, sides: [first!, ...others, last!] };
}

/** The checkpoint to draw of a side: that was chosen, else the typical one. */
export function drawnOf(
  { place, side, typical }: ShownSide,
  { drawn }: ComparisonState,
): CheckpointIndex | undefined {
  const chosen = side.trace.checkpoints.findIndex(({ id }) => id === drawn[place]);
  return chosen >= 0 ? chosen : typical;
}

/** The one that the verdict's numbers are nearest to, else the last. */
function typicalOf(
  comparison: Comparison,
  { headline, meanwhile }: Verdict,
  name: SideName,
): CheckpointIndex | undefined {
  const phrases: readonly { side?: string; target?: { checkpoint: CheckpointIndex } }[] = [
    ...headline,
    ...meanwhile,
  ];
  const told = phrases.find(({ side }) => side === name)?.target?.checkpoint;
  return told ?? comparison[name].checkpoints.at(-1);
}
