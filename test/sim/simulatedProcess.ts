import { writeChannelState } from '../../src/engine/checkpoint/channelStateFile.js';
import {
  Coordinator,
  type CoordinatorEvent,
  type Effect,
  type StateFile,
} from '../../src/engine/checkpoint/coordinator.js';
import {
  channelStatePath,
  checkpointFolder,
  metadataFile,
  seal,
  stateFilePath,
  type CheckpointMetadata,
} from '../../src/engine/checkpoint/metadata.js';
import { ringMemory } from '../../src/engine/channels/ring.js';
import type { RestoredState, SnapshotMode } from '../../src/engine/operators/operator.js';
import type { Graph } from '../../src/engine/pipeline/graph.js';
import { eventRingMemory } from '../../src/engine/recorder/eventRing.js';
import { buildSubtask } from '../../src/engine/runtime/buildSubtask.js';
import { checkpointMetadata } from '../../src/engine/runtime/checkpointMetadata.js';
import { planOf, type Plan } from '../../src/engine/runtime/plan.js';
import { writeStateFile } from '../../src/engine/state/stateFile.js';
import type { ChannelState } from '../../src/engine/task/channelState.js';
import type { ChannelStateUpload, Command, SubtaskEvent, Upload } from '../../src/engine/task/commands.js';
import { lockLineBytes } from '../../src/engine/task/stateLock.js';
import type { Subtask } from '../../src/engine/task/subtask.js';
import type { MemoryFiles } from '../fixtures/memoryFiles.js';
import type { MemoryStorage } from '../fixtures/memoryStorage.js';
import type { Schedule } from './schedule.js';

/** What outlives a process. */
export interface Surroundings {
  readonly schedule: Schedule;
  readonly storage: MemoryStorage;
  readonly files: MemoryFiles;
  /** Virtual time, ms. */
  readonly clock: { now: number };
}

/** How one process is set up. A fault that happens once in Infinity times never does. */
export interface ProcessSettings {
  readonly graph: Graph;
  readonly run: string;
  readonly mode: SnapshotMode;
  readonly restored: readonly RestoredState[];
  readonly firstCheckpoint: number;
  /** Size of the channels, in 8-byte words. */
  readonly channelWords: number;
  /** How far time goes on with each look at the clock, ms. */
  readonly tickMs: number;
  readonly intervalMs: number;
  readonly minPauseMs: number;
  readonly tolerableFailures: number;
  readonly timeoutMs: number;
  readonly alignedTimeoutMs: number;
  readonly uploadFailsOnceIn: number;
  readonly publicationFailsOnceIn: number;
  /** It is killed after so many things have happened. */
  readonly crashAfter: number;
}

/** More than any run needs by far. */
const stepsMax = 400_000;

interface RunningUpload {
  readonly index: number;
  readonly upload: Upload;
  readonly pieces: Uint8Array[];
  /** The keyed state, while it is read. */
  reading: Iterator<Uint8Array> | undefined;
  file: StateFile | undefined;
  channelState: ChannelState | undefined;
}

/** The runtime of tests: one thread, virtual time, and a schedule that says what happens next. */
export class SimulatedProcess {
  /** Checkpoints that are complete in the storage, whether or not the coordinator heard of it. */
  readonly published: CheckpointMetadata[] = [];
  /** How many checkpoints were given up, and for what reasons. */
  readonly givenUp = new Map<string, number>();
  private readonly plan: Plan;
  private readonly subtasks: readonly Subtask[];
  private readonly mail: Command[][];
  /** What subtasks and uploads have told and the main thread has not heard yet; each in its order. */
  private readonly told: (() => void)[][];
  private readonly uploads: RunningUpload[] = [];
  private readonly finished: boolean[];
  private readonly blocked: boolean[];
  /** When each was found to be blocked, last. */
  private readonly blockedAt: number[];
  private readonly coordinator: Coordinator;
  private publication: (() => void) | undefined;
  private abortedUpTo = 0;
  private end: 'finished' | 'failed' | undefined;

