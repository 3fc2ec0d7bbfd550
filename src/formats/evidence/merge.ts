import { Conflicts } from './conflicts.js';
import { groupByJob } from './grouping.js';
import { mergedCheckpoints } from './mergeCheckpoints.js';
import { mergedVertices, vertexNaming } from './mergeVertices.js';
import { evidenceOrigins, type EvidenceOrigin, type JobEvidence } from './model.js';
import { firstOf } from './preference.js';

/** What all sources together say of one job. */
export interface MergedJob extends Omit<JobEvidence, 'origin'> {
  readonly origins: readonly EvidenceOrigin[];
  /** Where the sources contradict each other, in sentences. */
  readonly conflicts: readonly string[];
}

/**
 * Puts together what the sources say of each job: names from REST, moments from logs, subtasks from spans. Of two that
 * contradict each other REST goes before spans, and spans before logs; that they do is said.
 */
export function mergeEvidence(evidence: readonly JobEvidence[]): readonly MergedJob[] {
  return groupByJob(evidence).map(mergedJob);
}

function mergedJob(unordered: readonly JobEvidence[]): MergedJob {
  const sources = unordered.toSorted(
    (a, b) => evidenceOrigins.indexOf(a.origin) - evidenceOrigins.indexOf(b.origin),
  );
  const conflicts = new Conflicts();
  const naming = vertexNaming(sources);
  const vertices = mergedVertices(sources, naming);
  const config = firstOf(sources, 'config');
  const failedTriggers = Math.max(0, ...sources.map((source) => source.failedTriggers ?? 0));
  return {
    jobId: sources.find(({ jobId }) => jobId !== '')?.jobId ?? '',
    origins: evidenceOrigins.filter((origin) => sources.some((source) => source.origin === origin)),
    ...firstOf(sources, 'name'),
    ...firstOf(sources, 'state'),
    ...firstOf(sources, 'failure'),
    ...firstOf(sources, 'flinkVersion'),
    ...config,
    vertices,
    checkpoints: mergedCheckpoints(sources, naming, vertices, conflicts),
    restores: mergedRestores(sources),
    ...(failedTriggers === 0 ? {} : { failedTriggers }),
    metrics: sources.flatMap(({ metrics = [] }) =>
      metrics.map((series) => ({ ...series, vertex: naming(series.vertex) })),
    ),
    conflicts: conflicts.sentences(),
  };
}

function mergedRestores(sources: readonly JobEvidence[]): NonNullable<JobEvidence['restores']> {
  const all = sources.flatMap(({ restores = [] }) => restores);
  const byCheckpoint = new Map(all.toReversed().map((restore) => [restore.checkpoint, restore]));
  return [...byCheckpoint.values()].sort((a, b) => (a.at ?? 0) - (b.at ?? 0) || a.checkpoint - b.checkpoint);
}
