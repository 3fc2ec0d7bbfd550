import { counterNames, phases, type Trace } from '../trace/model.js';
import type { Row } from '../trace/rowRange.js';
import type { Ms, OperatorIndex } from '../trace/units.js';
import { counterOf, countedIn, type Stretch } from './counters.js';

/** Below this many records per second each single record moves a percentage, and a strip: neither tells anything. */
export const tellingRate = 1000;

/** How far back from the trigger "before the checkpoint" reaches. */
const beforeMs = 1000;

/**
 * Records that a subtask processed per second in `[from, to)`. A bucket that straddles a border counts by its overlap;
 * only time that the counter covers counts. Undefined where nothing was counted, and for stretches shorter than one
 * bucket, about which the buckets say nothing.
 */
export function recordsPerSecond(trace: Trace, row: Row, from: Ms, to: Ms): number | undefined {
  const counter = counterOf(trace, row, counterNames.recordsProcessed);
  if (counter === undefined) return undefined;
  const { sum, ms } = countedIn(counter, { from, to });
  return ms >= counter.step ? (sum / ms) * 1000 : undefined;
}

/** Records per second of all subtasks of an operator together; undefined where one of them has no answer. */
export function operatorRecordsPerSecond(
  trace: Trace,
  operator: OperatorIndex,
  { from, to }: Stretch,
): number | undefined {
  let sum = 0;
  for (let subtask = 0; subtask < (trace.operators[operator]?.parallelism ?? 0); subtask++) {
    const rate = recordsPerSecond(trace, { operator, subtask }, from, to);
    if (rate === undefined) return undefined;
    sum += rate;
  }
  return sum;
}

/**
 * For each checkpoint the stretch before its trigger in which no earlier checkpoint was under way: at most a second, and
 * empty where one still was.
 */
export function stretchesBefore({ checkpoints, spans }: Trace): readonly Stretch[] {
  const lastEnds = checkpoints.map(({ trigger }) => trigger);
  for (let i = 0; i < spans.length; i++) {
    const checkpoint = spans.checkpoint[i]!;
    lastEnds[checkpoint] = Math.max(lastEnds[checkpoint]!, spans.end[i]!);
  }
  const inOrder = checkpoints.map(({ trigger }, checkpoint) => ({ trigger, checkpoint }));
  inOrder.sort((a, b) => a.trigger - b.trigger);
  const stretches: Stretch[] = new Array<Stretch>(checkpoints.length);
  let busyUntil = -Infinity;
  let sameTrigger: number[] = [];
  let previous = -Infinity;
  for (const { trigger: to, checkpoint } of inOrder) {
    // Checkpoints triggered at one moment are none the other's past.
    if (to > previous) {
      for (const other of sameTrigger) busyUntil = Math.max(busyUntil, lastEnds[other]!);
      sameTrigger = [];
      previous = to;
    }
    sameTrigger.push(checkpoint);
    stretches[checkpoint] = { from: Math.min(to, Math.max(to - beforeMs, busyUntil)), to };
  }
  return stretches;
}

/**
 * The stretches in which some subtask uploaded, disjoint and in order. With all starts and all ends sorted apart, as many
 * uploads have ended as have begun wherever the next start lies behind the end at the same place: there is a gap.
 */
export function uploadStretches({ spans }: Trace): readonly Stretch[] {
  const upload = phases.indexOf('async');
  const isUpload = (_: number, i: number): boolean => spans.phase[i] === upload;
  const starts = spans.start.filter(isUpload).sort();
  const ends = spans.end.filter(isUpload).sort();
  const stretches: Stretch[] = [];
  let from = 0;
  for (let i = 0; i < starts.length; i++) {
    if (i + 1 < starts.length && starts[i + 1]! <= ends[i]!) continue;
    stretches.push({ from: starts[from]!, to: ends[i]! });
    from = i + 1;
  }
  return stretches;
}

/** The same time in disjoint stretches, in order. */
export function union(stretches: readonly Stretch[]): readonly Stretch[] {
  const merged: { from: Ms; to: Ms }[] = [];
  for (const { from, to } of [...stretches].sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else merged.push({ from, to });
  }
  return merged;
}
