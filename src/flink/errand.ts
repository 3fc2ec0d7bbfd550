import type { RestAnswer } from './transport.js';

/**
 * Which of several due requests goes first. The list of checkpoints is one request and shows what must be fetched before
 * it leaves Flink's history, so it precedes all; what has ended is about to leave; the rest can wait.
 */
export type Rank = 'list' | 'ended' | 'inProgress' | 'structure' | 'metrics';
export const ranks: readonly Rank[] = ['list', 'ended', 'inProgress', 'structure', 'metrics'];

/** Times in ms on any clock that never goes back. */
export interface Timing {
  readonly sentAt: number;
  readonly now: number;
}

const retryMs = { first: 500, most: 30_000 } as const;

/** One path of the REST API that is asked when it is due, never twice at a time. Knows no clock: it is told the time. */
export class Errand {
  /** Infinity while there is nothing to ask. */
  dueAt = Infinity;
  /** In a row. */
  failures = 0;
  private sentAt: number | undefined;

  constructor(
    readonly path: string,
    public rank: Rank,
    /** Gets answers below 500; may set the errand due again. */
    private readonly onAnswer: (answer: RestAnswer, timing: Timing) => void,
  ) {}

  get isInFlight(): boolean {
    return this.sentAt !== undefined;
  }

  /** Due at this moment, or before if it is due before. */
  ask(at: number): void {
    this.dueAt = Math.min(this.dueAt, at);
  }

  isDue(now: number): boolean {
    return !this.isInFlight && this.dueAt <= now;
  }

  sent(now: number): void {
    this.sentAt = now;
    this.dueAt = Infinity;
  }

  answered(answer: RestAnswer, now: number): void {
    if (answer.status >= 500) {
      this.failed(now);
      return;
    }
    const sentAt = this.sentAt ?? now;
    this.sentAt = undefined;
    this.failures = 0;
    this.onAnswer(answer, { sentAt, now });
  }

  /** Asks again, later each time. */
  failed(now: number): void {
    this.sentAt = undefined;
    this.dueAt = now + Math.min(retryMs.first * 2 ** this.failures, retryMs.most);
    this.failures += 1;
  }
}

/** The first `most` of the errands that are due: by rank, then by how long they have been due. */
export function dueErrands(errands: Iterable<Errand>, now: number, most: number): readonly Errand[] {
  return [...errands]
    .filter((errand) => errand.isDue(now))
    .sort((one, other) => ranks.indexOf(one.rank) - ranks.indexOf(other.rank) || one.dueAt - other.dueAt)
    .slice(0, most);
}

/** When the first errand that is not under way gets due; Infinity where none does. */
export function nextDueAt(errands: Iterable<Errand>): number {
  let next = Infinity;
  for (const errand of errands) if (!errand.isInFlight) next = Math.min(next, errand.dueAt);
  return next;
}
