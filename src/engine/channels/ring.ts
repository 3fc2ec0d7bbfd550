import {
  AnnouncementReader,
  announcementWords,
  AnnouncementWriter,
  type Announcement,
} from './announcement.js';
import { viewsOf, type Codec, type Views } from './codec.js';
import type { FrameBuffer } from './frames.js';
import { frameHead, frameKinds as kinds, kindOf, wordsOf } from './frames.js';

/**
 * A bounded channel in shared memory from one writing thread to one reading thread. Positions count 8-byte words
 * and only grow (modulo 2³²); a frame never wraps, so a filler frame skips the end of the memory where one would.
 *
 *     head (64-byte lines): │ written │ read │ writerWaits │ announcement │        data: │ frame │ frame │ … │
 *
 * Beside `written` and `read` stands the newest checkpoint whose barrier was.
 *
 * A barrier goes through a channel as a frame, or it is announced in the head: see {@link Announcement}. An announced one
 * needs no room; the reader may act on it at once, and does not get past its position before it has.
 */
export type FrameKind = 'record' | 'barrier' | 'announced' | 'watermark' | 'idle' | 'end';

const written = 0;
const barrierWritten = 1;
const read = 16;
const barrierTaken = 17;
const writerWaits = 32;
const announcements = 48;
const headBytes = 256;
/** Stands for the end where else a checkpoint does. */
const endOfAll = 2 ** 31 - 1;

/** Memory for a channel of `words` 8-byte words; `words` must be a power of two. */
export function ringMemory(words: number): SharedArrayBuffer {
  return new SharedArrayBuffer(headBytes + words * 8);
}

/** How far barriers have come in a channel, for anyone to see. */
export interface ChannelBarriers {
  /** The newest checkpoint whose barrier was written, and taken; 0 for none, Infinity once the end was. */
  readonly written: number;
  readonly taken: number;
  /** Whether the writer found no room, and since then the reader has not come so far that half of it is free. */
  readonly isFull: boolean;
}

export function channelBarriers(memory: SharedArrayBuffer): ChannelBarriers {
  const head = new Int32Array(memory, 0, headBytes / 4);
  const checkpointIn = (word: number): number => {
    const found = Atomics.load(head, word);
    return found === endOfAll ? Infinity : found;
  };
  return {
    written: checkpointIn(barrierWritten),
    taken: checkpointIn(barrierTaken),
    isFull: Atomics.load(head, writerWaits) === 1,
  };
}

/** Memory for a channel that holds these frames and gets no more. */
export function filledRing(frames: Uint8Array): SharedArrayBuffer {
  const words = frames.length / 8;
  const memory = ringMemory(2 ** Math.ceil(Math.log2(Math.max(1, words))));
  new Uint8Array(memory, headBytes).set(frames);
  Atomics.store(new Int32Array(memory), written, words);
  return memory;
}

function announcementOf(head: Int32Array): Int32Array {
  return head.subarray(announcements, announcements + announcementWords);
}

/** The writing end. Frames become visible to the reader with `flush`. */
export class RingWriter {
  private readonly head: Int32Array;
  private readonly views: Views;
  private readonly words: number;
  private readonly announcements: AnnouncementWriter;
  private position: number;
  private readSeen: number;

  constructor(memory: SharedArrayBuffer) {
    this.head = new Int32Array(memory, 0, headBytes / 4);
    this.views = viewsOf(memory, headBytes);
    this.words = this.views.f64.length;
    this.announcements = new AnnouncementWriter(announcementOf(this.head));
    this.position = Atomics.load(this.head, written);
    this.readSeen = Atomics.load(this.head, read);
  }

  /** The longest frame that the channel takes, in words. */
  get frameWordsMax(): number {
    return this.words >> 2;
  }

