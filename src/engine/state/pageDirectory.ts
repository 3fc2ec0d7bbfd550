import { assert } from '../errors.js';
import { GrowingInts } from './growingInts.js';

/** More would be a table of terabytes, or keys chosen so that their hashes agree. */
const depthMax = 24;

/**
 * Which page the keys of a hash are in: extendible hashing (Fagin et al., 1979). The first `depth` bits of the hash are an
 * index of pages; a page that is full is split in two by the next bit, alone, so that a table grows in small steps.
 */
export class PageDirectory {
  private depth = 1;
  private pages: Int32Array;
  /** By page: how many bits of the hash its keys have in common. */
  private readonly depths = new GrowingInts();

  constructor(allocate: () => number, depth: number) {
    // One bit at least, since a shift by 32 would be none; both halves may be one page.
    this.depth = Math.max(1, depth);
    this.pages = new Int32Array(1 << this.depth);
    const share = 1 << (this.depth - depth);
    for (let i = 0; i < this.pages.length; i += share) {
      const page = allocate();
      this.depths.set(page, depth);
      this.pages.fill(page, i, i + share);
    }
  }

  pageOf(hash: number): number {
    return this.pages[hash >>> (32 - this.depth)]!;
  }

  /** The pages by the first bits of the hash; a page has one place or several side by side. */
  copy(): Int32Array {
    return this.pages.slice();
  }

  /** Has these pages instead of its own, in as many places as `copy` gave them. */
  adopt(pages: Int32Array): void {
    this.depth = Math.log2(pages.length);
    this.pages = pages;
    for (let from = 0, to = 0; from < pages.length; from = to) {
      while (to < pages.length && pages[to] === pages[from]) to++;
      this.depths.set(pages[from]!, this.depth - Math.log2(to - from));
    }
  }

  /** The first place that the page of a hash has in a directory of this depth. */
  placeOf(page: number, hash: number, depth: number): number {
    return (hash >>> (32 - depth)) & -(1 << (depth - this.depths.at(page)));
  }

  /** A hash of each page, one after the other: each page has one. */
  hashes(): number[] {
    const found: number[] = [];
    for (let i = 0; i < this.pages.length; i += this.share(this.pages[i]!)) {
      found.push(i << (32 - this.depth));
    }
    return found;
  }

  /** The bit of a hash by which its page would be split, counted from the first. @throws EngineBug */
  splitBit(hash: number): number {
    const bit = this.depths.at(this.pageOf(hash));
    assert(bit < depthMax, 'the keys of a page differ in their hashes');
    return bit;
  }

  /** Puts two pages in place of the hash's: the first for keys whose next bit is 0. */
  split(hash: number, zero: number, one: number): void {
    const depth = this.splitBit(hash);
    if (depth === this.depth) this.double();
    const share = 1 << (this.depth - depth);
    const from = (hash >>> (32 - this.depth)) & -share;
    this.pages.fill(zero, from, from + share / 2);
    this.pages.fill(one, from + share / 2, from + share);
    this.depths.set(zero, depth + 1);
    this.depths.set(one, depth + 1);
  }

  /** Puts another page in place of the hash's. */
  replace(hash: number, page: number): void {
    const depth = this.depths.at(this.pageOf(hash));
    this.put(hash, page, depth);
  }

  /** The page that was split off with the hash's, and a hash of it, where neither was split again. */
  buddyOf(hash: number): { readonly page: number; readonly hash: number } | undefined {
    const depth = this.depths.at(this.pageOf(hash));
    if (depth === 0) return undefined;
    const other = hash ^ (1 << (32 - depth));
    const page = this.pageOf(other);
    return this.depths.at(page) === depth ? { page, hash: other } : undefined;
  }

  /** Puts one page in place of the hash's and its buddy. */
  merge(hash: number, page: number): void {
    this.put(hash, page, this.depths.at(this.pageOf(hash)) - 1);
  }

  private put(hash: number, page: number, depth: number): void {
    const share = 1 << (this.depth - depth);
    const from = (hash >>> (32 - this.depth)) & -share;
    this.pages.fill(page, from, from + share);
    this.depths.set(page, depth);
  }

  /** How many places a page has in the directory. */
  private share(page: number): number {
    return 1 << (this.depth - this.depths.at(page));
  }

  private double(): void {
    const pages = new Int32Array(this.pages.length * 2);
    for (let i = 0; i < pages.length; i++) pages[i] = this.pages[i >> 1]!;
    this.pages = pages;
    this.depth++;
  }
}
