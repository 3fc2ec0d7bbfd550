import { float64, int64 } from '../../../src/engine/pipeline/recordTypes.js';
import { valueState, type ValueState } from '../../../src/engine/pipeline/state.js';
import { KeyedState } from '../../../src/engine/state/keyedState.js';
import type { KeyedSnapshot } from '../../../src/engine/state/keyedSnapshot.js';
import type { Key } from '../../../src/engine/pipeline/functions.js';
import { FileIntake } from '../../../src/engine/checkpoint/fileIntake.js';
import type { RestoredFile } from '../../../src/engine/state/filledState.js';
import { Xxh64 } from '../../../src/engine/storage/checksum.js';
import { writeStateFile } from '../../../src/engine/state/stateFile.js';

const descriptors = { count: valueState(int64), sum: valueState(float64) };

/** State of a count and a sum for each key, and how a record changes it. */
export function newState(expectedKeys = 0): { state: KeyedState; add: (key: Key, by: number) => void } {
  const state = new KeyedState(descriptors, expectedKeys);
  const { count, sum } = state.handles as Record<string, ValueState<number>>;
  return {
    state,
    add(key, by) {
      state.seek(key);
      count!.update(count!.value() + 1);
      sum!.update(sum!.value() + by);
    },
  };
}

/** Takes a copy-on-write snapshot; a state without keys has none. */
export function snapshotOf(state: KeyedState): KeyedSnapshot {
  const snapshot = state.prepareSnapshot()!;
  state.beginSnapshot();
  return snapshot;
}

/** The bytes of a snapshot's state file. */
export function fileOf(snapshot: KeyedSnapshot): Uint8Array {
  return joined(
    Array.from(writeStateFile(snapshot, snapshot.isIncrement), (piece) => Uint8Array.from(piece)),
  );
}

/** What a restore reads of a file that comes in pieces of these lengths, over and over. */
export function taken(file: Uint8Array, lengths: readonly number[] = [1 << 20]): RestoredFile {
  const sum = new Xxh64();
  sum.add(file);
  const intake = new FileIntake({ path: 'state', bytes: file.length, xxh64: sum.digest() });
  for (let at = 0, n = 0; at < file.length; n++) {
    const length = lengths[n % lengths.length]!;
    // As a storage has it: memory of its own, that is used again once the piece was taken.
    const piece = Buffer.from(file.slice(at, at + length).buffer);
    intake.take(piece);
    piece.fill(0);
    at += length;
  }
  return intake.end();
}

export function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** Count and sum of all keys that have state. */
export function valuesOf(state: KeyedState): Map<Key, [number, number]> {
  const { count, sum } = state.handles as Record<string, ValueState<number>>;
  return new Map(
    state.keys().map((key) => {
      state.seek(key);
      return [key, [count!.value(), sum!.value()]];
    }),
  );
}