  /** Writes a record; `false` when there is no room. @throws TypeError for one that does not fit its declaration. */
  writeRecord<Value>(codec: Codec<Value>, record: Value): boolean {
    const words = codec.words(record);
    const at = this.reserve(words);
    if (at < 0) return false;
    codec.encode(record, this.views, at);
    this.views.i32[at * 2] = frameHead(words, kinds.record);
    this.position = (this.position + words) | 0;
    return true;
  }

  /** Announces a checkpoint's barrier behind all that was written; the reader is to be woken. */
  announce(checkpoint: number, overtakeAt: number): void {
    this.flush();
    this.announcements.announce({ checkpoint, position: this.position, overtakeAt });
    Atomics.store(this.head, barrierWritten, checkpoint);
  }

  /** Writes a checkpoint's barrier; `false` when there is no room. */
  writeBarrier(checkpoint: number): boolean {
    if (!this.writeControl(kinds.barrier, checkpoint)) return false;
    Atomics.store(this.head, barrierWritten, checkpoint);
    return true;
  }

  /** Writes how far event time has come; `false` when there is no room. */
  writeWatermark(watermark: number): boolean {
    return this.writeControl(kinds.watermark, watermark);
  }

  /** Writes that event time need not wait for this channel until its next watermark; `false` when there is no room. */
  writeIdle(): boolean {
    return this.writeControl(kinds.idle, 0);
  }

  /** Writes the end of the input; `false` when there is no room. */
  writeEnd(): boolean {
    if (!this.writeControl(kinds.end, 0)) return false;
    Atomics.store(this.head, barrierWritten, endOfAll);
    return true;
  }

  /** Shows the reader all that was written. Says whether there was anything new. */
  flush(): boolean {
    if (Atomics.load(this.head, written) === this.position) return false;
    Atomics.store(this.head, written, this.position);
    return true;
  }

  /** Asks the reader to wake this writer when half of the channel is free; check for room once more after asking. */
  waitForRoom(): void {
    Atomics.store(this.head, writerWaits, 1);
  }

  private writeControl(kind: number, value: number): boolean {
    const at = this.reserve(2);
    if (at < 0) return false;
    this.views.i32[at * 2] = frameHead(2, kind);
    this.views.f64[at + 1] = value;
    this.position = (this.position + 2) | 0;
    return true;
  }

  /** Where a frame of `words` may be written, or −1. */
  private reserve(words: number): number {
    if (words > this.frameWordsMax) {
      throw new RangeError(`a record of ${words * 8} bytes is too long for a channel`);
    }
    const at = this.position & (this.words - 1);
    const rest = this.words - at;
    const needed = words <= rest ? words : rest + words;
    if (!this.hasRoom(needed)) return -1;
    if (words <= rest) return at;
    this.views.i32[at * 2] = frameHead(rest, kinds.filler);
    this.position = (this.position + rest) | 0;
    return 0;
  }

  private hasRoom(words: number): boolean {
    if (((this.position - this.readSeen) | 0) + words <= this.words) return true;
    this.readSeen = Atomics.load(this.head, read);
    return ((this.position - this.readSeen) | 0) + words <= this.words;
  }
}

/** The reading end. Look at the next frame with `peek`, take it with `takeRecord`, `takeControl` or `takeAnnouncement`. */
export class RingReader {
  private readonly head: Int32Array;
  private readonly views: Views;
  private readonly mask: number;
  private readonly announcements: AnnouncementReader;
  private at: number;
  /** Frames up to here may be read: they are written, and come before any barrier that is announced. */
  private end: number;

  constructor(memory: SharedArrayBuffer) {
    this.head = new Int32Array(memory, 0, headBytes / 4);
    this.views = viewsOf(memory, headBytes);
    this.mask = this.views.f64.length - 1;
    this.announcements = new AnnouncementReader(announcementOf(this.head));
    this.at = Atomics.load(this.head, read);
    this.end = this.at;
  }

  /** How far the reader has come. */
  get position(): number {
    return this.at;
  }

