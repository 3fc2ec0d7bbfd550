import { UndoLogReader } from '../../src/engine/state/undoLog.js';

/** What goes on in other threads while a snapshot is read: told before and after each touch of memory that the reader shares. */
let touched: (() => void) | undefined;

const reader = UndoLogReader.prototype as unknown as Record<string, (...args: unknown[]) => unknown>;
const touches = Object.getOwnPropertyNames(reader).filter((name) => name !== 'constructor');
for (const name of touches) {
  const touch = reader[name]!;
  reader[name] = function (...args) {
    touched?.();
    const result = touch.apply(this, args);
    touched?.();
    return result;
  };
}

/** Lets `goOn` have the `nth` moment in what `read` does between touching shared memory and touching it again, from 0. */
export function preempted<Result>(read: () => Result, nth: number, goOn: () => void): Result {
  let left = nth;
  touched = () => {
    if (left-- === 0) goOn();
  };
  try {
    return read();
  } finally {
    touched = undefined;
  }
}
