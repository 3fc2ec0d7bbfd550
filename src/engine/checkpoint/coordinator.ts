import type { OperatorState } from '../operators/operator.js';

/** A subtask's file in the checkpoint storage. */
export interface StateFile {
  /** Relative to the checkpoint's folder. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** What a subtask acknowledged: the parts of its snapshot. */
export interface Acknowledgement {
  readonly state?: OperatorState;
  readonly file?: StateFile;
}

/** `subtask` counts over all operators, in the order of the plan. */
export type CoordinatorEvent =
  | { readonly type: 'timePassed' }
  | {
      readonly type: 'acknowledged';
      readonly checkpoint: number;
      readonly subtask: number;
      readonly acknowledgement: Acknowledgement;
    }
  | { readonly type: 'declined'; readonly checkpoint: number; readonly reason: string }
  | { readonly type: 'published'; readonly checkpoint: number }
  | { readonly type: 'sourceExhausted'; readonly subtask: number }
  | { readonly type: 'subtaskFinished'; readonly subtask: number };

export type Effect =
  | { readonly type: 'trigger'; readonly checkpoint: number }
  | { readonly type: 'abort'; readonly checkpoint: number; readonly reason: string }
  /** All subtasks have acknowledged: write the metadata, then report `published` or `declined`. */
  | {
      readonly type: 'publish';
      readonly checkpoint: number;
      readonly acknowledgements: ReadonlyMap<number, Acknowledgement>;
    }
  | { readonly type: 'complete'; readonly checkpoint: number }
  | { readonly type: 'finishSources' }
  | { readonly type: 'end' }
  | { readonly type: 'fail'; readonly reason: string };

export interface CoordinatorSettings {
  readonly intervalMs: number;
  /** So long at least from the end of a checkpoint, completed or not, to the next trigger. */
  readonly minPauseMs: number;
  readonly timeoutMs: number;
  /** The run ends after this many completed checkpoints. */
  readonly checkpointsMax: number;
  readonly subtaskCount: number;
  readonly sourceCount: number;
  /** The id of the first checkpoint. */
  readonly firstCheckpoint: number;
  /** A run fails with one more failed checkpoint in a row than this. */
  readonly tolerableFailures: number;
}

interface Pending {
  readonly checkpoint: number;
  readonly deadline: number;
  readonly final: boolean;
  readonly acknowledgements: Map<number, Acknowledgement>;
}

/**
 * Decides when checkpoints start, are complete, or are given up, and when the run is over. One checkpoint at a time.
 * It does nothing itself: events in, effects out. Times are in ms since the run's epoch.
 *
 * A bounded run ends like this: all sources are exhausted → a last checkpoint → sources end their streams → all
 * subtasks have finished. So exactly-once sinks get to commit everything.
 */
export class Coordinator {
  private pending: Pending | undefined;
  private nextCheckpoint: number;
  private nextTriggerAt: number;
  private completed = 0;
  private failuresInARow = 0;
  private readonly exhausted = new Set<number>();
  private readonly finished = new Set<number>();
  private finishing = false;

  constructor(
    private readonly settings: CoordinatorSettings,
    now: number,
  ) {
    this.nextCheckpoint = settings.firstCheckpoint;
    this.nextTriggerAt = now + settings.intervalMs;
  }

  /** When `timePassed` is due, whatever happens. */
  get wakeAt(): number {
    if (this.finishing || this.isPublishing) return Infinity;
    return this.pending ? this.pending.deadline : this.nextTriggerAt;
  }

  handle(event: CoordinatorEvent, now: number): Effect[] {
    switch (event.type) {
      case 'timePassed':
        return this.timePassed(now);
      case 'acknowledged':
        return this.acknowledged(event.checkpoint, event.subtask, event.acknowledgement);
      case 'declined':
        return this.pending?.checkpoint === event.checkpoint ? this.giveUp(event.reason, now) : [];
      case 'published':
        return this.published(event.checkpoint, now);
      case 'sourceExhausted':
        this.exhausted.add(event.subtask);
        return this.timePassed(now);
      case 'subtaskFinished':
        this.finished.add(event.subtask);
        return this.finished.size === this.settings.subtaskCount ? [{ type: 'end' }] : [];
    }
  }

  private timePassed(now: number): Effect[] {
    if (this.finishing) return [];
    if (this.pending) {
      if (now < this.pending.deadline || this.isPublishing) return [];
      return this.giveUp(`timed out after ${this.settings.timeoutMs} ms`, now);
    }
    const final = this.exhausted.size === this.settings.sourceCount;
    if (!final && now < this.nextTriggerAt) return [];
    const checkpoint = this.nextCheckpoint++;
    this.nextTriggerAt = now + this.settings.intervalMs;
    this.pending = {
      checkpoint,
      deadline: now + this.settings.timeoutMs,
      final,
      acknowledgements: new Map(),
    };
    return [{ type: 'trigger', checkpoint }];
  }

  private get isPublishing(): boolean {
    return this.pending?.acknowledgements.size === this.settings.subtaskCount;
  }

  private acknowledged(checkpoint: number, subtask: number, acknowledgement: Acknowledgement): Effect[] {
    const { pending } = this;
    // A late acknowledgement of a checkpoint that was given up is nobody's business any more.
    if (pending?.checkpoint !== checkpoint) return [];
    pending.acknowledgements.set(subtask, acknowledgement);
    const { acknowledgements } = pending;
    return this.isPublishing ? [{ type: 'publish', checkpoint, acknowledgements }] : [];
  }

  private published(checkpoint: number, now: number): Effect[] {
    const { pending } = this;
    if (pending?.checkpoint !== checkpoint) return [];
    this.pending = undefined;
    this.pauseFrom(now);
    this.failuresInARow = 0;
    this.completed++;
    const effects: Effect[] = [{ type: 'complete', checkpoint }];
    if (pending.final) {
      this.finishing = true;
      return [...effects, { type: 'finishSources' }];
    }
    if (this.completed >= this.settings.checkpointsMax) return [...effects, { type: 'end' }];
    return [...effects, ...this.timePassed(now)];
  }

  private pauseFrom(now: number): void {
    this.nextTriggerAt = Math.max(this.nextTriggerAt, now + this.settings.minPauseMs);
  }

  private giveUp(reason: string, now: number): Effect[] {
    const { checkpoint } = this.pending!;
    this.pending = undefined;
    this.pauseFrom(now);
    this.failuresInARow++;
    const effects: Effect[] = [{ type: 'abort', checkpoint, reason }];
    if (this.failuresInARow > this.settings.tolerableFailures) {
      const many = `${this.failuresInARow} checkpoints in a row failed, the last one (#${checkpoint})`;
      const all = this.failuresInARow === 1 ? `checkpoint #${checkpoint} failed` : many;
      return [...effects, { type: 'fail', reason: `${all}: ${reason}` }];
    }
    return [...effects, ...this.timePassed(now)];
  }
}