  /** The kind of the next frame, or `undefined` when there is none; `announced` for a barrier in its place. */
  peek(): FrameKind | undefined {
    for (;;) {
      if (this.at === this.end && !this.lookForMore()) {
        return this.announcements.pending?.position === this.at ? 'announced' : undefined;
      }
      const head = this.views.i32[(this.at & this.mask) * 2]!;
      const kind = kindOf(head);
      if (kind === kinds.record) return 'record';
      if (kind === kinds.barrier) return 'barrier';
      if (kind === kinds.watermark) return 'watermark';
      if (kind === kinds.idle) return 'idle';
      if (kind === kinds.end) return 'end';
      this.at = (this.at + wordsOf(head)) | 0;
    }
  }

  /** Takes the record that `peek` saw. */
  takeRecord<Value>(codec: Codec<Value>): Value {
    const at = this.at & this.mask;
    const record = codec.decode(this.views, at);
    this.at = (this.at + wordsOf(this.views.i32[at * 2]!)) | 0;
    return record;
  }

  /** Goes back to a position where it has stood, after a record, since its last `release`. */
  rewind(position: number): void {
    this.at = position;
  }

  /** Takes what `peek` saw that is no record; of a barrier it gives the checkpoint, of a watermark the time. */
  takeControl(): number {
    const at = this.at & this.mask;
    this.at = (this.at + 2) | 0;
    const value = this.views.f64[at + 1]!;
    const kind = kindOf(this.views.i32[at * 2]!);
    if (kind === kinds.barrier) Atomics.store(this.head, barrierTaken, value);
    else if (kind === kinds.end) Atomics.store(this.head, barrierTaken, endOfAll);
    return value;
  }

  /** A barrier that was announced and that nobody has acted on yet, wherever it stands. */
  announced(): Announcement | undefined {
    this.announcements.look();
    return this.announcements.pending;
  }

  /** Lets the announced barrier be dealt with: what comes after it may be read. */
  takeAnnouncement(): Announcement {
    const { pending } = this.announcements;
    this.announcements.pending = undefined;
    Atomics.store(this.head, barrierTaken, pending!.checkpoint);
    return pending!;
  }

  /** Copies the records from one position to a later one; what has been given back to the writer must not be among them. */
  copyRecords(from: number, to: number, copy: FrameBuffer): void {
    let runFrom = 0;
    let runWords = 0;
    for (let at = from; at !== to;) {
      const word = at & this.mask;
      const head = this.views.i32[word * 2]!;
      const isRecord = kindOf(head) === kinds.record;
      if (!isRecord || word !== runFrom + runWords) {
        copy.append(this.views, runFrom, runWords);
        [runFrom, runWords] = [word, 0];
      }
      if (isRecord) runWords += wordsOf(head);
      at = (at + wordsOf(head)) | 0;
    }
    copy.append(this.views, runFrom, runWords);
  }

  /** Copies all records that can be read. */
  copyRest(copy: FrameBuffer): void {
    this.lookForMore();
    this.copyRecords(this.at, this.end, copy);
  }

  /**
   * Gives the room of all frames taken back to the writer. Says whether the writer is to be woken: it waits for room, and
   * half of the channel is free. Both threads have fewer calls into the system to make than with a wake-up for every batch, and
   * any frame finds room in half a channel, with the filler before it.
   */
  release(): boolean {
    Atomics.store(this.head, read, this.at);
    if (Atomics.load(this.head, writerWaits) === 0 || !this.isHalfFree) return false;
    return Atomics.exchange(this.head, writerWaits, 0) === 1;
  }

  private get isHalfFree(): boolean {
    return ((Atomics.load(this.head, written) - this.at) | 0) <= this.views.f64.length >> 1;
  }

  /**
   * In this order: what was written after a barrier shows only after its announcement, so that an announcement which is
   * not there yet has its position at or behind what is written now.
   */
  private lookForMore(): boolean {
    const seen = Atomics.load(this.head, written);
    if (!this.announcements.look()) return false;
    this.end = this.announcements.pending?.position ?? seen;
    return this.at !== this.end;
  }
}
