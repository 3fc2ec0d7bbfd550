import type { Ms } from '../../src/trace/units.js';
import type { NotesView } from '../notes/notesView.js';
import type { TraceIndex } from './traceIndex.js';
import { phaseColumn, type Comparison, type Condition, type Quantity, type RowFilter } from './filterText.js';
import type { RankedRow } from './rankedRows.js';

/** Whether every term of a filter holds for a row. */
export function matches(
  { terms }: RowFilter,
  index: TraceIndex,
  row: RankedRow,
  notes: NotesView['byRow'],
): boolean {
  return terms.every((term) => holds(term, index, row, notes) !== term.not);
}

function holds(
  condition: Condition,
  { trace }: TraceIndex,
  ranked: RankedRow,
  notes: NotesView['byRow'],
): boolean {
  const { operator, subtask } = ranked.row;
  const { name, id, locations } = trace.operators[operator]!;
  switch (condition.kind) {
    case 'name':
      return name.toLowerCase().includes(condition.part) || id.toLowerCase().includes(condition.part);
    case 'host':
      return (locations?.[subtask] ?? '').toLowerCase().includes(condition.part);
    case 'note':
      return (
        notes.get(ranked.key)?.some(({ note }) => note.text.toLowerCase().includes(condition.part)) ?? false
      );
    case 'subtask':
      return subtask === condition.subtask;
    case 'status':
      return condition.reports === 'acknowledged'
        ? ranked.reports.size === 0
        : condition.reports.some((report) => ranked.reports.has(report));
    case 'number':
      return compare(numberOf(ranked, condition.quantity), condition.comparison, condition.than);
  }
}

/** The blocked time as its column shows it: at most so long. */
function numberOf(ranked: RankedRow, quantity: Quantity): Ms {
  const column = phaseColumn(quantity);
  if (column !== undefined) return ranked.longest[column]!;
  if (quantity === 'barrier') return ranked.lastBarrier;
  return quantity === 'endToEnd' ? ranked.endToEnd : ranked.atMost;
}

function compare(value: Ms, comparison: Comparison, than: Ms): boolean {
  switch (comparison) {
    case '>':
      return value > than;
    case '>=':
      return value >= than;
    case '<':
      return value < than;
    case '<=':
      return value <= than;
  }
}
