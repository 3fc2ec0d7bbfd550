import type { Errand } from '../../../src/flink/errand.js';
import type { RecorderEvent } from '../../../src/flink/recorderEvent.js';
import { RecorderSchedule, type ScheduleSettings } from '../../../src/flink/recorderSchedule.js';
import { FlinkError } from '../../../src/flink/flinkError.js';
import type { RestAnswer } from '../../../src/flink/transport.js';

export const jobId = 'a'.repeat(32);
export const vertexIds: readonly string[] = ['b', 'c', 'd'].map((digit) => digit.repeat(32));

export interface SimulationSettings {
  /** From one checkpoint to the next, in ms. */
  readonly intervalMs: number;
  /** How long checkpoint `id` takes, in ms. */
  readonly takesMs: (id: number) => number;
  /** Whether checkpoint `id` fails. */
  readonly fails?: (id: number) => boolean;
  /** How long after its end the last subtask of a failed checkpoint reports, in ms; Infinity for never. */
  readonly lateMs?: number;
  /** How long answers are kept by the server, in ms. */
  readonly cacheMs: number;
  readonly history: number;
  /** How long an answer takes, in ms; drawn anew for each. */
  readonly latencyMs: () => number;
  /** Times of the server in ms at which it does not answer: `[from, to]`. */
  readonly down?: readonly (readonly [number, number])[];
  /** When the job ends, in ms. */
  readonly jobEndsAt?: number;
}

/** A job on a virtual clock, as REST shows it: history of a few, answers from a cache that is as old as it may be. */
export class SimulatedFlink {
  private readonly cached = new Map<string, { readonly at: number; readonly now: number }>();

  constructor(readonly settings: SimulationSettings) {}

  /** How many checkpoints had ended at a time. */
  endedBy(now: number): readonly number[] {
    const ids: number[] = [];
    for (let id = 1; this.triggerOf(id) < now; id++) if (this.endOf(id) <= now) ids.push(id);
    return ids;
  }

  /** @throws {FlinkError} while it is down */
  answer(path: string, now: number): RestAnswer {
    if (this.settings.down?.some(([from, to]) => now >= from && now < to) === true) {
      throw new FlinkError('refused', 'http://flink refused the connection.');
    }
    if (path === '/config') return json(200, { 'flink-version': '2.3.0' });
    if (path === '/jobs/overview') return json(200, { jobs: [this.overviewEntry(now)] });
    const base = `/jobs/${jobId}`;
    if (path === base) {
      return json(200, { jid: jobId, now, vertices: vertexIds.map((id) => ({ id, parallelism: 2 })) });
    }
    if (path === `${base}/checkpoints`) return json(200, { history: this.history(this.asOf('list', now)) });
    const [, id, vertex] = /\/details\/(\d+)(?:\/subtasks\/([0-9a-f]+))?$/.exec(path) ?? [];
    if (id === undefined) return json(200, {});
    const asOf = this.asOf('details', now);
    const entry = this.history(asOf).find((candidate) => candidate.id === Number(id));
    if (entry === undefined) return json(404, { errors: ['Checkpoint not found.'] });
    return json(200, vertex === undefined ? this.details(entry, asOf) : this.subtasks(entry, asOf));
  }

  private overviewEntry(now: number): unknown {
    const ended = now >= (this.settings.jobEndsAt ?? Infinity);
    return {
      jid: jobId,
      name: 'orders',
      state: ended ? 'CANCELED' : 'RUNNING',
      'start-time': 0,
      'end-time': ended ? this.settings.jobEndsAt : -1,
      duration: now,
      'last-modification': ended ? this.settings.jobEndsAt : 0,
    };
  }

  /** The time at which what a cache holds was true. */
  private asOf(cache: string, now: number): number {
    const kept = this.cached.get(cache);
    if (kept !== undefined && now < kept.at + this.settings.cacheMs) return kept.now;
    this.cached.set(cache, { at: now, now });
    return now;
  }

