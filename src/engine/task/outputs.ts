import type { Codec } from '../channels/codec.js';
import { FrameBuffer } from '../channels/frames.js';
import type { RingWriter } from '../channels/ring.js';
import type { RecordTime } from '../channels/timestampedCodec.js';
import type { Key } from '../pipeline/functions.js';
import { subtaskOfKey } from '../state/keyHash.js';
import { channelRecords, type ChannelState, type EdgeName } from './channelState.js';

/** One channel to a subtask downstream. */
export interface OutputChannel {
  readonly writer: RingWriter;
  readonly wakeReader: () => void;
}

/** One edge to an operator downstream: its channels by subtask, and which of them a record takes. */
export interface OutputEdge {
  readonly ship: 'hash' | 'forward' | 'rebalance';
  readonly key?: (record: unknown) => Key;
  readonly name: EdgeName;
  /** For `hash` and `rebalance` one channel for each subtask downstream, for `forward` one in all. */
  readonly channels: readonly OutputChannel[];
}

/** A record with its timestamp, or what the writer can do otherwise. */
type HeldBack =
  HeldRecord | { readonly channel: OutputChannel; readonly write: (writer: RingWriter) => boolean };

interface HeldRecord {
  readonly edge: EdgeName;
  readonly channel: OutputChannel;
  readonly record: unknown;
  readonly timestamp: number;
}

/**
 * Where a subtask's records go. A record that finds its channel full is held back, and with it all that follow, in
 * order, until there is room; the subtask takes no further input meanwhile. That is back-pressure.
 */
export class Outputs {
  private readonly heldBack: HeldBack[] = [];
  private readonly channels: readonly OutputChannel[];
  private readonly rebalanceTurns: number[];
  private readonly controlsSent: boolean[];

  constructor(
    private readonly edges: readonly OutputEdge[],
    private readonly codec: Codec<unknown> | undefined,
    private readonly time: RecordTime,
  ) {
    this.channels = edges.flatMap((edge) => edge.channels);
    this.rebalanceTurns = edges.map(() => 0);
    this.controlsSent = this.channels.map(() => false);
  }

  /** Whether records are held back. */
  get isBlocked(): boolean {
    return this.heldBack.length > 0;
  }

  /** Sends a record. @throws TypeError for one that does not fit its declared type. */
  readonly emit = (record: unknown): void => {
    for (let i = 0; i < this.edges.length; i++) {
      const channel = this.channelFor(this.edges[i]!, i, record);
      if (this.heldBack.length > 0 || !channel.writer.writeRecord(this.codec!, record)) {
        this.heldBack.push(this.held(this.edges[i]!, channel, record));
      }
    }
  };

  /** Sends a record that a checkpoint kept for one edge, with the timestamp in hand, before all that is emitted. */
  restore(edge: number, record: unknown): void {
    const to = this.edges[edge]!;
    this.heldBack.push(this.held(to, this.channelFor(to, edge, record), record));
  }

  /**
   * The records that are held back: an announced barrier comes before them in the channels and after them in the stream.
   * What there is of watermarks is not kept, since newer ones come after a restore.
   */
  channelState(): ChannelState {
    const buffers = new Map<EdgeName, FrameBuffer>();
    for (const held of this.heldBack) {
      if ('write' in held) continue;
      const buffer = buffers.get(held.edge) ?? new FrameBuffer();
      buffers.set(held.edge, buffer);
      this.time.timestamp = held.timestamp;
      buffer.appendRecord(this.codec!, held.record);
    }
    return channelRecords('output', buffers);
  }

  /** Shows what was written to the readers and wakes those that sleep. */
  flush(): void {
    for (const { writer, wakeReader } of this.channels) if (writer.flush()) wakeReader();
  }

  /** Sends what was held back; `false` while some of it still finds no room, and a reader will wake the subtask. */
  drain(): boolean {
    let sent = 0;
    while (sent < this.heldBack.length) {
      const held = this.heldBack[sent]!;
      if (!this.tryHard(held.channel, () => this.write(held))) break;
      sent++;
    }
    this.heldBack.splice(0, sent);
    if (sent > 0) this.flush();
    return this.heldBack.length === 0;
  }

  /** Sends into every channel how far event time has come, behind what is held back. */
  sendWatermark(watermark: number): void {
    this.sendInOrder((writer) => writer.writeWatermark(watermark));
  }

  /** Says in every channel that event time need not wait for this subtask until its next watermark. */
  sendIdle(): void {
    this.sendInOrder((writer) => writer.writeIdle());
  }

  /** Sends a checkpoint's barrier into every channel; `false` until all have it. */
  sendBarrier(checkpoint: number): boolean {
    return this.sendControl((writer) => writer.writeBarrier(checkpoint));
  }

  /** Announces a checkpoint's barrier in every channel, which needs no room. */
  announceBarrier(checkpoint: number, overtakeAt: number): void {
    for (const { writer, wakeReader } of this.channels) {
      writer.announce(checkpoint, overtakeAt);
      wakeReader();
    }
  }

  /** Sends the end into every channel; `false` until all have it. */
  sendEnd(): boolean {
    return this.sendControl((writer) => writer.writeEnd());
  }

  private held({ name }: OutputEdge, channel: OutputChannel, record: unknown): HeldRecord {
    return { edge: name, channel, record, timestamp: this.time.timestamp };
  }

  private sendInOrder(write: (writer: RingWriter) => boolean): void {
    for (const channel of this.channels) {
      if (this.heldBack.length > 0 || !write(channel.writer)) this.heldBack.push({ channel, write });
    }
    this.flush();
  }

  private write(held: HeldBack): boolean {
    const { writer } = held.channel;
    if ('write' in held) return held.write(writer);
    this.time.timestamp = held.timestamp;
    return writer.writeRecord(this.codec!, held.record);
  }

  private sendControl(write: (writer: RingWriter) => boolean): boolean {
    this.channels.forEach((channel, index) => {
      this.controlsSent[index] ||= this.tryHard(channel, () => write(channel.writer));
    });
    this.flush();
    if (!this.controlsSent.every(Boolean)) return false;
    this.controlsSent.fill(false);
    return true;
  }

  /** Tries once more after asking to be woken: the reader may have made room in between. */
  private tryHard(channel: OutputChannel, write: () => boolean): boolean {
    if (write()) return true;
    if (channel.writer.flush()) channel.wakeReader();
    channel.writer.waitForRoom();
    return write();
  }

  private channelFor(edge: OutputEdge, index: number, record: unknown): OutputChannel {
    const { channels } = edge;
    if (channels.length === 1) return channels[0]!;
    if (edge.ship === 'hash') return channels[subtaskOfKey(edge.key!(record), channels.length)]!;
    const turn = this.rebalanceTurns[index]!;
    this.rebalanceTurns[index] = (turn + 1) % channels.length;
    return channels[turn]!;
  }
}
