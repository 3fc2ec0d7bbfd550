import { viewsOf, type Codec, type Views } from './codec.js';

/**
 * A bounded channel in shared memory from one writing thread to one reading thread. Positions count 8-byte words
 * and only grow (modulo 2³²); a frame never wraps, so a filler frame skips the end of the memory where one would.
 *
 *     head (64-byte lines): │ written │ read │ writerWaits │        data: │ frame │ frame │ … │
 *     frame: │ words << 3 │ kind (4 bytes) │ payload … │
 */
export type FrameKind = 'record' | 'barrier' | 'watermark' | 'idle' | 'end';

const kinds = { record: 0, filler: 1, barrier: 2, end: 3, watermark: 4, idle: 5 } as const;

const written = 0;
const read = 16;
const writerWaits = 32;
const headBytes = 256;

/** Memory for a channel of `words` 8-byte words; `words` must be a power of two. */
export function ringMemory(words: number): SharedArrayBuffer {
  return new SharedArrayBuffer(headBytes + words * 8);
}

/** The writing end. Frames become visible to the reader with `flush`. */
export class RingWriter {
  private readonly head: Int32Array;
  private readonly views: Views;
  private readonly words: number;
  private position: number;
  private readSeen: number;

  constructor(memory: SharedArrayBuffer) {
    this.head = new Int32Array(memory, 0, headBytes / 4);
    this.views = viewsOf(memory, headBytes);
    this.words = this.views.f64.length;
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
    this.views.i32[at * 2] = (words << 3) | kinds.record;
    this.position = (this.position + words) | 0;
    return true;
  }

  /** Writes a checkpoint's barrier; `false` when there is no room. */
  writeBarrier(checkpoint: number): boolean {
    return this.writeControl(kinds.barrier, checkpoint);
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
    return this.writeControl(kinds.end, 0);
  }

  /** Shows the reader all that was written. Says whether there was anything new. */
  flush(): boolean {
    if (Atomics.load(this.head, written) === this.position) return false;
    Atomics.store(this.head, written, this.position);
    return true;
  }

  /** Asks the reader to wake this writer when it has made room; check for room once more after asking. */
  waitForRoom(): void {
    Atomics.store(this.head, writerWaits, 1);
  }

  private writeControl(kind: number, value: number): boolean {
    const at = this.reserve(2);
    if (at < 0) return false;
    this.views.i32[at * 2] = (2 << 3) | kind;
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
    this.views.i32[at * 2] = (rest << 3) | kinds.filler;
    this.position = (this.position + rest) | 0;
    return 0;
  }

  private hasRoom(words: number): boolean {
    if (((this.position - this.readSeen) | 0) + words <= this.words) return true;
    this.readSeen = Atomics.load(this.head, read);
    return ((this.position - this.readSeen) | 0) + words <= this.words;
  }
}

/** The reading end. Look at the next frame with `peek`, take it with `takeRecord` or `takeControl`. */
export class RingReader {
  private readonly head: Int32Array;
  private readonly views: Views;
  private readonly mask: number;
  private position: number;
  private writtenSeen: number;

  constructor(memory: SharedArrayBuffer) {
    this.head = new Int32Array(memory, 0, headBytes / 4);
    this.views = viewsOf(memory, headBytes);
    this.mask = this.views.f64.length - 1;
    this.position = Atomics.load(this.head, read);
    this.writtenSeen = this.position;
  }

  /** The kind of the next frame, or `undefined` when there is none. */
  peek(): FrameKind | undefined {
    for (;;) {
      if (this.position === this.writtenSeen) {
        this.writtenSeen = Atomics.load(this.head, written);
        if (this.position === this.writtenSeen) return undefined;
      }
      const head = this.views.i32[(this.position & this.mask) * 2]!;
      const kind = head & 7;
      if (kind === kinds.record) return 'record';
      if (kind === kinds.barrier) return 'barrier';
      if (kind === kinds.watermark) return 'watermark';
      if (kind === kinds.idle) return 'idle';
      if (kind === kinds.end) return 'end';
      this.position = (this.position + (head >> 3)) | 0;
    }
  }

  /** Takes the record that `peek` saw. */
  takeRecord<Value>(codec: Codec<Value>): Value {
    const at = this.position & this.mask;
    const record = codec.decode(this.views, at);
    this.position = (this.position + (this.views.i32[at * 2]! >> 3)) | 0;
    return record;
  }

  /** Takes what `peek` saw that is no record; of a barrier it gives the checkpoint, of a watermark the time. */
  takeControl(): number {
    const at = this.position & this.mask;
    this.position = (this.position + 2) | 0;
    return this.views.f64[at + 1]!;
  }

  /** Gives the room of all frames taken back to the writer. Says whether the writer waits for it. */
  release(): boolean {
    Atomics.store(this.head, read, this.position);
    return Atomics.load(this.head, writerWaits) === 1 && Atomics.exchange(this.head, writerWaits, 0) === 1;
  }
}
