import { assert, assertNever } from '../errors.js';
import type { StreamOperator, SnapshotMode, SourceOperator } from '../operators/operator.js';
import type { EventWriter } from '../recorder/eventRing.js';
import { memoryBytes } from '../state/keyedSnapshot.js';
import type { Alignment } from './alignment.js';
import { Barriers, type Barrier } from './barriers.js';
import { Batches } from './batches.js';
import { channelStateBytes } from './channelState.js';
import type { EventTime } from './eventTime.js';
import { Handover } from './handover.js';
import type { HeldInputs } from './heldInputs.js';
import { InFlight } from './inFlight.js';
import type { InputGate } from './inputGate.js';
import { Intake } from './intake.js';
import type { Meter } from './meter.js';
import type { Outputs } from './outputs.js';
import { PhaseRecorder, type Moments } from './phaseRecorder.js';
import type { StateLock } from './stateLock.js';
import type { World } from './world.js';

export interface SubtaskParts {
  readonly operator: StreamOperator | SourceOperator;
  readonly gate: InputGate;
  readonly alignment: Alignment;
  readonly heldInputs: HeldInputs;
  readonly outputs: Outputs;
  readonly eventTime: EventTime;
  readonly lock: StateLock;
  readonly meter: Meter;
  readonly events: EventWriter;
  readonly world: World;
  readonly mode: SnapshotMode;
  /** With so many snapshots on their way it takes no other. */
  readonly snapshotsMax: number;
}

/** `blocked`: nothing changes until an input, an output, a command or `wakeAt` does. */
export type Progress = 'worked' | 'blocked' | 'finished';

type State =
  /** takes records, until the barriers of a checkpoint are all there */
  | 'running'
  /** waits until the outputs took what was held back, so that the barrier comes after it, or until it overtakes that */
  | 'flushing'
  /** waits until every output took the barrier */
  | 'forwarding'
  /** holds the lock until the upload is over: snapshot mode `blocking` only */
  | 'uploading'
  /** waits until every output took the end of the stream */
  | 'ending'
  | 'finished';

/**
 * One parallel part of an operator, as a step machine: `step` does a bounded piece of work and says how it went. It
 * has no thread, clock or file of its own; all of that is in its parts.
 */
export class Subtask {
  private state: State = 'running';
  private readonly batches: Batches;
  /** What an operator with inputs has, and a source has not. */
  private readonly intake: Intake | undefined;
  private readonly inFlight: InFlight;
  private readonly barriers: Barriers;
  private readonly handover: Handover;
  private readonly phases: PhaseRecorder;
  /** Checkpoints that a source has still to begin, the oldest first. */
  private triggers: readonly Barrier[] = [];
  /** The checkpoint after whose barrier a source makes nothing more. */
  private suspendedBy: number | undefined;
  private exhausted = false;
  private finishing = false;
  private stopping = false;
  private barrier: Barrier = { checkpoint: 0, overtakeAt: Infinity };
  private flushed = false;
  private lockedAt = 0;
  /** How long before `lockedAt` the lock may have been taken, ms. */
  private lockedBefore = 0;

  constructor(private readonly parts: SubtaskParts) {
    const { operator, gate, alignment, heldInputs, outputs, events, world } = parts;
    this.batches = new Batches(parts);
    this.inFlight = new InFlight(gate, outputs);
    const { batches, inFlight } = this;
    this.barriers = new Barriers({ gate, alignment, heldInputs, inFlight }, () => world.now());
    const { barriers } = this;
    if (operator.kind === 'operator') {
      this.intake = new Intake({ ...parts, operator, batches, barriers, inFlight });
    }
    this.handover = new Handover(world);
    this.phases = new PhaseRecorder(events, heldInputs, gate.channels.length);
  }

  /** When a source that waits for its rate, a timer, an idle input or a barrier can go on, ms since the epoch. */
  get wakeAt(): number {
    const { operator, eventTime } = this.parts;
    if (this.state === 'flushing') return this.barrier.overtakeAt;
    if (this.state !== 'running') return Infinity;
    const isIdle = this.exhausted || this.suspendedBy !== undefined;
    const sourceAt = operator.kind === 'source' && !isIdle ? operator.nextAt : Infinity;
    const barrierAt = Math.min(this.barriers.nextAt, this.triggers[0]?.overtakeAt ?? Infinity);
    return Math.min(sourceAt, eventTime.wakeAt, barrierAt);
  }

  step(): Progress {
    const { meter, world } = this.parts;
    if (meter.isWaiting) meter.goesOn(world.now());
    const commanded = this.takeCommands();
    const progress = this.advance();
    if (progress === 'blocked' && this.state !== 'uploading') {
      meter.waits(this.waitsForRoom ? 'room' : 'work', world.now());
    }
    return progress === 'blocked' && commanded ? 'worked' : progress;
  }

