import { basename } from 'node:path';
import {
  Coordinator,
  bytesOf,
  ownFilesOf,
  type Acknowledgement,
  type CoordinatorEvent,
  type Effect,
  type SavepointRequest,
} from '../checkpoint/coordinator.js';
import type { Restorable } from '../checkpoint/history.js';
import { assertNever, messageOf } from '../errors.js';
import type { Graph } from '../pipeline/graph.js';
import type { UploadTimes } from '../recorder/recorderMessages.js';
import type { Epoch } from './clock.js';
import type { FromSubtaskWorker, FromUploadWorker, PipelineSettings } from './messages.js';
import { LateSubtasks } from './lateSubtasks.js';
import { subtaskName, type Plan } from './plan.js';
import type { Recorder } from './recorder.js';
import { restoredState } from './restore.js';
import type { RunCheckpoints } from './runCheckpoints.js';
import type { RunListener, RunOutcome, RunSettings } from './runSettings.js';
import {
  savepointFolder,
  SavepointRequests,
  savepointUri,
  type SavepointResult,
  type SavepointTarget,
} from './savepoint.js';
import { allocateSharedMemory, type SharedMemory } from './sharedMemory.js';
import { duringRun } from '../storage/retry.js';
import type { StorageNotices } from './storageNotices.js';
import { Threads } from './threads.js';
import { Watchdog, type WatchedSubtask } from './watchdog.js';
import { Witness } from './witness.js';

const watchEveryMs = 1000;

export interface AttemptParts {
  readonly settings: RunSettings;
  readonly listener: RunListener;
  readonly pipeline: PipelineSettings;
  readonly graph: Graph;
  readonly plan: Plan;
  readonly epoch: Epoch;
  readonly run: string;
  /** Reads what to start from; `undefined`: from the beginning. */
  readonly restore: () => Promise<Restorable | undefined>;
  readonly events: SharedMemory['events'];
  readonly recorder: Recorder;
  readonly checkpoints: RunCheckpoints;
  readonly notices: StorageNotices;
  readonly now: () => number;
  /** All subtasks are ready, and processing begins. */
  readonly begun: (restored: Restorable | undefined) => void;
}

export type AttemptEnd = { readonly state: RunOutcome } | { readonly failure: string };

/** One attempt of a run, from what it starts from to the end of its threads: carries out what its coordinator decides. */
export class Attempt {
  /** Settles with the first reason to end. */
  readonly ended: Promise<AttemptEnd>;
  private settle!: (end: AttemptEnd) => void;
  private readonly memory: SharedMemory;
  private readonly sources: readonly number[];
  private threads: Threads | undefined;
  private coordinator: Coordinator | undefined;
  private ready = 0;
  private timer: NodeJS.Timeout | undefined;
  private watching: NodeJS.Timeout | undefined;
  private witness: Witness | undefined;
  private readonly watchdog: Watchdog;
  private readonly lateSubtasks: LateSubtasks;
  private publications: Promise<void> = Promise.resolve();
  private readonly savepoints = new SavepointRequests();
  private isClosing = false;
  private readonly starting: Promise<void>;
  private restored: Restorable | undefined;

  constructor(private readonly parts: AttemptParts) {
    const { graph, plan, events } = parts;
    this.ended = new Promise((resolve) => {
      this.settle = resolve;
    });
    this.memory = allocateSharedMemory(plan, events);
    const subtasks = watchedSubtasks(parts);
    this.watchdog = new Watchdog(this.memory.locks, subtasks, parts.listener.notice);
    const inOneBatchMs = (index: number): number => this.watchdog.inOneBatchMs(index, parts.now());
    this.lateSubtasks = new LateSubtasks({ plan, memory: this.memory, subtasks, inOneBatchMs });
    this.sources = plan.subtasks
      .filter(({ operator }) => graph.operators[operator]!.operator.kind === 'source')
      .map(({ index }) => index);
    this.starting = this.start();
  }

  end(state: RunOutcome): void {
    this.settle({ state });
  }

  /** Takes a savepoint as soon as the coordinator lets it go; with `stop` the run ends once it is complete. */
  savepoint(target: SavepointTarget, stop: boolean): Promise<SavepointResult> {
    const { request, result } = this.savepoints.add(target, stop);
    this.decide({ type: 'savepointRequested', savepoint: request });
    return result;
  }

  /** Ends the threads, and waits for publications under way: after them it is clear which checkpoint is the latest. */
  async close(): Promise<void> {
    this.isClosing = true;
    await this.starting;
    this.coordinator = undefined;
    clearTimeout(this.timer);
    clearInterval(this.watching);
    await this.witness?.stop();
    await this.threads?.stop();
    await this.publications;
    this.savepoints.close();
  }

