import { counterNames, type Counter, type Trace, type Wait, type WaitKind } from '../../trace/model.js';
import { toNanoseconds } from '../../trace/nanoseconds.js';
import { operatorRange } from '../../trace/rowRange.js';
import type { CheckpointIndex, Ms, OperatorIndex } from '../../trace/units.js';
import { waitMs } from '../checkpointCosts.js';
import { countedIn } from '../counters.js';
import type { Longest, Sample } from './samples.js';
import type { Side } from './side.js';

/** What checkpoints cost an operator beyond their phases: waits, and the time in which an output had no room while one went on. */
export type CostKind = WaitKind | 'backPressured';

/** One cost at one operator; of held inputs those from one operator. */
export interface Cost {
  readonly kind: CostKind;
  readonly from?: OperatorIndex;
}

/** The costs of one side. What a trace tells nothing of is absent; what it could have told of and did not took no time. */
export class CostSamples {
  private readonly chosen: ReadonlySet<CheckpointIndex>;
  /** By operator. */
  private readonly waits = new Map<OperatorIndex, Wait[]>();
  private readonly backPressured = new Map<OperatorIndex, Counter[]>();

  constructor(private readonly side: Side) {
    const { trace, checkpoints } = side;
    this.chosen = new Set(checkpoints);
    for (const wait of trace.waits) if (this.chosen.has(wait.checkpoint)) add(this.waits, wait);
    for (const counter of trace.counters) {
      if (counter.name === counterNames.backPressuredTime) add(this.backPressured, counter);
    }
  }

  /** The costs that an operator had. */
  found(operator: OperatorIndex): readonly Cost[] {
    const costs = new Map<string, Cost>();
    for (const { kind, from } of this.waits.get(operator) ?? []) {
      costs.set(`${kind} ${from?.operator ?? ''}`, { kind, ...(from && { from: from.operator }) });
    }
    if (this.backPressured.has(operator)) costs.set('backPressured', { kind: 'backPressured' });
    return [...costs.values()];
  }

  sample(operator: OperatorIndex, cost: Cost): Sample | undefined {
    const sample = cost.kind === 'backPressured' ? this.withoutRoom(operator) : this.waited(operator, cost);
    return sample.longest.length === 0 ? undefined : sample;
  }

  private waited(operator: OperatorIndex, { kind, from }: Cost): Sample {
    if (!tellsOfWaits(this.side.trace)) return { longest: [], spans: 0, totalMs: 0, toleranceMs: 0 };
    const waits = (this.waits.get(operator) ?? []).filter(
      (wait) => wait.kind === kind && wait.from?.operator === from,
    );
    const longest = new Map<CheckpointIndex, Longest>();
    for (const checkpoint of this.partIn(operator)) longest.set(checkpoint, { checkpoint, ms: 0 });
    let totalMs = 0;
    for (const wait of waits) {
      const { checkpoint, subtask } = wait;
      const ms = toNanoseconds(waitMs(wait));
      totalMs += ms;
      if (ms > (longest.get(checkpoint)?.ms ?? 0)) longest.set(checkpoint, { checkpoint, subtask, ms });
    }
    return { longest: [...longest.values()], spans: waits.length, totalMs, toleranceMs: 0 };
  }

  /** From the trigger to the end of each checkpoint; where the counters do not cover it there is no value. */
  private withoutRoom(operator: OperatorIndex): Sample {
    const { trace, checkpoints } = this.side;
    const counters = this.backPressured.get(operator) ?? [];
    const longest: Longest[] = [];
    let [spans, totalMs] = [0, 0];
    for (const checkpoint of checkpoints) {
      const { trigger, end = trigger } = trace.checkpoints[checkpoint]!;
      let most: Longest | undefined;
      for (const counter of counters) {
        const { sum, ms: counted } = countedIn(counter, { from: trigger, to: end });
        if (counted === 0 || counted + counter.step < end - trigger) continue;
        const ms = toNanoseconds(sum);
        spans += 1;
        totalMs += ms;
        if (most === undefined || ms > most.ms) most = { checkpoint, subtask: counter.subtask, ms };
      }
      if (most !== undefined) longest.push(most);
    }
    return { longest, spans, totalMs, toleranceMs: misplaced(counters) };
  }

  /** The chosen checkpoints in which an operator took part. */
  private partIn(operator: OperatorIndex): ReadonlySet<CheckpointIndex> {
    const { spans } = this.side.trace;
    const { from, to } = operatorRange(spans, operator);
    const part = new Set<CheckpointIndex>();
    for (let i = from; i < to; i++) {
      if (this.chosen.has(spans.checkpoint[i]!)) part.add(spans.checkpoint[i]!);
    }
    return part;
  }
}

/** A trace that counts what checkpoints cost has the waits too: where it has none there was none. */
function tellsOfWaits({ waits, counters }: Trace): boolean {
  return waits.length > 0 || counters.some(({ name }) => name === counterNames.backPressuredTime);
}

/**
 * How much of a bucket may be counted to the wrong side of a border: nobody knows when inside it the time was. At worst the
 * border halves the bucket, and its half that was full lies on one side: a quarter of it is misplaced. A stretch has two borders.
 */
function misplaced(counters: readonly Counter[]): Ms {
  return counters.reduce((most, { step }) => Math.max(most, step / 2), 0);
}

function add<Of extends { readonly operator: OperatorIndex }>(by: Map<OperatorIndex, Of[]>, one: Of): void {
  const others = by.get(one.operator);
  if (others) others.push(one);
  else by.set(one.operator, [one]);
}
