import type { Phase } from '../src/trace/model.js';
import type { ViewModel } from './model.js';
import { layoutRows, type Density } from './rowLayout.js';
import { groupRows, type RowGroup } from './rows.js';
import type { Theme } from './theme.js';
import { usualPeak } from './throughputStrip.js';
import { rowAt, type TraceIndex } from './traceIndex.js';
import type { ViewState } from './viewState.js';

/** Above this many subtasks rows are compact unless a person wants them otherwise. */
const mostNormalRows = 48;

interface Inputs {
  readonly file: string;
  readonly stoppable: boolean;
  readonly index: TraceIndex;
  readonly state: ViewState;
  readonly theme: Theme;
  /** Height of the open lens, in pixels. */
  readonly lensHeight: number;
}

/** Makes view models, and makes anew only what the change concerns: grouping a million spans is not for every frame. */
export class ViewModelMaker {
  private groups: Memo<readonly RowGroup[]> = { inputs: [] };
  private layout: Memo<ViewModel['layout']> = { inputs: [] };
  private largest: Memo<readonly number[]> = { inputs: [] };
  private hidden: Memo<ReadonlySet<Phase>> = { inputs: [] };

  make({ file, stoppable, index, state, theme, lensHeight }: Inputs): ViewModel {
    const { checkpoint, filter, collapsed, hidden, selection } = state;
    const groups = remember(this.groups, [index, checkpoint, filter], () =>
      groupRows(index, checkpoint, filter),
    );
    const density: Density = state.density ?? (index.rows.length > mostNormalRows ? 'compact' : 'normal');
    const lensRow =
      state.lens && selection?.subtask !== undefined
        ? rowAt(index, selection.operator, selection.subtask)
        : undefined;
    const layout = remember(this.layout, [groups, collapsed, density, lensRow, lensHeight], () =>
      layoutRows(groups, {
        collapsed: new Set(collapsed),
        density,
        lens: lensRow && { row: lensRow, height: lensHeight },
      }),
    );
    const largest = remember(this.largest, [index], () => largestByOperator(index));
    return {
      file,
      stoppable,
      index,
      state,
      theme,
      groups,
      layout,
      density,
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

function largestByOperator({ trace, rows }: TraceIndex): number[] {
  const largest = trace.operators.map(() => 0);
  for (const { operator, records } of rows) {
    if (records) largest[operator] = Math.max(largest[operator]!, usualPeak(records));
  }
  return largest;
}