  /** Whether it is an output that it cannot go on for. */
  private get waitsForRoom(): boolean {
    return this.state !== 'running' || this.parts.outputs.isBlocked;
  }

  private advance(): Progress {
    // An upload under the lock is over in a moment, and its end is recorded.
    if (this.stopping && this.state !== 'uploading') return this.finish();
    switch (this.state) {
      case 'running':
        return this.run();
      case 'flushing':
        return this.flushBeforeBarrier();
      case 'forwarding':
        return this.forwardBarrier();
      case 'uploading':
        return 'blocked';
      case 'ending':
        return this.end();
      case 'finished':
        return 'finished';
      default:
        return assertNever(this.state);
    }
  }

  private run(): Progress {
    const { operator, outputs } = this.parts;
    if (this.overtakes()) return 'worked';
    if (!outputs.drain()) return 'blocked';
    if (operator.kind === 'operator') return this.takeInput();
    const [trigger] = this.triggers;
    if (trigger !== undefined) {
      this.triggered(trigger);
      return 'worked';
    }
    if (this.finishing) this.state = 'ending';
    else if (this.exhausted || this.suspendedBy !== undefined) return 'blocked';
    else return this.produceBatch(operator);
    return 'worked';
  }

  /** Sees to barriers that do not wait for their turn, whether or not the outputs have room. Says whether there was any. */
  private overtakes(): boolean {
    const { triggers, parts } = this;
    const [trigger] = triggers;
    if (trigger !== undefined && trigger.overtakeAt <= parts.world.now()) {
      this.triggered(trigger);
      return true;
    }
    const barrier = this.barriers.overtaking();
    if (barrier) this.beginCheckpoint(barrier);
    else if (this.inFlight.isComplete) this.inFlightCompleted();
    else return false;
    return true;
  }

  private triggered(barrier: Barrier): void {
    this.barriers.firstAt = this.barriers.dueAt = this.parts.world.now();
    this.triggers = this.triggers.slice(1);
    this.beginCheckpoint(barrier);
  }

  private takeInput(): Progress {
    const taken = this.intake!.take();
    if (taken === 'worked' || taken === 'blocked') return taken;
    if (taken === 'ended') this.state = 'ending';
    else this.beginCheckpoint(taken);
    return 'worked';
  }

  private produceBatch(operator: SourceOperator): Progress {
    const { outputs, eventTime, world } = this.parts;
    const now = world.now();
    if (operator.nextAt > now) {
      eventTime.waiting(now);
      return 'blocked';
    }
    let last: ReturnType<SourceOperator['produce']> = 'produced';
    this.batches.run((size) => {
      let records = 0;
      while (records < size && !outputs.isBlocked) {
        last = operator.produce(now);
        if (last !== 'produced') break;
        records++;
      }
      return records;
    });
    if ((last as string) === 'exhausted') {
      this.exhausted = true;
      eventTime.sourceExhausted();
      world.tell({ type: 'sourceExhausted' });
    }
    return 'worked';
  }

  private beginCheckpoint(barrier: Barrier): void {
    this.barrier = barrier;
    this.state = 'flushing';
  }

  private flushBeforeBarrier(): Progress {
    const { operator, outputs, alignment, world } = this.parts;
    const { checkpoint, overtakeAt } = this.barrier;
    if (!outputs.drain() && (overtakeAt === Infinity || overtakeAt > world.now())) {
      this.flushed = true;
      if (overtakeAt === Infinity || !this.barriers.isAborted(checkpoint)) return 'blocked';
      // Nobody awaits a barrier that was only announced.
      alignment.reset();
      this.flushed = false;
      this.state = 'running';
      return 'worked';
    }
    if (operator.preBarrier?.()) this.flushed = true;
    this.state = 'forwarding';
    return 'worked';
  }

  /** The barrier goes on before the snapshot, as in Flink, so that operators downstream can align meanwhile. */
  private forwardBarrier(): Progress {
    const { outputs } = this.parts;
    const { checkpoint, overtakeAt } = this.barrier;
    if (overtakeAt !== Infinity) outputs.announceBarrier(checkpoint, overtakeAt);
    else if (!outputs.sendBarrier(checkpoint)) {
      this.flushed = true;
      return 'blocked';
    }
    this.takeSnapshot();
    return 'worked';
  }

