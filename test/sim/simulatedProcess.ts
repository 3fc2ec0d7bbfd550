import { writeChannelState } from '../../src/engine/checkpoint/channelStateFile.js';
import type { StateFile } from '../../src/engine/checkpoint/coordinator.js';
import { channelStatePath, stateFilePath } from '../../src/engine/checkpoint/metadata.js';
import { ringMemory } from '../../src/engine/channels/ring.js';
import { eventRingMemory } from '../../src/engine/recorder/eventRing.js';
import type { Checkpointed } from '../../src/engine/operators/operator.js';
import { buildSubtask } from '../../src/engine/runtime/buildSubtask.js';
import { planOf, type Plan } from '../../src/engine/runtime/plan.js';
import { writeStateFile } from '../../src/engine/state/stateFile.js';
import type { ChannelState } from '../../src/engine/task/channelState.js';
import type { ChannelStateUpload, Command, SubtaskEvent, Upload } from '../../src/engine/task/commands.js';
import { lockLineBytes } from '../../src/engine/task/stateLock.js';
import type { Subtask } from '../../src/engine/task/subtask.js';
import { Delays } from './delays.js';
import { FunctionFault } from './faults.js';
import type { ProcessEnd, ProcessSettings, Surroundings } from './processSettings.js';
import { PowerCut } from './simulatedDisk.js';
import { SimulatedMain } from './simulatedMain.js';

/** So much happens at most between the loss of a subtask and the moment that it is noticed. */
const unnoticedMax = 300;

/** So much the other subtasks do at most between a failure and their end. */
const afterFailureMax = 40;

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

/** The runtime of tests for one attempt of a run: one thread, virtual time, and a schedule that says what happens next. */
export class SimulatedProcess {
  readonly main: SimulatedMain;
  readonly delays: Delays;
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
  private readonly operators: readonly Checkpointed[];

