import { setMaxListeners } from 'node:events';
import { hostname } from 'node:os';
import { Coordinator, type CoordinatorEvent, type Effect } from '../checkpoint/coordinator.js';
import { CheckpointHistory, type Restorable } from '../checkpoint/history.js';
import { checkpointFolder, metadataFile, seal, type RunRecord } from '../checkpoint/metadata.js';
import { assertNever, messageOf, RunError } from '../errors.js';
import type { Graph } from '../pipeline/graph.js';
import type { UploadTimes } from '../recorder/recorderMessages.js';
import { openStorage } from '../storage/openStorage.js';
import { duringRun } from '../storage/retry.js';
import type { CheckpointStorage } from '../storage/storage.js';
import { parseStorageUri } from '../storage/storageUri.js';
import { checkpointMetadata } from './checkpointMetadata.js';
import { clockSince, type Epoch } from './clock.js';
import type { FromSubtaskWorker, FromUploadWorker, PipelineSettings } from './messages.js';
import { planOf, subtaskName, type Plan } from './plan.js';
import { Recorder } from './recorder.js';
import { recordedRun, recordedSubtasks } from './recordedRun.js';
import { restoredState } from './restore.js';
import type { RunListener, RunOutcome, RunSettings } from './runSettings.js';
import { allocateSharedMemory, type SharedMemory } from './sharedMemory.js';
import { StorageNotices } from './storageNotices.js';
import { Threads } from './threads.js';
import { Watchdog } from './watchdog.js';
import { Witness } from './witness.js';

const watchEveryMs = 1000;

export interface JobParts {
  readonly settings: RunSettings;
  readonly listener: RunListener;
  readonly pipeline: PipelineSettings;
  readonly graph: Graph;
  readonly epoch: Epoch;
  readonly run: string;
  readonly restore: Restorable | undefined;
}

/** A run under way: carries out what the coordinator decides. */
export class JobRun {
  private readonly plan: Plan;
  private readonly memory: SharedMemory;
  private readonly now: () => number;
  private readonly notices: StorageNotices;
  /** Aborted when the run ends, so that nobody waits for a storage that is away. */
  private readonly ending = new AbortController();
  private readonly storage: CheckpointStorage;
  private readonly recorder: Recorder;
  private readonly triggeredAt = new Map<number, number>();
  /** Checkpoints that have left something in the storage and are not complete. */
  private readonly unfinished = new Set<number>();
  private readonly sources: readonly number[];
  private readonly history: CheckpointHistory;
  private threads: Threads | undefined;
  private coordinator: Coordinator | undefined;
  private ready = 0;
  private timer: NodeJS.Timeout | undefined;
  private watching: NodeJS.Timeout | undefined;
  private witness: Witness | undefined;
  private publication: Promise<void> = Promise.resolve();
  private settle!: (end: { readonly state: RunOutcome } | { readonly failure: string }) => void;
  private readonly ended = new Promise<{ readonly state: RunOutcome } | { readonly failure: string }>(
    (resolve) => {
      this.settle = resolve;
    },
  );

  constructor(private readonly parts: JobParts) {
    const { graph, epoch, settings, listener } = parts;
    this.plan = planOf(graph);
    this.now = clockSince(epoch);
    const { notice } = listener;
    const location = parseStorageUri(settings.storage);
    this.notices = new StorageNotices(location.uri, notice);
    const { retrying: onRetry } = this.notices;
    // As many wait as there are requests at once.
    setMaxListeners(0, this.ending.signal);
    this.storage = openStorage(location, process.env, {
      retries: { policy: duringRun, onRetry, lastTry: this.ending.signal },
    });
    this.history = new CheckpointHistory(this.storage, graph.job);
    this.sources = this.plan.subtasks
      .filter(({ operator }) => graph.operators[operator]!.operator.kind === 'source')
      .map(({ index }) => index);
    this.memory = allocateSharedMemory(this.plan);
    this.recorder = new Recorder(
      {
        file: settings.trace,
        events: this.memory.events,
        subtasks: recordedSubtasks(this.plan),
        trace: recordedRun(graph, settings, epoch),
      },
      notice,
    );
  }

