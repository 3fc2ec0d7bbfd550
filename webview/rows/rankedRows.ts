import { isBlocking, phases, type Outcome } from '../../src/trace/model.js';
import type { CheckpointIndex, Ms } from '../../src/trace/units.js';
import type { Row, TraceIndex } from './traceIndex.js';
import { subtaskKey, type RowKey } from './rowKeys.js';

/** `waiting`: the checkpoint goes on, and the subtask has not acknowledged it yet. `none`: it had no part. */
export type Report = Outcome | 'waiting' | 'none';

/** A subtask's row with all that rows are sorted and filtered by: in one checkpoint, or in all. Times are in ms. */
export interface RankedRow {
  readonly row: Row;
  readonly key: RowKey;
  /** Known to have processed nothing. */
  readonly blocked: Ms;
  /** At most so long: with the inputs that it held back, and what is not accounted for. */
  readonly atMost: Ms;
  /** Where it did not acknowledge the one checkpoint as the others did. */
  readonly report?: Report | undefined;
  /** All it ever did instead of acknowledging in time. */
  readonly reports: ReadonlySet<Report>;
  /** Its longest span of each phase, by the phase's position; NaN where it has none. */
  readonly longest: Float64Array;
  /** From the trigger until its last barrier had come, the longest of all; NaN where that is not known. */
  readonly lastBarrier: Ms;
  /** From the trigger until its acknowledgement, the longest of all; NaN where none came. */
  readonly endToEnd: Ms;
}

const phaseAt = Object.fromEntries(phases.map((phase, n) => [phase, n])) as Record<
  (typeof phases)[number],
  number
>;

/**
 * Looks once at every span of every row.
 *
 * @param checkpoint count only this checkpoint; without it the whole trace
 */
export function rankRows(index: TraceIndex, checkpoint?: CheckpointIndex): RankedRow[] {
  const reports = checkpoint === undefined ? allReports(index) : undefined;
  const none: ReadonlySet<Report> = new Set();
  return index.rows.map((row) => {
    const key = subtaskKey(index.trace.operators[row.operator]!, row.subtask);
    const sums = sumsOf(index, row, checkpoint);
    const report = checkpoint === undefined ? undefined : reportOf(index, row, checkpoint, sums);
    const ever = reports?.get(`${row.operator}/${row.subtask}`) ?? (report ? new Set([report]) : none);
    const { blocked, longest, lastBarrier } = sums;
    return {
      ...{ row, key, blocked, longest, lastBarrier, report, reports: ever },
      atMost: blocked + doubtMs(index, row, checkpoint),
      endToEnd: report === undefined || report === 'aborted' ? sums.endToEnd : NaN,
    };
  });
}

interface Sums {
  blocked: Ms;
  longest: Float64Array;
  lastBarrier: Ms;
  endToEnd: Ms;
  hasPart: boolean;
  hasAcknowledged: boolean;
}

function sumsOf(index: TraceIndex, row: Row, checkpoint: CheckpointIndex | undefined): Sums {
  const { spans, checkpoints } = index.trace;
  const longest = new Float64Array(phases.length).fill(NaN);
  const sums: Sums = {
    ...{ blocked: 0, longest, lastBarrier: NaN, endToEnd: NaN, hasPart: false, hasAcknowledged: false },
  };
  for (let i = row.first; i < row.last; i += 1) {
    const of = spans.checkpoint[i]!;
    if (checkpoint !== undefined && of !== checkpoint) continue;
    sums.hasPart = true;
    const phase = spans.phase[i]!;
    const end = index.end[i]!;
    const length = end - spans.start[i]!;
    if (isBlocking(phases[phase]!)) sums.blocked += length;
    longest[phase] = larger(longest[phase]!, length);
    const since = end - checkpoints[of]!.trigger;
    if (phase === phaseAt.startDelay || phase === phaseAt.alignment) {
      sums.lastBarrier = larger(sums.lastBarrier, since);
    }
    if (phase === phaseAt.ack) sums.hasAcknowledged = true;
    sums.endToEnd = larger(sums.endToEnd, since);
  }
  return sums;
}

/** The larger of two, where the first may be NaN for none yet. */
function larger(most: number, value: number): number {
  return most >= value ? most : value;
}

function doubtMs({ trace, standing }: TraceIndex, row: Row, checkpoint: CheckpointIndex | undefined): Ms {
  if (checkpoint !== undefined) return standing.doubtMs(checkpoint, row.operator, row.subtask);
  // Rows times checkpoints are many, and there is no doubt of any.
  if (!standing.mayDoubt) return 0;
  return trace.checkpoints.reduce((sum, _, one) => sum + standing.doubtMs(one, row.operator, row.subtask), 0);
}

function reportOf(
  { trace, standing }: TraceIndex,
  row: Row,
  checkpoint: CheckpointIndex,
  { hasPart, hasAcknowledged }: Sums,
): Report | undefined {
  const outcome = standing.outcome(checkpoint, row.operator, row.subtask);
  if (outcome === 'finished') return outcome;
  if (trace.checkpoints[checkpoint]!.status === 'inProgress') {
    return trace.source.resolution !== undefined && !hasAcknowledged ? 'waiting' : undefined;
  }
  return outcome ?? (hasPart ? undefined : 'none');
}

/** What each subtask, by `operator/subtask`, did in any checkpoint instead of acknowledging it in time. */
function allReports(index: TraceIndex): ReadonlyMap<string, ReadonlySet<Report>> {
  const { outcomes, checkpoints } = index.trace;
  const reports = new Map<string, Set<Report>>();
  const add = (key: string, report: Report): void => {
    const known = reports.get(key);
    if (known) known.add(report);
    else reports.set(key, new Set([report]));
  };
  for (const { operator, subtask, outcome } of outcomes) add(`${operator}/${subtask}`, outcome);
  const current = checkpoints.findLastIndex(({ status }) => status === 'inProgress');
  if (current < 0) return reports;
  for (const row of index.rows) {
    if (reportOf(index, row, current, sumsOf(index, row, current)) === 'waiting') {
      add(`${row.operator}/${row.subtask}`, 'waiting');
    }
  }
  return reports;
}
