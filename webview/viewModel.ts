import type { Phase } from '../src/trace/model.js';
import { coveredOf, inWhole } from './details/covered.js';
import { lensMoments, type LensMoments } from './lens/lensMoments.js';
import type { ViewModel } from './model.js';
import type { NotesView } from './notes/notesView.js';
import { layoutRows } from './rows/rowLayout.js';
import { rowsOnPath } from './path/pathRows.js';
import { arrangeRows, type ArrangedRows } from './rows/rows.js';
import { rankRows, type RankedRow } from './rows/rankedRows.js';
import type { RowKey } from './rows/rowKeys.js';
import { currentRow } from './rows/rowMoves.js';
import type { Density } from './rows/rowSettings.js';
import type { Theme } from './painting/theme.js';
import { tellingRate } from '../src/analysis/throughput.js';
import { usualPeak } from './chart/throughputStrip.js';
import { rowAt, type Row, type TraceIndex } from './rows/traceIndex.js';
import type { ViewState } from './viewState.js';

/** Above this many subtasks rows are compact unless a person wants them otherwise. */
const mostNormalRows = 48;

interface Inputs {
  readonly file: string;
  readonly stoppable: boolean;
  readonly index: TraceIndex;
  readonly state: ViewState;
  readonly theme: Theme;
  readonly notes: NotesView;
  /** Height of the open lens, in pixels. */
  readonly lensHeight: number;
}

/** Makes view models, and makes anew only what the change concerns: grouping a million spans is not for every frame. */
export class ViewModelMaker {
  private ranked: Memo<readonly RankedRow[]> = { inputs: [] };
  private pinned: Memo<readonly RowKey[]> = { inputs: [] };
  private rows: Memo<ArrangedRows> = { inputs: [] };
  private layout: Memo<ViewModel['layout']> = { inputs: [] };
  private largest: Memo<readonly number[]> = { inputs: [] };
  private hidden: Memo<ReadonlySet<Phase>> = { inputs: [] };
  private lens: Memo<{ row: Row; moments: LensMoments } | null> = { inputs: [] };

  /** @param inEditor whether there is an editor around the page */
  constructor(private readonly inEditor: boolean) {}

  make({ file, stoppable, index, state, theme, notes, lensHeight }: Inputs): ViewModel {
    const { checkpoint, several, order, grouping, filter, hiddenRows, collapsed, unfolded, hidden } = state;
    const ranked = remember(this.ranked, [index, checkpoint, several], () =>
      several ? inWhole(index, rankRows(coveredOf(index, state))) : rankRows(index, checkpoint),
    );
    const pinned = remember(this.pinned, [index, state.path, checkpoint, state.pinned], () => [
      ...new Set([...rowsOnPath(index, state), ...state.pinned]),
    ]);
    const rows = remember(
      this.rows,
      [ranked, order, grouping, filter, pinned, hiddenRows, notes.searched],
      () => arrangeRows(index, ranked, { ...state, pinned }, notes.searched),
    );
    const { groups } = rows;
    const density: Density = state.density ?? (index.rows.length > mostNormalRows ? 'compact' : 'normal');
    const lens = remember(this.lens, [index, state.lens, state.selection, checkpoint], () =>
      magnified(index, state),
    );
    const layout = remember(this.layout, [rows, collapsed, unfolded, density, lens?.row, lensHeight], () =>
      layoutRows(groups, {
        collapsed: new Set(collapsed),
        unfolded: new Set(unfolded),
        density,
        folds: density !== 'dense' && order !== 'name',
        lens: lens ? { row: lens.row, height: lensHeight } : undefined,
      }),
    );
    const largest = remember(this.largest, [index], () => largestByOperator(index));
    return {
      file,
      stoppable,
      inEditor: this.inEditor,
      index,
      state,
      theme,
      notes,
      rows,
      groups,
      currentRow: currentRow(state, index),
      layout,
      density,
      lens: lens?.moments,
      largest,
      hidden: remember(this.hidden, [hidden], () => new Set(hidden)),
    };
  }
}

interface Memo<T> {
  inputs: readonly unknown[];
  value?: T;
}

function remember<T>(memo: Memo<T>, inputs: readonly unknown[], make: () => T): T {
  const same = memo.inputs.length > 0 && inputs.every((input, n) => input === memo.inputs[n]);
  if (!same || memo.value === undefined) {
    memo.value = make();
    memo.inputs = inputs;
  }
  return memo.value;
}

/** The lock hold that the open lens magnifies; none, where the selected row has none in this checkpoint. */
function magnified(index: TraceIndex, state: ViewState): { row: Row; moments: LensMoments } | null {
  const { selection } = state;
  const checkpoint = selection?.bar?.checkpoint ?? state.checkpoint;
  if (!state.lens || selection?.subtask === undefined || checkpoint === undefined) return null;
  const row = rowAt(index, selection.operator, selection.subtask);
  const moments = row && lensMoments(index, row, checkpoint);
  return moments ? { row, moments } : null;
}

function largestByOperator({ trace, rows }: TraceIndex): number[] {
  const largest = trace.operators.map(() => 0);
  for (const { operator, records } of rows) {
    if (!records) continue;
    const least = (tellingRate / 1000) * records.step;
    largest[operator] = Math.max(largest[operator]!, least, usualPeak(records));
  }
  return largest;
}
