import type { Key } from '../pipeline/functions.js';

/** How keys are kept: whole 32-bit numbers, other numbers, text. */
export const keyKinds = ['int32', 'float64', 'string'] as const;
export type KeyKind = (typeof keyKinds)[number];

/**
 * What a slot of a table looks like. The first word, of 8 bytes as all, says whether it is in use and holds the hash of
 * its keys; a table with one key of 32 bits has that in its place. Then come the keys and the values.
 *
 *     one int32 key  │ meta │ key  │ values …
 *     else           │ meta │ hash │ key, 8 bytes │ second key, where there is one, 8 bytes │ values …
 *
 * Numbers are in the slot. Text, and values of varying length, are a reference to a block and a length (see ValueHeap).
 * `meta` is 0 for an empty slot, else `epoch << 2 | slotState`, with the epoch in which the slot was last written.
 */
export interface SlotLayout {
  /** One, or two in a table of entries: the key, and the list's index or the map's key. */
  readonly keys: readonly KeyKind[];
  /** 8-byte words of a slot. */
  readonly words: number;
  /** Bytes of the pages that the slots are in. */
  readonly pageBytes: number;
  /** References to the text of keys. */
  readonly keyReferences: readonly Reference[];
  /** References to values of varying length. */
  readonly valueReferences: readonly Reference[];
}

/** A word of a slot that holds a reference and a length, which counts units of so many bytes. */
export interface Reference {
  readonly word: number;
  readonly unitBytes: number;
}

export const slotState = { live: 1, deleted: 3 } as const;

/** What a value takes of a slot. */
export interface ValuePlace {
  readonly words: number;
  /** Where it is a reference: bytes of the unit in which its length counts. */
  readonly referenceUnit?: number;
}

/** The layout for keys of these kinds and values in this order, and the word at which each value begins. */
export function slotLayout(
  keys: readonly KeyKind[],
  values: readonly ValuePlace[],
  pageBytes: number,
): { readonly layout: SlotLayout; readonly places: readonly number[] } {
  const keyReferences = keys.flatMap((kind, index) =>
    kind === 'string' ? [{ word: 1 + index, unitBytes: 2 }] : [],
  );
  const valueReferences: Reference[] = [];
  const places: number[] = [];
  let words = firstValueWord(keys);
  for (const value of values) {
    places.push(words);
    const { referenceUnit: unitBytes } = value;
    if (unitBytes !== undefined) valueReferences.push({ word: words, unitBytes });
    words += value.words;
  }
  return { layout: { keys, words, pageBytes, keyReferences, valueReferences }, places };
}

/** Whether a slot has its key beside `meta` and no hash. */
export function isCompactKey(keys: readonly KeyKind[]): boolean {
  return keys.length === 1 && keys[0] === 'int32';
}

/** The word at which the values of a slot begin. */
export function firstValueWord(keys: readonly KeyKind[]): number {
  return isCompactKey(keys) ? 1 : 1 + keys.length;
}

export function slotsOfPage({ words, pageBytes }: SlotLayout): number {
  return Math.floor(pageBytes / (words * 8));
}

/** Where a hash's slot is in its page, by bits that the directory uses last. */
export function slotOfHash(hash: number, slotCount: number): number {
  return ((hash & 0xffff) * slotCount) >>> 16;
}

/** The first empty slot for a hash in the page that begins at this 4-byte word; there is one. */
export function emptySlot(i32: Int32Array, page: number, hash: number, layout: SlotLayout): number {
  const slotCount = slotsOfPage(layout);
  const slotInts = layout.words * 2;
  const end = page + slotCount * slotInts;
  let at = page + slotOfHash(hash, slotCount) * slotInts;
  while (i32[at] !== 0) {
    at += slotInts;
    if (at === end) at = page;
  }
  return at;
}

export function keyKindOf(key: Key): KeyKind {
  if (typeof key === 'string') return 'string';
  return (key | 0) === key ? 'int32' : 'float64';
}
