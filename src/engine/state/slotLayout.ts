import type { FieldKind } from '../pipeline/recordTypes.js';
import type { StateDescriptors } from '../pipeline/state.js';

/** How keys are kept: whole 32-bit numbers, other numbers, text. Decided by the first key of a subtask. */
export const keyKinds = ['int32', 'float64', 'string'] as const;
export type KeyKind = (typeof keyKinds)[number];

/**
 * What a slot of the table looks like, in bytes:
 *
 *     int32 key     │ meta │ key  │ values, 8 bytes each …
 *     float64 key   │ meta │ hash │ key ········ │ values …
 *     string key    │ meta │ hash │ from │ units │ values …      (a place in the table's text, see KeyText)
 *
 * `meta` is 0 for an empty slot, else `epoch << 1 | 1`: the epoch in which the slot was last written or saved.
 */
export interface SlotLayout {
  readonly key: KeyKind;
  readonly slotBytes: number;
  readonly columns: readonly SlotColumn[];
}

/** One value of a slot; `word` is its place in 8-byte words from the start of the slot. */
export interface SlotColumn {
  readonly name: string;
  readonly kind: FieldKind;
  readonly word: number;
}

export function slotLayout(key: KeyKind, states: StateDescriptors): SlotLayout {
  const keyWords = key === 'int32' ? 1 : 2;
  const columns = Object.entries(states).map(([name, { type }], index) => ({
    name,
    kind: type.kind,
    word: keyWords + index,
  }));
  return { key, slotBytes: (keyWords + columns.length) * 8, columns };
}

export function keyKindOf(key: number | string): KeyKind {
  if (typeof key === 'string') return 'string';
  return (key | 0) === key ? 'int32' : 'float64';
}
