import { partOfTrace } from '../../src/analysis/partOfTrace.js';
import type { Phrase, SpanTarget, Verdict } from '../../src/analysis/verdict/verdict.js';
import type { CheckpointIndex } from '../../src/trace/units.js';
import type { RankedRow } from '../rows/rankedRows.js';
import { indexTrace, type Row, type TraceIndex } from '../rows/traceIndex.js';
import { verdictOf } from '../verdict/verdictOf.js';
import type { ViewState } from '../viewState.js';

type Chosen = Pick<ViewState, 'checkpoint' | 'several'>;

const parts = new WeakMap<
  TraceIndex,
  { readonly several: readonly CheckpointIndex[]; readonly part: TraceIndex }
>();

/** What is asked of all checkpoints is asked of this: the part of the trace that was chosen where several were, else all of it. */
export function coveredOf(index: TraceIndex, { several }: Pick<ViewState, 'several'>): TraceIndex {
  if (!several) return index;
  const known = parts.get(index);
  if (known?.several === several) return known.part;
  const part = indexTrace(partOfTrace(index.trace, several));
  parts.set(index, { several, part });
  return part;
}

const sets = new WeakMap<readonly CheckpointIndex[], ReadonlySet<CheckpointIndex>>();

function setOf(several: readonly CheckpointIndex[]): ReadonlySet<CheckpointIndex> {
  const set = sets.get(several) ?? new Set(several);
  sets.set(several, set);
  return set;
}

/** Whether a checkpoint is among those that are shown. */
export function isCovered({ checkpoint, several }: Chosen, candidate: CheckpointIndex): boolean {
  if (several) return setOf(several).has(candidate);
  return checkpoint === undefined || checkpoint === candidate;
}

/** The verdict on what is shown: one checkpoint, several, or the whole trace. */
export function shownVerdict(index: TraceIndex, { checkpoint, several }: Chosen): Verdict {
  if (!several) return verdictOf(index, checkpoint);
  const { headline, meanwhile, evidence } = verdictOf(coveredOf(index, { several }), undefined);
  const phrases = (of: readonly Phrase[]): readonly Phrase[] =>
    of.map(({ text, target }) => (target ? { text, target: targetInWhole(target, { several }) } : { text }));
  return { headline: phrases(headline), meanwhile: phrases(meanwhile), evidence: phrases(evidence) };
}

/** Where a bar of what is covered is in the whole trace. */
export function targetInWhole(target: SpanTarget, { several }: Pick<ViewState, 'several'>): SpanTarget {
  return several ? { ...target, checkpoint: several[target.checkpoint]! } : target;
}

/** What was told of the rows of a part, told of the rows of the whole trace. */
export function inWhole(index: TraceIndex, ranked: readonly RankedRow[]): readonly RankedRow[] {
  const whole = new Map(index.rows.map((row) => [keyOf(row), row]));
  return ranked.map((one) => ({ ...one, row: whole.get(keyOf(one.row))! }));
}

function keyOf({ operator, subtask }: Row): string {
  return `${operator}/${subtask}`;
}