  constructor(
    private readonly world: Surroundings,
    private readonly settings: ProcessSettings,
  ) {
    const { graph, restored, mode, channelWords } = settings;
    this.plan = planOf(graph);
    const { subtasks, channels } = this.plan;
    const memory = {
      rings: channels.map(() => ringMemory(channelWords)),
      events: subtasks.map(() => eventRingMemory()),
      locks: new SharedArrayBuffer(subtasks.length * lockLineBytes),
    };
    this.mail = subtasks.map(() => []);
    this.told = subtasks.map(() => []);
    this.finished = subtasks.map(() => false);
    this.blocked = subtasks.map(() => false);
    this.blockedAt = subtasks.map(() => 0);
    const none = (): never => {
      throw new Error('the simulation has no terminal and no sockets');
    };
    const environment = {
      readText: () => '',
      partFiles: () => world.files,
      print: none,
      lineFeed: none,
      notice: () => undefined,
      epochMs: 0,
    };
    this.subtasks = subtasks.map(({ index }) => {
      const surroundings = {
        memory,
        world: this.worldOf(index),
        environment,
        mode,
        restored: restored[index],
        wake: () => undefined,
      };
      return buildSubtask(graph, this.plan, index, surroundings).subtask;
    });
    this.coordinator = new Coordinator(
      {
        intervalMs: settings.intervalMs,
        minPauseMs: settings.minPauseMs,
        timeoutMs: settings.timeoutMs,
        tolerableFailures: settings.tolerableFailures,
        checkpointsMax: Infinity,
        subtaskCount: subtasks.length,
        sourceCount: this.sources().length,
        firstCheckpoint: settings.firstCheckpoint,
      },
      world.clock.now,
    );
  }

  /** Runs until the pipeline has finished, has failed, or the process is killed. @throws Error for a deadlock */
  run(): 'finished' | 'failed' | 'crashed' {
    for (let steps = 0; this.end === undefined; steps++) {
      if (steps >= this.settings.crashAfter) return 'crashed';
      if (steps > stepsMax) throw new Error(`it has not ended after ${stepsMax} steps`);
      if (this.isQuiet()) this.letTimePass();
      else this.doOneThing();
      if (this.world.clock.now >= this.coordinator.wakeAt) this.decide({ type: 'timePassed' });
    }
    return this.end;
  }

  private now(): number {
    return (this.world.clock.now += this.settings.tickMs);
  }

  private sources(): readonly number[] {
    const { operators } = this.settings.graph;
    return this.plan.subtasks
      .filter(({ operator }) => operators[operator]!.operator.kind === 'source')
      .map(({ index }) => index);
  }

  private worldOf(index: number) {
    return {
      now: () => this.now(),
      receive: () => this.mail[index]!.shift(),
      tell: (event: SubtaskEvent) => void this.told[index]!.push(() => this.hear(index, event)),
      upload: (upload: Upload) => {
        const { keyed } = upload.snapshot;
        const reading = keyed && writeStateFile(keyed);
        const channelState = upload.channelState === 'follows' ? undefined : upload.channelState;
        this.uploads.push({ index, upload, pieces: [], reading, file: undefined, channelState });
      },
      uploadChannelState: ({ checkpoint, channelState }: ChannelStateUpload) => {
        const running = this.uploads.find(
          (each) => each.index === index && each.upload.checkpoint === checkpoint,
        );
        if (running) running.channelState = channelState;
      },
    };
  }

  /** Whether nothing can happen before time has passed. */
  private isQuiet(): boolean {
    return (
      this.publication === undefined &&
      this.goingOn().length === 0 &&
      this.told.every(({ length }) => length === 0) &&
      this.blocked.every((blocked, index) => (blocked && !this.isDue(index)) || this.finished[index]!)
    );
  }

