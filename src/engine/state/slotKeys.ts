import type { Views } from '../channels/codec.js';
import { readText } from '../channels/codec.js';
import type { Key } from '../pipeline/functions.js';
import { isCompactKey, type KeyKind } from './slotLayout.js';
import type { StateMemory } from './stateMemory.js';
import { valueSegment } from './valueHeap.js';

/** Reads, writes and compares the keys in slots; `at` is a slot's first 4-byte word. */
export class SlotKeys {
  private readonly isCompact: boolean;

  constructor(
    private readonly memory: StateMemory,
    private readonly kinds: readonly KeyKind[],
  ) {
    this.isCompact = isCompactKey(kinds);
  }

  equal(views: Views, at: number, hash: number, key: Key, second: Key | undefined): boolean {
    return (
      views.i32[at + 1] === hash &&
      this.equals(views, at, 0, key) &&
      (second === undefined || this.equals(views, at, 1, second))
    );
  }

  /** Writes the keys, and the hash, of a slot that is otherwise zero. @throws RunError when there is no memory. */
  write({ i32, f64 }: Views, at: number, hash: number, key: Key, second: Key | undefined): void {
    if (this.isCompact) {
      i32[at + 1] = key as number;
      return;
    }
    i32[at + 1] = hash;
    for (const [index, each] of [key, second].entries()) {
      if (typeof each === 'number') f64[at / 2 + 1 + index] = each;
      else if (each !== undefined) this.writeText(i32, at + 2 + index * 2, each);
    }
  }

  /** The key, or with index 1 the second key. */
  read({ i32, f64 }: Views, at: number, index: number): Key {
    if (this.isCompact) return i32[at + 1]!;
    if (this.kinds[index] !== 'string') return f64[at / 2 + 1 + index]!;
    const word = at + 2 + index * 2;
    const reference = i32[word]! >>> 0;
    const { u16 } = this.memory.heap.viewsOf(reference);
    return readText(u16, this.memory.heap.startOf(reference) * 2, i32[word + 1]!);
  }

  private equals({ i32, f64 }: Views, at: number, index: number, key: Key): boolean {
    if (typeof key === 'number') return f64[at / 2 + 1 + index] === key;
    const word = at + 2 + index * 2;
    if (i32[word + 1] !== key.length) return false;
    const reference = i32[word]! >>> 0;
    const { u16 } = this.memory.pool.views[valueSegment(reference)]!;
    const from = this.memory.heap.startOf(reference) * 2;
    for (let i = 0; i < key.length; i++) if (u16[from + i] !== key.charCodeAt(i)) return false;
    return true;
  }

  private writeText(i32: Int32Array, word: number, text: string): void {
    const reference = this.memory.allocateValue(text.length * 2);
    const { u16 } = this.memory.heap.viewsOf(reference);
    const from = this.memory.heap.startOf(reference) * 2;
    for (let i = 0; i < text.length; i++) u16[from + i] = text.charCodeAt(i);
    i32[word] = reference;
    i32[word + 1] = text.length;
  }
}
