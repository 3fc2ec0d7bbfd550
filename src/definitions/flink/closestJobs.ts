import type { Operator } from '../../trace/model.js';
import { matchSource, type SourceMatches } from './matchSource.js';
import type { SourceOperator } from './sourceOperator.js';

export interface ClosestJob {
  /** Its position in the list. */
  readonly job: number;
  readonly matches: SourceMatches;
}

/** The jobs that a source makes, by how much of it uids and names tie to them; of those that are equally close, the first in the list. */
export function closestJobs(
  source: readonly SourceOperator[],
  jobs: readonly (readonly Operator[])[],
): readonly ClosestJob[] {
  return jobs
    .flatMap((operators, job) => {
      const matches = matchSource(source, operators);
      return matches ? [{ job, matches, tied: matches.filter(isSure).length }] : [];
    })
    .filter(({ tied }, _, all) => all.every((other) => other.tied <= tied));
}

function isSure(match: SourceMatches[number]): boolean {
  return match !== undefined && (match.by === 'uid' || match.by === 'name');
}
