import type { SubtaskIndex } from '../../trace/units.js';
import type {
  CheckpointEvidence,
  RestoreEvidence,
  SubtaskEvidence,
  UnixMs,
  VertexId,
} from '../evidence/model.js';
import type { CheckpointCounts, CheckpointList } from './checkpointBody.js';
import { present } from '../evidence/present.js';
import type { SubtasksBody } from './subtasksBody.js';

interface CheckpointFacts {
  summary: CheckpointEvidence;
  /** By the reports, where no body says when it was triggered. */
  trigger?: UnixMs;
  readonly subtasks: Map<VertexId, readonly SubtaskEvidence[]>;
}

/**
 * What the answers about one job say of its checkpoints. List, details and subtasks are asked for one after the other, and
 * so are of different moments: of two answers about one checkpoint the more advanced counts, whatever came last.
 */
export class CheckpointAnswers {
  private readonly checkpoints = new Map<number, CheckpointFacts>();
  private readonly restores = new Map<string, RestoreEvidence>();
  private counts: CheckpointCounts | undefined;

  addList({ counts, checkpoints, restore }: CheckpointList, at: UnixMs | undefined): void {
    for (const checkpoint of checkpoints) this.add(checkpoint, at);
    if (restore !== undefined) this.restores.set(`${restore.checkpoint} ${restore.at ?? ''}`, restore);
    if (isNewer(counts, this.counts, at)) this.counts = { ...counts, ...(at === undefined ? {} : { at }) };
  }

  /**
   * A JobManager that lost its memory may count from 1 again. Where it is known when the answers were asked for, an id
   * with a later trigger is therefore another checkpoint, and takes the place of the one before.
   */
  add(checkpoint: CheckpointEvidence, at: UnixMs | undefined): void {
    const known = this.checkpoints.get(checkpoint.id);
    const isAnother =
      at !== undefined &&
      known?.summary.trigger !== undefined &&
      checkpoint.trigger !== undefined &&
      known.summary.trigger < checkpoint.trigger;
    if (known === undefined || isAnother) {
      this.checkpoints.set(checkpoint.id, { summary: checkpoint, subtasks: new Map() });
    } else {
      known.summary = moreAdvanced(known.summary, checkpoint);
    }
  }

  addSubtasks(id: number, vertex: VertexId, body: SubtasksBody): void {
    this.add(present<CheckpointEvidence>({ id, status: body.status }), undefined);
    const facts = this.checkpoints.get(id)!;
    if (body.trigger !== undefined) facts.trigger ??= body.trigger;
    facts.subtasks.set(vertex, moreReported(facts.subtasks.get(vertex), body.subtasks));
  }

  get size(): number {
    return this.checkpoints.size;
  }

  get restored(): readonly RestoreEvidence[] {
    return [...this.restores.values()].sort((a, b) => (a.at ?? 0) - (b.at ?? 0));
  }

  get hasRestored(): boolean {
    return this.restores.size > 0 || (this.counts?.restored ?? 0) > 0;
  }

  get newestCounts(): CheckpointCounts | undefined {
    return this.counts;
  }

  /** In the order of their ids. */
  evidence(): readonly CheckpointEvidence[] {
    const ordered = [...this.checkpoints.values()].sort((a, b) => a.summary.id - b.summary.id);
    return ordered.map(({ summary, trigger, subtasks }) =>
      present<CheckpointEvidence>({
        ...summary,
        trigger: summary.trigger ?? trigger,
        subtasks: subtasks.size === 0 ? undefined : [...subtasks.values()].flat(),
      }),
    );
  }
}

function moreAdvanced(known: CheckpointEvidence, other: CheckpointEvidence): CheckpointEvidence {
  return progressOf(other) >= progressOf(known) ? { ...known, ...other } : { ...other, ...known };
}

/** An end is further than any number of acknowledgements. */
function progressOf({ status, acknowledgedCount = -1 }: CheckpointEvidence): number {
  const ended = status === 'completed' || status === 'failed';
  return ended ? Number.MAX_SAFE_INTEGER : acknowledgedCount;
}

/** Once a subtask has reported, it stays so; a failed checkpoint goes on to fill in. */
function moreReported(
  known: readonly SubtaskEvidence[] | undefined,
  other: readonly SubtaskEvidence[],
): readonly SubtaskEvidence[] {
  if (known === undefined) return other;
  const merged = new Map<SubtaskIndex, SubtaskEvidence>(known.map((report) => [report.subtask, report]));
  for (const report of other) {
    if (report.outcome !== 'pending' || !merged.has(report.subtask)) merged.set(report.subtask, report);
  }
  return [...merged.values()];
}

/** By the time of asking; else by how far they count. */
function isNewer(
  counts: CheckpointCounts,
  than: CheckpointCounts | undefined,
  at: UnixMs | undefined,
): boolean {
  if (than === undefined) return true;
  if (at !== undefined && than.at !== undefined) return at >= than.at;
  return endedOf(counts) >= endedOf(than);
}

function endedOf({ total = 0, completed = 0, failed = 0 }: CheckpointCounts): number {
  return total + completed + failed;
}