  /** Whether what a subtask waits for has come by time alone. */
  private isDue(index: number): boolean {
    const { wakeAt } = this.subtasks[index]!;
    return wakeAt > this.blockedAt[index]! && wakeAt <= this.world.clock.now;
  }

  /** The uploads that do not wait for channel state. */
  private goingOn(): readonly RunningUpload[] {
    return this.uploads.filter(
      ({ reading, channelState, upload }) =>
        reading !== undefined || channelState !== undefined || upload.checkpoint <= this.abortedUpTo,
    );
  }

  private letTimePass(): void {
    const { clock } = this.world;
    const wakes = this.subtasks.map(({ wakeAt }, index) => (this.finished[index] ? Infinity : wakeAt));
    const next = Math.min(this.coordinator.wakeAt, ...wakes.filter((wake) => wake > clock.now));
    if (next === Infinity) throw new Error('it is in a deadlock: nothing can happen any more');
    clock.now = Math.max(clock.now, next);
    this.blocked.fill(false);
  }

  private doOneThing(): void {
    const { schedule } = this.world;
    const runnable = this.subtasks.flatMap((_, index) => (this.finished[index] ? [] : [index]));
    const telling = this.told.flatMap(({ length }, index) => (length > 0 ? [index] : []));
    const uploads = this.goingOn();
    const counts = [runnable.length, telling.length, uploads.length, this.publication ? 1 : 0];
    let chosen = schedule.oneOf(counts.reduce((sum, count) => sum + count));
    if (chosen < counts[0]!) {
      this.step(runnable[chosen]!);
      return;
    }
    this.blocked.fill(false);
    chosen -= counts[0]!;
    if (chosen < counts[1]!) this.told[telling[chosen]!]!.shift()!();
    else if ((chosen -= counts[1]!) < counts[2]!) this.uploadOn(uploads[chosen]!);
    else {
      const publish = this.publication!;
      this.publication = undefined;
      publish();
    }
  }

  private step(index: number): void {
    const progress = this.subtasks[index]!.step();
    this.blockedAt[index] = this.world.clock.now;
    if (progress === 'blocked') this.blocked[index] = true;
    else this.blocked.fill(false);
    if (progress === 'finished') this.finished[index] = true;
  }

  /** An upload reads one more piece of its snapshot, or writes its channel state, and ends with the last. */
  private uploadOn(running: RunningUpload): void {
    const { index, upload, pieces, reading } = running;
    const { checkpoint } = upload;
    const isAborted = checkpoint <= this.abortedUpTo;
    const piece = isAborted ? undefined : reading?.next();
    if (piece?.done === false) {
      pieces.push(Uint8Array.from(piece.value));
      return;
    }
    const fails = isAborted || this.world.schedule.onceIn(this.settings.uploadFailsOnceIn);
    if (reading) {
      const bytes = pieces.reduce((sum, { length }) => sum + length, 0);
      this.send(index, { type: 'releaseSnapshot', checkpoint, bytes });
      running.reading = undefined;
      if (!fails) running.file = this.putFile(running, stateFilePath, pieces);
    }
    if (fails || running.channelState) {
      this.uploads.splice(this.uploads.indexOf(running), 1);
      if (fails) this.uploadFailed(running, isAborted);
      else this.uploaded(running, running.channelState!);
    }
  }

  private putFile(
    { index, upload }: RunningUpload,
    pathOf: (operator: number, subtask: number) => string,
    pieces: Iterable<Uint8Array>,
  ): StateFile {
    const { operator, subtask } = this.plan.subtasks[index]!;
    const path = pathOf(operator, subtask);
    const folder = checkpointFolder(this.settings.run, upload.checkpoint);
    return { path, ...this.world.storage.putPieces(`${folder}/${path}`, [...pieces]) };
  }

  private uploadFailed({ index, upload: { checkpoint } }: RunningUpload, isAborted: boolean): void {
    const reason = isAborted ? 'it was given up' : 'the storage failed';
    this.told[index]!.push(() => this.decide({ type: 'declined', checkpoint, reason }));
  }