  async run(signal: AbortSignal): Promise<RunOutcome> {
    const cancel = (): void => this.settle({ state: 'cancelled' });
    signal.addEventListener('abort', cancel);
    if (signal.aborted) cancel();
    try {
      this.startThreads();
    } catch (error) {
      this.settle({ failure: messageOf(error) });
    }
    const end = await this.ended;
    signal.removeEventListener('abort', cancel);
    this.ending.abort();
    this.coordinator = undefined;
    clearTimeout(this.timer);
    clearInterval(this.watching);
    await this.witness?.stop();
    await this.threads?.stop();
    await this.publication;
    await this.removeUnfinished();
    const failure = 'failure' in end ? end.failure : undefined;
    const state = 'failure' in end ? 'failed' : end.state;
    const unwritten = await this.recorder.end({
      type: 'runEnded',
      state,
      ...(failure === undefined ? {} : { failure }),
    });
    if (failure !== undefined) throw new RunError(failure);
    if (unwritten !== undefined) throw new RunError(unwritten);
    return (end as { readonly state: RunOutcome }).state;
  }

  private startThreads(): void {
    const { pipeline, graph, settings, epoch, run, restore } = this.parts;
    const restored = restore
      ? this.plan.subtasks.map(({ operator, subtask }) =>
          restoredState(restore, graph.operators[operator]!, subtask),
        )
      : [];
    this.threads = new Threads(
      {
        pipeline,
        graph,
        plan: this.plan,
        memory: this.memory,
        epoch,
        mode: settings.snapshot,
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
    restore?.files.clear();
  }

  private subtaskSays(index: number, message: FromSubtaskWorker): void {
    switch (message.type) {
      case 'ready':
        if (++this.ready === this.plan.subtasks.length) this.begin();
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
          const { checkpoint, state } = event;
          this.acknowledged(index, checkpoint, undefined, 0, state ? { state } : {});
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
      this.notices.retrying(message.reason);
      return;
    }
    const { index, checkpoint } = message;
    if (message.type === 'uploadFailed') {
      this.decide({ type: 'declined', checkpoint, reason: message.reason });
      return;
    }
    const { file, state, times } = message;
    this.acknowledged(index, checkpoint, times, file.bytes, { file, ...(state ? { state } : {}) });
  }

  private acknowledged(
    index: number,
    checkpoint: number,
    upload: UploadTimes | undefined,
    bytes: number,
    acknowledgement: Extract<CoordinatorEvent, { type: 'acknowledged' }>['acknowledgement'],
  ): void {
    const time = this.now();
    this.recorder.report({ type: 'acknowledged', checkpoint, index, upload, bytes, time });
    this.decide({ type: 'acknowledged', checkpoint, subtask: index, acknowledgement });
  }

  private begin(): void {
    const { settings, listener, graph, epoch, restore } = this.parts;
    this.coordinator = new Coordinator(
      {
        intervalMs: settings.intervalMs,
        minPauseMs: settings.minPauseMs,
        timeoutMs: settings.timeoutMs,
        tolerableFailures: settings.tolerableFailures,
        checkpointsMax: settings.checkpointsMax,
        subtaskCount: this.plan.subtasks.length,
        sourceCount: this.sources.length,
        firstCheckpoint: (restore?.metadata.checkpoint ?? 0) + 1,
      },
      this.now(),
    );
    if (settings.witness) {
      this.witness = new Witness(epoch, this.memory.locks, (message) => this.recorder.report(message));
    }
    if (settings.durationMs !== Infinity) {
      setTimeout(() => this.settle({ state: 'finished' }), settings.durationMs).unref();
    }
    this.threads?.start();
    this.watch();
    listener.started(graph.job);
    this.decide({ type: 'timePassed' });
  }

  private watch(): void {
    const { graph, listener } = this.parts;
    const names = this.plan.subtasks.map((subtask) => subtaskName(graph, subtask));
    const watchdog = new Watchdog(this.memory.locks, names, listener.notice);
    this.watching = setInterval(() => watchdog.look(this.now()), watchEveryMs).unref();
  }

  /** Once the run is over there is no coordinator, and whatever still comes in changes nothing. */
  private decide(event: CoordinatorEvent): void {
    if (!this.coordinator) return;
    for (const effect of this.coordinator.handle(event, this.now())) this.carryOut(effect);
    clearTimeout(this.timer);
    const { wakeAt } = this.coordinator;
    if (wakeAt === Infinity) return;
    // Node's timers take at most 2³¹−1 ms, and end up to a millisecond early.
    const due = Math.min(Math.max(1, Math.ceil(wakeAt - this.now())), 2 ** 31 - 1);
    this.timer = setTimeout(() => this.decide({ type: 'timePassed' }), due);
  }

  private carryOut(effect: Effect): void {
    switch (effect.type) {
      case 'trigger': {
        const { checkpoint } = effect;
        const time = this.now();
        this.triggeredAt.set(checkpoint, time);
        this.unfinished.add(checkpoint);
        this.recorder.report({ type: 'triggered', checkpoint, time });
        for (const source of this.sources) {
          this.threads?.send(source, { type: 'triggerCheckpoint', checkpoint });
        }
        break;
      }
      case 'abort':
        this.checkpointFailed(effect.checkpoint, effect.reason);
        break;
      case 'publish':
        this.publication = this.publish(effect);
        break;
      case 'complete':
        this.threads?.sendToAll({ type: 'completeCheckpoint', checkpoint: effect.checkpoint });
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

  private checkpointFailed(checkpoint: number, failure: string): void {
    const { listener } = this.parts;
    const time = this.now();
    this.threads?.sendToAll({ type: 'abortCheckpoint', checkpoint });
    this.threads?.abortUploads(checkpoint);
    this.recorder.report({ type: 'ended', checkpoint, status: 'failed', time, bytes: 0, failure });
    listener.checkpointEnded(checkpoint, time - this.triggeredAt.get(checkpoint)!, failure);
  }

  /** Writes the metadata, which makes the checkpoint complete, and removes what it supersedes. */
  private async publish({
    checkpoint,
    acknowledgements,
  }: Extract<Effect, { type: 'publish' }>): Promise<void> {
    const { graph, run, listener, epoch } = this.parts;
    const triggered = epoch.unixMs + this.triggeredAt.get(checkpoint)!;
    const metadata = checkpointMetadata(graph, this.plan, { checkpoint, triggered, acknowledgements });
    try {
      await this.storage.publish(`${checkpointFolder(run, checkpoint)}/${metadataFile}`, seal(metadata));
    } catch (error) {
      this.decide({ type: 'declined', checkpoint, reason: messageOf(error) });
      return;
    }
    this.unfinished.delete(checkpoint);
    const time = this.now();
    const bytes = [...acknowledgements.values()].reduce((sum, { file }) => sum + (file?.bytes ?? 0), 0);
    this.recorder.report({ type: 'ended', checkpoint, status: 'completed', time, bytes });
    listener.checkpointEnded(checkpoint, time - this.triggeredAt.get(checkpoint)!, undefined);
    this.decide({ type: 'published', checkpoint });
    await this.history.retain(run, this.parts.settings.retained, isAlive).catch((error: unknown) => {
      listener.notice(`Old checkpoints could not be removed: ${messageOf(error)}.`);
    });
  }

  /** What an unfinished checkpoint has left in the storage is of no use to anyone. */
  private async removeUnfinished(): Promise<void> {
    const { run } = this.parts;
    for (const checkpoint of this.unfinished) {
      const folder = checkpointFolder(run, checkpoint);
      // One whose publication failed may be complete all the same: the answer was lost.
      const files = await this.storage.list(folder).catch(() => [metadataFile]);
      if (!files.includes(metadataFile)) await this.storage.remove(folder).catch(() => undefined);
    }
  }
}

/** A run of another machine may be: nobody here can know. */
function isAlive({ pid, host }: RunRecord): boolean {
  if (host !== undefined && host !== hostname()) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
