import { counterNames, phases, type Phase, type Trace } from '../trace/model.js';
import type { Ms, OperatorIndex } from '../trace/units.js';
import {
  recordsCounter,
  recordsIn,
  stretchesBefore,
  union,
  uploadStretches,
  type Stretch,
} from './throughput.js';

/** Durations of one kind: how many, and how they spread. `p99` by nearest rank, so that it is one of them. */
export interface Distribution {
  readonly count: number;
  readonly min: Ms;
  readonly median: Ms;
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
  /** Records per second of all subtasks together, in up to a second before each trigger. */
  readonly recordsBefore?: number;
  /** Records per second of all subtasks together, while any subtask of the job uploaded. */
  readonly recordsDuring?: number;
}

/** One entry an operator, in the order of the trace's operators. */
export function operatorStatistics(trace: Trace): readonly OperatorStatistics[] {
  const gathered = gather(trace);
  // Without a count of records there is no rate, and a million spans are sorted for nothing.
  const isCounted = trace.counters.some(({ name }) => name === counterNames.recordsProcessed);
  const during = isCounted ? uploadStretches(trace) : [];
  const before = isCounted ? union(stretchesBefore(trace)) : [];
  return gathered.map(({ checkpoints, durations, uploadBytes }, operator) => ({
    operator,
    checkpoints: checkpoints.size,
    ...optional('lockHold', distribution(durations.sync)),
    ...optional('flush', distribution(durations.preBarrier)),
    ...optional('upload', distribution(durations.async)),
    ...optional('alignment', distribution(durations.alignment)),
    ...optional('startDelay', distribution(durations.startDelay)),
    uploadBytes,
    ...optional('recordsBefore', meanRate(trace, operator, before)),
    ...optional('recordsDuring', meanRate(trace, operator, during)),
  }));
}

/** Undefined for no durations. The median of an even number is the mean of the middle two. */
export function distribution(durations: readonly Ms[]): Distribution | undefined {
  if (durations.length === 0) return undefined;
  const sorted = Float64Array.from(durations).sort();
  const count = sorted.length;
  const middle = count >>> 1;
  return {
    count,
    min: sorted[0]!,
    median: count % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2,
    p99: sorted[Math.ceil(0.99 * count) - 1]!,
    max: sorted[count - 1]!,
    total: sorted.reduce((sum, duration) => sum + duration, 0),
  };
}

interface Gathered {
  readonly checkpoints: Set<number>;
  readonly durations: Record<Phase, Ms[]>;
  uploadBytes: number;
}

function gather({ operators, spans }: Trace): readonly Gathered[] {
  const gathered = operators.map((): Gathered => ({
    checkpoints: new Set(),
    durations: { startDelay: [], alignment: [], preBarrier: [], sync: [], async: [], ack: [] },
    uploadBytes: 0,
  }));
  for (let i = 0; i < spans.length; i++) {
    const of = gathered[spans.operator[i]!]!;
    const phase = phases[spans.phase[i]!]!;
    of.checkpoints.add(spans.checkpoint[i]!);
    of.durations[phase].push(spans.end[i]! - spans.start[i]!);
    if (phase === 'async') of.uploadBytes += spans.bytes[i]!;
  }
  return gathered;
}

/** Mean over several stretches, each by its length; undefined where the counters cover less than one bucket of them. */
function meanRate(trace: Trace, operator: OperatorIndex, stretches: readonly Stretch[]): number | undefined {
  let sum = 0;
  for (let subtask = 0; subtask < trace.operators[operator]!.parallelism; subtask++) {
    const counter = recordsCounter(trace, { operator, subtask });
    if (counter === undefined) return undefined;
    let records = 0;
    let ms = 0;
    for (const stretch of stretches) {
      const part = recordsIn(counter, stretch);
      records += part.records;
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
