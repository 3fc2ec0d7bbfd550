import { bufferOf } from '../bufferOf.js';
import type { LentMemory } from '../storage/storage.js';
import { defaultCut } from './memoryPool.js';
import { pageCode } from './pageCode.js';

/** What of a page a snapshot has. */
export interface PackedPage {
  /** 4-byte words of the slots. */
  readonly used: number;
  /** Whether each slot is there that is not empty: slots of deleted keys are left out but in an increment. */
  readonly isInPlace: boolean;
}

interface PageCode {
  readonly memory: WebAssembly.Memory;
  /** See pageCode.wat, which says where in the memory a page and the packed slots are. */
  pack(pageBytes: number, slotBytes: number, epoch: number, since: number): number;
  unpack(from: number, packedBytes: number, slotBytes: number, slotCount: number, meta: number): number;
}

// One for all of a thread: each takes address space by the gigabyte.
const code = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(pageCode, 'base64')))
  .exports as unknown as PageCode;
const { pageBytes } = defaultCut;
const unpacked = new Int32Array(code.memory.buffer, 0, pageBytes / 4);
const packed = new Int32Array(code.memory.buffer, pageBytes, pageBytes / 4);
const piecesFrom = 3 * pageBytes;
let isLent = false;

/**
 * Copies the slots of a page that a snapshot has, one behind the other, to the front of `slots`. `meta` becomes
 * `slot in the page << 1`, and 1 more where the key is no more.
 *
 * @param page slots of so many 4-byte words each; of 64 KiB at most
 * @param snapshot has what was written up to `epoch`, as far as it was after `since`, or `since` is 0
 */
export function packPage(
  page: Int32Array,
  slots: Int32Array,
  slotInts: number,
  { epoch, since }: { readonly epoch: number; readonly since: number },
): PackedPage {
  copyBytes(page, unpacked.subarray(0, page.length));
  const result = code.pack(page.length * 4, slotInts * 4, epoch, since);
  const used = result >> 2;
  slots.set(packed.subarray(0, used));
  return { used, isInPlace: since === 0 && (result & 1) === 0 };
}

/**
 * Fills a page with slots that `packPage` has packed, each in its place and with this `meta`; the other places are empty.
 *
 * @param page places of so many 4-byte words each; of 64 KiB at most, and not shorter than `slots`
 * @returns whether the slots are in the order of their places, and the page has these
 */
export function unpackPage(slots: Int32Array, page: Int32Array, slotInts: number, meta: number): boolean {
  const isThere = slots.buffer === code.memory.buffer;
  if (!isThere) packed.set(slots);
  const { byteOffset: from } = isThere ? slots : packed;
  const slotCount = page.length / slotInts;
  const isRight = code.unpack(from, slots.length * 4, slotInts * 4, slotCount, meta) === 1;
  if (isRight) copyBytes(unpacked.subarray(0, page.length), page);
  return isRight;
}

/** 8 MiB for what is to be unpacked, which need not be copied then; nothing while somebody else has it. */
export function lendUnpackingMemory(): LentMemory | undefined {
  if (isLent) return undefined;
  isLent = true;
  return { bytes: new Uint8Array(code.memory.buffer, piecesFrom), giveBack: () => (isLent = false) };
}

/** As `to.set(from)`, which goes through shared memory word by word and takes half as long again. */
function copyBytes(from: Int32Array, to: Int32Array): void {
  bufferOf(to).fill(bufferOf(from));
}