  private uploaded(running: RunningUpload, records: ChannelState): void {
    const { index, upload, file } = running;
    const { checkpoint, snapshot } = upload;
    const acknowledgement = {
      ...(snapshot.state ? { state: snapshot.state } : {}),
      ...(file ? { file } : {}),
      ...(records.length > 0
        ? { channelState: this.putFile(running, channelStatePath, writeChannelState(records)) }
        : {}),
    };
    this.told[index]!.push(() =>
      this.decide({ type: 'acknowledged', checkpoint, subtask: index, acknowledgement }),
    );
  }

  private hear(index: number, event: SubtaskEvent): void {
    if (event.type === 'acknowledged') {
      const { checkpoint, state } = event;
      const acknowledgement = state ? { state } : {};
      this.decide({ type: 'acknowledged', checkpoint, subtask: index, acknowledgement });
    } else if (event.type === 'declined') this.decide(event);
    else if (event.type === 'sourceExhausted') this.decide({ type: 'sourceExhausted', subtask: index });
    else this.decide({ type: 'subtaskFinished', subtask: index });
  }

  private send(index: number, command: Command): void {
    this.mail[index]!.push(command);
    this.blocked[index] = false;
  }

  private sendToAll(command: Command): void {
    this.plan.subtasks.forEach(({ index }) => this.send(index, command));
  }

  private decide(event: CoordinatorEvent): void {
    for (const effect of this.coordinator.handle(event, this.world.clock.now)) this.carryOut(effect);
  }

  private carryOut(effect: Effect): void {
    switch (effect.type) {
      case 'trigger':
        this.trigger(effect);
        break;
      case 'abort':
        this.givenUp.set(effect.reason, (this.givenUp.get(effect.reason) ?? 0) + 1);
        this.abortedUpTo = Math.max(this.abortedUpTo, effect.checkpoint);
        this.sendToAll({ type: 'abortCheckpoint', checkpoint: effect.checkpoint });
        break;
      case 'publish':
        this.publication = () => this.publish(effect);
        break;
      case 'complete':
        this.sendToAll({ type: 'completeCheckpoint', checkpoint: effect.checkpoint });
        break;
      case 'stopSubtasks':
        this.sendToAll({ type: 'stop' });
        break;
      case 'savepointTaken':
      case 'savepointFailed':
        break;
      case 'finishSources':
        for (const source of this.sources()) this.send(source, { type: 'finish' });
        break;
      case 'end':
        this.end = 'finished';
        break;
      case 'fail':
        this.end = 'failed';
    }
  }

  private trigger({ checkpoint, final }: Extract<Effect, { type: 'trigger' }>): void {
    const overtakeAt = final ? Infinity : this.world.clock.now + this.settings.alignedTimeoutMs;
    for (const source of this.sources()) {
      this.send(source, { type: 'triggerCheckpoint', checkpoint, overtakeAt });
    }
  }

  /** A publication may fail before anything is written, or when only the answer is lost. */
  private publish({ checkpoint, acknowledgements }: Extract<Effect, { type: 'publish' }>): void {
    const { schedule, storage, clock } = this.world;
    const { graph, run, publicationFailsOnceIn } = this.settings;
    const fails = schedule.onceIn(publicationFailsOnceIn);
    if (!fails || schedule.onceIn(2)) {
      const acknowledged = {
        checkpoint,
        kind: 'checkpoint' as const,
        triggered: clock.now,
        acknowledgements,
      };
      const metadata = checkpointMetadata(graph, this.plan, acknowledged);
      storage.put(`${checkpointFolder(run, checkpoint)}/${metadataFile}`, seal(metadata));
      this.published.push(metadata);
    }
    this.decide(
      fails
        ? { type: 'declined', checkpoint, reason: 'the storage failed' }
        : { type: 'published', checkpoint },
    );
  }
}
