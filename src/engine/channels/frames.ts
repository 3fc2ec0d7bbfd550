import { viewsOf, type Codec, type Views } from './codec.js';

/**
 * What channels and files of channel state are made of:
 *
 *     frame: │ words << 3 │ kind (4 bytes) │ payload … │
 */
export const frameKinds = { record: 0, filler: 1, barrier: 2, end: 3, watermark: 4, idle: 5 } as const;

export function frameHead(words: number, kind: number): number {
  return (words << 3) | kind;
}

export function kindOf(head: number): number {
  return head & 7;
}

/** Length of the whole frame in 8-byte words. */
export function wordsOf(head: number): number {
  return head >> 3;
}

/** Frames of records one after the other, without gaps, in memory that grows. */
export class FrameBuffer {
  private views: Views = viewsOf(new ArrayBuffer(512));
  private words = 0;

  get byteLength(): number {
    return this.words * 8;
  }

  /** Appends a frame of other memory, `words` long from word `at`. */
  append({ f64 }: Views, at: number, words: number): void {
    this.makeRoom(words);
    this.views.f64.set(f64.subarray(at, at + words), this.words);
    this.words += words;
  }

  /** Appends a record. @throws TypeError for one that does not fit its declaration. */
  appendRecord<Value>(codec: Codec<Value>, record: Value): void {
    const words = codec.words(record);
    this.makeRoom(words);
    codec.encode(record, this.views, this.words);
    this.views.i32[this.words * 2] = frameHead(words, frameKinds.record);
    this.words += words;
  }

  /** The frames so far, in memory of their own. */
  bytes(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.views.f64.buffer as ArrayBuffer).slice(0, this.byteLength);
  }

  private makeRoom(words: number): void {
    const { f64 } = this.views;
    if (this.words + words <= f64.length) return;
    const larger = new ArrayBuffer(8 * Math.max(2 * f64.length, this.words + words));
    this.views = viewsOf(larger);
    this.views.f64.set(f64);
  }
}

/**
 * Where each of these records begins, in words, and how long it is.
 *
 * @throws RangeError when the bytes are not whole frames.
 */
export function* framesIn({ i32 }: Views): Generator<{ readonly at: number; readonly words: number }> {
  const end = i32.length / 2;
  for (let at = 0; at < end;) {
    const words = wordsOf(i32[at * 2]!);
    if (words < 1 || at + words > end) throw new RangeError(`a frame at byte ${at * 8} is damaged`);
    yield { at, words };
    at += words;
  }
}
