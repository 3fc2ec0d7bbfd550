import * as l10n from '@vscode/l10n';
import { counterOf, countedIn, type Stretch } from '../../src/analysis/counters.js';
import { costsByOperator } from '../../src/analysis/operatorCosts.js';
import {
  statisticsByPhase,
  type Coverage,
  type PhaseStatistics,
} from '../../src/analysis/phaseStatistics.js';
import {
  formatBytes,
  formatCount,
  formatDuration,
  formatRate,
  formatShare,
} from '../../src/analysis/quantities.js';
import { waitStatistics } from '../../src/analysis/waitStatistics.js';
import { counterNames, type Phase, type Trace } from '../../src/trace/model.js';
import type { Row } from '../../src/trace/rowRange.js';
import type { Ms, OperatorIndex, SubtaskIndex } from '../../src/trace/units.js';
import type { Fact, FactSection } from './fact.js';
import type { RowGroup } from '../rows/rows.js';
import type { TraceIndex } from '../rows/traceIndex.js';

/** Operators whose records are told; the panel is no table. */
const namedOperators = 6;

/** A smaller share of time without room is no back-pressure worth a line. */
const leastPressed = 0.01;

/** What lies in a stretch: how long processing stood still, how the phases spread, what was processed. */
export interface RangeFacts {
  /** Of all subtasks together. */
  readonly blocked: Ms;
  readonly sections: readonly FactSection[];
}

/**
 * What lies in a stretch of the trace, in the rows shown. Sums count what lies inside; numbers of a spread are those of whole
 * spans, also where a span lies partly inside.
 */
export function rangeFacts({ trace }: TraceIndex, groups: readonly RowGroup[], stretch: Stretch): RangeFacts {
  const rows = groups.flatMap((group) => group.rows.map(({ row }) => row));
  const all = statisticsByPhase(trace, { rows, stretch });
  const of = (phase: Phase): PhaseStatistics | undefined =>
    all.find((one) => one.phase === phase && !one.isLeftOver);
  const { resolution } = trace.source;
  const blocked = (of('sync')?.blocked ?? 0) + (of('preBarrier')?.blocked ?? 0);
  const held = of('alignment')?.blocked ?? 0;
  const stood: Fact[] = [
    { label: l10n.t('stood still, in all'), value: formatDuration(blocked, resolution) },
    ...(held > 0
      ? [{ label: l10n.t('held back inputs'), value: bound(formatDuration(held, resolution)) }]
      : []),
  ];
  const sections: FactSection[] = [
    { title: l10n.t('Blocked'), facts: stood },
    { title: l10n.t('Lock holds'), facts: spreadFacts(of('sync'), resolution) },
    { title: l10n.t('Flushes'), facts: spreadFacts(of('preBarrier'), resolution) },
    { title: l10n.t('Alignments'), facts: spreadFacts(of('alignment'), resolution) },
    { title: l10n.t('Uploads'), facts: spreadFacts(of('async'), resolution) },
    { title: l10n.t('Records processed'), facts: recordFacts(trace, rows, stretch) },
    ...costSections(trace, { rows, stretch }),
  ];
  return { blocked, sections: sections.filter(({ facts }) => facts.length > 0) };
}

/** What was copied because of snapshots and waited for, and which operators had no room in an output. */
function costSections(trace: Trace, coverage: Coverage): readonly FactSection[] {
  const costs = costsByOperator(trace, coverage);
  const waits = waitStatistics(trace, coverage);
  const copied = costs.filter(({ bytesCopied = 0 }) => bytesCopied > 0);
  const pressed = costs
    .map(({ operator, backPressuredMs = 0, countedMs = 1 }) => ({
      operator,
      share: backPressuredMs / countedMs,
    }))
    .filter(({ share }) => share >= leastPressed)
    .sort((a, b) => b.share - a.share);
  const name = (operator: OperatorIndex): string => trace.operators[operator]!.name;
  return [
    {
      title: l10n.t('Copied for snapshots'),
      facts: firstOf(
        copied.map(({ operator, bytesCopied = 0 }) => ({
          label: name(operator),
          value: formatBytes(bytesCopied),
        })),
      ),
    },
    {
      title: l10n.t('Uploads waiting to begin'),
      facts: firstOf(
        waits
          .filter(({ kind }) => kind === 'queuedUpload')
          .map(({ operator, inside }) => ({ label: name(operator), value: formatDuration(inside) })),
      ),
    },
    {
      title: l10n.t('Back-pressured'),
      facts: firstOf(
        pressed.map(({ operator, share }) => ({ label: name(operator), value: formatShare(share) })),
      ),
    },
  ];
}

function bound(most: string): string {
  return most.startsWith('<') ? most : `≤ ${most}`;
}

function spreadFacts(statistics: PhaseStatistics | undefined, resolution: Ms | undefined): Fact[] {
  if (!statistics) return [];
  const { count, median, p95, max } = statistics.spread;
  return [
    { label: l10n.t('count'), value: formatCount(count) },
    { label: l10n.t('median'), value: formatDuration(median, resolution) },
    { label: 'p95', value: formatDuration(p95, resolution) },
    { label: l10n.t('longest'), value: formatDuration(max, resolution) },
    { label: l10n.t('in all, inside'), value: formatDuration(statistics.inside, resolution) },
  ];
}

function recordFacts(trace: Trace, rows: readonly Row[], stretch: Stretch): readonly Fact[] {
  const subtasks = new Map<OperatorIndex, SubtaskIndex[]>();
  for (const { operator, subtask } of rows) {
    const others = subtasks.get(operator);
    if (others) others.push(subtask);
    else subtasks.set(operator, [subtask]);
  }
  const facts = [...subtasks].flatMap(([operator, of]): Fact[] => {
    const value = recordsIn(trace, operator, of, stretch);
    return value === undefined ? [] : [{ label: trace.operators[operator]!.name, value }];
  });
  return firstOf(facts);
}

/** Of an operator each; of the others only how many there are. */
function firstOf(facts: readonly Fact[]): readonly Fact[] {
  const more = facts.length - namedOperators;
  if (more <= 0) return facts;
  const others = more === 1 ? l10n.t('1 more operator') : l10n.t('{0} more operators', formatCount(more));
  return [...facts.slice(0, namedOperators), { label: others, value: '' }];
}

/** `12,400 · 0.56 M/s`; undefined where a subtask was not counted, or for less than a bucket. */
function recordsIn(
  trace: Trace,
  operator: OperatorIndex,
  subtasks: readonly SubtaskIndex[],
  stretch: Stretch,
): string | undefined {
  let records = 0;
  let rate = 0;
  for (const subtask of subtasks) {
    const counter = counterOf(trace, { operator, subtask }, counterNames.recordsProcessed);
    const counted = counter && countedIn(counter, stretch);
    if (!counted || counted.ms < counter.step) return undefined;
    records += counted.sum;
    rate += (counted.sum / counted.ms) * 1000;
  }
  return `${formatCount(records)} · ${formatRate(rate, 'records')}`;
}
