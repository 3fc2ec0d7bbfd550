import { tooDeepAt } from './depth.js';
import type { JsonPath } from './path.js';
import { recoverJson, type Stop } from './recovery.js';

/** A JSON text as far as it can be read; a `value` that is undefined, which no JSON text stands for, says not at all. */
export type TolerantJson =
  | { readonly kind: 'sound'; readonly value: unknown }
  /** Has comments, or commas with nothing after them. */
  | { readonly kind: 'notStrict'; readonly value: unknown }
  | { readonly kind: 'damaged'; readonly value: unknown; readonly stop: Stop }
  /** Is damaged, and nested so deep that what comes before the damage is given up; `offset` is where. */
  | { readonly kind: 'tooDeep'; readonly value: undefined; readonly offset: number };

/**
 * Parses JSON; of a damaged text that is nested no deeper than `depthMax`, what comes before the damage: the reader of
 * such a text recurses. `isKept` is that of {@link recoverJson}.
 */
export function parseTolerantly(
  text: string,
  depthMax: number,
  isKept?: (path: JsonPath) => boolean,
): TolerantJson {
  try {
    return { kind: 'sound', value: JSON.parse(text) as unknown };
  } catch {
    // The engine's message names no line; the tolerant reader says where, and reads what is there.
  }
  const offset = tooDeepAt(text, depthMax);
  if (offset !== undefined) return { kind: 'tooDeep', value: undefined, offset };
  const { value, stop } = recoverJson(text, isKept);
  return stop === undefined ? { kind: 'notStrict', value } : { kind: 'damaged', value, stop };
}
