import * as l10n from '@vscode/l10n';
import { phaseName } from '../analysis/phaseName.js';
import { statisticsByPhase } from '../analysis/phaseStatistics.js';
import { formatCount, formatDuration } from '../analysis/quantities.js';
import type { Trace } from '../trace/model.js';
import type { Ms } from '../trace/units.js';
import { markdownTable } from './markdownText.js';

/** What lies in the measured range, as Markdown: how long processing stood still in it, and its phases. */
export function rangeSection(
  trace: Trace,
  range: { readonly from: Ms; readonly to: Ms },
  moment: (unixMs: number) => string,
): readonly string[] {
  const { resolution } = trace.source;
  const words = (duration: Ms): string => formatDuration(duration, resolution);
  const rows = trace.operators.flatMap(({ parallelism }, operator) =>
    Array.from({ length: parallelism }, (_, subtask) => ({ operator, subtask })),
  );
  const statistics = statisticsByPhase(trace, { rows, stretch: range });
  const blocked = statistics.reduce((sum, of) => sum + (of.phase === 'alignment' ? 0 : of.blocked), 0);
  const lines = statistics.map(({ phase, isLeftOver, spread, inside }) => [
    isLeftOver ? l10n.t('not accounted for') : phaseName(phase),
    formatCount(spread.count),
    words(inside),
    words(spread.median),
    words(spread.p95),
    words(spread.max),
  ]);
  const head = [
    l10n.t('phase'),
    l10n.t('count'),
    l10n.t('in all, inside'),
    l10n.t('median'),
    l10n.t('p95'),
    l10n.t('longest'),
  ];
  return [
    `### ${l10n.t('Measured range')}`,
    l10n.t('{length} from {moment}: processing stood still for {blocked}, all subtasks together.', {
      length: words(range.to - range.from),
      moment: moment(trace.epoch + range.from),
      blocked: words(blocked),
    }),
    lines.length === 0 ? l10n.t('No checkpoint was going on in it.') : markdownTable(head, lines),
  ];
}
