import { float64, int64 } from '../../../src/engine/pipeline/recordTypes.js';
import { valueState, type ValueState } from '../../../src/engine/pipeline/state.js';
import { KeyedState } from '../../../src/engine/state/keyedState.js';
import type { TableSnapshot } from '../../../src/engine/state/slotTable.js';
import { writeStateFile } from '../../../src/engine/state/stateFile.js';

const descriptors = { count: valueState(int64), sum: valueState(float64) };

/** State of a count and a sum for each key, and how a record changes it. */
export function newState(expectedKeys = 0): {
  state: KeyedState;
  add: (key: number | string, by: number) => void;
} {
  const state = new KeyedState(descriptors, expectedKeys);
  const count = state.handles['count'] as ValueState<number>;
  const sum = state.handles['sum'] as ValueState<number>;
  return {
    state,
    add(key, by) {
      state.seek(key);
      count.update(count.value() + 1);
      sum.update(sum.value() + by);
    },
  };
}

/** The bytes of a snapshot's state file. */
export function fileOf(snapshot: TableSnapshot): Uint8Array {
  const pieces = [...writeStateFile(snapshot)].map((piece) => Uint8Array.from(piece));
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** Count and sum of those of the keys that have state. */
export function valuesOf(
  state: KeyedState,
  keys: Iterable<number | string>,
): Map<number | string, [number, number]> {
  const found = new Map<number | string, [number, number]>();
  for (const key of keys) {
    state.seek(key);
    if (state.slotTable!.slot < 0) continue;
    const { count, sum } = state.handles as Record<string, ValueState<number>>;
    found.set(key, [count!.value(), sum!.value()]);
  }
  return found;
}
