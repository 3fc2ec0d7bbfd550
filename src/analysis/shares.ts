import { origins, phases, type Outcome, type Phase, type Trace } from '../trace/model.js';
import type { Row } from '../trace/rowRange.js';
import type { CheckpointIndex, Ms } from '../trace/units.js';
import { isUnaligned } from './jobSource.js';

/** One subtask's part in one checkpoint, its spans put together. */
export interface Share extends Row {
  readonly checkpoint: CheckpointIndex;
  /** How it ended, where not in an acknowledgement that counts. */
  readonly outcome?: Outcome;
  /** Its spans, as positions in the columns; the first of each phase. */
  readonly spans: Readonly<Partial<Record<Phase, number>>>;
  /** When its first and its last barrier had come; absent where that is not known, or did not happen. */
  readonly firstBarrier?: Ms;
  readonly lastBarrier?: Ms;
  /** When it sent its own barriers on: the start of its sync. Where that was derived, at the earliest. */
  readonly sent?: Ms;
}

/** The parts of all subtasks in one checkpoint. */
export class Shares {
  private readonly byRow: ReadonlyMap<string, Share>;

  constructor(
    readonly trace: Trace,
    readonly checkpoint: CheckpointIndex,
    readonly all: readonly Share[],
  ) {
    this.byRow = new Map(all.map((share) => [keyOf(share), share]));
  }

  of(row: Row): Share | undefined {
    return this.byRow.get(keyOf(row));
  }

  /** All subtasks of the job whose acknowledgement did not come, or came too late to count. */
  unacknowledged(): readonly Row[] {
    return this.trace.operators.flatMap(({ parallelism }, operator) =>
      Array.from({ length: parallelism }, (_, subtask) => ({ operator, subtask })).filter((row) => {
        const share = this.of(row);
        if (share?.outcome === 'finished') return false;
        return share?.outcome !== undefined || share?.spans.ack === undefined;
      }),
    );
  }
}

/** For each checkpoint the parts of those subtasks that a span or an outcome tells of, in one pass over the columns. */
export function sharesByCheckpoint(trace: Trace): readonly Shares[] {
  const { spans, checkpoints } = trace;
  const byCheckpoint = checkpoints.map(() => new Map<string, Gathered>());
  const gather = (checkpoint: CheckpointIndex, row: Row): Gathered => {
    const known = byCheckpoint[checkpoint]!;
    let gathered = known.get(keyOf(row));
    if (gathered === undefined) {
      gathered = { operator: row.operator, subtask: row.subtask, spans: {} };
      known.set(keyOf(row), gathered);
    }
    return gathered;
  };
  for (let i = 0; i < spans.length; i++) {
    const row = { operator: spans.operator[i]!, subtask: spans.subtask[i]! };
    const { spans: ofRow } = gather(spans.checkpoint[i]!, row);
    ofRow[phases[spans.phase[i]!]!] ??= i;
  }
  for (const { checkpoint, operator, subtask, outcome } of trace.outcomes) {
    gather(checkpoint, { operator, subtask }).outcome = outcome;
  }
  return byCheckpoint.map(
    (gathered, checkpoint) =>
      new Shares(
        trace,
        checkpoint,
        [...gathered.values()].map((one) => ({ ...one, checkpoint, ...momentsOf(trace, checkpoint, one) })),
      ),
  );
}

export function lengthOf({ spans }: Trace, span: number | undefined): Ms {
  return span === undefined ? 0 : spans.end[span]! - spans.start[span]!;
}

export function isDerived({ spans }: Trace, span: number): boolean {
  return origins[spans.origin[span]!] === 'derived';
}

/** The length of a span, or 0 where it is no longer than its borders are uncertain: then nothing says that there was one. */
export function surelyLasted(trace: Trace, span: number | undefined): Ms {
  const ms = lengthOf(trace, span);
  return span !== undefined && ms <= 2 * trace.spans.uncertainty[span]! ? 0 : ms;
}

type Gathered = { -readonly [Field in 'operator' | 'subtask' | 'outcome']?: Share[Field] } & Row & {
    readonly spans: Partial<Record<Phase, number>>;
  };

function momentsOf(
  trace: Trace,
  checkpoint: CheckpointIndex,
  { spans: { startDelay, alignment, preBarrier, sync }, outcome }: Gathered,
): Pick<Share, 'firstBarrier' | 'lastBarrier' | 'sent'> {
  const { start, end } = trace.spans;
  const firstBarrier = startDelay === undefined ? undefined : end[startDelay]!;
  const aligned = alignment === undefined ? undefined : end[alignment]!;
  // Of one that was given up before its last barrier came, or unaligned and then given up, the alignment reads as 0.
  const isCutShort =
    outcome !== undefined && (sync === undefined || isUnaligned(trace.checkpoints[checkpoint]!));
  const lastBarrier = sync === undefined || isCutShort ? undefined : (aligned ?? firstBarrier);
  const sent = sync === undefined ? undefined : start[sync]!;
  return {
    ...(firstBarrier === undefined ? {} : { firstBarrier }),
    ...(lastBarrier === undefined ? {} : { lastBarrier }),
    ...(sent === undefined
      ? {}
      : { sent: preBarrier === undefined ? sent : Math.max(sent, end[preBarrier]!) }),
  };
}

function keyOf({ operator, subtask }: Row): string {
  return `${operator}/${subtask}`;
}
