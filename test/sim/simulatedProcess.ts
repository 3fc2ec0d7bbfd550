import { ringMemory } from '../../src/engine/channels/ring.js';
import { KeyedProcessOperator } from '../../src/engine/operators/keyedProcess.js';
import type { Checkpointed } from '../../src/engine/operators/operator.js';
import { buildSubtask } from '../../src/engine/runtime/buildSubtask.js';
import { planOf, type Plan } from '../../src/engine/runtime/plan.js';
import type { KeyedState } from '../../src/engine/state/keyedState.js';
import type { ChannelStateUpload, Command, SubtaskEvent, Upload } from '../../src/engine/task/commands.js';
import { lockLineBytes } from '../../src/engine/task/stateLock.js';
import type { Subtask } from '../../src/engine/task/subtask.js';
import { Delays } from './delays.js';
import { FunctionFault } from './faults.js';
import { auditMemory } from './memoryAudit.js';
import type { ProcessEnd, ProcessSettings, Surroundings } from './processSettings.js';
import { PowerCut } from './simulatedDisk.js';
import { SimulatedMain, type Send } from './simulatedMain.js';
import { SimulatedUploads } from './simulatedUploads.js';

/** So much happens at most between the loss of a subtask and the moment that it is noticed. */
const unnoticedMax = 300;

/** So much the other subtasks do at most between a failure and their end. */
const afterFailureMax = 40;

/** More than any run needs by far. */
const stepsMax = 400_000;

/** The runtime of tests for one attempt of a run: one thread, virtual time, and a schedule that says what happens next. */
export class SimulatedProcess {
  readonly main: SimulatedMain;
  readonly delays: Delays;
  private readonly plan: Plan;
  private readonly subtasks: readonly Subtask[];
  private readonly indices: readonly number[];
  private readonly mail: Command[][];
  /** What subtasks and uploads have told and the main thread has not heard yet; each in its order. */
  private readonly told: (() => void)[][];
  private readonly uploads: SimulatedUploads;
  private readonly finished: boolean[];
  private readonly blocked: boolean[];
  /** When each was found to be blocked, last. */
  private readonly blockedAt: number[];
  private readonly operators: readonly Checkpointed[];
  // What every step asks for is at hand: settings come in many shapes.
  private readonly clock: Surroundings['clock'];
  private readonly tickMs: number;
  /** Filled anew at each step. */
  private readonly runnable: number[] = [];
  private readonly telling: number[] = [];

