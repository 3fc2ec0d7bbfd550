import { assert, assertNever } from '../errors.js';
import type {
  OperatorSnapshot,
  OneInputOperator,
  SnapshotMode,
  SourceOperator,
} from '../operators/operator.js';
import type { EventWriter } from '../recorder/eventRing.js';
import { memoryBytes } from '../state/keyedSnapshot.js';
import type { Alignment } from './alignment.js';
import { Batches } from './batches.js';
import { DueTimers } from './dueTimers.js';
import type { EventTime } from './eventTime.js';
import type { HeldInputs } from './heldInputs.js';
import type { InputGate } from './inputGate.js';
import type { Meter } from './meter.js';
import type { Outputs } from './outputs.js';
import type { StateLock } from './stateLock.js';
import type { World } from './world.js';

export interface SubtaskParts {
  readonly operator: OneInputOperator | SourceOperator;
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
}

/** `blocked`: nothing changes until an input, an output, a command or `wakeAt` does. */
export type Progress = 'worked' | 'blocked' | 'finished';

type State =
  /** takes records, until the barriers of a checkpoint are all there */
  | 'running'
  /** waits until the outputs took what was held back, so that the barrier comes after it */
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
  private readonly timers: DueTimers | undefined;
  private pendingTrigger: number | undefined;
  /** The checkpoint after whose barrier a source makes nothing more. */
  private suspendedBy: number | undefined;
  private exhausted = false;
  private finishing = false;
  private stopping = false;
  private checkpoint = 0;
  private firstBarrierAt = 0;
  private lastBarrierAt = 0;
  private flushed = false;
  private lockedAt = 0;
  /** How long before `lockedAt` the lock may have been taken, ms. */
  private lockedBefore = 0;
  private uploading: number | undefined;
  private abortedUpTo = 0;

  constructor(private readonly parts: SubtaskParts) {
    this.batches = new Batches(parts);
    const { operator } = parts;
    const timers = operator.kind === 'operator' ? operator.timers : undefined;
    this.timers = timers && new DueTimers(timers, this.batches, parts);
  }

  /** When a source that waits for its rate, a timer or an idle input can go on, ms since the epoch. */
  get wakeAt(): number {
    const { operator, eventTime } = this.parts;
    if (this.state !== 'running') return Infinity;
    const isIdle = this.exhausted || this.suspendedBy !== undefined;
    const sourceAt = operator.kind === 'source' && !isIdle ? operator.nextAt : Infinity;
    return Math.min(sourceAt, eventTime.wakeAt);
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
    if (!outputs.drain()) return 'blocked';
    if (operator.kind === 'operator') {
      const { timers } = this;
      return timers?.areDue ? this.fireTimers(operator, timers) : this.takeInput(operator);
    }
    if (this.pendingTrigger !== undefined) {
      this.firstBarrierAt = this.lastBarrierAt = this.parts.world.now();
      this.beginCheckpoint(this.pendingTrigger);
      this.pendingTrigger = undefined;
      return 'worked';
    }
    if (this.finishing) this.state = 'ending';
    else if (this.exhausted || this.suspendedBy !== undefined) return 'blocked';
    else return this.produceBatch(operator);
    return 'worked';
  }

  private takeInput(operator: OneInputOperator): Progress {
    const { gate, alignment, eventTime, world } = this.parts;
    const input = gate.next();
    if (input < 0) {
      if (!alignment.allEnded) {
        eventTime.waiting(world.now());
        return 'blocked';
      }
      this.state = 'ending';
      return 'worked';
    }
    this.takeFrame(operator, input);
    return 'worked';
  }

  private takeFrame(operator: OneInputOperator, input: number): void {
    const { gate, alignment, eventTime } = this.parts;
    const { reader } = gate.channels[input]!;
    const frame = reader.peek()!;
    if (frame === 'record') this.processBatch(operator, input);
    else if (frame === 'barrier') this.barrierArrived(input, reader.takeControl());
    else if (frame === 'watermark') eventTime.watermarkArrived(input, reader.takeControl());
    else {
      reader.takeControl();
      if (frame === 'idle') eventTime.idleArrived(input);
      else {
        alignment.inputEnded(input);
        if (alignment.isComplete) this.alignmentCompleted();
      }
    }
    gate.release(input);
  }

  /**
   * Timers that are due fire before more is taken in. Only a barrier that is next need not wait for all of them, since the
   * snapshot has those that are left; but at the end of all no checkpoint would follow that commits what they emit.
   */
  private fireTimers(operator: OneInputOperator, timers: DueTimers): Progress {
    const barrier = this.parts.eventTime.hasEnded ? -1 : this.parts.gate.nextBarrier();
    if (barrier >= 0) this.takeFrame(operator, barrier);
    else timers.fire();
    return 'worked';
  }

  private processBatch(operator: OneInputOperator, input: number): void {
    const { gate, outputs } = this.parts;
    const { reader, codec, side } = gate.channels[input]!;
    this.batches.run((size) => {
      let records = 0;
      do {
        operator.process(reader.takeRecord(codec), side);
        records++;
      } while (records < size && !outputs.isBlocked && reader.peek() === 'record');
      return records;
    });
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

  private barrierArrived(input: number, checkpoint: number): void {
    const { alignment, heldInputs, world } = this.parts;
    if (checkpoint <= this.abortedUpTo) return;
    const arrival = alignment.barrierArrived(input, checkpoint);
    if (arrival === 'late') return;
    const now = world.now();
    if (arrival === 'first') {
      this.firstBarrierAt = now;
      heldInputs.begin();
    }
    if (alignment.isComplete) this.alignmentCompleted();
    else heldInputs.hold(input, now);
  }

  private alignmentCompleted(): void {
    this.lastBarrierAt = this.parts.world.now();
    this.beginCheckpoint(this.parts.alignment.current!);
  }

  private beginCheckpoint(checkpoint: number): void {
    this.checkpoint = checkpoint;
    this.state = 'flushing';
  }

  private flushBeforeBarrier(): Progress {
    const { operator, outputs } = this.parts;
    if (!outputs.drain()) {
      this.flushed = true;
      return 'blocked';
    }
    if (operator.preBarrier?.()) this.flushed = true;
    this.state = 'forwarding';
    return 'worked';
  }

  /** The barrier goes on before the snapshot, as in Flink, so that operators downstream can align meanwhile. */
  private forwardBarrier(): Progress {
    if (!this.parts.outputs.sendBarrier(this.checkpoint)) {
      this.flushed = true;
      return 'blocked';
    }
    this.takeSnapshot();
    return 'worked';
  }

  /** The sync phase: with the lock held, the state is kept as it is now. */
  private takeSnapshot(): void {
    const { operator, lock, world, mode, alignment } = this.parts;
    const { checkpoint } = this;
    alignment.reset();
    this.state = 'running';
    if (checkpoint <= this.abortedUpTo || this.uploading !== undefined) {
      this.flushed = false;
      const reason = `the upload of checkpoint ${this.uploading ?? 0} still goes on`;
      if (checkpoint > this.abortedUpTo) world.tell({ type: 'declined', checkpoint, reason });
      return;
    }
    operator.prepareSnapshot?.(mode);
    const before = world.now();
    lock.acquire('snapshot');
    this.lockedAt = world.now();
    this.lockedBefore = this.lockedAt - before;
    const snapshot = operator.snapshot(mode, checkpoint);
    if (mode === 'blocking' && snapshot.keyed) {
      this.state = 'uploading';
      this.upload(snapshot);
      return;
    }
    this.releaseLock(mode === 'full-copy' && snapshot.keyed ? memoryBytes(snapshot.keyed) : 0);
    this.upload(snapshot);
  }

  private upload({ keyed, state }: OperatorSnapshot): void {
    const { world } = this.parts;
    const { checkpoint } = this;
    if (!keyed) {
      world.tell({ type: 'acknowledged', checkpoint, state });
      return;
    }
    this.uploading = checkpoint;
    world.upload({ checkpoint, snapshot: { keyed, ...(state ? { state } : {}) } });
  }

  /** Ends the lock hold and records the phases up to it. */
  private releaseLock(bytesUnderLock: number): void {
    const { events, heldInputs, lock, meter, world, alignment } = this.parts;
    const { checkpoint, firstBarrierAt, lastBarrierAt, lockedAt } = this;
    const end = world.now();
    lock.release();
    const uncertainty = Math.max(this.lockedBefore, world.now() - end);
    const alignedAt = this.flushed ? lastBarrierAt : lockedAt;
    events.span(
      checkpoint,
      'startDelay',
      Number.NaN,
      alignment.hasSeveralInputs ? firstBarrierAt : alignedAt,
    );
    if (alignment.hasSeveralInputs) events.span(checkpoint, 'alignment', firstBarrierAt, alignedAt);
    heldInputs.record(checkpoint, alignedAt);
    if (this.flushed) events.span(checkpoint, 'preBarrier', lastBarrierAt, lockedAt);
    events.span(checkpoint, 'sync', lockedAt, end, bytesUnderLock, uncertainty);
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
          this.pendingTrigger = command.checkpoint;
          if (command.suspend) this.suspendedBy = command.checkpoint;
          break;
        case 'abortCheckpoint':
          this.abort(command.checkpoint);
          break;
        case 'completeCheckpoint':
          operator.checkpointCompleted?.(command.checkpoint);
          break;
        case 'releaseSnapshot':
          this.snapshotReleased(command.bytes);
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
    this.abortedUpTo = Math.max(this.abortedUpTo, checkpoint);
    if (this.pendingTrigger === checkpoint) this.pendingTrigger = undefined;
    if (this.suspendedBy === checkpoint) this.suspendedBy = undefined;
    // Once all barriers are in, the step machine goes on to forward its own and skips the snapshot.
    if (alignment.current === checkpoint && this.state === 'running') alignment.reset();
  }

  private snapshotReleased(bytes: number): void {
    this.parts.operator.snapshotReleased?.();
    this.uploading = undefined;
    if (this.state !== 'uploading') return;
    this.releaseLock(bytes);
    this.state = 'running';
  }
}
