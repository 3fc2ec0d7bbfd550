import type { Outcome } from '../../trace/model.js';
import type { Ms } from '../../trace/units.js';
import type { CheckpointEvidence, SubtaskEvidence, SubtaskMoments, UnixMs } from '../evidence/model.js';
import type { CoordinatorEvent, TaskEvent, TaskStep } from './logEvent.js';
import type { Attribution } from './taskAttribution.js';

type Mutable<Type> = { -readonly [Field in keyof Type]: Type[Field] };

interface SubtaskDraft {
  readonly vertex: string;
  readonly subtask: number;
  readonly attempt: number;
  outcome?: Outcome | 'acknowledged';
  unaligned?: boolean;
  readonly moments: Mutable<SubtaskMoments>;
}

/** The facts of one checkpoint, as the lines come in, in the order of time. */
export class CheckpointDraft {
  private readonly facts: Mutable<CheckpointEvidence>;
  /** Exact sizes and reasons, which come after the lines that round them. */
  private statistics: Partial<CheckpointEvidence> = {};
  private readonly subtasks = new Map<string, SubtaskDraft>();

  constructor(id: number) {
    this.facts = { id };
  }

  get trigger(): UnixMs | undefined {
    return this.facts.trigger;
  }

  takeFact(event: CoordinatorEvent, at: UnixMs): void {
    switch (event.kind) {
      case 'triggered':
        this.facts.trigger ??= event.trigger;
        Object.assign(this.facts, event.facts);
        break;
      case 'completed':
        this.facts.status = 'completed';
        this.facts.completed ??= at;
        this.facts.checkpointedBytes ??= event.bytes;
        if (event.finalization !== undefined) this.facts.finalization ??= event.finalization;
        break;
      case 'failed':
        this.fail(at, event.failure);
        break;
      case 'statistics':
        this.statistics = { ...this.statistics, ...event.facts };
        break;
      case 'acknowledged':
      case 'late':
      case 'declined':
      case 'restored':
        break;
    }
  }

  takeReport(kind: 'acknowledged' | 'late' | 'declined', task: Attribution, at: UnixMs): void {
    const draft = this.subtaskOf(task);
    if (kind === 'declined') {
      draft.outcome = 'declined';
      this.fail(at);
      return;
    }
    draft.moments.acknowledged ??= at;
    draft.outcome ??= kind === 'late' ? 'aborted' : 'acknowledged';
  }

  takeStep(event: TaskEvent, task: Attribution, at: UnixMs): void {
    const draft = this.subtaskOf(task);
    const { moments } = draft;
    if (event.step === 'triggerReceived' && event.trigger !== undefined) this.facts.trigger ??= event.trigger;
    if (event.unaligned !== undefined) draft.unaligned = event.unaligned;
    if (event.step === 'barrier') {
      moments.firstBarrier = Math.min(moments.firstBarrier ?? at, at);
      moments.lastBarrier = Math.max(moments.lastBarrier ?? at, at);
      return;
    }
    const moment = stepMoments[event.step];
    if (moments[moment] !== undefined) return;
    moments[moment] = event.at ?? at;
    const duration = stepDurations.get(event.step);
    if (duration !== undefined) setDuration(moments, duration, event.ms);
    setDuration(moments, 'alignmentMs', event.alignment);
  }

  /** `trustsSync` says whether the duration in a subtask's sync line is its real one. */
  evidence(trustsSync: (moments: SubtaskMoments) => boolean): CheckpointEvidence {
    const subtasks = [...this.subtasks.values()]
      .sort((a, b) => compareText(a.vertex, b.vertex) || a.subtask - b.subtask || a.attempt - b.attempt)
      .map((draft) => subtaskEvidence(draft, trustsSync));
    return {
      ...this.facts,
      ...this.statistics,
      id: this.facts.id,
      ...(subtasks.length === 0 ? {} : { subtasks }),
    };
  }

  /** All moments read so far, to judge them as a whole. */
  *moments(): Generator<SubtaskMoments, void, undefined> {
    for (const { moments } of this.subtasks.values()) yield moments;
  }

  private fail(at: UnixMs, failure?: string): void {
    if (this.facts.status === 'completed') return;
    this.facts.status = 'failed';
    this.facts.failed ??= at;
    if (failure !== undefined) this.facts.failure ??= failure;
  }

  private subtaskOf({ vertex, subtask, attempt }: Attribution): SubtaskDraft {
    const key = `${vertex} ${subtask} ${attempt}`;
    const known = this.subtasks.get(key);
    if (known !== undefined) return known;
    const draft = { vertex, subtask, attempt, moments: {} };
    this.subtasks.set(key, draft);
    return draft;
  }
}

const stepMoments: Readonly<
  Record<Exclude<TaskStep, 'barrier'>, Exclude<keyof SubtaskMoments, DurationName>>
> = {
  triggerReceived: 'triggerReceived',
  started: 'started',
  barrierSent: 'barrierSent',
  syncEnd: 'syncEnd',
  asyncStart: 'asyncStart',
  asyncEnd: 'asyncEnd',
  asyncFailed: 'asyncFailed',
};

type DurationName = 'syncMs' | 'alignmentMs' | 'queueMs' | 'asyncMs';

const stepDurations = new Map<TaskStep, DurationName>([
  ['syncEnd', 'syncMs'],
  ['asyncStart', 'queueMs'],
  ['asyncEnd', 'asyncMs'],
]);

/** Flink writes -1 for a duration that is not set yet. */
function setDuration(moments: Mutable<SubtaskMoments>, name: DurationName, ms: Ms | undefined): void {
  if (ms !== undefined && ms >= 0) moments[name] = ms;
}

function subtaskEvidence(
  { moments, ...facts }: SubtaskDraft,
  trustsSync: (moments: SubtaskMoments) => boolean,
): SubtaskEvidence {
  if (Object.keys(moments).length === 0) return facts;
  if (trustsSync(moments)) return { ...facts, moments };
  const trusted = { ...moments };
  delete trusted.syncMs;
  return { ...facts, moments: trusted };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
