import type { Coverage } from '../src/analysis/phaseStatistics.js';
import { formatCount } from '../src/analysis/quantities.js';
import type { ViewModel } from './model.js';
import { severalWords } from './severalCheckpoints.js';
import { durationWords, runWord } from './spanWords.js';
import type { TraceIndex } from './traceIndex.js';
import type { ViewState } from './viewState.js';

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
  const what = stretchWords(index, state);
  const rows = groups.reduce((sum, group) => sum + group.rows.length, 0);
  const all = index.rows.length;
  const subtasks = all === 1 ? '1 subtask' : `${formatCount(all)} subtasks`;
  return `${what}, ${rows === all ? subtasks : `${formatCount(rows)} of ${subtasks}`}`;
}

function stretchWords(index: TraceIndex, { checkpoint, several, measured }: ViewState): string {
  if (measured) return `${durationWords(index, measured.to - measured.from)} measured`;
  if (several) return severalWords(index, several);
  if (checkpoint === undefined) return `entire ${runWord(index.trace)}`;
  return `checkpoint #${index.trace.checkpoints[checkpoint]!.id}`;
}
