import type { CheckpointEvidence, SubtaskEvidence, UnixMs } from '../evidence/model.js';
import { reportsOnlyZeros } from '../evidence/zeroReport.js';
import type { VertexAnswers } from './vertexAnswers.js';

/**
 * Tells the reports of subtasks that had ended their work before a checkpoint was triggered, which have the outcome
 * `finished`, from those of subtasks that were so quick that all their durations round to 0.
 *
 * For a finished subtask Flink's coordinator itself enters a report before it triggers the running ones
 * (`CheckpointCoordinator.reportFinishedTasks`): one moment for all finished subtasks of the checkpoint, and 0 for every
 * duration and size. A subtask with such a report
 *
 * 1. had finished, if its execution or its whole vertex is known to have FINISHED by that moment;
 * 2. had not, if its execution is known to have run at that moment, or to have ended otherwise;
 * 3. had not, if another subtask reported before, or had another zero report before: then it was triggered like them;
 * 4. had not, if it reads from a vertex of which no subtask had finished: a subtask ends after all its inputs;
 * 5. had not, if it takes part in a later checkpoint: who has finished never runs again, unless the job restarted;
 * 6. had not, if the reports of all subtasks are such: a job of which all has finished takes no checkpoints.
 *
 * Else it had finished.
 */
export function markFinished(
  checkpoints: readonly CheckpointEvidence[],
  vertices: VertexAnswers,
  hasRestarted: boolean,
): readonly CheckpointEvidence[] {
  const runsLater = new Set<string>();
  const marked = checkpoints.toReversed().map((checkpoint) => {
    const reports = checkpoint.subtasks ?? [];
    const zeros = new Set(reports.filter(isZeroReport));
    const finished = new Set(
      zeros.size === checkpoint.subtaskCount
        ? []
        : [...zeros].filter((report) => hadFinished(report, { reports, zeros, vertices, runsLater })),
    );
    if (!hasRestarted) {
      for (const report of reports) {
        if (report.outcome !== 'pending' && !finished.has(report)) runsLater.add(keyOf(report));
      }
    }
    if (finished.size === 0) return checkpoint;
    const subtasks = reports.map((report): SubtaskEvidence =>
      finished.has(report) ? { ...report, outcome: 'finished' } : report,
    );
    return { ...checkpoint, subtasks };
  });
  return marked.reverse();
}

interface Known {
  readonly reports: readonly SubtaskEvidence[];
  readonly zeros: ReadonlySet<SubtaskEvidence>;
  readonly vertices: VertexAnswers;
  readonly runsLater: ReadonlySet<string>;
}

function hadFinished(report: SubtaskEvidence, { reports, zeros, vertices, runsLater }: Known): boolean {
  const { ack } = report;
  if (ack === undefined) return false;
  const byExecution = executionHadFinished(report, ack, vertices);
  if (byExecution !== undefined) return byExecution;
  const byVertex = vertices.finishedAt(report.vertex);
  if (byVertex !== undefined && byVertex <= ack) return true;
  if (
    reports.some((other) => other.outcome === 'acknowledged' && other.ack !== undefined && other.ack < ack)
  ) {
    return false;
  }
  const mayHaveFinished = new Set([...zeros].map(({ vertex }) => vertex));
  const known = new Set(reports.map(({ vertex }) => vertex));
  const runsUpstream = vertices.inputs(report.vertex).some((id) => known.has(id) && !mayHaveFinished.has(id));
  return !runsUpstream && !runsLater.has(keyOf(report));
}

/** Undefined where the newest execution does not tell, because it began later or was last seen before. */
function executionHadFinished(
  { vertex, subtask }: SubtaskEvidence,
  ack: UnixMs,
  vertices: VertexAnswers,
): boolean | undefined {
  const execution = vertices.execution(vertex, subtask);
  if (execution === undefined || execution.start === undefined || execution.start > ack) return undefined;
  if (execution.status === 'FINISHED') return execution.end === undefined ? undefined : execution.end <= ack;
  const seenAfter = execution.end !== undefined || (execution.seen !== undefined && execution.seen >= ack);
  return seenAfter ? false : undefined;
}

function isZeroReport(report: SubtaskEvidence): boolean {
  const { outcome, unaligned, checkpointedBytes = 0 } = report;
  return (
    outcome === 'acknowledged' && unaligned !== true && checkpointedBytes === 0 && reportsOnlyZeros(report)
  );
}

function keyOf({ vertex, subtask }: SubtaskEvidence): string {
  return `${subtask} ${vertex}`;
}
