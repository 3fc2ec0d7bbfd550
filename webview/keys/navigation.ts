import type { SpanTarget } from '../../src/analysis/phrases.js';
import { phases, type Phase } from '../../src/trace/model.js';
import { isCovered } from '../details/covered.js';
import type { TimeRange } from '../chart/geometry.js';
import type { ViewModel } from '../model.js';
import type { RowItem } from '../rows/rowLayout.js';
import { rowAt, type Row, type TraceIndex } from '../rows/traceIndex.js';
import type { Selection, ViewState } from '../viewState.js';
import { firstRowOf, type RowGroup } from '../rows/rows.js';

const sync = phases.indexOf('sync');

/** What moving about needs to know: the rows as they are shown and what is hidden. */
export interface Shown {
  readonly index: TraceIndex;
  readonly state: ViewState;
  readonly items: readonly RowItem[];
  readonly groups: readonly RowGroup[];
  readonly hidden: ReadonlySet<Phase>;
}

export function shownOf({ index, state, layout, groups, hidden }: ViewModel): Shown {
  return { index, state, items: layout.items, groups, hidden };
}

/** The next (1) or previous (-1) bar of the selected row; undefined where there is none. */
export function barBeside(shown: Shown, direction: 1 | -1): Selection | undefined {
  const { index, state } = shown;
  const row = selectedRow(shown);
  if (!row) return undefined;
  const bars = barsOf(shown, row);
  const now = bars.findIndex((i) => isSelectedBar(index, state.selection, i));
  const next = now < 0 ? (direction > 0 ? 0 : -1) : now + direction;
  return barSelection(index, bars[next]);
}

/** The next or previous lock hold: of the row when the entire run is shown, else of the rows below or above. */
export function holdBeside(shown: Shown, direction: 1 | -1): Selection | undefined {
  const { index, state, groups } = shown;
  const row = selectedRow(shown);
  const rows =
    state.checkpoint === undefined && row
      ? [row]
      : groups.flatMap((group) => group.rows.map((ranked) => ranked.row));
  const holds = rows.flatMap((each) =>
    barsOf(shown, each).filter((i) => index.trace.spans.phase[i] === sync),
  );
  const now = holds.findIndex((i) => isSelectedBar(index, state.selection, i));
  const next = now < 0 ? (direction > 0 ? 0 : holds.length - 1) : now + direction;
  return barSelection(index, holds[next]);
}

/** The selected row's lock hold in the checkpoint of the selected bar or the one shown; its longest when the entire run is shown. */
export function holdOfSelection({ index, state }: Shown): Selection | undefined {
  const { selection } = state;
  const row = selectedRow({ index, state });
  if (!row) return undefined;
  const checkpoint = selection?.bar?.checkpoint ?? state.checkpoint;
  const { spans } = index.trace;
  let longest: number | undefined;
  for (let i = row.first; i < row.last; i += 1) {
    if (spans.phase[i] !== sync || (checkpoint !== undefined && spans.checkpoint[i] !== checkpoint)) continue;
    if (checkpoint === undefined && !isCovered(state, spans.checkpoint[i]!)) continue;
    const lengthOf = (span: number): number => index.end[span]! - spans.start[span]!;
    if (longest === undefined || lengthOf(i) > lengthOf(longest)) longest = i;
  }
  return barSelection(index, longest);
}

/** The first subtask of the operator that feeds (-1) or is fed by (1) the selected one. */
export function operatorBeside({ index, state, groups }: Shown, direction: 1 | -1): Selection | undefined {
  const { operators } = index.trace;
  const current = state.selection && operators[state.selection.operator];
  if (!current) return undefined;
  const operator =
    direction < 0
      ? operators.findIndex(({ id }) => current.inputs.some(({ from }) => from === id))
      : operators.findIndex(({ inputs }) => inputs.some(({ from }) => from === current.id));
  const first = firstRowOf(groups, operator);
  return first && { operator, subtask: first.row.subtask };
}

/** The selected bar as its span; the longest of the selected checkpoint and phase where there are several. */
export function selectedSpan(index: TraceIndex, selection: Selection | undefined): number | undefined {
  if (selection?.subtask === undefined || !selection.bar) return undefined;
  const row = rowAt(index, selection.operator, selection.subtask);
  if (!row) return undefined;
  for (let i = row.first; i < row.last; i += 1) if (isSelectedBar(index, selection, i)) return i;
  return undefined;
}

/** Where the selected bar begins and ends, in the trace's own time; undefined without one. */
export function barEnds({ state, index }: Pick<Shown, 'state' | 'index'>): TimeRange | undefined {
  const span = selectedSpan(index, state.selection);
  return span === undefined ? undefined : { from: index.trace.spans.start[span]!, to: index.end[span]! };
}

function selectedRow({ index, state }: Pick<Shown, 'index' | 'state'>): Row | undefined {
  const { selection } = state;
  return selection?.subtask === undefined ? undefined : rowAt(index, selection.operator, selection.subtask);
}

/** The bars of a row that can be reached: those of the checkpoint shown, in time order. */
function barsOf({ index, state, hidden }: Shown, row: Row): number[] {
  const { spans } = index.trace;
  const bars: number[] = [];
  for (let i = row.first; i < row.last; i += 1) {
    if (isCovered(state, spans.checkpoint[i]!) && !hidden.has(phases[spans.phase[i]!]!)) bars.push(i);
  }
  return bars;
}

function isSelectedBar(
  { trace: { spans } }: TraceIndex,
  selection: Selection | undefined,
  i: number,
): boolean {
  return (
    selection?.bar !== undefined &&
    spans.operator[i] === selection.operator &&
    spans.subtask[i] === selection.subtask &&
    spans.checkpoint[i] === selection.bar.checkpoint &&
    phases[spans.phase[i]!] === selection.bar.phase
  );
}

export function barSelection(
  { trace: { spans } }: TraceIndex,
  span: number | undefined,
): Selection | undefined {
  if (span === undefined || span < 0 || span >= spans.length) return undefined;
  return {
    operator: spans.operator[span]!,
    subtask: spans.subtask[span]!,
    bar: { checkpoint: spans.checkpoint[span]!, phase: phases[spans.phase[span]!]! },
  };
}

export function barOf({ operator, subtask, checkpoint, phase }: SpanTarget): Selection {
  return { operator, subtask, bar: { checkpoint, phase } };
}
