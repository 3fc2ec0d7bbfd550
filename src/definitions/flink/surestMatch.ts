import type { SourceMatch } from './matchSource.js';

const order: Readonly<Record<SourceMatch['by'], number>> = { uid: 0, name: 1, turn: 2, place: 3 };

/** Of several places that may be an operator's source the likeliest: the head of a chain stands for it, then what is surest. */
export function surestMatch<Found extends { readonly match: SourceMatch }>(
  found: readonly Found[],
): Found | undefined {
  const heads = ({ match }: Found): number => (match.operator.isHead ? 0 : 1);
  return found.toSorted((a, b) => heads(a) - heads(b) || order[a.match.by] - order[b.match.by])[0];
}
