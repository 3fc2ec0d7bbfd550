import { errorIn, historyIn, summaryOf, type CheckpointSummary, type FlinkJob } from './clusterAnswers.js';
import { CheckpointWatch } from './checkpointWatch.js';
import { Errand, type Timing } from './errand.js';
import type { RecorderEvent } from './recorderEvent.js';
import type { RestAnswer } from './transport.js';

/** With so much time between two checkpoints none is lost by looking less often. */
const rareMs = 20_000;
const rareFactor = 2.5;

/** Where a job takes no checkpoints, or is not found. */
const noneMs = 10_000;

/** Answers are cached so long by default; what is asked later than this after a change shows it. In ms. */
export const cacheMs = 4000;

/** A checkpoint that is still in progress so long after its job ended will not end. In ms. */
const unendedMs = 30_000;

/** The newest of a longer list, which no cluster should have: each is a few requests. */
const historyMax = 10_000;

/** Polls the list of one job's checkpoints and has each of them fetched. */
export class CheckpointsSchedule {
  private readonly list: Errand;
  private readonly watches = new Map<number, CheckpointWatch>();
  private readonly ended = new Set<number>();
  private highest: number | undefined;
  private inProgress = 0;
  private jobEndedAt = Infinity;
  private listedAfterEnd = false;

  constructor(
    private readonly job: () => FlinkJob,
    /** Time between two polls in ms. */
    private readonly pollMs: () => number,
    private readonly emit: (event: RecorderEvent) => void,
    now: number,
  ) {
    this.list = new Errand(this.path, 'list', (answer, timing) => this.onList(answer, timing));
    this.list.ask(now);
  }

  *errands(): Generator<Errand, void, undefined> {
    yield this.list;
    for (const watch of this.watches.values()) yield* watch.errands();
  }

  /** The job has ended at `now`: what there is when the caches have expired is all. */
  end(now: number): void {
    this.jobEndedAt = now;
    this.list.ask(now + cacheMs);
  }

  get isDone(): boolean {
    return this.listedAfterEnd && [...this.ended].every((id) => this.watches.get(id)?.isDone !== false);
  }

  /** How many ended checkpoints have not been fetched as they were at their end. */
  get pending(): number {
    return [...this.ended].filter((id) => this.watches.get(id)?.isWhole === false).length;
  }

  private get path(): string {
    return `/jobs/${this.job().id}/checkpoints`;
  }

  private onList({ status, body }: RestAnswer, { sentAt, now }: Timing): void {
    const history = status < 300 ? historyIn(body) : undefined;
    if (history === undefined) {
      this.listedAfterEnd = now >= this.jobEndedAt + cacheMs;
      const isDisabled = status === 404 && errorIn(body) !== undefined;
      if (!this.listedAfterEnd) this.list.ask(now + (isDisabled ? noneMs : this.pollMs()));
      return;
    }
    const entries = history
      .slice(0, historyMax)
      .map((entry) => ({ summary: summaryOf(entry), text: JSON.stringify(entry) }))
      .sort((one, other) => one.summary.id - other.summary.id);
    this.noteMissed(entries[0]?.summary.id);
    for (const { summary, text } of entries) this.onEntry(summary, text, now);
    this.forget(new Set(entries.map(({ summary }) => summary.id)), now);
    this.inProgress = entries.filter(({ summary }) => summary.status === 'inProgress').length;
    this.pollAgain(
      entries.map(({ summary }) => summary),
      sentAt,
      now,
    );
  }

  private onEntry(summary: CheckpointSummary, text: string, now: number): void {
    let watch = this.watches.get(summary.id);
    if (watch === undefined) {
      watch = new CheckpointWatch(`${this.path}/details/${summary.id}`);
      this.watches.set(summary.id, watch);
    }
    watch.listed(summary, text, now);
    this.highest = Math.max(this.highest ?? 0, summary.id);
    if (summary.status !== 'inProgress' && !this.ended.has(summary.id)) {
      this.ended.add(summary.id);
      this.emit({ kind: 'checkpointEnded', job: this.job(), checkpoint: summary });
    }
  }

  /** Every id is used, so what lies between the highest seen and the oldest there is was never seen. */
  private noteMissed(oldest: number | undefined): void {
    if (this.highest === undefined || oldest === undefined || oldest <= this.highest + 1) return;
    this.emit({ kind: 'missed', job: this.job(), from: this.highest + 1, to: oldest - 1 });
  }

  /** What has left the history and is done takes no more memory. */
  private forget(listed: ReadonlySet<number>, now: number): void {
    for (const [id, watch] of this.watches) {
      if (listed.has(id)) continue;
      watch.unlisted(now);
      if (!watch.isDone) continue;
      if (watch.isLost) this.emit({ kind: 'missed', job: this.job(), from: id, to: id });
      this.emit({ kind: 'forgotten', paths: watch.paths });
      this.watches.delete(id);
      this.ended.delete(id);
    }
  }

  /** Never more than half of the time: a server that answers slowly has enough to do. */
  private pollAgain(ascending: readonly CheckpointSummary[], sentAt: number, now: number): void {
    const quietAt = this.jobEndedAt + (this.inProgress === 0 ? cacheMs : unendedMs);
    if (now >= quietAt) {
      this.listedAfterEnd = true;
      for (const watch of this.watches.values()) watch.endLateReports(now);
      return;
    }
    const newest = ascending.at(-1);
    const before = ascending.at(-2);
    const isRare = this.inProgress === 0 && newest && before && newest.trigger - before.trigger >= rareMs;
    const period = this.pollMs() * (isRare ? rareFactor : 1);
    this.list.ask(Math.max(sentAt + period, now + (now - sentAt)));
  }
}
