import * as l10n from '@vscode/l10n';
import { readIntervals, type Targets } from './ckptIntervals.js';
import { Table } from './ckptTable.js';
import type { Findings } from './json/findings.js';
import { parallelismMax, waitKinds, type Wait } from './model.js';

const required = ['kind', 'checkpoint', 'operator', 'subtask', 'start', 'duration'];
const absent = -1;

export function readWaits(value: unknown, targets: Targets, findings: Findings): readonly Wait[] {
  const table = Table.read('waits', value, required, findings);
  const intervals = readIntervals(table, targets, [
    table.word('kind', waitKinds),
    table.index('fromOperator', targets.operators.length, absent),
    table.index('fromSubtask', parallelismMax, absent),
  ]);
  const [kind, fromOperator, fromSubtask] = intervals.more;
  return Array.from(intervals.order, (row, i) => {
    const from = fromOf(table, row, targets, { operator: fromOperator![i]!, subtask: fromSubtask![i]! });
    return {
      kind: waitKinds[kind![i]!]!,
      checkpoint: intervals.checkpoint[i]!,
      operator: intervals.operator[i]!,
      subtask: intervals.subtask[i]!,
      start: intervals.start[i]!,
      end: intervals.end[i]!,
      ...(from === undefined ? {} : { from }),
    };
  });
}

/** Where an input comes from, by the indices of the file; undefined where it does not say so, or of what could not be read. */
function fromOf(
  table: Table,
  row: number,
  { operators, parallelism }: Targets,
  { operator, subtask }: NonNullable<Wait['from']>,
): Wait['from'] {
  if (operator === absent && subtask === absent) return undefined;
  if (operator === absent || subtask === absent) {
    const missing = operator === absent ? 'fromOperator' : 'fromSubtask';
    table.report(missing, row, l10n.t('is missing, and the other one is there'));
    return undefined;
  }
  const inTrace = operators[operator]!;
  if (inTrace === absent) return undefined;
  if (subtask < parallelism[inTrace]!) return { operator: inTrace, subtask };
  table.report(
    'fromSubtask',
    row,
    l10n.t("must be below {parallelism}, its operator's parallelism, not {subtask}", {
      parallelism: parallelism[inTrace]!,
      subtask,
    }),
  );
  return undefined;
}
