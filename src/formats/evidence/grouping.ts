import type { JobEvidence } from './model.js';

/**
 * Evidence by the job that it is about. Where a source does not name its job, that is the job with a checkpoint of the
 * same id and trigger, or the only job there is; what fits none is taken for one job of its own.
 */
export function groupByJob(evidence: readonly JobEvidence[]): readonly (readonly JobEvidence[])[] {
  const named = new Map<string, JobEvidence[]>();
  const nameless: JobEvidence[] = [];
  for (const source of evidence) {
    if (source.jobId === '') nameless.push(source);
    else named.set(source.jobId, [...(named.get(source.jobId) ?? []), source]);
  }
  const owners = triggerOwners(named);
  const unowned: JobEvidence[] = [];
  for (const source of nameless) {
    const owner = source.checkpoints
      .map((checkpoint) => owners.get(triggerKey(checkpoint)))
      .find((group) => group !== undefined);
    (owner ?? (named.size === 1 ? [...named.values()][0]! : unowned)).push(source);
  }
  return unowned.length === 0 ? [...named.values()] : [...named.values(), unowned];
}

function triggerOwners(
  named: ReadonlyMap<string, JobEvidence[]>,
): ReadonlyMap<string | undefined, JobEvidence[]> {
  const owners = new Map<string | undefined, JobEvidence[]>();
  for (const group of named.values()) {
    for (const { checkpoints } of group) {
      for (const checkpoint of checkpoints) {
        if (checkpoint.trigger !== undefined) owners.set(triggerKey(checkpoint), group);
      }
    }
  }
  return owners;
}

function triggerKey({ id, trigger }: JobEvidence['checkpoints'][number]): string | undefined {
  return trigger === undefined ? undefined : `${id}@${trigger}`;
}
