import { bytes, int32, json, string } from '../../src/engine/pipeline/recordTypes.js';
import { listState, mapState, valueState, type StatesOf } from '../../src/engine/pipeline/state.js';
import { hashKey } from '../../src/engine/state/keyHash.js';

/** States of all kinds: numbers in the slot, values of varying length, tables of their own. */
export const lifetimeStates = {
  count: valueState(int32),
  name: valueState(string),
  raw: valueState(bytes),
  tags: valueState(json<readonly number[]>()),
  seen: listState(string),
  totals: mapState(int32, string),
};
export type LifetimeStates = StatesOf<typeof lifetimeStates>;

/** Longer than half of a small page, so that it has a segment of its own. */
const longText = 300;

/**
 * What the next record of a key does to its states: by nothing but how many came before it, so that the order of records of
 * different sources is of no account. After the last of a lifetime nothing is left of the key.
 *
 * @returns how many records of this lifetime have come
 */
export function live(states: LifetimeStates, key: number, lifetime: number): number {
  const { count, name, raw, tags, seen, totals } = states;
  const n = count.value() + 1;
  const chance = (what: number, below: number): number => (hashKey(key * 1009 + n * 31 + what) >>> 0) % below;
  if (n === lifetime) {
    for (const each of [count, name, raw, tags, seen, totals]) each.clear();
    return n;
  }
  count.update(n);
  if (chance(0, 4) === 0) name.clear();
  else name.update(textOf(n, chance(1, 12) === 0 ? longText : chance(2, 30)));
  if (chance(3, 3) === 0) raw.update(new Uint8Array(chance(4, 70)).fill(n));
  if (chance(5, 5) === 0) tags.clear();
  else tags.update([n, key]);
  if (chance(6, 6) === 0) seen.update([textOf(n, 3), textOf(n, 5)]);
  else seen.add(textOf(n, chance(7, 12)));
  totals.put(chance(8, 7), textOf(n, chance(9, 20)));
  totals.remove(chance(10, 7));
  return n;
}

function textOf(n: number, length: number): string {
  return String.fromCharCode(97 + (n % 26)).repeat(length);
}

/** All that the states of a key hold, as a text: what differs has another one. It is made for each record. */
export function contentOf({ count, name, raw, tags, seen, totals }: LifetimeStates): string {
  let list = '';
  for (const text of seen.get()) list += `${text}.`;
  let map = '';
  const entries = [...totals.entries()].sort(([one], [other]) => one - other);
  for (const [key, text] of entries) map += `${key}=${text}.`;
  const bytesAndJson = `${raw.value()?.join() ?? 'none'};${tags.value()?.join() ?? 'none'}`;
  return `${count.value()};${name.value()};${bytesAndJson};${list};${map}`;
}
