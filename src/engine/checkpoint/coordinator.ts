import type { OperatorState } from '../operators/operator.js';

/** A subtask's file in the checkpoint storage. */
export interface StateFile {
  /** Relative to the checkpoint's folder; in one beside it for a file of an earlier checkpoint. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** What a subtask acknowledged: the parts of its snapshot. */
export interface Acknowledgement {
  readonly state?: OperatorState;
  readonly file?: StateFile;
  /** The checkpoint since which the file has what has changed; none when it has all. */
  readonly buildsOn?: number;
  /** Files of earlier checkpoints that come before it in a restore, in their order; named when it is published. */
  readonly earlier?: readonly StateFile[];
  /** Records in flight, of an unaligned checkpoint. */
  readonly channelState?: StateFile;
}

/** The files of one subtask's part, also those of earlier checkpoints. */
export function filesOf({ earlier = [], ...acknowledgement }: Acknowledgement): readonly StateFile[] {
  return [...earlier, ...ownFilesOf(acknowledgement)];
}

/** The files that were written for this checkpoint. */
export function ownFilesOf({ file, channelState }: Acknowledgement): readonly StateFile[] {
  return [file, channelState].filter((each) => each !== undefined);
}

/** Of all these files together. */
export function bytesOf(files: readonly StateFile[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
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
  | { readonly type: 'savepointRequested'; readonly savepoint: SavepointRequest }
  | { readonly type: 'sourceExhausted'; readonly subtask: number }
  | { readonly type: 'subtaskFinished'; readonly subtask: number };

/** A person asks for a savepoint. */
export interface SavepointRequest {
  /** Tells it from others. */
  readonly id: number;
  /** Ends the run with it: sources make nothing after its barrier. */
  readonly stop: boolean;
}

export type Effect =
  | {
      readonly type: 'trigger';
      readonly checkpoint: number;
      readonly savepoint?: SavepointRequest;
      /** The last one: after it the streams end. */
      readonly final?: true;
    }
  | { readonly type: 'abort'; readonly checkpoint: number; readonly reason: string }
  /** All subtasks have acknowledged: write the metadata, then report `published` or `declined`. */
  | {
      readonly type: 'publish';
      readonly checkpoint: number;
      readonly acknowledgements: ReadonlyMap<number, Acknowledgement>;
    }
  | { readonly type: 'complete'; readonly checkpoint: number }
  | { readonly type: 'savepointTaken'; readonly savepoint: SavepointRequest; readonly checkpoint: number }
  | { readonly type: 'savepointFailed'; readonly savepoint: SavepointRequest; readonly reason: string }
  | { readonly type: 'finishSources' }
  /** End where they are, without the end of their streams. */
  | { readonly type: 'stopSubtasks' }
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
  readonly savepoint: SavepointRequest | undefined;
  readonly acknowledgements: Map<number, Acknowledgement>;
}

/**
 * Decides when checkpoints start, are complete, or are given up, and when the run is over. One checkpoint at a time, as the
 * state of a subtask can be kept for one snapshot at a time. It does nothing itself: events in, effects out. Times are in
 * ms since the run's epoch.
 *
 * A bounded run ends like this: all sources are exhausted → a last checkpoint → sources end their streams → all
 * subtasks have finished. So exactly-once sinks get to commit everything.
 *
 * A savepoint waits for the checkpoint under way, and for nothing else. As in Flink, one that does not stop the run commits
 * nothing, because a restart does not go back to it: a person may have taken it away. It counts neither as a
 * completed checkpoint nor as a failed one. One that stops the run ends like this: the savepoint → sinks commit → all
 * subtasks have stopped.
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
  private readonly savepoints: SavepointRequest[] = [];

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
      case 'savepointRequested':
        return this.savepointRequested(event.savepoint, now);
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
    const savepoint = this.savepoints.shift();
    if (savepoint) return this.trigger(now, savepoint);
    if (this.exhausted.size < this.settings.sourceCount && now < this.nextTriggerAt) return [];
    this.nextTriggerAt = now + this.settings.intervalMs;
    return this.trigger(now);
  }

  private trigger(now: number, savepoint?: SavepointRequest): Effect[] {
    const checkpoint = this.nextCheckpoint++;
    this.pending = {
      checkpoint,
      deadline: now + this.settings.timeoutMs,
      final: !savepoint && this.exhausted.size === this.settings.sourceCount,
      savepoint,
      acknowledgements: new Map(),
    };
    const { final } = this.pending;
    return [
      { type: 'trigger', checkpoint, ...(savepoint ? { savepoint } : {}), ...(final ? { final } : {}) },
    ];
  }

  private savepointRequested(savepoint: SavepointRequest, now: number): Effect[] {
    if (this.finishing) {
      return [{ type: 'savepointFailed', savepoint, reason: 'the run is about to end' }];
    }
    this.savepoints.push(savepoint);
    return this.timePassed(now);
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
    if (pending.savepoint) return this.savepointPublished(checkpoint, pending.savepoint, now);
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

  private savepointPublished(checkpoint: number, savepoint: SavepointRequest, now: number): Effect[] {
    const taken: Effect = { type: 'savepointTaken', savepoint, checkpoint };
    if (!savepoint.stop) return [taken, ...this.timePassed(now)];
    this.finishing = true;
    return [{ type: 'complete', checkpoint }, { type: 'stopSubtasks' }, taken];
  }

  private pauseFrom(now: number): void {
    this.nextTriggerAt = Math.max(this.nextTriggerAt, now + this.settings.minPauseMs);
  }

  private giveUp(reason: string, now: number): Effect[] {
    const { checkpoint, savepoint } = this.pending!;
    this.pending = undefined;
    const effects: Effect[] = [{ type: 'abort', checkpoint, reason }];
    if (savepoint) {
      return [...effects, { type: 'savepointFailed', savepoint, reason }, ...this.timePassed(now)];
    }
    this.pauseFrom(now);
    this.failuresInARow++;
    if (this.failuresInARow > this.settings.tolerableFailures) {
      const many = `${this.failuresInARow} checkpoints in a row failed, the last one (#${checkpoint})`;
      const all = this.failuresInARow === 1 ? `checkpoint #${checkpoint} failed` : many;
      return [...effects, { type: 'fail', reason: `${all}: ${reason}` }];
    }
    return [...effects, ...this.timePassed(now)];
  }
}
