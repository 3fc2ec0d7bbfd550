import { isBlocking, origins, phases, type Phase, type Spans, type Trace } from '../trace/model.js';
import { rowRange, type Row } from '../trace/rowRange.js';
import type { CheckpointIndex, Ms, OperatorIndex } from '../trace/units.js';
import type { Stretch } from './counters.js';
import { heldBackMs } from './verdict/jobFindings.js';
import { distribution, type Distribution } from './statistics.js';

/** Which spans are counted: of these rows, and of these checkpoints alone and in this stretch alone where they are given. */
export interface Coverage {
  readonly rows: readonly Row[];
  readonly checkpoints?: ReadonlySet<CheckpointIndex> | undefined;
  readonly stretch?: Stretch | undefined;
}

/** What the covered spans of one phase add up to. */
export interface PhaseStatistics {
  readonly phase: Phase;
  /** Not the phase itself, but what Flink's numbers leave over after the upload. */
  readonly isLeftOver: boolean;
  /** Of whole spans, also where only a part of one lies in the stretch. */
  readonly spread: Distribution;
  /** The longest span, as its position in the columns; of equals the first. */
  readonly longest: number;
  /** How much of all of them lies in the stretch. */
  readonly inside: Ms;
  /** How long processing stood still in it; of an alignment, which holds back only some inputs, at most so long. */
  readonly blocked: Ms;
}

export interface OperatorPhaseStatistics extends PhaseStatistics {
  readonly operator: OperatorIndex;
}

/** For each operator of the covered rows the phases that it was in, in the order of the rows and of the phases. */
export function statisticsByOperator(trace: Trace, coverage: Coverage): readonly OperatorPhaseStatistics[] {
  const rows = new Map<OperatorIndex, Row[]>();
  for (const row of coverage.rows) {
    const others = rows.get(row.operator);
    if (others) others.push(row);
    else rows.set(row.operator, [row]);
  }
  return [...rows].flatMap(([operator, ofOperator]) =>
    statisticsByPhase(trace, { ...coverage, rows: ofOperator }).map((of) => ({ operator, ...of })),
  );
}

/** The same of all covered rows together. In proportion to the spans of the rows, and to sort the covered ones. */
export function statisticsByPhase(trace: Trace, coverage: Coverage): readonly PhaseStatistics[] {
  return coveredSpans(trace, coverage).flatMap((spans, kind): PhaseStatistics[] => {
    const spread = distribution(Float64Array.from(spans, (i) => trace.spans.end[i]! - trace.spans.start[i]!));
    if (spread === undefined) return [];
    const isLeftOver = kind === leftOver;
    const phase = isLeftOver ? 'ack' : phases[kind]!;
    return [{ phase, isLeftOver, spread, ...sums(trace, spans, phase, coverage.stretch) }];
  });
}

/** Kinds count as the phases do; one more is what is left over. */
const leftOver = phases.length;
const ack = phases.indexOf('ack');
const derived = origins.indexOf('derived');

function coveredSpans({ spans }: Trace, { rows, checkpoints, stretch }: Coverage): readonly number[][] {
  const covered: number[][] = Array.from({ length: phases.length + 1 }, () => []);
  for (const row of rows) {
    const { from, to } = rowRange(spans, row);
    for (let i = from; i < to; i++) {
      if (checkpoints !== undefined && !checkpoints.has(spans.checkpoint[i]!)) continue;
      if (stretch !== undefined && !touches(spans, i, stretch)) continue;
      const phase = spans.phase[i]!;
      covered[phase === ack && spans.origin[i] === derived ? leftOver : phase]!.push(i);
    }
  }
  return covered;
}

/** Whether a part of it lies in the stretch; one of no length does where it begins. */
function touches({ start, end }: Spans, i: number, { from, to }: Stretch): boolean {
  return start[i]! < to && (end[i]! > from || (end[i] === start[i] && start[i]! >= from));
}

function sums(
  trace: Trace,
  spans: readonly number[],
  phase: Phase,
  { from, to }: Stretch = { from: -Infinity, to: Infinity },
): Pick<PhaseStatistics, 'longest' | 'inside' | 'blocked'> {
  const { start, end, checkpoint } = trace.spans;
  const insideUpTo = (i: number, last: Ms): Ms => Math.max(0, Math.min(last, to) - Math.max(start[i]!, from));
  let longest = spans[0]!;
  let inside = 0;
  let blocked = 0;
  for (const i of spans) {
    if (end[i]! - start[i]! > end[longest]! - start[longest]!) longest = i;
    inside += insideUpTo(i, end[i]!);
    if (phase !== 'alignment') continue;
    const held = heldBackMs(trace, { checkpoint: checkpoint[i]!, spans: { alignment: i } });
    blocked += insideUpTo(i, start[i]! + held);
  }
  return { longest, inside, blocked: isBlocking(phase) ? inside : blocked };
}
