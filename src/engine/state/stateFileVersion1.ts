import type { FieldKind } from '../pipeline/recordTypes.js';
import { valueState } from '../pipeline/state.js';
import type { KeyKind } from './slotLayout.js';
import type { StateFile } from './stateFile.js';

/** The header of such a file. */
export interface FirstHeader {
  readonly key: KeyKind;
  readonly columns: readonly { readonly name: string; readonly kind: FieldKind }[];
  readonly keys: number;
  readonly keyTextUnits: number;
}

/**
 * Reads a state file of the first releases, which had numbers only and all text of keys in one piece:
 *
 *     │ "CKPTSTAT" │ bytes of the header, 4 │ header: JSON │ key text, UTF-16 │ padding to 8 │ slots … │
 *
 * Slots were as they are now, with the place of a text key counted in UTF-16 units from 0.
 */
export function readFirstVersion(
  bytes: Uint8Array,
  { key: keyKind, columns, keys, keyTextUnits }: FirstHeader,
  textFrom: number,
): StateFile {
  const states = Object.fromEntries(
    columns.map(({ name, kind }) => [name, valueState({ kind } as Parameters<typeof valueState>[0])]),
  );
  const offset = Math.ceil((textFrom + keyTextUnits * 2) / 8) * 8;
  const slots = new Int32Array(bytes.buffer, bytes.byteOffset + offset, (bytes.length - offset) / 4);
  const header = { version: 1, keyKind, states, keyCounts: [keys], placeCounts: [], isIncrement: false };
  if (keyKind !== 'string') {
    return { header, chunks: () => [{ table: 0, hasGaps: false, slots, values: new Int32Array(0) }] };
  }
  const text = new Uint16Array(bytes.slice(textFrom, textFrom + keyTextUnits * 2).buffer);
  return {
    header,
    chunks: () => [{ table: 0, hasGaps: false, ...withAlignedText(slots, (2 + columns.length) * 2, text) }],
  };
}

/** The same slots with the text of each key at a multiple of 4 bytes. */
function withAlignedText(
  old: Int32Array,
  slotInts: number,
  text: Uint16Array,
): { readonly slots: Int32Array; readonly values: Int32Array } {
  const slots = old.slice();
  const units = new Uint16Array(text.length * 2 + slots.length);
  let used = 0;
  for (let at = 0; at < slots.length; at += slotInts) {
    const from = slots[at + 2]!;
    const length = slots[at + 3]!;
    units.set(text.subarray(from, from + length), used);
    slots[at + 2] = used / 2 + 1;
    used += Math.ceil(length / 2) * 2;
  }
  return { slots, values: new Int32Array(units.buffer, 0, used / 2) };
}
