import { phases, type Outcome, type Phase, type Trace } from '../../trace/model.js';
import type { Row } from '../../trace/rowRange.js';
import type { CheckpointIndex, Ms } from '../../trace/units.js';
import { heldBackMs } from '../verdict/jobFindings.js';
import { isDerived, sharesByCheckpoint, type Share } from '../shares.js';

/** A phase of one subtask; `[start, end)`. */
export interface CourseStretch {
  readonly phase: Phase;
  readonly start: Ms;
  readonly end: Ms;
  /** Of an alignment: whether it holds back inputs whose barriers have come. */
  readonly holdsBack: boolean;
  /** It is what the numbers leave over before a late acknowledgement: what happens in it is not known. */
  readonly isLeftOver: boolean;
  /** What it moved; 0 where unknown. */
  readonly bytes: number;
}

/** One subtask's way through one checkpoint. Moments that are absent are not known, or did not come. */
export interface Course extends Row {
  readonly stretches: readonly CourseStretch[];
  readonly firstBarrier?: Ms;
  readonly lastBarrier?: Ms;
  /** When it sent its own barriers on. */
  readonly sent?: Ms;
  /** When the coordinator had its acknowledgement. */
  readonly acked?: Ms;
  /** When its report came after the checkpoint had been given up. */
  readonly tooLate?: Ms;
  /** From when on nothing is known of it, though it was not done. */
  readonly lost?: Ms;
  readonly outcome?: Outcome;
}

/** The ways of all subtasks of the job through a checkpoint, in the order of the operators. */
export function coursesOf(trace: Trace, checkpoint: CheckpointIndex, now: Ms): readonly Course[] {
  const shares = sharesByCheckpoint(trace)[checkpoint]!;
  return trace.operators.flatMap(({ parallelism }, operator) =>
    Array.from({ length: parallelism }, (_, subtask) =>
      courseOf(trace, checkpoint, { operator, subtask }, shares.of({ operator, subtask }), now),
    ),
  );
}

function courseOf(
  trace: Trace,
  checkpoint: CheckpointIndex,
  { operator, subtask }: Row,
  share: Share | undefined,
  now: Ms,
): Course {
  const { trigger } = trace.checkpoints[checkpoint]!;
  const stretches = share ? stretchesOf(trace, share, now) : [];
  const reported = reportedAt(trace, checkpoint, share);
  const outcome = share?.outcome;
  const seen = stretches.reduce((latest, { end }) => Math.max(latest, end), trigger);
  return {
    operator,
    subtask,
    stretches,
    ...pick(share, 'firstBarrier', 'lastBarrier', 'sent'),
    ...(reported !== undefined && { [outcome === 'aborted' ? 'tooLate' : 'acked']: reported }),
    ...(reported === undefined && outcome !== 'finished' && { lost: seen }),
    ...(outcome !== undefined && { outcome }),
  };
}

function stretchesOf(trace: Trace, { checkpoint, spans: of }: Share, now: Ms): CourseStretch[] {
  const { spans } = trace;
  const heldMs = heldBackMs(trace, { checkpoint, spans: of });
  return phases.flatMap((phase): CourseStretch[] => {
    const span = of[phase];
    if (span === undefined) return [];
    const start = spans.start[span]!;
    const end = Number.isFinite(spans.end[span]) ? spans.end[span]! : now;
    return [
      {
        phase,
        start,
        end,
        holdsBack: phase === 'alignment' && heldMs > 0,
        isLeftOver: phase === 'ack' && isDerived(trace, span),
        bytes: spans.bytes[span]!,
      },
    ];
  });
}

/**
 * The end of the acknowledgement; where that is not told, or uncertain by more than the checkpoint's own end, that end: a
 * completed checkpoint has all of them by then.
 */
function reportedAt(
  { checkpoints, spans }: Trace,
  checkpoint: CheckpointIndex,
  share: Share | undefined,
): Ms | undefined {
  const { status, end } = checkpoints[checkpoint]!;
  const outcome = share?.outcome;
  if (outcome === 'finished' || outcome === 'pending' || outcome === 'declined') return undefined;
  const ack = share?.spans.ack;
  const told = ack === undefined || !Number.isFinite(spans.end[ack]) ? undefined : spans.end[ack]!;
  if (status !== 'completed' || end === undefined) return told;
  return Math.min(told ?? end, end);
}

function pick<Name extends 'firstBarrier' | 'lastBarrier' | 'sent'>(
  share: Share | undefined,
  ...names: readonly Name[]
): Partial<Record<Name, Ms>> {
  const picked: Partial<Record<Name, Ms>> = {};
  for (const name of names) {
    const value = share?.[name];
    if (value !== undefined) picked[name] = value;
  }
  return picked;
}