  constructor(
    private readonly world: Surroundings,
    private readonly settings: ProcessSettings,
  ) {
    const { graph, restored, mode, maxConcurrent, channelWords, delaysOnceIn, longestDelayMs } = settings;
    this.delays = new Delays(world.schedule, world.clock, delaysOnceIn, longestDelayMs);
    this.plan = planOf(graph);
    this.clock = world.clock;
    this.tickMs = settings.tickMs;
    const { subtasks, channels } = this.plan;
    const memory = {
      rings: channels.map(() => ringMemory(channelWords)),
      events: [],
      locks: new SharedArrayBuffer(subtasks.length * lockLineBytes),
    };
    this.indices = subtasks.map(({ index }) => index);
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
      cut: settings.cut,
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
    const send: Send = (index, command) => this.send(index, command);
    this.main = new SimulatedMain(world, settings, this.plan, send);
    this.uploads = new SimulatedUploads({
      ...{ world, settings, plan: this.plan, main: this.main, delays: this.delays, send },
      tell: (index, message) => this.tell(index, message),
      stateOf: (index) => keyedStateOf(this.operators[index]!),
      step: (index) => this.goOnBesideUpload(index),
    });
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
    const { crashAfter, crashCutsPower, subtaskLostAfter, coordinatorLostAfter } = this.settings;
    const { savepointAfter, fileRemovedAfter } = this.settings;
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
      if (steps === fileRemovedAfter) this.removeFile();
      try {
        if (this.isQuiet()) this.letTimePass();
        else this.doOneThing();
      } catch (error) {
        if (!(error instanceof FunctionFault)) throw error;
        return this.failed('a function threw');
      }
      if (this.clock.now >= main.wakeAt) main.decide({ type: 'timePassed' });
    }
    if (main.end === 'failed') this.windDown();
    else this.checkReleased();
    return main.end;
  }

  /** What was being written to the storage is there in part, and a publication is open. */
  private leaveUnfinished(): void {
    this.uploads.leaveUnfinished();
    this.main.endPublication(this.world.schedule.onceIn(2));
  }

  /** One of the subtasks does nothing any more. Says whether there was one. */
  private loseSubtask(): boolean {
    const running = this.finished.flatMap((isFinished, index) => (isFinished ? [] : [index]));
    if (running.length === 0) return false;
    this.finished[running[this.world.schedule.oneOf(running.length)]!] = true;
    return true;
  }

  private removeFile(): void {
    const { losses } = this.world;
    if (losses.removeOne(this.settings.run)) this.main.happened.set('a file was removed', 1);
  }

  private askForSavepoint(): void {
    const savepoint = { id: 0, stop: this.settings.savepointStops };
    this.main.decide({ type: 'savepointRequested', savepoint });
  }

  private failed(why: string): ProcessEnd {
    this.main.happened.set(`failed: ${why}`, 1);
    this.windDown();
    // A publication under way is waited for; what it says is nobody's business any more.
    this.main.endPublication();
    return 'failed';
  }

  /** Whether a publication under way still reaches the storage is open. */
  private coordinatorLost(): ProcessEnd {
    this.windDown();
    if (this.world.schedule.onceIn(2)) this.main.endPublication();
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
    return (this.clock.now += this.tickMs);
  }

  private worldOf(index: number) {
    return {
      now: () => this.now(),
      receive: () => this.mail[index]!.shift(),
      tell: (event: SubtaskEvent) => this.tell(index, () => this.main.hear(index, event)),
      upload: (upload: Upload) => this.uploads.begin(index, upload),
      uploadChannelState: (upload: ChannelStateUpload) => this.uploads.follows(index, upload),
    };
  }

  /** Whether nothing can happen before time has passed. */
  private isQuiet(): boolean {
    return !this.isAnyRunnable && !this.isTelling && !this.canPublish && this.uploads.goingOn().length === 0;
  }

  private get canPublish(): boolean {
    return this.main.isPublishing && !this.delays.holds('storage');
  }

  private get isTelling(): boolean {
    for (const index of this.indices) if (this.isHeard(index)) return true;
    return false;
  }

  private isHeard(index: number): boolean {
    return this.told[index]!.length > 0 && !this.delays.holds('message', index);
  }

  private get isAnyRunnable(): boolean {
    for (const index of this.indices) {
      if (this.isRunnable(index) && (!this.blocked[index]! || this.isDue(index))) return true;
    }
    return false;
  }

  private isRunnable(index: number): boolean {
    return !this.finished[index]! && !this.delays.holds('subtask', index);
  }

  /** Whether what a subtask waits for has come by time alone. */
  private isDue(index: number): boolean {
    const { wakeAt } = this.subtasks[index]!;
    return wakeAt > this.blockedAt[index]! && wakeAt <= this.clock.now;
  }

  private letTimePass(): void {
    const { clock } = this;
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
      const read = this.uploads.readingOf(index);
      const told = this.mail[index]!.filter(({ type }) => type === 'releaseSnapshot');
      if (openSnapshots > read.length + told.length) {
        throw new Error(
          `subtask ${index} keeps ${openSnapshots} snapshots, of which ${read.length} are read`,
        );
      }
    });
    for (const operator of this.operators) {
      const state = keyedStateOf(operator);
      if (state?.openSnapshots === 0) auditMemory(state);
    }
  }

  private goOnBesideUpload(index: number): void {
    if (this.isRunnable(index)) this.step(index);
  }

  private doOneThing(): void {
    const { schedule } = this.world;
    const { runnable, telling } = this;
    let [running, speaking] = [0, 0];
    for (const index of this.indices) {
      if (this.isRunnable(index)) runnable[running++] = index;
      if (this.isHeard(index)) telling[speaking++] = index;
    }
    const uploads = this.uploads.goingOn();
    let chosen = schedule.oneOf(running + speaking + uploads.length + (this.canPublish ? 1 : 0));
    if (chosen < running) {
      this.step(runnable[chosen]!);
      return;
    }
    this.blocked.fill(false);
    chosen -= running;
    if (chosen < speaking) this.told[telling[chosen]!]!.shift()!();
    else if ((chosen -= speaking) < uploads.length) this.uploads.goOn(uploads[chosen]!);
    else this.main.endPublication();
  }

  private step(index: number): void {
    const progress = this.subtasks[index]!.step();
    this.blockedAt[index] = this.clock.now;
    if (progress === 'blocked') this.blocked[index] = true;
    else this.blocked.fill(false);
    if (progress === 'finished') this.finished[index] = true;
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

function keyedStateOf(operator: Checkpointed): KeyedState | undefined {
  return operator instanceof KeyedProcessOperator ? operator.keyed : undefined;
}
