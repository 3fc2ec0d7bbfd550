import type { Coverage } from '../src/analysis/phaseStatistics.js';
import { formatCount } from '../src/analysis/quantities.js';
import type { ViewModel } from './model.js';
import { runWord } from './spanWords.js';

/** What numbers over many spans count: the rows that the filter leaves, in the checkpoint shown or in all. */
export function coverageOf({ groups, state }: Pick<ViewModel, 'groups' | 'state'>): Coverage {
  const { checkpoint } = state;
  return {
    rows: groups.flatMap((group) => group.rows.map(({ row }) => row)),
    checkpoints: checkpoint === undefined ? undefined : new Set([checkpoint]),
  };
}

/** The same in words: `checkpoint #4, 8 subtasks`. */
export function coverageWords({ groups, state, index }: ViewModel): string {
  const { checkpoint } = state;
  const { trace } = index;
  const what =
    checkpoint === undefined
      ? `entire ${runWord(trace)}`
      : `checkpoint #${trace.checkpoints[checkpoint]!.id}`;
  const rows = groups.reduce((sum, group) => sum + group.rows.length, 0);
  const all = index.rows.length;
  const subtasks = all === 1 ? '1 subtask' : `${formatCount(all)} subtasks`;
  return `${what}, ${rows === all ? subtasks : `${formatCount(rows)} of ${subtasks}`}`;
}