  /** The sync phase: with the lock held, the state is kept as it is now. */
  private takeSnapshot(): void {
    const { operator, lock, world, mode, alignment } = this.parts;
    const { checkpoint, overtakeAt } = this.barrier;
    // What was said before the checkpoint was triggered has come by now, and counts for its snapshot.
    this.takeCommands();
    this.state = 'running';
    this.barriers.taken(checkpoint);
    if (!this.wantsSnapshot(checkpoint)) {
      alignment.reset();
      this.flushed = false;
      return;
    }
    // What makes objects comes before the lock or after it: the code runs seldom, and is slow each time.
    const { flushed } = this;
    operator.prepareSnapshot?.(mode, checkpoint);
    const before = world.now();
    lock.acquire('snapshot');
    this.lockedAt = world.now();
    this.lockedBefore = this.lockedAt - before;
    const snapshot = operator.snapshot(mode, checkpoint);
    if (mode === 'blocking' && snapshot.keyed) this.state = 'uploading';
    else this.releaseLock(mode === 'full-copy' && snapshot.keyed ? memoryBytes(snapshot.keyed) : 0);
    const moments = { ...this.moments, flushed };
    const overtakes = overtakeAt !== Infinity && !alignment.isComplete;
    if (overtakeAt !== Infinity) this.inFlight.begin(checkpoint, (input) => alignment.isBlocked(input));
    alignment.reset();
    if (overtakeAt !== Infinity && !this.inFlight.isComplete) {
      this.handover.begin(checkpoint, snapshot, 'follows');
      return;
    }
    const channelState = this.inFlight.take();
    const bytes = channelStateBytes(channelState);
    if (overtakes) this.phases.overtook(checkpoint, moments, world.now(), bytes);
    else this.phases.aligned(checkpoint, moments, bytes);
    this.handover.begin(checkpoint, snapshot, channelState);
  }

  /** Declines where too many are on their way, since each holds on to memory. */
  private wantsSnapshot(checkpoint: number): boolean {
    if (this.barriers.isAborted(checkpoint)) return false;
    const { uploads } = this.handover;
    if (uploads < this.parts.snapshotsMax) return true;
    const reason = `${uploads} uploads of earlier checkpoints still go on`;
    this.parts.world.tell({ type: 'declined', checkpoint, reason });
    return false;
  }

  private get moments(): Moments {
    const { lockedAt, flushed } = this;
    const { firstAt, dueAt } = this.barriers;
    return { firstAt, dueAt, lockedAt, flushed };
  }

  /** The last barrier came after the snapshot. */
  private inFlightCompleted(): void {
    const now = this.parts.world.now();
    const channelState = this.inFlight.take();
    this.phases.overtook(this.barrier.checkpoint, this.moments, now, channelStateBytes(channelState));
    this.handover.complete(channelState, now);
  }

  /** Ends the lock hold and records the phases up to it. */
  private releaseLock(bytesUnderLock: number): void {
    const { lock, meter, world } = this.parts;
    const { checkpoint } = this.barrier;
    const end = world.now();
    lock.release();
    const uncertainty = Math.max(this.lockedBefore, world.now() - end);
    this.phases.synced(checkpoint, this.moments, end, bytesUnderLock, uncertainty);
    meter.lockHeld(checkpoint, end);
    this.flushed = false;
  }

  private end(): Progress {
    const { outputs } = this.parts;
    if (!outputs.drain() || !outputs.sendEnd()) return 'blocked';
    return this.finish();
  }

  private finish(): Progress {
    if (this.state !== 'finished') this.parts.world.tell({ type: 'finished' });
    this.state = 'finished';
    return 'finished';
  }

  /** Takes all commands; says whether there were any. */
  private takeCommands(): boolean {
    const { operator, world } = this.parts;
    let any = false;
    for (let command = world.receive(); command !== undefined; command = world.receive()) {
      any = true;
      switch (command.type) {
        case 'triggerCheckpoint':
          assert(operator.kind === 'source', 'checkpoints are triggered at sources');
          this.triggers = [...this.triggers, command];
          if (command.suspend) this.suspendedBy = command.checkpoint;
          break;
        case 'abortCheckpoint':
          this.abort(command.checkpoint);
          break;
        case 'completeCheckpoint':
          operator.checkpointCompleted?.(command.checkpoint);
          break;
        case 'buildAnew':
          operator.buildAnew?.();
          break;
        case 'releaseSnapshot':
          this.snapshotReleased(command.checkpoint, command.bytes);
          break;
        case 'finish':
          this.finishing = true;
          break;
        case 'stop':
          this.stopping = true;
          break;
        default:
          assertNever(command);
      }
    }
    return any;
  }

  private abort(checkpoint: number): void {
    const { alignment } = this.parts;
    this.barriers.abort(checkpoint);
    this.triggers = this.triggers.filter((each) => each.checkpoint !== checkpoint);
    if (this.inFlight.current === checkpoint) this.inFlight.giveUp();
    if (this.suspendedBy === checkpoint) this.suspendedBy = undefined;
    // Once all barriers are in, the step machine goes on to forward its own and skips the snapshot.
    if (alignment.current === checkpoint && this.state === 'running') alignment.reset();
  }

  private snapshotReleased(checkpoint: number, bytes: number): void {
    this.parts.operator.snapshotReleased?.(checkpoint);
    this.handover.released(checkpoint);
    if (this.state !== 'uploading' || checkpoint !== this.barrier.checkpoint) return;
    this.releaseLock(bytes);
    this.state = 'running';
  }
}
