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
  readonly outcome: Outcome | undefined;
  /** Its spans, as positions in the columns; the first of each phase. */
  readonly spans: Readonly<Record<Phase, number | undefined>>;
  /** When its first and its last barrier had come; undefined where that is not known, or did not happen. */
  readonly firstBarrier: Ms | undefined;
  readonly lastBarrier: Ms | undefined;
  /** When it sent its own barriers on: the start of its sync. Where that was derived, at the earliest. */
  readonly sent: Ms | undefined;
}

/** The parts of all subtasks in one checkpoint, put together when they are first asked for. */
export class Shares {
  private gathered: readonly Gathered[] | undefined;
  private byRow: ReadonlyMap<number, Gathered> | undefined;

  constructor(
    readonly trace: Trace,
    readonly checkpoint: CheckpointIndex,
    private readonly outcomes: readonly SubtaskOutcome[],
  ) {}

  /** Those that a span or an outcome tells of. */
  get all(): readonly Share[] {
    this.gathered ??= this.gather();
    return this.gathered;
  }

  of(row: Row): Share | undefined {
    this.gathered ??= this.gather();
    this.byRow ??= byRow(this.gathered);
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

  private gather(): readonly Gathered[] {
    const { trace, checkpoint, outcomes } = this;
    const { operator, subtask, phase } = trace.spans;
    const all: Gathered[] = [];
    let last: Gathered | undefined;
    // Spans are sorted by row: those of one subtask follow one another.
    for (const i of spansOfCheckpoint(trace, checkpoint)) {
      if (last?.subtask !== subtask[i] || last?.operator !== operator[i]) {
        last = nothingYet(checkpoint, { operator: operator[i]!, subtask: subtask[i]! });
        all.push(last);
      }
      last!.spans[phases[phase[i]!]!] ??= i;
    }
    if (outcomes.length > 0) addOutcomes(all, checkpoint, outcomes);
    for (const share of all) addMoments(trace, share);
    return all;
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
  readonly spans: Record<Phase, number | undefined>;
};

/** All have the same fields in the same order, known or not: there are 200,000 in a trace of a million spans. */
function nothingYet(checkpoint: CheckpointIndex, { operator, subtask }: Row): Gathered {
  return {
    checkpoint,
    operator,
    subtask,
    outcome: undefined,
    spans: {
      startDelay: undefined,
      alignment: undefined,
      preBarrier: undefined,
      sync: undefined,
      async: undefined,
      ack: undefined,
    },
    firstBarrier: undefined,
    lastBarrier: undefined,
    sent: undefined,
  };
}

function addOutcomes(
  all: Gathered[],
  checkpoint: CheckpointIndex,
  outcomes: readonly SubtaskOutcome[],
): void {
  const known = byRow(all);
  for (const { outcome, ...row } of outcomes) {
    const share = known.get(keyOf(row)) ?? nothingYet(checkpoint, row);
    if (!known.has(keyOf(row))) all.push(share);
    known.set(keyOf(row), share);
    share.outcome = outcome;
  }
}

function byRow(all: readonly Gathered[]): Map<number, Gathered> {
  const shares = new Map<number, Gathered>();
  for (const share of all) shares.set(keyOf(share), share);
  return shares;
}

function addMoments({ spans: { start, end }, checkpoints }: Trace, share: Gathered): void {
  const { startDelay, alignment, preBarrier, sync } = share.spans;
  if (startDelay !== undefined) share.firstBarrier = end[startDelay];
  if (sync === undefined) return;
  share.sent = preBarrier === undefined ? start[sync] : Math.max(start[sync]!, end[preBarrier]!);
  // Of one that was unaligned and then given up the alignment reads as 0.
  if (share.outcome !== undefined && isUnaligned(checkpoints[share.checkpoint]!)) return;
  share.lastBarrier = alignment === undefined ? share.firstBarrier : end[alignment];
}

/** More subtasks than an operator can have in Flink. */
const subtasksMax = 2 ** 20;

function keyOf({ operator, subtask }: Row): number {
  return operator * subtasksMax + subtask;
}
