import { driftsOf, type Drift } from '../../src/analysis/drift.js';
import { usualness, type Outlier, type Usualness } from '../../src/analysis/outliers.js';
import { partHistory, type Part, type Subject } from '../../src/analysis/partHistory.js';
import type { CheckpointIndex } from '../../src/trace/units.js';
import type { TimeRange } from '../chart/geometry.js';
import { oncePerTrace } from '../oncePerTrace.js';
import { roundStep } from '../chart/ticks.js';
import { rowAt, type Row, type TraceIndex } from '../rows/traceIndex.js';
import type { ViewState } from '../viewState.js';

/** As many checkpoints are laid over each other: enough to see a drift, few enough for one screen. */
const mostOverlaid = 60;

/** One checkpoint of the overlay: a subtask's part in it. */
export interface OverlayRow {
  readonly checkpoint: CheckpointIndex;
  readonly row: Row;
  readonly part: Part;
  /** By what it stands out among the others, if it does. */
  readonly outlierBy?: Outlier['by'] | undefined;
}

/** The parts of one subtask, or of an operator's slowest, in the last checkpoints, oldest first. */
export interface Overlay {
  readonly subject: Subject;
  readonly rows: readonly OverlayRow[];
  readonly usual: Usualness;
  /** Which phases grow or shrink; absent where there are too few checkpoints to tell. */
  readonly drifts: readonly Drift[] | undefined;
  /** From the triggers to the end of the longest part, with a step of the ruler on both sides; ms. */
  readonly fit: TimeRange;
}

const overlays = oncePerTrace((index: TraceIndex, key: string): Overlay => {
  const [operator, subtask] = key.split('/').map(Number) as [number, number];
  return makeOverlay(index, Number.isNaN(subtask) ? { operator } : { operator, subtask });
});

/** What the overlay shows; made once for each subject of a trace. */
export function overlayOf(index: TraceIndex, state: ViewState): Overlay {
  const { operator, subtask } = subjectOf(index, state);
  return overlays(index, `${operator}/${subtask ?? 'slowest'}`);
}

function subjectOf({ trace }: TraceIndex, { overlaid, selection }: ViewState): Subject {
  const subject = overlaid ?? selection ?? { operator: 0 };
  return subject.operator < trace.operators.length ? subject : { operator: 0 };
}

function makeOverlay(index: TraceIndex, subject: Subject): Overlay {
  const parts = partHistory(index.trace, subject, mostOverlaid);
  const usual = usualness(index.trace, parts);
  const outliers = new Map(usual.outliers.map(({ checkpoint, by }) => [checkpoint, by]));
  const rows = parts.map((part): OverlayRow => {
    const { checkpoint, operator, subtask } = part;
    const { first, last } = rowAt(index, operator, subtask) ?? { first: 0, last: 0 };
    const row = { operator, subtask, first, last, checkpoint };
    return { checkpoint, row, part, outlierBy: outliers.get(checkpoint) };
  });
  return { subject, rows, usual, drifts: driftsOf(index.trace, parts), fit: fitOf(index, parts) };
}

function fitOf(index: TraceIndex, parts: readonly Part[]): TimeRange {
  const longest = parts.reduce((most, { checkpoint, took = 0 }) => {
    const { status } = index.trace.checkpoints[checkpoint]!;
    const open = status === 'completed' ? 0 : index.checkpoints[checkpoint]!.took;
    return Math.max(most, took, open);
  }, 0.01);
  const step = roundStep(longest, 8);
  return { from: -step, to: (Math.ceil(longest / step) + 1) * step };
}

/** The overlaid checkpoint that is chosen; the newest where none of them is. */
export function chosenRow({ rows }: Overlay, { checkpoint }: ViewState): number {
  const chosen = rows.findIndex((row) => row.checkpoint === checkpoint);
  return chosen >= 0 ? chosen : rows.length - 1;
}