  private triggerOf(id: number): number {
    return id * this.settings.intervalMs;
  }

  private endOf(id: number): number {
    return Math.min(this.triggerOf(id) + this.settings.takesMs(id), this.settings.jobEndsAt ?? Infinity);
  }

  private history(now: number): readonly Entry[] {
    const last = Math.floor(
      Math.min(now, (this.settings.jobEndsAt ?? Infinity) - 1) / this.settings.intervalMs,
    );
    const entries: Entry[] = [];
    for (let id = last; id >= 1 && entries.length < this.settings.history; id--) {
      const failed = this.settings.fails?.(id) === true || this.endOf(id) === this.settings.jobEndsAt;
      const end = failed ? 'FAILED' : 'COMPLETED';
      const acknowledged = Math.min(2, Math.floor((now - this.triggerOf(id)) / 100));
      entries.push({
        id,
        status: this.endOf(id) <= now ? end : 'IN_PROGRESS',
        trigger_timestamp: this.triggerOf(id),
        num_acknowledged_subtasks: acknowledged,
      });
    }
    return entries;
  }

  private details(entry: Entry, now: number): unknown {
    const { status, num_acknowledged_subtasks } = entry;
    const task = { id: entry.id, status, num_acknowledged_subtasks };
    return { ...entry, at: now, tasks: Object.fromEntries(vertexIds.map((id) => [id, task])) };
  }

  private subtasks({ id, status }: Entry, now: number): unknown {
    const reportsAt = this.endOf(id) + (this.settings.lateMs ?? 0);
    const last = status === 'COMPLETED' || now >= reportsAt ? 'completed' : 'pending';
    return { id, status, subtasks: [{ className: 'completed' }, { className: last }] };
  }
}

interface Entry {
  readonly id: number;
  readonly status: string;
  readonly trigger_timestamp: number;
  readonly num_acknowledged_subtasks: number;
}

function json(status: number, body: unknown): RestAnswer {
  return { status, body, text: JSON.stringify(body) };
}

/** What a schedule asked and heard while a driver let time pass. */
export interface Observation {
  readonly answers: readonly { readonly at: number; readonly path: string; readonly answer: RestAnswer }[];
  readonly events: readonly RecorderEvent[];
  readonly mostInFlight: number;
  readonly endedAt: number;
}

/** Drives a schedule against a simulated cluster until it is done or `until`, without waiting. */
export function simulate(
  flink: SimulatedFlink,
  until: number,
  settings: Partial<ScheduleSettings> = {},
): Observation {
  const schedule = new RecorderSchedule(
    { follows: undefined, pollMs: 1000, jitter: () => 0.5, ...settings },
    0,
  );
  const inFlight: { readonly errand: Errand; readonly sentAt: number; readonly doneAt: number }[] = [];
  const answers: { at: number; path: string; answer: RestAnswer }[] = [];
  const events: RecorderEvent[] = [];
  let mostInFlight = 0;
  let now = 0;
  while (now < until && !schedule.isDone(now)) {
    for (const errand of schedule.due(now)) {
      inFlight.push({ errand, sentAt: now, doneAt: now + flink.settings.latencyMs() });
    }
    mostInFlight = Math.max(mostInFlight, inFlight.length);
    inFlight.sort((one, other) => one.doneAt - other.doneAt);
    const next = inFlight[0];
    now = Math.min(next?.doneAt ?? Infinity, Math.max(now, schedule.nextAt()), until);
    if (next === undefined || next.doneAt > now) continue;
    inFlight.shift();
    try {
      // The server looked at the moment between.
      const answer = flink.answer(next.errand.path, (next.sentAt + next.doneAt) / 2);
      answers.push({ at: now, path: next.errand.path, answer });
      schedule.answered(next.errand, answer, now);
    } catch (error) {
      schedule.failed(next.errand, error, now);
    }
    events.push(...schedule.takeEvents());
  }
  return { answers, events, mostInFlight, endedAt: now };
}
