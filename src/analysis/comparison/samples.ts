import { phases, type Phase, type Trace } from '../../trace/model.js';
import { toNanoseconds } from '../../trace/nanoseconds.js';
import { operatorRange } from '../../trace/rowRange.js';
import type { CheckpointIndex, Ms, OperatorIndex, SubtaskIndex } from '../../trace/units.js';
import type { Side } from './side.js';

/** Acknowledging says nothing of the job: it is what is left until the coordinator has the message. */
export const comparedPhases = ['sync', 'preBarrier', 'alignment', 'async', 'startDelay'] as const;
export type ComparedPhase = (typeof comparedPhases)[number];

/** Phases that are not recorded where they take no time. */
const mayTakeNone: readonly ComparedPhase[] = ['preBarrier', 'alignment'];

/** The phases of which a trace tells that they took no time by not recording them: those that it records elsewhere. */
export function phasesThatMayTakeNone({ spans }: Trace): readonly ComparedPhase[] {
  const { phase } = spans;
  return mayTakeNone.filter((one) => phase.includes(phases.indexOf(one)));
}

/** The longest of an operator's spans of one phase in one checkpoint. */
export interface Longest {
  readonly checkpoint: CheckpointIndex;
  /** Absent where the phase took no time. */
  readonly subtask?: SubtaskIndex;
  readonly ms: Ms;
}

/** How long one phase took at one operator: in each checkpoint its longest subtask, and all spans together. */
export interface Sample {
  readonly longest: readonly Longest[];
  readonly spans: number;
  readonly totalMs: Ms;
  /** How much a duration may be off. */
  readonly toleranceMs: Ms;
}

/**
 * What each compared phase took at one operator; a phase that was not recorded is absent. One pass over its spans.
 *
 * @param none phases that took no time where they are not recorded
 */
export function samplesOf(
  { trace, checkpoints }: Side,
  operator: OperatorIndex,
  none: readonly ComparedPhase[],
): ReadonlyMap<ComparedPhase, Sample> {
  const { spans, source } = trace;
  const chosen = new Set(checkpoints);
  const took = new Set<CheckpointIndex>();
  const gathered = new Map<Phase, Gathered>(none.map((phase) => [phase, nothing()]));
  const { from, to } = operatorRange(spans, operator);
  for (let i = from; i < to; i++) {
    const checkpoint = spans.checkpoint[i]!;
    if (!chosen.has(checkpoint)) continue;
    took.add(checkpoint);
    const phase = phases[spans.phase[i]!]!;
    const of = gathered.get(phase) ?? nothing();
    gathered.set(phase, of);
    const ms = toNanoseconds(spans.end[i]! - spans.start[i]!);
    const known = of.longest.get(checkpoint);
    if (known === undefined || ms > known.ms) {
      of.longest.set(checkpoint, { checkpoint, subtask: spans.subtask[i]!, ms });
    }
    of.spans += 1;
    of.totalMs += ms;
    of.uncertaintyMs = Math.max(of.uncertaintyMs, spans.uncertainty[i]!);
  }
  for (const phase of none) {
    const { longest } = gathered.get(phase)!;
    for (const checkpoint of took) {
      if (!longest.has(checkpoint)) longest.set(checkpoint, { checkpoint, ms: 0 });
    }
  }
  return new Map(
    comparedPhases.flatMap((phase): [ComparedPhase, Sample][] => {
      const of = gathered.get(phase);
      return of === undefined || of.longest.size === 0 ? [] : [[phase, sampleOf(of, source.resolution)]];
    }),
  );
}

function nothing(): Gathered {
  return { longest: new Map(), spans: 0, totalMs: 0, uncertaintyMs: 0 };
}

/** Where durations are known to a resolution, the uncertainty is about a span's place only. */
function sampleOf({ longest, spans, totalMs, uncertaintyMs }: Gathered, resolution: Ms | undefined): Sample {
  return { longest: [...longest.values()], spans, totalMs, toleranceMs: resolution ?? uncertaintyMs };
}

interface Gathered {
  readonly longest: Map<CheckpointIndex, Longest>;
  spans: number;
  totalMs: Ms;
  uncertaintyMs: Ms;
}
