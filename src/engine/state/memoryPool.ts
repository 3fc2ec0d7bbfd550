import { viewsOf, type Views } from '../channels/codec.js';
import { RunError } from '../errors.js';
import { Retained } from './retained.js';

/** How the memory of a subtask's keyed state is cut. */
export interface MemoryCut {
  /** Bytes of a page: a power of two, 64 KiB at most, as a reference to a value in it has room for no more. */
  readonly pageBytes: number;
  /** Pages of a segment at most; 256 at most, as a page's number has room for no more. */
  readonly segmentPagesMax: number;
}

/** Pages of 64 KiB in segments of up to 16 MiB, with room for what the C library keeps of each. */
export const defaultCut: MemoryCut = { pageBytes: 1 << 16, segmentPagesMax: 255 };

const largePageBytes = 1 << 21;
/** The C library puts its own notes, of some bytes, before memory. */
const notedBytes = 1 << 12;

/**
 * Bytes of a segment that has so many for pages. With the notes before it, it is whole large pages of the system, which can then give
 * it all in such. Behind the notes, within a large page, a segment would have that one in pieces of 4 KiB.
 */
export function segmentBytes(bytes: number): number {
  if (bytes + notedBytes < largePageBytes) return bytes;
  return Math.ceil((bytes + notedBytes) / largePageBytes) * largePageBytes - notedBytes;
}

/** Where the memory of segments comes from. */
export interface SegmentSource {
  /** Zeros. @throws RangeError when there is no memory. */
  allocate(bytes: number): SharedArrayBuffer;
  /** No more will be asked for. */
  close(): void;
}

/** The operating system gives it as it is used. */
export const plainMemory: SegmentSource = {
  allocate: (bytes) => new SharedArrayBuffer(bytes),
  close: () => undefined,
};

const segmentsMax = 4096;
/** So much may be given up and not be collected yet, and half of what is in use. */
export const uncollectedBytesMax = 1 << 25;

/** The segment that a page lies in. */
export function segmentOf(page: number): number {
  return page >>> 8;
}

/** Where a page of so many bytes begins in its segment, in 4-byte words. */
export function pageStart(page: number, pageBytes: number): number {
  return Math.imul(page & 255, pageBytes) >> 2;
}

/** A segment whose first pages are in use, the first of all without its page 0. */
export interface FilledSegment {
  readonly buffer: SharedArrayBuffer;
  readonly pages: number;
}

interface Segment {
  readonly pages: number;
  /** Free pages that were in use before; they are not zero. */
  readonly used: number[];
  /** Pages from here on were never in use. */
  fresh: number;
  live: number;
}

/**
 * Memory of one subtask's keyed state: pages of shared memory, in segments. A page's number is
 * `segment << 8 | page in the segment`; 0 is never given out, so that it can stand for none.
 *
 * Gives pages out and takes them back. A segment of which no page is in use goes back to the operating system, once no
 * snapshot's reader holds it either, and V8 has collected it. That knows nothing of the size of shared memory and may take for
 * ever, so it is asked to, where the runtime has exposed `gc`.
 */
export class MemoryPool {
  /** The memory of each segment; none where a segment was given back. */
  readonly views: (Views | undefined)[] = [];
  private readonly segments: (Segment | undefined)[] = [];
  private readonly retained = new Retained();
  /** No segment before this one has a free page. */
  private firstWithRoom = 0;
  private uncollectedBytes = 0;
  private givenUp = 0;

  constructor(
    readonly cut: MemoryCut = defaultCut,
    private readonly source: Pick<SegmentSource, 'allocate'> = plainMemory,
  ) {}

  /** A page, all zero. @throws RunError when there is no memory. */
  allocate(): number {
    const index = this.segmentWithRoom();
    const segment = this.segments[index]!;
    segment.live++;
    const used = segment.used.pop();
    const page = (index << 8) | (used ?? segment.fresh++);
    if (used !== undefined) this.clear(page);
    return page;
  }

  /** The segments, of a pool that has taken no page back. */
  get filled(): readonly FilledSegment[] {
    return this.segments.map((segment, index) => ({
      buffer: this.views[index]!.i32.buffer as SharedArrayBuffer,
      pages: segment!.fresh,
    }));
  }

  /** Takes over what another pool has filled, and has given up; this one is unused. */
  adopt(filled: readonly FilledSegment[]): void {
    const { pageBytes, segmentPagesMax } = this.cut;
    for (const { buffer, pages: fresh } of filled) {
      const live = this.segments.length === 0 ? fresh - 1 : fresh;
      const pages = Math.min(segmentPagesMax, Math.floor(buffer.byteLength / pageBytes));
      this.segments.push({ pages, used: [], fresh, live });
      this.views.push(viewsOf(buffer));
    }
  }

