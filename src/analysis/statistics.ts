import { counterNames, phases, type Phase, type Spans, type Trace, type WaitKind } from '../trace/model.js';
import { operatorRange } from '../trace/rowRange.js';
import type { Ms, OperatorIndex } from '../trace/units.js';
import { operatorBytesCopied, operatorLoad, waitMs, waitsOf, type Load } from './checkpointCosts.js';
import { blockedShares, type BlockedShare } from './blockedShare.js';
import { median, select } from './median.js';
import { counterOf, countedIn, type Stretch } from './counters.js';
import { stretchesBefore, union, uploadStretches } from './throughput.js';

/**
 * Durations of one kind: how many, and how they spread. `p95` and `p99` by nearest rank: the shortest that at least 95 or 99 of 100 do
 * not exceed, so that each is one of them.
 */
export interface Distribution {
  readonly count: number;
  readonly min: Ms;
  readonly median: Ms;
  readonly p95: Ms;
  readonly p99: Ms;
  readonly max: Ms;
  readonly total: Ms;
}

/** What one operator's subtasks did over all checkpoints; a phase that was never recorded is absent. */
export interface OperatorStatistics {
  readonly operator: OperatorIndex;
  /** In how many checkpoints the operator took part. */
  readonly checkpoints: number;
  readonly lockHold?: Distribution;
  readonly flush?: Distribution;
  readonly upload?: Distribution;
  readonly alignment?: Distribution;
  readonly startDelay?: Distribution;
  readonly uploadBytes: number;
  /** How long uploads waited before they began; a part of `upload`. */
  readonly uploadQueueing?: Distribution;
  /** How long inputs were held back; a part of `alignment`. */
  readonly heldInput?: Distribution;
  /** Bytes copied because of snapshots. */
  readonly bytesCopied?: number;
  /** Shares of 1 of all time that was counted. */
  readonly load?: Load;
  /** How much of the time that the trace covers its subtasks stood still. */
  readonly blocked?: BlockedShare;
  /** Records per second of all subtasks together, in up to a second before each trigger. */
  readonly recordsBefore?: number;
  /** Records per second of all subtasks together, while any subtask of the job uploaded. */
  readonly recordsDuring?: number;
}

/** One entry an operator, in the order of the trace's operators. */
export function operatorStatistics(trace: Trace): readonly OperatorStatistics[] {
  const stretches = countedStretches(trace);
  const blocked = blockedShares(trace);
  return trace.operators.map((_, operator) => statisticsIn(trace, operator, stretches, blocked[operator]));
}

/** What {@link operatorStatistics} has at one operator, without a walk over the spans of the others. */
export function statisticsOf(trace: Trace, operator: OperatorIndex): OperatorStatistics {
  return statisticsIn(trace, operator, countedStretches(trace), blockedShares(trace)[operator]);
}

/** The median of {@link spreadOf} without the rest. */
export function medianMs(trace: Trace, operator: OperatorIndex, phase: Phase): Ms | undefined {
  return median(durationsOf(trace, operator, phase));
}

/** How one operator's spans of a phase spread over all checkpoints. */
export function spreadOf(trace: Trace, operator: OperatorIndex, phase: Phase): Distribution | undefined {
  return distribution(durationsOf(trace, operator, phase));
}

function durationsOf(
  { spans }: Trace,
  operator: OperatorIndex,
  phase: Phase,
): ReturnType<typeof durationsIn>[number] {
  const { from, to } = operatorRange(spans, operator);
  return durationsIn(spans, from, to)[phases.indexOf(phase)]!;
}

/** Undefined for no durations. The median of an even number is the mean of the middle two. */
export function distribution(durations: ArrayLike<Ms>): Distribution | undefined {
  const count = durations.length;
  if (count === 0) return undefined;
  const values = new Float64Array(durations);
  let [min, max, total] = [Infinity, -Infinity, 0];
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
    total += value;
  }
  // Selecting is linear; of a hundred thousand lock holds sorting is what a person would wait for.
  const p99 = ofPercent(values, 99);
  const p95 = ofPercent(values, 95);
  return { count, min, median: median(values)!, p95, p99, max, total };
}

