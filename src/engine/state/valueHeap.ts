import type { Views } from '../channels/codec.js';
import { pageStart, type MemoryPool } from './memoryPool.js';
import { Retained } from './retained.js';

/**
 * Values of varying length, each in a block of its own that is not changed as long as a snapshot needs it: a new value
 * is a new block, and the slot's reference goes over to it. A reference is `page << 12 | 16-byte unit`; 0 is none.
 *
 *     block: │ epoch in which it was written, 4 bytes │ value … │
 */
const unitInts = 4;
const headBytes = 4;
const releasedAtOnce = 16;

/** Sizes of blocks: 16 bytes to half a page, each at most half as much again as the one before from 32 on. */
function blockSizes(pageBytes: number): readonly number[] {
  const sizes = [16, 32, 48, 64];
  for (let size = 64; size < pageBytes / 2; size *= 2) sizes.push(size * 1.5, size * 2);
  return sizes;
}

/** A page cut into blocks of one size. */
interface Slab {
  readonly page: number;
  readonly size: number;
  readonly free: number[];
  fresh: number;
  live: number;
  isListed: boolean;
}

/** Where a block's value begins in its segment, whose pages are so large, in 4-byte words. */
export function valueStart(reference: number, pageBytes: number): number {
  return pageStart(reference >>> 12, pageBytes) + (reference & 4095) * unitInts + 1;
}

/** The segment that a block lies in. */
export function valueSegment(reference: number): number {
  return reference >>> 20;
}

export class ValueHeap {
  private readonly slabs = new Map<number, Slab>();
  private readonly sizes: readonly number[];
  /** For each size the slabs that may have room. */
  private readonly withRoom: Slab[][];
  private readonly retained = new Retained();
  /** Blocks of released snapshots, to be freed bit by bit. */
  private readonly released: number[][] = [];
  private blocks = 0;
  private largeBlocks = 0;

  private readonly pageBytes: number;

  constructor(private readonly pool: MemoryPool) {
    this.pageBytes = pool.cut.pageBytes;
    this.sizes = blockSizes(this.pageBytes);
    this.withRoom = this.sizes.map(() => []);
  }

  /** Blocks that slots refer to or that a snapshot's reader may read. */
  get blocksInUse(): number {
    return this.blocks - this.released.reduce((sum, { length }) => sum + length, 0);
  }

  /** Pages that it has of the pool. */
  get pagesInUse(): number {
    return this.slabs.size + this.largeBlocks;
  }

  viewsOf(reference: number): Views {
    return this.pool.views[valueSegment(reference)]!;
  }

  /** Where a block's value begins in its segment, in 4-byte words. */
  startOf(reference: number): number {
    return valueStart(reference, this.pageBytes);
  }

  /** A block for a value of so many bytes, written in this epoch. @throws RunError when there is no memory. */
  allocate(bytes: number, epoch: number): number {
    this.freeReleased();
    this.blocks++;
    const index = this.sizeIndex(bytes + headBytes);
    const reference = index < 0 ? this.allocateLarge(bytes) : this.allocateBlock(index);
    this.viewsOf(reference).i32[this.startOf(reference) - 1] = epoch;
    return reference;
  }

  /** Whether a value of so many bytes may be written over the one in this block. */
  fits(reference: number, bytes: number): boolean {
    const size = this.slabs.get(reference >>> 12)?.size;
    return size !== undefined && size === this.sizes[this.sizeIndex(bytes + headBytes)];
  }

  epochOf(reference: number): number {
    return this.viewsOf(reference).i32[this.startOf(reference) - 1]!;
  }

  free(reference: number): void {
    this.blocks--;
    const page = reference >>> 12;
    const slab = this.slabs.get(page);
    if (slab === undefined) {
      this.largeBlocks--;
      this.pool.free(page);
      return;
    }
    slab.live--;
    if (slab.live === 0) {
      this.slabs.delete(page);
      this.pool.free(page);
      // Its place in the list is taken when it comes up.
      slab.fresh = Infinity;
      slab.free.length = 0;
      return;
    }
    slab.free.push(reference & 4095);
    if (!slab.isListed) this.list(slab);
  }

  /**
   * Frees a block some time after the last snapshot's reader that may read it: `snapshot` is the epoch of the oldest of
   * these snapshots, `epoch` the present one.
   */
  freeAfterSnapshot(reference: number, snapshot: number, epoch: number): void {
    this.retained.keep(reference, snapshot, epoch);
  }

  /** The snapshot of this epoch is read; `open` are those that still are, the oldest first. */
  snapshotReleased(snapshot: number, open: readonly number[]): void {
    this.released.push(...this.retained.released(snapshot, open));
  }

  /** Frees some of the blocks of released snapshots: in small parts, since processing stands still for it. */
  private freeReleased(): void {
    const blocks = this.released.at(-1);
    if (blocks === undefined) return;
    for (const reference of blocks.splice(-releasedAtOnce)) this.free(reference);
    if (blocks.length === 0) this.released.pop();
  }

  private allocateLarge(bytes: number): number {
    this.largeBlocks++;
    return (this.pool.allocateLarge(Math.ceil((bytes + headBytes) / 16) * 16) << 12) >>> 0;
  }

  private allocateBlock(index: number): number {
    const listed = this.withRoom[index]!;
    let slab = listed.at(-1);
    while (slab !== undefined && slab.free.length === 0 && !this.hasFresh(slab)) {
      slab.isListed = false;
      listed.pop();
      slab = listed.at(-1);
    }
    slab ??= this.newSlab(index);
    slab.live++;
    const unit = slab.free.pop() ?? (slab.fresh++ * slab.size) / 16;
    return ((slab.page << 12) | unit) >>> 0;
  }

  private newSlab(index: number): Slab {
    const page = this.pool.allocate();
    const slab = { page, size: this.sizes[index]!, free: [], fresh: 0, live: 0, isListed: false };
    this.slabs.set(page, slab);
    this.list(slab);
    return slab;
  }

  private list(slab: Slab): void {
    slab.isListed = true;
    this.withRoom[this.sizes.indexOf(slab.size)]!.push(slab);
  }

  private hasFresh({ fresh, size }: Slab): boolean {
    return (fresh + 1) * size <= this.pageBytes;
  }

  /** The smallest size that holds so many bytes, −1 for more than the largest. */
  private sizeIndex(bytes: number): number {
    if (bytes <= 64) return Math.max(0, Math.ceil(bytes / 16) - 1);
    return this.sizes.findIndex((size) => size >= bytes);
  }
}
