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

/** No subtask is more checkpoints behind the last one triggered. */
const lagMax = 100;

/** Which checkpoints of which jobs were triggered when. */
export class TriggerIndex {
  private readonly byMoment = new Map<UnixMs, Trigger[]>();
  private readonly byId = new Map<string, Trigger[]>();
  /** In the order of time. */
  private readonly byJob = new Map<JobId, Trigger[]>();

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
    for (const triggers of this.byJob.values()) triggers.sort((a, b) => a.trigger - b.trigger);
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

  /**
   * Whether it is certain that a job was not in a checkpoint of this id then: the id was triggered later or was completed
   * before, the job had not counted so far, or was far beyond. Where a part of the job's log may be missing, nothing is certain.
   */
  isRuledOut(checkpoint: number | undefined, job: JobId, at: UnixMs): boolean {
    if (checkpoint === undefined || job === '') return false;
    const same = this.byId.get(`${job} ${checkpoint}`) ?? [];
    if (same.length > 0) return !same.some((trigger) => isUnderWay(trigger, at));
    const triggers = this.byJob.get(job) ?? [];
    const next = firstAfter(triggers, at + tolerance);
    const [before, after] = [triggers[next - 1], triggers[next]];
    if (before === undefined) return false;
    return (after !== undefined && before.checkpoint < checkpoint) || checkpoint < before.checkpoint - lagMax;
  }

  private add(job: JobId, checkpoint: number, moment: UnixMs): void {
    const trigger: Trigger = { job, checkpoint, trigger: moment };
    const isSame = (other: Trigger) =>
      other.job === job && other.checkpoint === checkpoint && other.trigger === moment;
    if (this.byMoment.get(moment)?.some(isSame)) return;
    const ofJob = this.byJob.get(job);
    if (ofJob === undefined) this.byJob.set(job, [trigger]);
    else ofJob.push(trigger);
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

function isUnderWay({ trigger, completed }: Trigger, at: UnixMs): boolean {
  return trigger <= at + tolerance && at - tolerance <= (completed ?? Infinity);
}

/** The position of the first trigger after a moment, by halving. */
function firstAfter(triggers: readonly Trigger[], moment: UnixMs): number {
  let [low, high] = [0, triggers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (triggers[middle]!.trigger > moment) high = middle;
    else low = middle + 1;
  }
  return low;
}
