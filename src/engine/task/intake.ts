import { assertNever } from '../errors.js';
import type { StreamOperator } from '../operators/operator.js';
import type { Alignment } from './alignment.js';
import type { Barrier, Barriers } from './barriers.js';
import type { Batches } from './batches.js';
import { DueTimers } from './dueTimers.js';
import type { EventTime } from './eventTime.js';
import type { InFlight } from './inFlight.js';
import type { InputChannel, InputGate } from './inputGate.js';
import type { Outputs } from './outputs.js';
import { RecordGroup } from './recordGroup.js';
import type { World } from './world.js';

export interface IntakeParts {
  readonly operator: StreamOperator;
  readonly gate: InputGate;
  readonly alignment: Alignment;
  readonly eventTime: EventTime;
  readonly outputs: Outputs;
  readonly world: World;
  readonly batches: Batches;
  readonly barriers: Barriers;
  readonly inFlight: InFlight;
}

/** `ended`: nothing will come any more. A barrier: its snapshot is due. */
export type Taken = 'worked' | 'blocked' | 'ended' | Barrier;

/** What an operator takes in next: records that a checkpoint kept, timers that are due, what its inputs bring. */
export class Intake {
  private readonly timers: DueTimers | undefined;
  private readonly group = new RecordGroup();

  constructor(private readonly parts: IntakeParts) {
    const { operator, batches } = parts;
    this.timers = operator.timers && new DueTimers(operator.timers, batches, parts);
  }

  take(): Taken {
    const { gate, alignment, eventTime, world } = this.parts;
    if (this.timers?.areDue) return this.fireTimers(this.timers);
    const restored = gate.nextRestored();
    if (restored) {
      this.processBatch(restored);
      return 'worked';
    }
    const input = gate.next();
    if (input >= 0) return this.takeFrom(input);
    if (alignment.allEnded) return 'ended';
    eventTime.waiting(world.now());
    return 'blocked';
  }

  /**
   * Timers that are due fire before more is taken in. Only a barrier that is next need not wait for all of them, since the
   * snapshot has those that are left; but at the end of all no checkpoint would follow that commits what they emit.
   */
  private fireTimers(timers: DueTimers): Taken {
    const { eventTime, gate } = this.parts;
    const barrier = eventTime.hasEnded ? -1 : gate.nextBarrier();
    if (barrier >= 0) return this.takeFrom(barrier);
    timers.fire();
    return 'worked';
  }

  private takeFrom(input: number): Taken {
    const { gate, inFlight } = this.parts;
    const barrier = this.takeNext(input, gate.channels[input]!);
    inFlight.collect(input);
    gate.release(input);
    return barrier ?? 'worked';
  }

  /** Takes what is next on an input. Gives the barrier whose snapshot is due with it. */
  private takeNext(input: number, channel: InputChannel): Barrier | undefined {
    const { barriers, eventTime } = this.parts;
    const { reader } = channel;
    const frame = reader.peek()!;
    switch (frame) {
      case 'record':
        this.processBatch(channel);
        return undefined;
      case 'barrier': {
        const checkpoint = reader.takeControl();
        return barriers.met(input, { checkpoint, overtakeAt: Infinity }, reader.position);
      }
      case 'announced':
        return barriers.met(input, reader.takeAnnouncement(), reader.position);
      case 'watermark':
        eventTime.watermarkArrived(input, reader.takeControl());
        return undefined;
      case 'idle':
        reader.takeControl();
        eventTime.idleArrived(input);
        return undefined;
      case 'end':
        reader.takeControl();
        return barriers.ended(input, reader.position);
      default:
        return assertNever(frame);
    }
  }

  private processBatch(channel: InputChannel): void {
    const { batches, operator, outputs } = this.parts;
    const { reader, codec, side, edge } = channel;
    // The time in hand is that of the record that was taken last.
    const isGrouped = operator.wantsPrefetch === true && !edge.hasTimestamps;
    batches.run((size) => {
      let records = 0;
      do {
        if (isGrouped) records += this.group.process(channel, operator, outputs, size - records);
        else {
          operator.process(reader.takeRecord(codec), side);
          records++;
        }
      } while (records < size && !outputs.isBlocked && reader.peek() === 'record');
      return records;
    });
  }
}
