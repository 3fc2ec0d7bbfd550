import { statisticsByOperator, type Coverage } from '../../src/analysis/phaseStatistics.js';
import type { SpanTarget } from '../../src/analysis/phrases.js';
import type { Distribution } from '../../src/analysis/statistics.js';
import { phaseOfWait, waitStatistics } from '../../src/analysis/waitStatistics.js';
import { phases, type Phase, type Trace, type WaitKind } from '../../src/trace/model.js';
import type { Ms, OperatorIndex } from '../../src/trace/units.js';

/** One row of the table: a phase of an operator, what Flink's numbers leave over after it, or a wait that is a part of it. */
export interface StatisticsRow {
  readonly operator: OperatorIndex;
  readonly phase: Phase;
  readonly isLeftOver: boolean;
  readonly wait?: { readonly kind: WaitKind; readonly from?: OperatorIndex };
  readonly spread: Distribution;
  /** How much of all of them lies in what is covered. */
  readonly inside: Ms;
  /** How long processing stood still in it; of an alignment and of held inputs at most so long. */
  readonly blocked: Ms;
  /** The longest, or the span that it is a part of. */
  readonly longest: SpanTarget;
}

export function statisticsRows(trace: Trace, coverage: Coverage): readonly StatisticsRow[] {
  return [...phaseRows(trace, coverage), ...waitRows(trace, coverage)];
}

function phaseRows(trace: Trace, coverage: Coverage): readonly StatisticsRow[] {
  const { checkpoint, subtask, phase } = trace.spans;
  return statisticsByOperator(trace, coverage).map((row) => ({
    ...row,
    longest: {
      checkpoint: checkpoint[row.longest]!,
      operator: row.operator,
      subtask: subtask[row.longest]!,
      phase: phases[phase[row.longest]!]!,
    },
  }));
}

function waitRows(trace: Trace, coverage: Coverage): readonly StatisticsRow[] {
  return waitStatistics(trace, coverage).map(({ kind, from, operator, spread, inside, longest }) => {
    const phase = phaseOfWait[kind];
    const { checkpoint, subtask } = longest;
    return {
      ...{ operator, phase, isLeftOver: false, spread, inside },
      wait: { kind, ...(from !== undefined && { from }) },
      blocked: kind === 'heldInput' ? inside : 0,
      longest: { checkpoint, operator, subtask, phase },
    };
  });
}
