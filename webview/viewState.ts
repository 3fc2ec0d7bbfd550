import type { Phase } from '../src/trace/model.js';
import type { CheckpointIndex, Ms, OperatorIndex, SubtaskIndex } from '../src/trace/units.js';
import type { TimeFormat } from './clock/clock.js';
import type { TimeRange } from './chart/geometry.js';
import type { RowKey } from './rows/rowKeys.js';
import { freshRows, type RowSettings } from './rows/rowSettings.js';
import { rowAt, type TraceIndex } from './rows/traceIndex.js';

/** What is chosen: an operator, one of its subtasks, or one bar of it. */
export interface Selection {
  readonly operator: OperatorIndex;
  readonly subtask?: SubtaskIndex | undefined;
  readonly bar?: { readonly checkpoint: CheckpointIndex; readonly phase: Phase } | undefined;
}

/** What fills the page under the controls. */
export const bodyNames = ['chart', 'table', 'statistics', 'overlay'] as const;
export type BodyName = (typeof bodyNames)[number];

/** Everything a person set in the view. It is kept while the page is hidden, so it is plain data. */
export interface ViewState extends RowSettings {
  /** The checkpoint shown, its trigger at 0; absent: the entire run on one axis. */
  readonly checkpoint?: CheckpointIndex | undefined;
  /** Two or more that are shown on one axis, ascending; `checkpoint` is absent then. */
  readonly several?: readonly CheckpointIndex[] | undefined;
  /** What the axis shows, in ms relative to {@link origin}; absent: all there is. */
  readonly range?: TimeRange | undefined;
  /** A stretch of the trace's own time whose numbers are read. */
  readonly measured?: TimeRange | undefined;
  /** A moment of the trace's own time that was picked for a note. */
  readonly moment?: Ms | undefined;
  readonly selection?: Selection | undefined;
  /** The row that the keyboard is on where that is no operator's and no subtask's; it counts only without a selection. */
  readonly otherRow?: RowKey | undefined;
  readonly hidden: readonly Phase[];
  readonly body: BodyName;
  /** Whose checkpoints lie over each other in the overlay: a subtask's, or an operator's slowest. */
  readonly overlaid?: Selection | undefined;
  readonly timeFormat: TimeFormat;
  /** Whether idle time between checkpoints is drawn short, where more than one is shown. */
  readonly idleCollapsed: boolean;
  /** Whether the critical path of the checkpoint is drawn. */
  readonly path: boolean;
  readonly lens: boolean;
  /** Whether the checkpoint is replayed over the chart. */
  readonly replay: boolean;
  /** Whether the newest checkpoint is shown as soon as it is there. */
  readonly follow: boolean;
  readonly earlierRanges: readonly (TimeRange | undefined)[];
  readonly laterRanges: readonly (TimeRange | undefined)[];
}

const rememberedRanges = 50;

export const freshState: ViewState = {
  ...freshRows,
  hidden: [],
  body: 'chart',
  timeFormat: 'relative',
  idleCollapsed: false,
  path: false,
  lens: false,
  replay: false,
  follow: true,
  earlierRanges: [],
  laterRanges: [],
};

/** The moment that the axis calls 0: the chosen checkpoint's trigger, or the start of the trace. */
export function origin(state: ViewState, index: TraceIndex): Ms {
  return state.checkpoint === undefined ? index.start : index.trace.checkpoints[state.checkpoint]!.trigger;
}

/** Shows a range and remembers the one before, for undo. Wheel and drag steps pass `remember: false` but for the first. */
export function withRange(state: ViewState, range: TimeRange | undefined, remember = true): ViewState {
  if (!remember) return { ...state, range };
  const earlierRanges = [...state.earlierRanges, state.range].slice(-rememberedRanges);
  return { ...state, range, earlierRanges, laterRanges: [] };
}

export function undoRange(state: ViewState): ViewState {
  if (state.earlierRanges.length === 0) return state;
  const range = state.earlierRanges.at(-1);
  return {
    ...state,
    range,
    earlierRanges: state.earlierRanges.slice(0, -1),
    laterRanges: [...state.laterRanges, state.range],
  };
}

export function redoRange(state: ViewState): ViewState {
  if (state.laterRanges.length === 0) return state;
  const range = state.laterRanges.at(-1);
  return {
    ...state,
    range,
    laterRanges: state.laterRanges.slice(0, -1),
    earlierRanges: [...state.earlierRanges, state.range],
  };
}

/**
 * Shows another checkpoint, or with `undefined` the entire run. The row stays selected, and its bar of the same phase; between
 * two checkpoints the zoom stays too, as it counts from the trigger.
 */
export function withCheckpoint(state: ViewState, checkpoint: CheckpointIndex | undefined): ViewState {
  if (state.checkpoint === checkpoint && !state.several) return state;
  const { selection } = state;
  const sameAxis = state.checkpoint !== undefined && checkpoint !== undefined;
  const bar = selection?.bar && checkpoint !== undefined ? { ...selection.bar, checkpoint } : undefined;
  return {
    ...state,
    checkpoint,
    several: undefined,
    moment: undefined,
    ...(sameAxis ? {} : { range: undefined, earlierRanges: [], laterRanges: [] }),
    selection: selection && { ...selection, bar },
    lens: state.lens && bar !== undefined,
  };
}

export function toggled<T>(list: readonly T[], item: T): T[] {
  return list.includes(item) ? list.filter((other) => other !== item) : [...list, item];
}

/**
 * Fits a state to a trace that was opened or has grown. A fresh view starts at the newest completed checkpoint; one that follows
 * goes on to the newest, also to what the last message of a run brings, but stays with one that it watches until that ends; all
 * else stays, but for what the trace no longer has.
 *
 * @param wasRunning whether the run went on when the trace was last seen
 */
export function fitState(state: ViewState, index: TraceIndex, fresh: boolean, wasRunning = false): ViewState {
  const { checkpoints } = index.trace;
  const newest = newestShown(index);
  let next = state;
  const watches = state.checkpoint !== undefined && checkpoints[state.checkpoint]?.status === 'inProgress';
  if (fresh || (state.follow && !watches && (index.running || wasRunning))) {
    next = withCheckpoint(next, newest);
  }
  if (next.checkpoint !== undefined && next.checkpoint >= checkpoints.length) {
    next = withCheckpoint(next, newest);
  }
  if (next.several?.some((one) => one >= checkpoints.length)) next = withCheckpoint(next, undefined);
  const kept = next.selection && existing(next.selection, index);
  if (kept === next.selection) return next;
  return { ...next, selection: kept, lens: next.lens && kept?.bar !== undefined };
}

/** As much of a selection as the trace has. */
function existing(selection: Selection, index: TraceIndex): Selection | undefined {
  const { operator, subtask, bar } = selection;
  if (operator >= index.trace.operators.length) return undefined;
  if (subtask !== undefined && !rowAt(index, operator, subtask)) return { operator };
  return bar && bar.checkpoint >= index.trace.checkpoints.length ? { operator, subtask } : selection;
}

/** The newest checkpoint that is completed; without one, the newest of all. */
export function newestShown({ trace }: TraceIndex): CheckpointIndex | undefined {
  const completed = trace.checkpoints.findLastIndex((c) => c.status === 'completed');
  if (completed >= 0) return completed;
  return trace.checkpoints.length > 0 ? trace.checkpoints.length - 1 : undefined;
}
