import { errorIn, isTerminal, jobsIn, type FlinkJob } from './clusterAnswers.js';
import { dueErrands, Errand, nextDueAt } from './errand.js';
import { FlinkError } from './flinkError.js';
import { JobSchedule } from './jobSchedule.js';
import type { RecorderEvent } from './recorderEvent.js';
import type { RestAnswer } from './transport.js';

export interface ScheduleSettings {
  /** Which jobs to follow; undefined for all that run, and all that come. */
  readonly follows: ((job: FlinkJob) => boolean) | undefined;
  /** Between two looks at a job's checkpoints, in ms. */
  readonly pollMs: number;
  /** From 0 to 1, drawn anew at each call: many recorders must not come back to a restarted cluster all at once. */
  readonly jitter: () => number;
}

/** Between two looks at the list of jobs, in ms. */
const overviewMs = 2000;

/** Many jobs share this many polls of checkpoints a second. */
const pollsPerSecond = 20;

/** More than this many requests under way at a time would take a JobManager's attention from its jobs. */
export const inFlightMax = 6;

/** No cluster runs more jobs; the newest of a longer list are followed. */
const jobsMax = 1000;

/** Short at first, in ms: after a short outage nothing has left the history yet. Then each time so much longer. */
const retryMs = { first: 500, factor: 1.5, most: 30_000 } as const;

/** After so many failures in a row of one path alone it is said. */
const failuresSaid = 4;

/**
 * What to ask a cluster next, from what is known and the time. Has no clock, no network and no randomness of its own:
 * who drives it sends what {@link due} gives and tells the answers. All times in ms on one clock that never goes back.
 */
export class RecorderSchedule {
  private readonly config = new Errand('/config', 'structure', () => undefined);
  private readonly overview = new Errand('/jobs/overview', 'list', (answer, { now }) =>
    this.onOverview(answer, now),
  );
  private readonly jobs = new Map<string, JobSchedule>();
  private readonly over = new Set<string>();
  private events: RecorderEvent[] = [];
  private outage: { readonly since: number; readonly failures: number } | undefined;
  private hasEverAnswered = false;
  private hasFollowed = false;
  private running = 0;
  private inFlight = 0;

  constructor(
    private readonly settings: ScheduleSettings,
    now: number,
  ) {
    this.config.ask(now);
    this.overview.ask(now);
  }

  /** What to send now. The errands count as sent. */
  due(now: number): readonly Errand[] {
    const errands = dueErrands(this.errands(), now, inFlightMax - this.inFlight);
    for (const errand of errands) errand.sent(now);
    this.inFlight += errands.length;
    return errands;
  }

  /** When {@link due} has something to give, if no answer comes before. */
  nextAt(): number {
    return this.inFlight >= inFlightMax ? Infinity : nextDueAt(this.errands());
  }

  answered(errand: Errand, answer: RestAnswer, now: number): void {
    this.inFlight -= 1;
    const said = errorIn(answer.body);
    const problem = `${errand.path} answered ${answer.status}${said === undefined ? '' : `: ${said}`}`;
    if (errand === this.overview && (answer.status >= 300 || jobsIn(answer.body) === undefined)) {
      errand.failed(now);
      this.startOrExtendOutage(problem, now);
      return;
    }
    errand.answered(answer, now);
    this.noteFailures(errand, problem);
  }

  /** @throws the error, where the cluster has not answered once: then it is the address that is wrong, not the cluster */
  failed(errand: Errand, error: unknown, now: number): void {
    this.inFlight -= 1;
    errand.failed(now);
    if (!(error instanceof FlinkError)) throw error;
    if (!this.hasEverAnswered) {
      if (errand === this.overview) throw error;
      return;
    }
    const concernsAll = errand === this.overview || (this.outage === undefined && isConnectionLost(error));
    if (concernsAll) this.startOrExtendOutage(error.message, now);
    else this.noteFailures(errand, error.message);
  }