  private async start(): Promise<void> {
    try {
      this.restored = await this.parts.restore();
      this.startThreads(this.restored);
    } catch (error) {
      this.settle({ failure: messageOf(error) });
    }
  }

  private startThreads(point: Restorable | undefined): void {
    const { pipeline, plan, graph, settings, epoch, run } = this.parts;
    const restored = point
      ? plan.subtasks.map(({ operator, subtask }) => restoredState(point, graph, operator, subtask))
      : [];
    this.threads = new Threads(
      {
        pipeline,
        graph,
        plan,
        memory: this.memory,
        epoch,
        mode: settings.snapshot,
        incremental: settings.incremental,
        maxConcurrent: settings.maxConcurrent,
        storage: settings.storage,
        run,
        throttle: settings.throttle,
        restored: (index) => restored[index],
      },
      {
        subtask: (index, message) => this.subtaskSays(index, message),
        upload: (message) => this.uploadSays(message),
        lost: (what, error) => this.settle({ failure: `${what} ended: ${messageOf(error)}` }),
      },
    );
    // The threads have them now.
    point?.files.clear();
  }

  private subtaskSays(index: number, message: FromSubtaskWorker): void {
    switch (message.type) {
      case 'ready':
        if (++this.ready === this.parts.plan.subtasks.length) this.begin();
        break;
      case 'failed':
        this.settle({ failure: message.message });
        break;
      case 'notice':
        this.parts.listener.notice(message.text);
        break;
      case 'event': {
        const { event } = message;
        if (event.type === 'acknowledged') {
          const { checkpoint, state, alignedAt: at } = event;
          const times = at === undefined ? undefined : { handedOver: at, begun: at, end: at };
          this.acknowledged(index, checkpoint, times, state ? { state } : {});
        } else if (event.type === 'declined') this.decide(event);
        else if (event.type === 'sourceExhausted') this.decide({ type: 'sourceExhausted', subtask: index });
        else this.decide({ type: 'subtaskFinished', subtask: index });
        break;
      }
      default:
        assertNever(message);
    }
  }

  private uploadSays(message: FromUploadWorker): void {
    if (message.type === 'uploadRetried') {
      this.parts.notices.retrying(message.reason);
      return;
    }
    if (message.type === 'storageSilent') {
      this.parts.notices.silent(message.host, message.since, message.limit, duringRun.tries);
      return;
    }
    const { index, checkpoint } = message;
    if (message.type === 'uploadFailed') {
      this.decide({ type: 'declined', checkpoint, reason: message.reason });
      return;
    }
    this.acknowledged(index, checkpoint, message.times, message.acknowledgement);
  }

  private acknowledged(
    index: number,
    checkpoint: number,
    upload: UploadTimes | undefined,
    acknowledgement: Acknowledgement,
  ): void {
    const time = this.parts.now();
    const bytes = bytesOf(ownFilesOf(acknowledgement));
    this.parts.recorder.report({ type: 'acknowledged', checkpoint, index, upload, bytes, time });
    this.decide({ type: 'acknowledged', checkpoint, subtask: index, acknowledgement });
  }

  private begin(): void {
    if (this.isClosing) return;
    const { settings, epoch, plan, checkpoints, recorder, now } = this.parts;
    this.coordinator = new Coordinator(
      {
        intervalMs: settings.intervalMs,
        minPauseMs: settings.minPauseMs,
        timeoutMs: settings.timeoutMs,
        maxConcurrent: settings.maxConcurrent,
        unaligned: settings.alignedTimeoutMs !== Infinity,
        tolerableFailures: settings.tolerableFailures,
        checkpointsMax: settings.checkpointsMax - checkpoints.completed,
        subtaskCount: plan.subtasks.length,
        sourceCount: this.sources.length,
        firstCheckpoint: checkpoints.next,
        nameLate: (checkpoint, subtasks) => this.nameLate(checkpoint, subtasks),
      },
      now(),
    );
    if (settings.witness) {
      this.witness = new Witness(epoch, this.memory.locks, (message) => recorder.report(message));
    }
    this.threads?.start();
    this.watch();
    this.parts.begun(this.restored);
    this.decide({ type: 'timePassed' });
    for (const savepoint of this.savepoints.open) this.decide({ type: 'savepointRequested', savepoint });
  }

  private watch(): void {
    const { now } = this.parts;
    this.watching = setInterval(() => this.watchdog.look(now()), watchEveryMs).unref();
  }

