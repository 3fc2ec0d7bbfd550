import { FrameBuffer } from '../channels/frames.js';
import { channelRecords, type ChannelState, type EdgeName } from './channelState.js';
import type { InputGate } from './inputGate.js';
import type { Outputs } from './outputs.js';

/**
 * The records that an unaligned checkpoint's barrier overtakes at a subtask: those on its inputs that came before the barrier of
 * their channel and were not processed before the snapshot, and those that its outputs held back.
 *
 * The ones on the inputs are copied while they lie in the channel, and read as usual. Only the thread that reads a channel takes
 * records out of it, so that copying between two batches needs no lock.
 */
export class InFlight {
  private checkpoint: number | undefined;
  /** By input: whether its barrier has still to come, and up to where its records have been copied. */
  private readonly awaited: boolean[];
  private readonly copiedTo: number[];
  private buffers = new Map<EdgeName, FrameBuffer>();
  private heldBack: ChannelState = [];

  constructor(
    private readonly gate: InputGate,
    private readonly outputs: Outputs,
  ) {
    this.awaited = gate.channels.map(() => false);
    this.copiedTo = gate.channels.map(() => 0);
  }

  /** The checkpoint that is collected for. */
  get current(): number | undefined {
    return this.checkpoint;
  }

  /** Whether the barriers of all inputs have come. */
  get isComplete(): boolean {
    return this.checkpoint !== undefined && !this.awaited.some(Boolean);
  }

  /** Begins with what lies in the channels, right after the snapshot; `hasArrived` says which barriers are in already. */
  begin(checkpoint: number, hasArrived: (input: number) => boolean): void {
    this.checkpoint = checkpoint;
    this.buffers = new Map();
    this.heldBack = this.outputs.channelState();
    for (const { reader, edge } of this.gate.restored) reader.copyRest(this.bufferOf(edge));
    this.gate.channels.forEach(({ reader }, input) => {
      this.awaited[input] = !hasArrived(input);
      this.copiedTo[input] = reader.position;
      const announced = reader.announced();
      if (this.awaited[input] && announced?.checkpoint === checkpoint) {
        this.barrierArrived(input, reader.takeAnnouncement().position);
      }
    });
  }

  /** Copies what has been read of an input, before its room is given back. */
  collect(input: number): void {
    if (this.awaited[input]!) this.copyTo(input, this.gate.channels[input]!.reader.position);
  }

  /** The barrier of an input came, or its end; `position` is where it stands. */
  barrierArrived(input: number, position: number): void {
    if (!this.awaited[input]!) return;
    this.copyTo(input, position);
    this.awaited[input] = false;
  }

  /** All that was collected; nothing where nothing was to be. */
  take(): ChannelState {
    const state = [...channelRecords('input', this.buffers), ...this.heldBack];
    this.giveUp();
    return state;
  }

  /** Collects no further. */
  giveUp(): void {
    this.checkpoint = undefined;
    this.awaited.fill(false);
    this.buffers = new Map();
    this.heldBack = [];
  }

  private copyTo(input: number, position: number): void {
    const { reader, edge } = this.gate.channels[input]!;
    reader.copyRecords(this.copiedTo[input]!, position, this.bufferOf(edge));
    this.copiedTo[input] = position;
  }

  private bufferOf(edge: EdgeName): FrameBuffer {
    const buffer = this.buffers.get(edge) ?? new FrameBuffer();
    this.buffers.set(edge, buffer);
    return buffer;
  }
}