  constructor(
    private readonly world: Surroundings,
    private readonly settings: ProcessSettings,
  ) {
    const { graph, restored, mode, maxConcurrent, channelWords, delaysOnceIn, longestDelayMs } = settings;
    this.delays = new Delays(world.schedule, world.clock, delaysOnceIn, longestDelayMs);
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
      incremental: settings.incremental,
      prefetchFrom: settings.prefetchFrom,
    };
    const built = subtasks.map(({ index }) => {
      const surroundings = {
        memory,
        world: this.worldOf(index),
        environment,
        mode,
        maxConcurrent,
        restored: restored[index],
        wake: () => undefined,
      };
      return buildSubtask(graph, this.plan, index, surroundings);
    });
    this.subtasks = built.map(({ subtask }) => subtask);
    this.operators = built.map(({ operator }) => operator);
    this.main = new SimulatedMain(world, settings, this.plan, (index, command) => this.send(index, command));
  }

  /** Runs until the pipeline has ended, or the process is killed. @throws Error for a deadlock */
  run(): ProcessEnd {
    try {
      return this.runToItsEnd();
    } catch (error) {
      if (!(error instanceof PowerCut)) throw error;
      this.leaveUnfinished();
      return 'crashed';
    }
  }

  private runToItsEnd(): ProcessEnd {
    const { main } = this;
    const { crashAfter, crashCutsPower, subtaskLostAfter, coordinatorLostAfter, savepointAfter } =
      this.settings;
    let noticedAfter = Infinity;
    for (let steps = 0; main.end === undefined; steps++) {
      if (steps >= crashAfter) {
        if (crashCutsPower) this.world.files.losePower();
        this.leaveUnfinished();
        return 'crashed';
      }
      if (steps === subtaskLostAfter && this.loseSubtask()) {
        noticedAfter = steps + this.world.schedule.oneOf(unnoticedMax);
      }
      if (steps >= noticedAfter || (noticedAfter < Infinity && this.isQuiet())) {
        return this.failed('a subtask was lost');
      }
      if (steps >= coordinatorLostAfter) return this.coordinatorLost();
      if (steps > stepsMax) throw new Error(`it has not ended after ${stepsMax} steps`);
      if (steps === savepointAfter) this.askForSavepoint();
      try {
        if (this.isQuiet()) this.letTimePass();
        else this.doOneThing();
      } catch (error) {
        if (!(error instanceof FunctionFault)) throw error;
        return this.failed('a function threw');
      }
      if (this.world.clock.now >= main.wakeAt) main.decide({ type: 'timePassed' });
    }
    if (main.end === 'failed') this.windDown();
    else this.checkReleased();
    return main.end;
  }

  /** What was being written to the storage is there in part, and a publication is open. */
  private leaveUnfinished(): void {
    const { schedule } = this.world;
    for (const running of this.uploads) {
      const { pieces, file } = running;
      if (file === undefined && pieces.length > 0) {
        const whole = pieces.slice(0, -1);
        const torn = pieces.at(-1)!;
        this.putFile(running, stateFilePath, [...whole, torn.subarray(0, schedule.oneOf(torn.length))]);
        this.main.happened.set('a torn upload', 1);
      }
    }
    this.main.publication?.(schedule.onceIn(2));
  }

  /** One of the subtasks does nothing any more. Says whether there was one. */
  private loseSubtask(): boolean {
    const running = this.finished.flatMap((isFinished, index) => (isFinished ? [] : [index]));
    if (running.length === 0) return false;
    this.finished[running[this.world.schedule.oneOf(running.length)]!] = true;
    return true;
  }

  private askForSavepoint(): void {
    const savepoint = { id: 0, stop: this.settings.savepointStops };
    this.main.decide({ type: 'savepointRequested', savepoint });
  }

  private failed(why: string): ProcessEnd {
    this.main.happened.set(`failed: ${why}`, 1);
    this.windDown();
    // A publication under way is waited for; what it says is nobody's business any more.
    this.main.publication?.();
    return 'failed';
  }

  /** Whether a publication under way still reaches the storage is open. */
  private coordinatorLost(): ProcessEnd {
    this.windDown();
    if (this.world.schedule.onceIn(2)) this.main.publication?.();
    return 'coordinator lost';
  }

  /** The subtasks go on for a moment, until they are ended; nobody hears of it. */
  private windDown(): void {
    for (let left = this.world.schedule.oneOf(afterFailureMax); left > 0; left--) {
      const runnable = this.subtasks.flatMap((_, index) => (this.finished[index] ? [] : [index]));
      if (runnable.length === 0) return;
      try {
        this.step(runnable[this.world.schedule.oneOf(runnable.length)]!);
      } catch (error) {
        if (!(error instanceof FunctionFault)) throw error;
        return;
      }
    }
  }

  private now(): number {
    return (this.world.clock.now += this.settings.tickMs);
  }

  private worldOf(index: number) {
    return {
      now: () => this.now(),
      receive: () => this.mail[index]!.shift(),
      tell: (event: SubtaskEvent) => this.tell(index, () => this.main.hear(index, event)),
      upload: (upload: Upload) => {
        this.delays.maybe('storage');
        const { keyed } = upload.snapshot;
        const reading = keyed && writeStateFile(keyed, this.buildsOn(upload) !== undefined);
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
    return !this.canPublish && this.goingOn().length === 0 && !this.isTelling && !this.isAnyRunnable;
  }

  private get canPublish(): boolean {
    return this.main.publication !== undefined && !this.delays.holds('storage');
  }

  private get isTelling(): boolean {
    return this.told.some((_, index) => this.isHeard(index));
  }

  private isHeard(index: number): boolean {
    return this.told[index]!.length > 0 && !this.delays.holds('message', index);
  }

  private get isAnyRunnable(): boolean {
    return this.blocked.some((blocked, index) => this.isRunnable(index) && (!blocked || this.isDue(index)));
  }

  private isRunnable(index: number): boolean {
    return !this.finished[index]! && !this.delays.holds('subtask', index);
  }

  /** Whether what a subtask waits for has come by time alone. */
  private isDue(index: number): boolean {
    const { wakeAt } = this.subtasks[index]!;
    return wakeAt > this.blockedAt[index]! && wakeAt <= this.world.clock.now;
  }

  /** The uploads that do not wait for channel state. */
  private goingOn(): readonly RunningUpload[] {
    if (this.delays.holds('storage')) return [];
    return this.uploads.filter(
      ({ reading, channelState, upload }) =>
        reading !== undefined || channelState !== undefined || this.main.aborted.has(upload.checkpoint),
    );
  }

  private letTimePass(): void {
    const { clock } = this.world;
    const wakes = this.subtasks.map(({ wakeAt }, index) => (this.finished[index] ? Infinity : wakeAt));
    this.checkReleased();
    const next = Math.min(this.main.wakeAt, this.delays.nextAt, ...wakes.filter((wake) => wake > clock.now));
    if (next === Infinity) throw new Error('it is in a deadlock: nothing can happen any more');
    clock.now = Math.max(clock.now, next);
    this.blocked.fill(false);
  }

  /** @throws Error for a subtask that keeps what a snapshot has, which nobody reads and of which nobody will tell it. */
  private checkReleased(): void {
    this.operators.forEach(({ openSnapshots = 0 }, index) => {
      const read = this.uploads.filter((each) => each.index === index && each.reading !== undefined);
      const told = this.mail[index]!.filter(({ type }) => type === 'releaseSnapshot');
      if (openSnapshots > read.length + told.length) {
        throw new Error(
          `subtask ${index} keeps ${openSnapshots} snapshots, of which ${read.length} are read`,
        );
      }
    });
  }

  private doOneThing(): void {
    const { schedule } = this.world;
    const runnable = this.subtasks.flatMap((_, index) => (this.isRunnable(index) ? [index] : []));
    const telling = this.told.flatMap((_, index) => (this.isHeard(index) ? [index] : []));
    const uploads = this.goingOn();
    const counts = [runnable.length, telling.length, uploads.length, this.canPublish ? 1 : 0];
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
      const publish = this.main.publication!;
      this.main.publication = undefined;
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
    const isAborted = this.main.aborted.has(checkpoint);
    const piece = isAborted ? undefined : reading?.next();
    this.delays.maybe('storage');
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
    const folder = this.main.folderOf(upload.checkpoint);
    return { path, ...this.world.storage.putPieces(`${folder}/${path}`, [...pieces]) };
  }

  private uploadFailed({ index, upload: { checkpoint } }: RunningUpload, isAborted: boolean): void {
    const reason = isAborted ? 'it was given up' : 'the storage failed';
    this.tell(index, () => this.main.decide({ type: 'declined', checkpoint, reason }));
  }

  /** A savepoint has all in its own folder. */
  private buildsOn({ checkpoint, snapshot }: Upload): number | undefined {
    return this.main.isSavepoint(checkpoint) ? undefined : snapshot.buildsOn;
  }

  private uploaded(running: RunningUpload, records: ChannelState): void {
    const { index, upload, file } = running;
    const { checkpoint, snapshot } = upload;
    const buildsOn = this.buildsOn(upload);
    const acknowledgement = {
      ...(buildsOn === undefined ? {} : { buildsOn }),
      ...(snapshot.state ? { state: snapshot.state } : {}),
      ...(file ? { file } : {}),
      ...(records.length > 0
        ? { channelState: this.putFile(running, channelStatePath, writeChannelState(records)) }
        : {}),
    };
    this.tell(index, () =>
      this.main.decide({ type: 'acknowledged', checkpoint, subtask: index, acknowledgement }),
    );
  }

  private tell(index: number, message: () => void): void {
    this.delays.maybe('message', index);
    this.told[index]!.push(message);
  }

  private send(index: number, command: Command): void {
    this.delays.maybe('subtask', index);
    this.mail[index]!.push(command);
    this.blocked[index] = false;
  }
}