  private nameLate(checkpoint: number, subtasks: readonly number[]): string {
    // The batch may be another than that of the last look.
    this.watchdog.look(this.parts.now());
    return this.lateSubtasks.name(checkpoint, subtasks);
  }

  /** Once the attempt is over there is no coordinator, and whatever still comes in changes nothing. */
  private decide(event: CoordinatorEvent): void {
    if (!this.coordinator) return;
    const { now } = this.parts;
    for (const effect of this.coordinator.handle(event, now())) this.carryOut(effect);
    clearTimeout(this.timer);
    const { wakeAt } = this.coordinator;
    if (wakeAt === Infinity) return;
    // Node's timers take at most 2³¹−1 ms, and end up to a millisecond early.
    const due = Math.min(Math.max(1, Math.ceil(wakeAt - now())), 2 ** 31 - 1);
    this.timer = setTimeout(() => this.decide({ type: 'timePassed' }), due);
  }

  private carryOut(effect: Effect): void {
    switch (effect.type) {
      case 'trigger':
        this.trigger(effect);
        break;
      case 'abort':
        this.threads?.sendToAll({ type: 'abortCheckpoint', checkpoint: effect.checkpoint });
        this.threads?.sendToUploads({ type: 'abortCheckpoint', checkpoint: effect.checkpoint });
        this.parts.checkpoints.failed(effect.checkpoint, effect.reason);
        break;
      case 'publish':
        this.publications = this.publish(effect, this.publications);
        break;
      case 'complete':
        this.threads?.sendToAll({ type: 'completeCheckpoint', checkpoint: effect.checkpoint });
        break;
      case 'savepointTaken':
        this.savepointTaken(effect.savepoint, effect.checkpoint);
        break;
      case 'savepointFailed':
        this.savepoints.ended(effect.savepoint, { failure: effect.reason });
        break;
      case 'stopSubtasks':
        this.threads?.sendToAll({ type: 'stop' });
        break;
      case 'finishSources':
        for (const source of this.sources) this.threads?.send(source, { type: 'finish' });
        break;
      case 'end':
        this.settle({ state: 'finished' });
        break;
      case 'fail':
        this.settle({ failure: effect.reason });
        break;
      default:
        assertNever(effect);
    }
  }

  private trigger({ checkpoint, savepoint, final }: Extract<Effect, { type: 'trigger' }>): void {
    const { checkpoints, run, settings, now } = this.parts;
    // However seldom it comes to look, it has seen the batch that a checkpoint waits for from the beginning.
    this.watchdog.look(now());
    const target = savepoint && this.savepoints.targetOf(savepoint);
    if (target) {
      const folder = savepointFolder(run, checkpoint);
      this.threads?.sendToUploads({ type: 'savepoint', checkpoint, storage: target.location.uri, folder });
    }
    const time = checkpoints.triggered(checkpoint, target);
    // What the last one overtook would come to the sinks after their last commit; and savepoints are as in Flink.
    const overtakeAt = savepoint || final ? Infinity : time + settings.alignedTimeoutMs;
    const suspend = savepoint?.stop ?? false;
    for (const source of this.sources) {
      this.threads?.send(source, { type: 'triggerCheckpoint', checkpoint, overtakeAt, suspend });
    }
  }

  private savepointTaken(savepoint: SavepointRequest, checkpoint: number): void {
    const { location } = this.savepoints.targetOf(savepoint);
    const uri = savepointUri(location, savepointFolder(this.parts.run, checkpoint));
    this.savepoints.ended(savepoint, { uri, checkpoint });
  }

  /** Settles when the earlier publications have, too. */
  private async publish(effect: Extract<Effect, { type: 'publish' }>, earlier: Promise<void>): Promise<void> {
    const { checkpoint, acknowledgements } = effect;
    const failure = await this.parts.checkpoints.publish(checkpoint, acknowledgements);
    if (failure) {
      // Before the next one is triggered, which is what makes it a full one.
      if (failure.isBaseGone) this.threads?.sendToAll({ type: 'buildAnew' });
      this.decide({ type: 'declined', checkpoint, reason: failure.reason });
    } else {
      this.decide({ type: 'published', checkpoint });
      await this.parts.checkpoints.removeSuperseded();
    }
    await earlier;
  }
}

function watchedSubtasks({ graph, plan, settings }: AttemptParts): readonly WatchedSubtask[] {
  return plan.subtasks.map((subtask) => {
    const { definedAtLine: line } = graph.operators[subtask.operator]!;
    const place = line === undefined ? undefined : `${basename(settings.definition)}:${line}`;
    return { name: subtaskName(graph, subtask), place };
  });
}
