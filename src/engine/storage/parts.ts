import { setImmediate as otherWork } from 'node:timers/promises';
import { Xxh64 } from './checksum.js';
import { UploadAborted, type WrittenFile } from './storage.js';

/** A stretch of a file. Its bytes are kept until it is sent, so that it can be sent again. */
export interface Part {
  /** From 0. */
  readonly number: number;
  readonly bytes: Uint8Array;
  /** Whether it is the whole file. */
  readonly isWhole: boolean;
}

export interface PartSettings {
  readonly partBytes: number;
  /** Parts on their way at once; the memory of an upload is this many parts. */
  readonly partsAtOnce: number;
  readonly signal: AbortSignal;
  /** Makes memory of so many bytes, `partBytes` or a mebibyte; anywhere without it. */
  readonly allocate?: (bytes: number) => Uint8Array;
}

/**
 * The parts on their way are sent by this thread too: how much of the pieces it takes at a stretch. A piece stands for a page that
 * was read, of which an increment may have little.
 */
const bytesAtAStretch = 512 << 10;
const piecesAtAStretch = 32;

/** Memory that a file begins with, of large parts: most are small, and a run writes many. */
const firstBytes = 1 << 20;

/** Sends one part; gives up when the signal is aborted, because another part has failed or the upload is given up. */
export type SendPart = (part: Part, signal: AbortSignal) => Promise<void>;

/**
 * Cuts pieces into parts of one size and sends some of them at once. A snapshot can be read only once: what has to be
 * sent again comes from the part's own memory.
 *
 * @throws what `send` threw first, once no part is on its way any more; UploadAborted.
 */
export async function sendInParts(
  pieces: Iterable<Uint8Array>,
  settings: PartSettings,
  send: SendPart,
): Promise<WrittenFile> {
  const { partBytes } = settings;
  const sending = new Sending(settings, send);
  const sum = new Xxh64();
  let bytes = 0;
  let pauseAt = bytesAtAStretch;
  let pieceCount = 0;
  try {
    let buffer = await sending.buffer(Math.min(firstBytes, partBytes));
    let filled = 0;
    for (const piece of pieces) {
      bytes += piece.length;
      // While the processor's cache has the piece: of a part that is full it has little left.
      sum.add(piece);
      for (let at = 0; at < piece.length;) {
        if (filled === buffer.length && filled < partBytes) {
          buffer = sending.enlarged(buffer, Math.min(4 * filled, partBytes));
        } else if (filled === partBytes) {
          sending.begin(buffer, false);
          buffer = await sending.buffer(partBytes);
          filled = 0;
        }
        const taken = Math.min(piece.length - at, buffer.length - filled);
        buffer.set(piece.subarray(at, at + taken), filled);
        filled += taken;
        at += taken;
      }
      pieceCount += 1;
      if (bytes >= pauseAt || pieceCount >= piecesAtAStretch) {
        await otherWork();
        pauseAt = bytes + bytesAtAStretch;
        pieceCount = 0;
      }
      if (sending.hasFailed) break;
    }
    sending.begin(buffer.subarray(0, filled), true);
  } finally {
    await sending.allEnded();
  }
  return { bytes, xxh64: sum.digest() };
}

/** The parts on their way, and their memory. */
class Sending {
  private readonly giveUp = new AbortController();
  private readonly free: Uint8Array[] = [];
  private readonly underway = new Set<Promise<void>>();
  private buffers = 0;
  private next = 0;
  private failure: { readonly error: unknown } | undefined;
  private readonly signal: AbortSignal;
  private readonly allocate: (bytes: number) => Uint8Array;

  constructor(
    private readonly settings: PartSettings,
    private readonly send: SendPart,
  ) {
    const { signal, allocate = (bytes: number) => Buffer.allocUnsafeSlow(bytes) } = settings;
    this.signal = signal;
    this.allocate = allocate;
    signal.addEventListener('abort', this.abort);
    if (signal.aborted) this.abort();
  }

  get hasFailed(): boolean {
    return this.failure !== undefined;
  }

  /** Memory for the next part, once there is some. @throws what a part failed with. */
  async buffer(bytes: number): Promise<Uint8Array> {
    const { partsAtOnce } = this.settings;
    while (this.free.length === 0 && this.buffers === partsAtOnce) await Promise.race(this.underway);
    if (this.failure) throw this.failure.error;
    const buffer = this.free.pop();
    if (buffer) return buffer;
    this.buffers++;
    return this.allocate(bytes);
  }

  enlarged(buffer: Uint8Array, bytes: number): Uint8Array {
    const larger = this.allocate(bytes);
    larger.set(buffer);
    return larger;
  }

  begin(bytes: Uint8Array, isLast: boolean): void {
    if (this.failure) return;
    const number = this.next++;
    const sent = this.send({ number, bytes, isWhole: isLast && number === 0 }, this.giveUp.signal)
      .catch((error: unknown) => this.fail(error))
      .finally(() => {
        this.free.push(bytes);
        this.underway.delete(sent);
      });
    this.underway.add(sent);
  }

  async allEnded(): Promise<void> {
    await Promise.all(this.underway);
    this.signal.removeEventListener('abort', this.abort);
    if (this.failure) throw this.failure.error;
  }

  private readonly abort = (): void => this.fail(new UploadAborted());

  private fail(error: unknown): void {
    this.failure ??= { error };
    this.giveUp.abort();
  }
}
