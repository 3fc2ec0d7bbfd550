import { counterNames, type Counter, type Trace, type Wait, type WaitKind } from '../trace/model.js';
import type { Row } from '../trace/rowRange.js';
import type { CheckpointIndex, Ms, OperatorIndex } from '../trace/units.js';
import type { Where } from './blockedTime.js';
import { counterOf, countedIn, type Stretch } from './counters.js';

/**
 * Bytes that a subtask copied in a stretch because of a snapshot. Whole buckets: between two snapshots nothing is copied, so a
 * stretch from a lock hold to the end of its upload has all of them. Undefined where none were recorded.
 */
export function bytesCopied(trace: Trace, row: Row, stretch: Stretch): number | undefined {
  const counter = counterOf(trace, row, counterNames.bytesCopied);
  return counter && wholeBuckets(counter, stretch);
}

/** The same of all subtasks while a checkpoint went on; undefined for one without an end. */
export function checkpointBytesCopied(
  { checkpoints, counters }: Trace,
  checkpoint: CheckpointIndex,
): number | undefined {
  const { trigger, end } = checkpoints[checkpoint]!;
  const copied = counters.filter(({ name }) => name === counterNames.bytesCopied);
  if (copied.length === 0 || end === undefined) return undefined;
  return copied.reduce((sum, counter) => sum + wholeBuckets(counter, { from: trigger, to: end }), 0);
}

function wholeBuckets({ start, step, values }: Counter, { from, to }: Stretch): number {
  const first = Math.max(0, Math.floor((from - start) / step));
  const last = Math.min(values.length, Math.floor((to - start) / step) + 1);
  let sum = 0;
  for (let bucket = first; bucket < last; bucket++) sum += values[bucket]!;
  return sum;
}

/** What a subtask did with its time in a stretch, as shares of 1; the rest it worked, or stood still under its lock. */
export interface Load {
  /** An output had no room. */
  readonly backPressured: number;
  /** There was nothing to do. */
  readonly idle: number;
  /** Its thread was ready to run and had no processor, in part while it was back-pressured or idle; absent where nobody can tell. */
  readonly processorWait?: number;
}

/** Undefined where it was not recorded, and for stretches shorter than a bucket. */
export function loadOf(trace: Trace, row: Row, stretch: Stretch): Load | undefined {
  const backPressured = shareOf(counterOf(trace, row, counterNames.backPressuredTime), stretch);
  const idle = shareOf(counterOf(trace, row, counterNames.idleTime), stretch);
  if (backPressured === undefined || idle === undefined) return undefined;
  const processorWait = shareOf(counterOf(trace, row, counterNames.processorWaitTime), stretch);
  return { backPressured, idle, ...(processorWait === undefined ? {} : { processorWait }) };
}

/** The same of all of an operator's subtasks over the whole trace. */
export function operatorBytesCopied(trace: Trace, operator: OperatorIndex): number | undefined {
  const counters = countersOf(trace, operator, counterNames.bytesCopied);
  return counters.length === 0 ? undefined : sumOf(counters);
}

/** Of all that was counted of an operator's subtasks. */
export function operatorLoad(trace: Trace, operator: OperatorIndex): Load | undefined {
  const backPressured = countersOf(trace, operator, counterNames.backPressuredTime);
  const idle = countersOf(trace, operator, counterNames.idleTime);
  const ms = backPressured.reduce((sum, { step, values }) => sum + step * values.length, 0);
  if (ms === 0 || idle.length === 0) return undefined;
  const waits = countersOf(trace, operator, counterNames.processorWaitTime);
  return {
    backPressured: sumOf(backPressured) / ms,
    idle: sumOf(idle) / ms,
    ...(waits.length === 0 ? {} : { processorWait: sumOf(waits) / ms }),
  };
}

/** The waits of a kind that match, longest first. */
export function waitsOf({ waits }: Trace, kind: WaitKind, where: Where = {}): readonly Wait[] {
  return waits.filter((wait) => wait.kind === kind && matches(wait, where)).sort(longestFirst);
}

export function waitMs({ start, end }: Wait): Ms {
  return end - start;
}

function countersOf({ counters }: Trace, operator: OperatorIndex, wanted: string): readonly Counter[] {
  return counters.filter((counter) => counter.name === wanted && counter.operator === operator);
}

function sumOf(counters: readonly Counter[]): number {
  return counters.reduce((sum, { values }) => values.reduce((all, value) => all + value, sum), 0);
}

/** Of a counter of ms in each bucket. */
function shareOf(counter: Counter | undefined, stretch: Stretch): number | undefined {
  if (counter === undefined) return undefined;
  const { sum, ms } = countedIn(counter, stretch);
  return ms >= counter.step ? Math.min(1, sum / ms) : undefined;
}

function matches(wait: Wait, { checkpoint, operator, subtask }: Where): boolean {
  return (
    (checkpoint === undefined || wait.checkpoint === checkpoint) &&
    (operator === undefined || wait.operator === operator) &&
    (subtask === undefined || wait.subtask === subtask)
  );
}

function longestFirst(a: Wait, b: Wait): number {
  return waitMs(b) - waitMs(a);
}
