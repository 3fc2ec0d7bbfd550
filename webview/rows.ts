import { phases, type Outcome } from '../src/trace/model.js';
import type { CheckpointIndex, Ms, OperatorIndex, SubtaskIndex } from '../src/trace/units.js';
import { matches, parseFilter } from './filter.js';
import { durationWords } from './spanWords.js';
import { blockedOf, type Row, type TraceIndex } from './traceIndex.js';

/** A subtask's row with the number that it is sorted by. */
export interface RankedRow {
  readonly row: Row;
  /** Known to have processed nothing, ms. */
  readonly blocked: Ms;
  /** At most so long: with the inputs that it held back, and what is not accounted for. */
  readonly atMost: Ms;
  /** Where it did not acknowledge as the others did. */
  readonly report?: Report | undefined;
}

/** `waiting`: the checkpoint goes on, and the subtask has not acknowledged it yet. `none`: it had no part. */
export type Report = Outcome | 'waiting' | 'none';

/** An operator and its subtasks, the worst first. */
export interface RowGroup {
  readonly operator: OperatorIndex;
  readonly blocked: Ms;
  readonly atMost: Ms;
  readonly rows: readonly RankedRow[];
}

/**
 * Groups the rows by operator. Groups are ordered by their worst subtask, and subtasks by how long they were blocked,
 * so that the first row is the worst of the job. Those that a checkpoint failed or waits for go before all others. Equal
 * ones keep the job's order.
 *
 * @param checkpoint count only this checkpoint; without it the whole trace
 * @param filter as typed into the filter box
 */
export function groupRows(index: TraceIndex, checkpoint?: CheckpointIndex, filter = ''): RowGroup[] {
  const wanted = parseFilter(filter);
  const groups = new Map<OperatorIndex, RankedRow[]>();
  for (const row of index.rows) {
    if (!matches(wanted, index, row, checkpoint)) continue;
    const ranked = rankedRow(index, row, checkpoint);
    const group = groups.get(row.operator);
    if (group) group.push(ranked);
    else groups.set(row.operator, [ranked]);
  }
  return [...groups]
    .map(([operator, rows]) => {
      rows.sort(worstFirst);
      const blocked = rows.reduce((most, row) => Math.max(most, row.blocked), 0);
      return { operator, rows, blocked, atMost: rows.reduce((most, row) => Math.max(most, row.atMost), 0) };
    })
    .sort((a, b) => worstFirst(a.rows[0]!, b.rows[0]!));
}

function rankedRow(index: TraceIndex, row: Row, checkpoint: CheckpointIndex | undefined): RankedRow {
  const blocked = blockedOf(index, row, checkpoint);
  const { checkpoints } = index.trace;
  const of = checkpoint === undefined ? [...checkpoints.keys()] : [checkpoint];
  const doubt = of.reduce((sum, one) => sum + index.standing.doubtMs(one, row.operator, row.subtask), 0);
  return { row, blocked, atMost: blocked + doubt, report: reportOf(index, row, checkpoint) };
}

function reportOf(index: TraceIndex, row: Row, checkpoint: CheckpointIndex | undefined): Report | undefined {
  if (checkpoint === undefined) return undefined;
  const outcome = index.standing.outcome(checkpoint, row.operator, row.subtask);
  const { status } = index.trace.checkpoints[checkpoint]!;
  if (outcome === 'finished') return outcome;
  if (status === 'inProgress') {
    const waits = index.trace.source.resolution !== undefined && !hasAcknowledged(index, row, checkpoint);
    return waits ? 'waiting' : undefined;
  }
  if (outcome !== undefined) return outcome;
  return hasPart(index, row, checkpoint) ? undefined : 'none';
}

function hasAcknowledged({ trace: { spans } }: TraceIndex, row: Row, checkpoint: CheckpointIndex): boolean {
  for (let i = row.first; i < row.last; i += 1) {
    if (spans.checkpoint[i] === checkpoint && phases[spans.phase[i]!] === 'ack') return true;
  }
  return false;
}

function hasPart({ trace: { spans } }: TraceIndex, row: Row, checkpoint: CheckpointIndex): boolean {
  for (let i = row.first; i < row.last; i += 1) if (spans.checkpoint[i] === checkpoint) return true;
  return false;
}

function worstFirst(a: RankedRow, b: RankedRow): number {
  return rankOf(a) - rankOf(b) || b.atMost - a.atMost || b.blocked - a.blocked;
}

/** Those whose report is missing first. */
function rankOf({ report }: RankedRow): number {
  return report === 'pending' || report === 'declined' || report === 'waiting' ? 0 : 1;
}

/** What stands in the column of blocked time: `24 ms`, `≤ 1.40 s`, `no report`. */
export function blockedWords(index: TraceIndex, { blocked, atMost, report }: Omit<RankedRow, 'row'>): string {
  if (report === 'pending') return blocked > 0 ? durationWords(index, blocked) : 'no report';
  if (report === 'declined') return 'declined';
  if (report === 'waiting' && blocked === 0) return 'waiting';
  if (report === 'finished' || (report === 'none' && index.trace.source.resolution !== undefined)) return '–';
  const known = durationWords(index, blocked);
  const most = durationWords(index, atMost);
  return most === known ? known : `≤ ${most}`;
}

export function findRow(
  groups: readonly RowGroup[],
  operator: OperatorIndex,
  subtask: SubtaskIndex,
): RankedRow | undefined {
  return groups.find((group) => group.operator === operator)?.rows.find(({ row }) => row.subtask === subtask);
}
