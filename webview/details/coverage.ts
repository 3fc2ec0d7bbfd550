import * as l10n from '@vscode/l10n';
import { isFlink } from '../../src/analysis/jobSource.js';
import type { Coverage } from '../../src/analysis/phaseStatistics.js';
import { formatCount } from '../../src/analysis/quantities.js';
import type { ViewModel } from '../model.js';
import { severalWords } from '../strip/severalCheckpoints.js';
import { durationWords } from '../tables/spanWords.js';
import type { TraceIndex } from '../rows/traceIndex.js';
import type { ViewState } from '../viewState.js';

/** What numbers over many spans count: the rows that the filter leaves, in the measured range, else in the checkpoints chosen or in all. */
export function coverageOf({ groups, state }: Pick<ViewModel, 'groups' | 'state'>): Coverage {
  const { checkpoint, several, measured } = state;
  const rows = groups.flatMap((group) => group.rows.map(({ row }) => row));
  if (measured) return { rows, stretch: measured };
  if (several) return { rows, checkpoints: new Set(several) };
  return { rows, checkpoints: checkpoint === undefined ? undefined : new Set([checkpoint]) };
}

/** The same in words: `checkpoint #4, 8 subtasks`. */
export function coverageWords({ groups, state, index }: ViewModel): string {
  const stretch = stretchWords(index, state);
  const rows = groups.reduce((sum, group) => sum + group.rows.length, 0);
  const all = index.rows.length;
  if (rows !== all) {
    const counts = { rows: formatCount(rows), all: formatCount(all) };
    return l10n.t('{stretch}, {rows} of {all} subtasks', { stretch, ...counts });
  }
  return all === 1
    ? l10n.t('{0}, 1 subtask', stretch)
    : l10n.t('{stretch}, {all} subtasks', { stretch, all: formatCount(all) });
}

function stretchWords(index: TraceIndex, { checkpoint, several, measured }: ViewState): string {
  if (measured) return l10n.t('{0} measured', durationWords(index, measured.to - measured.from));
  if (several) return severalWords(index, several);
  if (checkpoint !== undefined) return l10n.t('checkpoint #{0}', index.trace.checkpoints[checkpoint]!.id);
  return isFlink(index.trace) ? l10n.t('entire job') : l10n.t('entire run');
}
