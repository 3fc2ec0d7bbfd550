import type { OperatorState } from '../operators/operator.js';
import type { Checksums } from '../storage/checksum.js';

/** A subtask's file in the checkpoint storage. */
export interface StateFile extends Checksums {
  /** Relative to the checkpoint's folder; in one beside it for a file of an earlier checkpoint. */
  readonly path: string;
  readonly bytes: number;
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
  /** So long at least from the end of a checkpoint, completed or not, to the next trigger: they go one at a time. */
  readonly minPauseMs: number;
  readonly timeoutMs: number;
  /** So many go at once at most. */
  readonly maxConcurrent: number;
  /** Whether barriers may overtake records: then nothing goes beside another, savepoints neither. */
  readonly unaligned: boolean;
  /** The run ends after this many completed checkpoints. */
  readonly checkpointsMax: number;
  readonly subtaskCount: number;
  readonly sourceCount: number;
  /** The id of the first checkpoint. */
  readonly firstCheckpoint: number;
  /** A run fails with one more failed checkpoint in a row than this. */
  readonly tolerableFailures: number;
  /** Names subtasks, as far as is worth it, each with what keeps it from acknowledging the checkpoint. */
  readonly nameLate: (checkpoint: number, subtasks: readonly number[]) => string;
}

interface Pending {
  readonly checkpoint: number;
  readonly deadline: number;
  readonly final: boolean;
  /** Whether it was triggered when no source had anything more to give. */
  readonly isAfterSources: boolean;
  readonly savepoint: SavepointRequest | undefined;
  readonly acknowledgements: Map<number, Acknowledgement>;
}

/**
 * Decides when checkpoints start, are complete, or are given up, and when the run is over. It does nothing itself: events
 * in, effects out. Times are in ms since the run's epoch.
 *
 * As in Flink a checkpoint that is complete makes those pointless that were triggered before it and are still under way:
 * they are given up, and count as neither completed nor failed. Publications go one after the other, so that none of those
 * becomes complete after all.
 *
 * A bounded run ends like this: all sources are exhausted → a last checkpoint → sources end their streams → all
 * subtasks have finished. So exactly-once sinks get to commit everything.
 *
 * The last one waits for all that is on its way, however long that takes. Where barriers may overtake, others go before it as ever,
 * as long as each finds fewer records on their way than those before: from there a run that is killed goes on. The last one, which
 * overtakes no watermark either, then has little to wait for.
 *
 * One that ends after so many checkpoints: the last of them → sinks commit → all subtasks have stopped.
 *
 * A savepoint goes at once, beside what is under way; only another savepoint and the last checkpoint it waits for, and they for
 * it. It counts as under way, but neither as a completed checkpoint nor as a failed one, and no checkpoint makes it pointless.
 * As in Flink, one that does not stop the run commits nothing, because a restart does not go back to it: a person may have
 * taken it away. One that stops the run ends like this: the savepoint → sinks commit → all subtasks have stopped.
 */
export class Coordinator {
  /** The oldest first. */
  private readonly pending: Pending[] = [];
  private publishing: Pending | undefined;
  private readonly concurrentMax: number;
  private nextCheckpoint: number;
  private nextTriggerAt: number;
  private completed = 0;
  private failuresInARow = 0;
  private readonly exhausted = new Set<number>();
  private readonly finished = new Set<number>();
  /** What checkpoints have found on its way since no source has anything more to give, the least, bytes. */
  private leastInFlight = Infinity;
  private mayBeFinal: boolean;
  private isFirstAfterSources = true;
  /** Nothing is triggered any more: the run has failed, or its last checkpoint is complete. */
  private isEnding = false;
  private readonly savepoints: SavepointRequest[] = [];

  constructor(
    private readonly settings: CoordinatorSettings,
    now: number,
  ) {
    const { firstCheckpoint, intervalMs, minPauseMs, unaligned, maxConcurrent } = settings;
    this.nextCheckpoint = firstCheckpoint;
    this.nextTriggerAt = now + intervalMs;
    this.concurrentMax = minPauseMs > 0 || unaligned ? 1 : maxConcurrent;
    this.mayBeFinal = !unaligned;
  }

