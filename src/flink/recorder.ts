import type { FlinkJob } from './clusterAnswers.js';
import type { Errand } from './errand.js';
import type { RecorderEvent } from './recorderEvent.js';
import { answerLine, gapLine } from './recordingLine.js';
import { RecordingNews } from './recordingNews.js';
import { RecorderSchedule } from './recorderSchedule.js';
import type { RestAnswer } from './transport.js';

export interface RecorderSettings {
  /** Which jobs to follow; undefined for all that run, and all that come. */
  readonly follows: ((job: FlinkJob) => boolean) | undefined;
  /** Between two looks at a job's checkpoints, in ms. */
  readonly pollMs: number;
  /** Ends after this time, in ms; Infinity for never. */
  readonly durationMs: number;
}

/** The world outside: the network, time, chance and the file. */
export interface RecorderPorts {
  /** Sends a GET. */
  answer(path: string, signal: AbortSignal): Promise<RestAnswer>;
  /** Appends a line, end included, to the recording. */
  append(line: string): void;
  /** In ms; never goes back. */
  now(): number;
  /** Unix ms as this machine knows it. */
  wallNow(): number;
  /** Ends after `ms`, or when `signal` is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** From 0 to 1. */
  random(): number;
  onEvent(event: RecorderEvent): void;
}

/** How a recording ended: of itself with the jobs it followed, or it was stopped. */
export type RecordingEnd = 'jobsEnded' | 'durationOver' | 'stopped' | 'jobNotFound';

/** To fetch checkpoints that have ended before the recording is closed, in ms. */
const drainMs = 3000;

/** The longest time without a look at the clock, in ms: a timer of Node takes no more than 24 days. */
const longestSleepMs = 60_000;

/** Follows jobs of one cluster and appends every answer that is news to a recording. */
export class Recorder {
  private readonly schedule: RecorderSchedule;
  private readonly news = new RecordingNews();
  private readonly requests = new AbortController();
  private readonly startedAt: number;
  private wake = new AbortController();
  private failure: { readonly error: unknown } | undefined;

  constructor(
    private readonly settings: RecorderSettings,
    private readonly ports: RecorderPorts,
  ) {
    this.startedAt = ports.now();
    this.schedule = new RecorderSchedule(
      { follows: settings.follows, pollMs: settings.pollMs, jitter: () => ports.random() },
      this.startedAt,
    );
  }

  /**
   * Records until there is nothing more to record, the time is over or `signal` is aborted.
   *
   * @throws {FlinkError} where the cluster cannot be reached at the first try; what {@link RecorderPorts.append} throws
   */
  async run(signal: AbortSignal): Promise<RecordingEnd> {
    const onStop = (): void => this.wake.abort();
    signal.addEventListener('abort', onStop);
    try {
      let end: RecordingEnd | undefined;
      const until = this.startedAt + this.settings.durationMs;
      while ((end = this.endNow(signal)) === undefined) await this.step(until);
      if (end === 'stopped' || end === 'durationOver') await this.drain();
      return end;
    } finally {
      signal.removeEventListener('abort', onStop);
      this.requests.abort();
    }
  }

  private endNow(signal: AbortSignal): RecordingEnd | undefined {
    if (this.failure !== undefined) throw this.failure.error;
    const now = this.ports.now();
    if (signal.aborted) return 'stopped';
    if (this.schedule.foundNone) return 'jobNotFound';
    if (this.schedule.isDone(now)) return 'jobsEnded';
    return now >= this.startedAt + this.settings.durationMs ? 'durationOver' : undefined;
  }

  /** What has ended shall be in the recording whole. */
  private async drain(): Promise<void> {
    const until = this.ports.now() + drainMs;
    while (this.schedule.pendingCheckpoints > 0 && this.ports.now() < until) await this.step(until);
    if (this.failure !== undefined) throw this.failure.error;
  }

  /** Sends what is due, and waits until something else is, an answer came, or the time `until` is there. */
  private async step(until: number): Promise<void> {
    for (const errand of this.schedule.due(this.ports.now())) void this.send(errand);
    const now = this.ports.now();
    const wakeAt = Math.min(this.schedule.nextAt(), until, now + longestSleepMs);
    if (wakeAt > now) await this.ports.sleep(wakeAt - now, this.wake.signal);
    this.wake = new AbortController();
  }

  private async send(errand: Errand): Promise<void> {
    try {
      const answer = await this.ports.answer(errand.path, this.requests.signal).catch((error: unknown) => {
        if (!this.requests.signal.aborted) this.schedule.failed(errand, error, this.ports.now());
        return undefined;
      });
      if (answer !== undefined && !this.requests.signal.aborted) this.record(errand, answer);
      this.tellEvents();
    } catch (error) {
      this.failure ??= { error };
    }
    this.wake.abort();
  }

  private record(errand: Errand, answer: RestAnswer): void {
    if (this.news.isNews(errand.path, answer)) {
      this.ports.append(answerLine(this.ports.wallNow(), errand.path, answer));
    }
    this.schedule.answered(errand, answer, this.ports.now());
  }

  private tellEvents(): void {
    for (const event of this.schedule.takeEvents()) {
      if (event.kind === 'forgotten') for (const path of event.paths) this.news.forget(path);
      const gap = gapOf(event);
      if (gap !== undefined) this.ports.append(gapLine(this.ports.wallNow(), gap));
      this.ports.onEvent(event);
    }
  }
}

function gapOf(event: RecorderEvent): string | undefined {
  switch (event.kind) {
    case 'outage':
      return event.reason;
    case 'unanswered':
      return event.reason;
    case 'missed':
      return `checkpoints ${event.from} to ${event.to} of job ${event.job.id} left Flink's history before all of them was seen`;
    case 'jobLost':
      return `the cluster does not know job ${event.job.id} any more`;
    case 'jobFound':
    case 'jobEnded':
    case 'checkpointEnded':
    case 'exceptions':
    case 'forgotten':
    case 'resumed':
      return undefined;
  }
}
