import type { Phase } from '../src/trace/model.js';
import type { Ms } from '../src/trace/units.js';
import type { TimeScale } from './chart/geometry.js';
import type { LensMoments } from './lens/lensMoments.js';
import type { RowLayout } from './rows/rowLayout.js';
import type { NotesView } from './notes/notesView.js';
import type { ArrangedRows, RowGroup } from './rows/rows.js';
import type { RowKey } from './rows/rowKeys.js';
import type { Density } from './rows/rowSettings.js';
import type { Theme } from './painting/theme.js';
import type { TraceIndex } from './rows/traceIndex.js';
import type { ViewState } from './viewState.js';

/** Everything one picture is made of. Parts of the page render it and keep nothing of their own. */
export interface ViewModel {
  readonly file: string;
  readonly stoppable: boolean;
  /** Whether there is an editor around the page. */
  readonly inEditor: boolean;
  readonly index: TraceIndex;
  readonly state: ViewState;
  readonly rows: ArrangedRows;
  readonly groups: readonly RowGroup[];
  /** The row that is selected, or that the keyboard is on. */
  readonly currentRow?: RowKey | undefined;
  readonly layout: RowLayout;
  readonly density: Density;
  /** What the open lens shows. */
  readonly lens?: LensMoments | undefined;
  readonly hidden: ReadonlySet<Phase>;
  readonly theme: Theme;
  readonly notes: NotesView;
  /** Usual peak of records in one bucket, by operator: its rows share their strip's scale. Never below what tells something. */
  readonly largest: readonly number[];
}

/** What the pointer and the keyboard point at; it changes with every move and is not kept. */
export interface Pointing {
  readonly row?: RowKey | undefined;
  readonly span?: number | undefined;
  /** The rows have the keyboard. */
  readonly focused: boolean;
  /** The moment that a replay shows, in the trace's own time. */
  readonly cursor?: Ms | undefined;
  /** A stretch to zoom to that is being dragged out, in pixels. */
  readonly drag?: { readonly from: number; readonly to: number } | undefined;
}

export function isSamePointing(one: Pointing, other: Pointing): boolean {
  return (
    one.row === other.row &&
    one.span === other.span &&
    one.focused === other.focused &&
    one.cursor === other.cursor &&
    one.drag === other.drag
  );
}

export interface Frame {
  readonly model: ViewModel;
  readonly pointing: Pointing;
  readonly scale: TimeScale;
  /** Pixels that the rows are scrolled down. */
  readonly scrollTop: number;
  /** Upper edge of the rows on the canvas, under the ruler. */
  readonly top: number;
  readonly width: number;
  readonly height: number;
}