  /** A segment of its own for what does not fit in a page: the number of its first page. @throws RunError */
  allocateLarge(bytes: number): number {
    const index = this.unusedIndex();
    this.open(index, bytes);
    this.segments[index] = { pages: 1, used: [], fresh: 1, live: 1 };
    return index << 8;
  }

  free(page: number): void {
    const index = segmentOf(page);
    const segment = this.segments[index]!;
    segment.live--;
    if (segment.live === 0 && index > 0) {
      this.close(index);
    } else {
      segment.used.push(page & 255);
    }
    this.firstWithRoom = Math.min(this.firstWithRoom, index);
  }

  /** Frees a page once no snapshot's reader may read it: `snapshot` is the epoch of the oldest, `epoch` the present one. */
  freeAfterSnapshot(page: number, snapshot: number, epoch: number): void {
    this.retained.keep(page, snapshot, epoch);
  }

  /** The snapshot of this epoch is read; `open` are those that still are, the oldest first. */
  snapshotReleased(snapshot: number, open: readonly number[]): void {
    for (const pages of this.retained.released(snapshot, open)) for (const page of pages) this.free(page);
  }

  /** The memory of all segments, for another thread. */
  get buffers(): readonly (SharedArrayBuffer | undefined)[] {
    return this.views.map((views) => views?.i32.buffer as SharedArrayBuffer | undefined);
  }

  /** A copy of all pages that are or were in use, with their numbers. */
  copy(): readonly (SharedArrayBuffer | undefined)[] {
    return this.views.map((views, index) => {
      if (views === undefined) return undefined;
      const { pages, fresh } = this.segments[index]!;
      const bytes = fresh === pages ? views.i32.byteLength : fresh * this.cut.pageBytes;
      const copy = new SharedArrayBuffer(bytes);
      new Uint8Array(copy).set(new Uint8Array(views.i32.buffer, 0, bytes));
      return copy;
    });
  }

  /** Pages given out and not taken back. */
  get pagesInUse(): number {
    return this.segments.reduce((sum, segment) => sum + (segment?.live ?? 0), 0);
  }

  /** Bytes of all segments that were given back so far; they are the system's once each thread that knew them has let them go. */
  get givenUpBytes(): number {
    return this.givenUp;
  }

  /** Bytes of all segments: what is in use and what is kept for more. */
  get reservedBytes(): number {
    return this.views.reduce((sum, views) => sum + (views?.i32.byteLength ?? 0), 0);
  }

  private clear(page: number): void {
    const { pageBytes } = this.cut;
    const start = pageStart(page, pageBytes);
    this.views[segmentOf(page)]!.i32.fill(0, start, start + pageBytes / 4);
  }

  private segmentWithRoom(): number {
    let index = this.firstWithRoom;
    for (; index < this.segments.length; index++) {
      const segment = this.segments[index];
      if (segment === undefined || segment.used.length > 0 || segment.fresh < segment.pages) break;
    }
    this.firstWithRoom = index;
    if (this.segments[index] === undefined) this.openPages(index);
    return index;
  }

  /** The first segments are small, for small states; more memory than that comes in large pieces. */
  private openPages(index: number): void {
    const { pageBytes, segmentPagesMax } = this.cut;
    const pages = Math.min(segmentPagesMax, 4 ** (index + 1) - 1);
    this.open(index, segmentBytes(pages * pageBytes));
    this.segments[index] = { pages, used: [], fresh: index === 0 ? 1 : 0, live: 0 };
  }

  private unusedIndex(): number {
    const hole = this.segments.findIndex((segment, index) => segment === undefined && index > 0);
    return hole < 0 ? Math.max(1, this.segments.length) : hole;
  }

  private close(index: number): void {
    const { byteLength } = this.views[index]!.i32;
    this.givenUp += byteLength;
    this.uncollectedBytes += byteLength;
    this.segments[index] = undefined;
    this.views[index] = undefined;
    if (this.uncollectedBytes < Math.max(uncollectedBytesMax, this.reservedBytes / 2)) return;
    this.uncollectedBytes = 0;
    globalThis.gc?.();
  }

  private open(index: number, bytes: number): void {
    try {
      if (index >= segmentsMax) throw new RangeError('all segments are in use');
      this.views[index] = viewsOf(this.source.allocate(bytes));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      const megabytes = Math.round((this.reservedBytes + bytes) / 1e6);
      throw new RunError(
        `there is no memory for ${megabytes} MB of keyed state: take fewer keys, or share them out with --parallelism`,
      );
    }
  }
}