function ofPercent(values: Float64Array, percent: number): Ms {
  return select(values, Math.ceil((percent * values.length) / 100) - 1);
}

/** When records are counted: before checkpoints, and while something uploads. */
interface CountedStretches {
  readonly before: readonly Stretch[];
  readonly during: readonly Stretch[];
}

/** None where no records were counted: there is no rate then, and a million spans need not be gone through. */
function countedStretches(trace: Trace): CountedStretches {
  const isCounted = trace.counters.some(({ name }) => name === counterNames.recordsProcessed);
  return isCounted
    ? { before: union(stretchesBefore(trace)), during: uploadStretches(trace) }
    : { before: [], during: [] };
}

function statisticsIn(
  trace: Trace,
  operator: OperatorIndex,
  { before, during }: CountedStretches,
  blocked: BlockedShare | undefined,
): OperatorStatistics {
  const { spans } = trace;
  const { from, to } = operatorRange(spans, operator);
  const checkpoints = new Set(spans.checkpoint.subarray(from, to));
  const durations = durationsIn(spans, from, to);
  const lasted = (phase: Phase) => distribution(durations[phases.indexOf(phase)]!);
  return {
    operator,
    checkpoints: checkpoints.size,
    ...optional('lockHold', lasted('sync')),
    ...optional('flush', lasted('preBarrier')),
    ...optional('upload', lasted('async')),
    ...optional('alignment', lasted('alignment')),
    ...optional('startDelay', lasted('startDelay')),
    uploadBytes: uploadedIn(spans, from, to),
    ...optional('uploadQueueing', waited(trace, 'queuedUpload', operator)),
    ...optional('heldInput', waited(trace, 'heldInput', operator)),
    ...optional('bytesCopied', operatorBytesCopied(trace, operator)),
    ...optional('load', operatorLoad(trace, operator)),
    ...optional('blocked', blocked),
    ...optional('recordsBefore', meanRate(trace, operator, before)),
    ...optional('recordsDuring', meanRate(trace, operator, during)),
  };
}

/** The durations of the spans `[from, to)`, ms, by phase. */
function durationsIn({ phase, start, end }: Spans, from: number, to: number): readonly Float64Array[] {
  const counts = new Int32Array(phases.length);
  for (let i = from; i < to; i++) counts[phase[i]!]!++;
  const durations = Array.from(counts, (count) => new Float64Array(count));
  counts.fill(0);
  for (let i = from; i < to; i++) durations[phase[i]!]![counts[phase[i]!]!++] = end[i]! - start[i]!;
  return durations;
}

function waited(trace: Trace, kind: WaitKind, operator: OperatorIndex): Distribution | undefined {
  return distribution(waitsOf(trace, kind, { operator }).map(waitMs));
}

function uploadedIn({ phase, bytes }: Spans, from: number, to: number): number {
  const upload = phases.indexOf('async');
  let sum = 0;
  for (let i = from; i < to; i++) if (phase[i] === upload) sum += bytes[i]!;
  return sum;
}

/** Mean over several stretches, each by its length; undefined where the counters cover less than one bucket of them. */
function meanRate(trace: Trace, operator: OperatorIndex, stretches: readonly Stretch[]): number | undefined {
  let sum = 0;
  for (let subtask = 0; subtask < trace.operators[operator]!.parallelism; subtask++) {
    const counter = counterOf(trace, { operator, subtask }, counterNames.recordsProcessed);
    if (counter === undefined) return undefined;
    let records = 0;
    let ms = 0;
    for (const stretch of stretches) {
      const part = countedIn(counter, stretch);
      records += part.sum;
      ms += part.ms;
    }
    if (ms < counter.step) return undefined;
    sum += (records / ms) * 1000;
  }
  return sum;
}

function optional<Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): Partial<Record<Name, Value>> {
  return value === undefined ? {} : ({ [name]: value } as Record<Name, Value>);
}
