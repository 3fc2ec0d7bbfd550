import type { JobId, UnixMs } from '../evidence/model.js';
import type { TimedEvent } from './eventTimes.js';

interface Trigger {
  /** Empty where only a task says it. */
  readonly job: JobId;
  readonly checkpoint: number;
  readonly trigger: UnixMs;
  completed?: UnixMs;
}

/** Clocks of machines differ, and lines of threads are a little out of order. */
const tolerance = 5000;

/** More than these do not share a moment or an id; every question looks at all of them. */
const sharingMax = 100;

/** Which checkpoints of which jobs were triggered when. */
export class TriggerIndex {
  private readonly byMoment = new Map<UnixMs, Trigger[]>();
  private readonly byId = new Map<string, Trigger[]>();

  constructor(events: readonly TimedEvent[]) {
    for (const { event, at } of events) {
      if (event.kind === 'triggered') this.add(event.job, event.checkpoint, event.trigger);
      if (event.kind === 'statistics' && event.facts.trigger !== undefined) {
        this.add(event.job, event.checkpoint, event.facts.trigger);
      }
      if (event.kind === 'task' && event.step === 'triggerReceived' && event.checkpoint !== undefined) {
        this.add('', event.checkpoint, event.trigger!);
      }
      if (event.kind === 'completed') {
        const last = this.byId.get(`${event.job} ${event.checkpoint}`)?.at(-1);
        if (last !== undefined) last.completed = at;
      }
    }
  }

  /** The checkpoint that a job, or if none is known any job, triggered at a moment; undefined unless it is one only. */
  checkpointAt(moment: UnixMs | undefined, job: JobId): number | undefined {
    const triggers = this.byMoment.get(moment ?? -1) ?? [];
    const own = triggers.filter((trigger) => trigger.job === job);
    const unknown = triggers.filter((trigger) => job === '' || trigger.job === '');
    const ids = new Set((own.length > 0 ? own : unknown).map(({ checkpoint }) => checkpoint));
    return ids.size === 1 ? [...ids][0] : undefined;
  }

  /** Whether this job triggered a checkpoint at this moment. */
  hasTriggered(moment: UnixMs | undefined, job: JobId): boolean {
    return this.byMoment.get(moment ?? -1)?.some((trigger) => trigger.job === job) ?? false;
  }

  /** The job that triggered a checkpoint of this id at this moment, if there is one and only one. */
  jobTriggering(checkpoint: number | undefined, moment: UnixMs): JobId | undefined {
    const triggers = this.byMoment.get(moment) ?? [];
    const jobs = new Set(
      triggers
        .filter((trigger) => trigger.checkpoint === checkpoint && trigger.job !== '')
        .map(({ job }) => job),
    );
    return jobs.size === 1 ? [...jobs][0] : undefined;
  }

  /** Whether a job's checkpoint had been triggered by then, and was not completed yet. */
  isUnderWay(checkpoint: number | undefined, job: JobId, at: UnixMs): boolean {
    const triggers = this.byId.get(`${job} ${checkpoint ?? ''}`) ?? [];
    return triggers.some(
      ({ trigger, completed }) => trigger <= at + tolerance && at - tolerance <= (completed ?? Infinity),
    );
  }

  private add(job: JobId, checkpoint: number, moment: UnixMs): void {
    const trigger: Trigger = { job, checkpoint, trigger: moment };
    const isSame = (other: Trigger) =>
      other.job === job && other.checkpoint === checkpoint && other.trigger === moment;
    append(this.byMoment, moment, trigger, isSame);
    append(this.byId, `${job} ${checkpoint}`, trigger, isSame);
  }
}

function append<Key>(
  index: Map<Key, Trigger[]>,
  key: Key,
  trigger: Trigger,
  isSame: (other: Trigger) => boolean,
): void {
  const known = index.get(key);
  if (known === undefined) index.set(key, [trigger]);
  else if (known.length < sharingMax && !known.some(isSame)) known.push(trigger);
}
