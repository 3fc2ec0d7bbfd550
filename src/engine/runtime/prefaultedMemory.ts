import { open, type FileHandle } from 'node:fs/promises';
import { defaultCut, segmentBytes, type SegmentSource } from '../state/memoryPool.js';

/** Of all segments but the first few. */
export const fullSegmentBytes = segmentBytes(defaultCut.pageBytes * defaultCut.segmentPagesMax);

/** Segments that are ready, or are being made so, before they are asked for. */
const segmentsAhead = 4;
/** One waits for its turn in the pool, so that the pool need not wait for this thread. */
const atOnce = 2;

/**
 * Memory that the operating system has already given. It gives a page when it is first written to, which takes as long as to fill
 * a table; here it is done beside that, by Node's thread pool, which reads zeros into the memory. Where there is no `/dev/zero`, or the pool
 * does not keep up, the memory is as any other.
 */
export class PrefaultedMemory implements SegmentSource {
  private readonly ready: SharedArrayBuffer[] = [];
  private underway = 0;
  private zeros: Promise<FileHandle | undefined> | undefined;
  private isClosed = false;

  allocate(bytes: number): SharedArrayBuffer {
    if (bytes !== fullSegmentBytes || this.isClosed) return new SharedArrayBuffer(bytes);
    const segment = this.ready.pop() ?? new SharedArrayBuffer(bytes);
    this.goOn();
    return segment;
  }

  close(): void {
    this.isClosed = true;
    this.ready.length = 0;
    if (this.underway === 0) this.closeZeros();
  }

  private goOn(): void {
    while (this.underway < atOnce && this.ready.length + this.underway < segmentsAhead) {
      this.underway++;
      void this.prefault();
    }
  }

  private async prefault(): Promise<void> {
    const zeros = await (this.zeros ??= open('/dev/zero').catch(() => undefined));
    const segment = await filledBy(zeros);
    this.underway--;
    if (this.isClosed && this.underway === 0) this.closeZeros();
    if (segment === undefined || this.isClosed) return;
    this.ready.push(segment);
    this.goOn();
  }

  private closeZeros(): void {
    void this.zeros?.then((file) => file?.close());
  }
}

/** A segment that zeros were read into; none where that could not be done, or there is no memory. */
async function filledBy(zeros: FileHandle | undefined): Promise<SharedArrayBuffer | undefined> {
  if (zeros === undefined) return undefined;
  try {
    const segment = new SharedArrayBuffer(fullSegmentBytes);
    const { bytesRead } = await zeros.read(new Uint8Array(segment), 0, fullSegmentBytes, null);
    return bytesRead === fullSegmentBytes ? segment : undefined;
  } catch {
    // Who asks for the memory finds out, and says so.
    return undefined;
  }
}
