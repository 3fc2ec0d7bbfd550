import {
  origins,
  phases,
  type Outcome,
  type Phase,
  type SubtaskOutcome,
  type Trace,
} from '../trace/model.js';
import type { Row } from '../trace/rowRange.js';
import type { CheckpointIndex, Ms } from '../trace/units.js';
import { spansOfCheckpoint } from './checkpointSpans.js';
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

/** The parts of all subtasks in one checkpoint, put together when they are first asked for. */
export class Shares {
  private gathered:
    { readonly all: readonly Share[]; readonly byRow: ReadonlyMap<number, Share> } | undefined;

  constructor(
    readonly trace: Trace,
    readonly checkpoint: CheckpointIndex,
    private readonly outcomes: readonly SubtaskOutcome[],
  ) {}

  /** Those that a span or an outcome tells of. */
  get all(): readonly Share[] {
    return this.gather().all;
  }

  of(row: Row): Share | undefined {
    return this.gather().byRow.get(keyOf(row));
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

  private gather(): NonNullable<typeof this.gathered> {
    if (this.gathered !== undefined) return this.gathered;
    const byRow = new Map<number, Gathered>();
    const at = (row: Row): Gathered => {
      const known = byRow.get(keyOf(row));
      if (known !== undefined) return known;
      const { operator, subtask } = row;
      const fresh: Gathered = { checkpoint: this.checkpoint, operator, subtask, spans: {} };
      byRow.set(keyOf(row), fresh);
      return fresh;
    };
    const { operator, subtask, phase } = this.trace.spans;
    for (const i of spansOfCheckpoint(this.trace, this.checkpoint)) {
      at({ operator: operator[i]!, subtask: subtask[i]! }).spans[phases[phase[i]!]!] ??= i;
    }
    for (const { outcome, ...row } of this.outcomes) at(row).outcome = outcome;
    for (const share of byRow.values()) Object.assign(share, momentsOf(this.trace, share));
    this.gathered = { all: [...byRow.values()], byRow };
    return this.gathered;
  }
}

const known = new WeakMap<Trace, readonly Shares[]>();

/** For each checkpoint the parts of its subtasks. Asked again for the same trace, it gives the same. */
export function sharesByCheckpoint(trace: Trace): readonly Shares[] {
  const shares = known.get(trace) ?? newShares(trace);
  known.set(trace, shares);
  return shares;
}

function newShares(trace: Trace): readonly Shares[] {
  const outcomesOf = trace.checkpoints.map((): SubtaskOutcome[] => []);
  for (const outcome of trace.outcomes) outcomesOf[outcome.checkpoint]?.push(outcome);
  return outcomesOf.map((outcomes, c) => new Shares(trace, c, outcomes));
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

type Gathered = { -readonly [Field in keyof Share]: Share[Field] } & {
  readonly spans: Partial<Record<Phase, number>>;
};

function momentsOf(
  trace: Trace,
  { checkpoint, spans: { startDelay, alignment, preBarrier, sync }, outcome }: Share,
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

/** More subtasks than an operator can have in Flink. */
const subtasksMax = 2 ** 20;

function keyOf({ operator, subtask }: Row): number {
  return operator * subtasksMax + subtask;
}