  /** What happened since the last call. */
  takeEvents(): readonly RecorderEvent[] {
    const { events } = this;
    this.events = [];
    return events;
  }

  /** The jobs it was to follow have ended, and all there is to know of them is known. */
  isDone(now: number): boolean {
    return (
      this.settings.follows !== undefined &&
      this.hasFollowed &&
      [...this.jobs.values()].every((job) => job.isDone(now))
    );
  }

  /** Whether it was to follow certain jobs and the cluster has none of them. */
  get foundNone(): boolean {
    return this.hasEverAnswered && this.settings.follows !== undefined && !this.hasFollowed;
  }

  /** How many checkpoints have ended and are not fetched. */
  get pendingCheckpoints(): number {
    return [...this.jobs.values()].reduce((sum, job) => sum + job.pendingCheckpoints, 0);
  }

  private *errands(): Generator<Errand, void, undefined> {
    yield this.overview;
    if (this.outage !== undefined) return;
    yield this.config;
    for (const job of this.jobs.values()) yield* job.errands();
  }

  private startOrExtendOutage(reason: string, now: number): void {
    const failures = this.outage?.failures ?? 0;
    if (this.outage === undefined) this.events.push({ kind: 'outage', reason });
    this.outage = { since: this.outage?.since ?? now, failures: failures + 1 };
    const wait = Math.min(retryMs.first * retryMs.factor ** failures, retryMs.most);
    this.overview.dueAt = now + wait * (0.5 + this.settings.jitter() / 2);
  }

  private noteFailures({ failures, path }: Errand, reason: string): void {
    if (failures === failuresSaid && this.outage === undefined) {
      this.events.push({ kind: 'unanswered', path, reason });
    }
  }

  private onOverview({ body }: RestAnswer, now: number): void {
    this.overview.ask(now + overviewMs);
    const isFirst = !this.hasEverAnswered;
    this.hasEverAnswered = true;
    this.endOutage(now);
    const listed = new Map((jobsIn(body) ?? []).slice(-jobsMax).map((job) => [job.id, job]));
    for (const job of listed.values()) this.onJob(job, isFirst, now);
    for (const [id, job] of this.jobs) {
      job.listed(listed.get(id), now);
      if (job.isDone(now) && this.settings.follows === undefined) this.leave(id);
    }
    for (const id of this.over) if (!listed.has(id)) this.over.delete(id);
    this.running = [...listed.values()].filter((job) => this.jobs.has(job.id) && !isTerminal(job)).length;
  }

  private onJob(job: FlinkJob, isFirst: boolean, now: number): void {
    if (this.jobs.has(job.id) || this.over.has(job.id)) return;
    const { follows } = this.settings;
    if (follows === undefined && isFirst && isTerminal(job)) this.over.add(job.id);
    else if (follows === undefined || follows(job)) {
      this.hasFollowed = true;
      const emit = (event: RecorderEvent): void => void this.events.push(event);
      this.jobs.set(job.id, new JobSchedule(job, () => this.pollMs, emit, now));
    }
  }

  private leave(id: string): void {
    this.jobs.delete(id);
    this.over.add(id);
    this.events.push({ kind: 'forgotten', paths: [`/jobs/${id}`] });
  }

  private get pollMs(): number {
    return Math.max(this.settings.pollMs, (this.running * 1000) / pollsPerSecond);
  }

  private endOutage(now: number): void {
    if (this.outage === undefined) return;
    this.events.push({ kind: 'resumed', afterMs: now - this.outage.since });
    this.outage = undefined;
    for (const errand of this.errands()) if (errand.dueAt < Infinity) errand.ask(now);
    this.config.ask(now);
    for (const job of this.jobs.values()) job.refresh(now);
  }
}

function isConnectionLost({ kind }: FlinkError): boolean {
  return kind === 'unreachable' || kind === 'refused';
}