  /** When `timePassed` is due, whatever happens. */
  get wakeAt(): number {
    if (this.isEnding) return Infinity;
    let wakeAt = this.hasRoom ? this.nextTriggerAt : Infinity;
    for (const each of this.pending) {
      if (!this.isAcknowledged(each) && each.deadline < wakeAt) wakeAt = each.deadline;
    }
    return wakeAt;
  }

  handle(event: CoordinatorEvent, now: number): Effect[] {
    switch (event.type) {
      case 'timePassed':
        return this.timePassed(now);
      case 'acknowledged':
        return this.acknowledged(event.checkpoint, event.subtask, event.acknowledgement);
      case 'declined':
        return this.declined(event.checkpoint, event.reason, now);
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
    const late = this.pending.filter((each) => now >= each.deadline && !this.isAcknowledged(each));
    return [...late.flatMap((each) => this.timedOut(each, now)), ...this.goOn(now)];
  }

  private timedOut(pending: Pending, now: number): Effect[] {
    const { timeoutMs, subtaskCount, nameLate } = this.settings;
    const { checkpoint, acknowledgements } = pending;
    const subtasks = [...Array(subtaskCount).keys()].filter((subtask) => !acknowledgements.has(subtask));
    const short = `timed out after ${timeoutMs} ms`;
    const reason = `timed out after ${timeoutMs} ms, not acknowledged by ${nameLate(checkpoint, subtasks)}`;
    return this.giveUp(pending, reason, now, short);
  }

  /** Publishes and triggers what may be. */
  private goOn(now: number): Effect[] {
    if (this.isEnding) return [];
    const { checkpointsMax } = this.settings;
    if (this.completed >= checkpointsMax && !this.pending.some(isSavepoint)) {
      this.isEnding = true;
      return [{ type: 'stopSubtasks' }];
    }
    const effects = this.publishNext();
    if (this.savepoints.length > 0 && this.mayTakeSavepoint) {
      effects.push(this.trigger(now, this.savepoints.shift()));
    }
    const isUrgent = this.areSourcesExhausted && (this.isFinalNext || this.isFirstAfterSources);
    if (!this.hasRoom || (!isUrgent && now < this.nextTriggerAt)) return effects;
    this.nextTriggerAt = now + this.settings.intervalMs;
    return [...effects, this.trigger(now)];
  }

  private get areSourcesExhausted(): boolean {
    return this.exhausted.size === this.settings.sourceCount;
  }

  /** Once no source has anything more to give: whether the next checkpoint is the last. */
  private get isFinalNext(): boolean {
    return this.mayBeFinal || this.completed + 1 >= this.settings.checkpointsMax;
  }

  /** Whether one more checkpoint may go beside those under way. */
  private get hasRoom(): boolean {
    const { pending, concurrentMax, completed, settings } = this;
    if (pending.length >= concurrentMax || pending.some(isLast)) return false;
    if (this.areSourcesExhausted && pending.some(isSavepoint)) return false;
    const checkpoints = pending.filter((each) => !isSavepoint(each));
    return completed + checkpoints.length < settings.checkpointsMax;
  }

  private get mayTakeSavepoint(): boolean {
    const { pending, settings } = this;
    if (settings.unaligned) return pending.length === 0;
    return !pending.some((each) => isSavepoint(each) || isLast(each));
  }

  private trigger(now: number, savepoint?: SavepointRequest): Effect {
    const checkpoint = this.nextCheckpoint++;
    const isAfterSources = !savepoint && this.areSourcesExhausted;
    const final = isAfterSources && this.isFinalNext;
    if (isAfterSources) this.isFirstAfterSources = false;
    const deadline = now + this.settings.timeoutMs;
    const acknowledgements = new Map<number, Acknowledgement>();
    this.pending.push({ checkpoint, deadline, final, isAfterSources, savepoint, acknowledgements });
    return { type: 'trigger', checkpoint, ...(savepoint ? { savepoint } : {}), ...(final ? { final } : {}) };
  }

  private savepointRequested(savepoint: SavepointRequest, now: number): Effect[] {
    if (this.isEnding) {
      return [{ type: 'savepointFailed', savepoint, reason: 'the run is about to end' }];
    }
    this.savepoints.push(savepoint);
    return this.timePassed(now);
  }

  private isAcknowledged({ acknowledgements }: Pending): boolean {
    return acknowledgements.size === this.settings.subtaskCount;
  }

  private acknowledged(checkpoint: number, subtask: number, acknowledgement: Acknowledgement): Effect[] {
    // A late acknowledgement of a checkpoint that was given up is nobody's business any more.
    this.find(checkpoint)?.acknowledgements.set(subtask, acknowledgement);
    return this.publishNext();
  }

  private publishNext(): Effect[] {
    const next = this.publishing ? undefined : this.pending.find((each) => this.isAcknowledged(each));
    if (next === undefined) return [];
    this.publishing = next;
    const { checkpoint, acknowledgements } = next;
    return [{ type: 'publish', checkpoint, acknowledgements }];
  }

  private find(checkpoint: number): Pending | undefined {
    return this.pending.find((each) => each.checkpoint === checkpoint);
  }

  private remove(pending: Pending): void {
    this.pending.splice(this.pending.indexOf(pending), 1);
    if (this.publishing === pending) this.publishing = undefined;
  }

  private published(checkpoint: number, now: number): Effect[] {
    const pending = this.find(checkpoint);
    if (pending === undefined) return [];
    this.remove(pending);
    const { savepoint, final } = pending;
    const complete: Effect = { type: 'complete', checkpoint };
    if (savepoint) {
      const taken: Effect = { type: 'savepointTaken', savepoint, checkpoint };
      if (!savepoint.stop) return [taken, ...this.goOn(now)];
      this.isEnding = true;
      return [complete, ...this.subsume(checkpoint), { type: 'stopSubtasks' }, taken];
    }
    this.pauseFrom(now);
    this.failuresInARow = 0;
    this.completed++;
    const effects = [complete, ...this.subsume(checkpoint)];
    if (pending.isAfterSources) this.foundInFlight(pending);
    if (!final) return [...effects, ...this.goOn(now)];
    this.isEnding = true;
    return [...effects, { type: 'finishSources' }];
  }

  private foundInFlight({ acknowledgements }: Pending): void {
    const files = [...acknowledgements.values()].flatMap(({ channelState }) => channelState ?? []);
    const inFlight = bytesOf(files);
    // Timers may make records for ever.
    this.mayBeFinal ||= inFlight === 0 || inFlight >= this.leastInFlight;
    this.leastInFlight = Math.min(this.leastInFlight, inFlight);
  }

  /** Gives up the checkpoints that were triggered before one that is complete. */
  private subsume(checkpoint: number): Effect[] {
    const earlier = this.pending.filter((each) => each.checkpoint < checkpoint && !isSavepoint(each));
    return earlier.map((each) => {
      this.remove(each);
      const reason = `checkpoint #${checkpoint}, triggered later, completed before it`;
      return { type: 'abort', checkpoint: each.checkpoint, reason };
    });
  }

  private pauseFrom(now: number): void {
    this.nextTriggerAt = Math.max(this.nextTriggerAt, now + this.settings.minPauseMs);
  }

  private declined(checkpoint: number, reason: string, now: number): Effect[] {
    const pending = this.find(checkpoint);
    return pending ? [...this.giveUp(pending, reason, now), ...this.goOn(now)] : [];
  }

  /** @param short the reason where it is said again, of a run that fails by it */
  private giveUp(pending: Pending, reason: string, now: number, short = reason): Effect[] {
    const { checkpoint, savepoint } = pending;
    this.remove(pending);
    const abort: Effect = { type: 'abort', checkpoint, reason };
    if (savepoint) return [abort, { type: 'savepointFailed', savepoint, reason }];
    this.pauseFrom(now);
    this.failuresInARow++;
    if (this.failuresInARow <= this.settings.tolerableFailures || this.isEnding) return [abort];
    this.isEnding = true;
    const all =
      this.failuresInARow === 1
        ? `Checkpoint #${checkpoint} failed, and no failure is tolerated: ${short}.`
        : `${this.failuresInARow} checkpoints in a row failed, the last one (#${checkpoint}): ${short}.`;
    return [abort, { type: 'fail', reason: all }];
  }
}

function isSavepoint({ savepoint }: Pending): boolean {
  return savepoint !== undefined;
}

/** Whether nothing is to be triggered after it. */
function isLast({ final, savepoint }: Pending): boolean {
  return final || savepoint?.stop === true;
}
