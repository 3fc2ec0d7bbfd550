import type { Comparison } from './comparison.js';
import type { OperatorPair } from './pairing.js';

/** What to call an operator that two jobs have: its name in the later one. */
export function pairName(
  { before, after }: Pick<Comparison, 'before' | 'after'>,
  pair: OperatorPair,
): string {
  if (pair.after !== undefined) return after.trace.operators[pair.after]!.name;
  return before.trace.operators[pair.before!]!.name;
}
