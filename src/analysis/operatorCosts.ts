import { counterNames, phases, type Counter, type Trace } from '../trace/model.js';
import type { Row } from '../trace/rowRange.js';
import type { CheckpointIndex, Ms, OperatorIndex } from '../trace/units.js';
import { countedIn, type Stretch } from './counters.js';
import type { Coverage } from './phaseStatistics.js';
import { stretchesBefore, tellingRate, union } from './throughput.js';

/** What checkpoints cost the covered subtasks of one operator beyond their phases; what was not counted is absent. */
export interface OperatorCosts {
  readonly operator: OperatorIndex;
  /** Bytes copied because of a snapshot, in whole buckets. */
  readonly bytesCopied?: number;
  /** Time of all subtasks in which an output had no room. */
  readonly backPressuredMs?: Ms;
  /** Time of all subtasks in which there was nothing to do. */
  readonly idleMs?: Ms;
  /** All time of all subtasks that was counted: what the two before are parts of. */
  readonly countedMs?: Ms;
  /** Records per second of all subtasks together, in up to a second before each covered trigger. */
  readonly recordsBefore?: number;
  /** The same while any subtask of the job uploaded for a covered checkpoint. */
  readonly recordsDuring?: number;
}

/** The part of the usual records that uploads cost, of 1; below 0 where more went on. Undefined where that cannot be told. */
export function uploadTax({ recordsBefore, recordsDuring }: Partial<OperatorCosts>): number | undefined {
  if (recordsBefore === undefined || recordsDuring === undefined || recordsBefore < tellingRate) {
    return undefined;
  }
  return 1 - recordsDuring / recordsBefore;
}

/** One entry for each operator of the covered rows of which anything was counted, in the order of the rows. */
export function costsByOperator(trace: Trace, coverage: Coverage): readonly OperatorCosts[] {
  const counters = countersByRow(trace);
  if (counters.size === 0) return [];
  const stretches = stretchesOf(trace, coverage);
  const rows = new Map<OperatorIndex, Row[]>();
  for (const row of coverage.rows) {
    const others = rows.get(row.operator);
    if (others) others.push(row);
    else rows.set(row.operator, [row]);
  }
  return [...rows].flatMap(([operator, ofOperator]): OperatorCosts[] => {
    const of = (name: string): readonly Counter[] =>
      ofOperator.flatMap((row) => counters.get(keyOf(name, row)) ?? []);
    const costs = costsOf(of, ofOperator.length, stretches);
    return Object.keys(costs).length === 0 ? [] : [{ operator, ...costs }];
  });
}

function costsOf(
  of: (name: string) => readonly Counter[],
  subtasks: number,
  { counted, before, during }: Stretches,
): Omit<OperatorCosts, 'operator'> {
  const copied = of(counterNames.bytesCopied);
  const backPressured = sumIn(of(counterNames.backPressuredTime), counted);
  const idle = sumIn(of(counterNames.idleTime), counted);
  const all = of(counterNames.recordsProcessed);
  // Without one of the subtasks it would be no rate of the operator.
  const records = all.length === subtasks ? all : [];
  const recordsBefore = rateIn(records, before);
  const recordsDuring = rateIn(records, during);
  return {
    ...(copied.length > 0 && { bytesCopied: copiedIn(copied, counted) }),
    ...(backPressured && { backPressuredMs: backPressured.sum, countedMs: backPressured.ms }),
    ...(idle && { idleMs: idle.sum, countedMs: idle.ms }),
    ...(recordsBefore !== undefined && { recordsBefore }),
    ...(recordsDuring !== undefined && { recordsDuring }),
  };
}

interface Stretches {
  /** Disjoint, in order. */
  readonly counted: readonly Stretch[];
  readonly before: readonly Stretch[];
  readonly during: readonly Stretch[];
}

function stretchesOf(trace: Trace, { checkpoints, stretch }: Coverage): Stretches {
  const always = { from: -Infinity, to: Infinity };
  const inside = stretch ?? always;
  const isCovered = (checkpoint: CheckpointIndex): boolean => checkpoints?.has(checkpoint) ?? true;
  const { spans } = trace;
  const upload = phases.indexOf('async');
  const whole = trace.checkpoints.map(({ trigger, end = trigger }) => ({ from: trigger, to: end }));
  const uploads: Stretch[] = [];
  const uploaded = new Set<CheckpointIndex>();
  for (let i = 0; i < spans.length; i++) {
    const [checkpoint, start, end] = [spans.checkpoint[i]!, spans.start[i]!, spans.end[i]!];
    const all = whole[checkpoint]!;
    if (end > all.to) whole[checkpoint] = { from: all.from, to: end };
    if (spans.phase[i] !== upload || !isCovered(checkpoint)) continue;
    if (start >= inside.to || end <= inside.from) continue;
    uploads.push({ from: Math.max(start, inside.from), to: Math.min(end, inside.to) });
    uploaded.add(checkpoint);
  }
  const covered = stretch ? [stretch] : checkpoints ? whole.filter((_, n) => isCovered(n)) : [always];
  const before = stretchesBefore(trace).filter((_, n) => uploaded.has(n));
  return { counted: union(covered), before: union(before), during: union(uploads) };
}

function keyOf(name: string, { operator, subtask }: Row): string {
  return `${name} ${operator}/${subtask}`;
}

const wanted: ReadonlySet<string> = new Set<string>([
  counterNames.bytesCopied,
  counterNames.backPressuredTime,
  counterNames.idleTime,
  counterNames.recordsProcessed,
]);

function countersByRow({ counters }: Trace): ReadonlyMap<string, Counter> {
  return new Map(
    counters.flatMap((counter) =>
      wanted.has(counter.name) ? [[keyOf(counter.name, counter), counter] as const] : [],
    ),
  );
}

/** Each bucket once, also where two stretches share it. */
function copiedIn(counters: readonly Counter[], stretches: readonly Stretch[]): number {
  let sum = 0;
  for (const { start, step, values } of counters) {
    let next = 0;
    for (const { from, to } of stretches) {
      const last = Math.min(values.length, Math.floor((to - start) / step) + 1);
      next = Math.max(next, Math.floor((from - start) / step));
      for (; next < last; next++) sum += values[next]!;
    }
  }
  return sum;
}

/** Undefined where nothing was counted, and for less than a bucket of each subtask. */
function sumIn(
  counters: readonly Counter[],
  stretches: readonly Stretch[],
): { readonly sum: number; readonly ms: Ms } | undefined {
  const all = counters.map((counter) => countedInAll(counter, stretches));
  if (all.length === 0 || all.some(({ ms }, n) => ms < counters[n]!.step)) return undefined;
  return all.reduce((one, other) => ({ sum: one.sum + other.sum, ms: one.ms + other.ms }));
}

function rateIn(counters: readonly Counter[], stretches: readonly Stretch[]): number | undefined {
  const all = counters.map((counter) => countedInAll(counter, stretches));
  if (all.length === 0 || all.some(({ ms }, n) => ms < counters[n]!.step)) return undefined;
  return all.reduce((rate, { sum, ms }) => rate + (sum / ms) * 1000, 0);
}

function countedInAll(counter: Counter, stretches: readonly Stretch[]): { sum: number; ms: Ms } {
  let [sum, ms] = [0, 0];
  for (const stretch of stretches) {
    const part = countedIn(counter, stretch);
    sum += part.sum;
    ms += part.ms;
  }
  return { sum, ms };
}
