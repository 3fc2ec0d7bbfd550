import type { ShownDiagnostic } from '../../src/protocol.js';
import type { Note } from '../../src/trace/notes/note.js';
import type { CheckpointIndex } from '../../src/trace/units.js';
import type { TimeRange } from '../chart/geometry.js';
import type { RowKey } from '../rows/rowKeys.js';
import type { Selection, ViewState } from '../viewState.js';

/** A note with the place that it has in a trace. */
export interface PlacedNote {
  readonly note: Note;
  /** What it is about, in words. */
  readonly where: string;
  /** Its moment or stretch in the trace's own time; of a moment both ends are the same. Absent where it is about no time. */
  readonly time?: TimeRange;
  readonly checkpoint?: CheckpointIndex;
  /** The operator, the subtask or the bar that it is about. */
  readonly selection?: Selection;
  readonly row?: RowKey;
  /** The trace does not have what it is about, or not yet. */
  readonly isMissing?: true;
}

/** The notes as the page shows them. */
export interface NotesView {
  readonly placed: readonly PlacedNote[];
  /** Of each row, the notes on it and on its bars. */
  readonly byRow: ReadonlyMap<RowKey, readonly PlacedNote[]>;
  /** What a filter by notes looks through: the same, also in a picture that has no notes. */
  readonly searched: NotesView['byRow'];
  /** The one that was gone to last; it counts until something else is selected. */
  readonly current?: PlacedNote | undefined;
  readonly problems: readonly ShownDiagnostic[];
  /** The name of their file. */
  readonly file?: string | undefined;
}

const none: NotesView['byRow'] = new Map();
export const withoutNotes: NotesView = { placed: [], byRow: none, searched: none, problems: [] };

export function notesByRow(placed: readonly PlacedNote[]): Map<RowKey, PlacedNote[]> {
  const byRow = new Map<RowKey, PlacedNote[]>();
  for (const one of placed) {
    if (one.row === undefined) continue;
    const known = byRow.get(one.row);
    if (known) known.push(one);
    else byRow.set(one.row, [one]);
  }
  return byRow;
}

/** The notes on exactly what is selected: a bar, a subtask, an operator. */
export function notesOn(
  { placed }: Pick<NotesView, 'placed'>,
  selection: Selection | undefined,
): readonly PlacedNote[] {
  if (!selection) return [];
  const { operator, subtask, bar } = selection;
  return placed.filter(
    ({ selection: of }) =>
      of?.operator === operator &&
      of.subtask === subtask &&
      of.bar?.checkpoint === bar?.checkpoint &&
      of.bar?.phase === bar?.phase,
  );
}

/** The notes on what is selected and on what belongs to it: a subtask's bars, an operator's subtasks; in the checkpoint shown. */
export function notesUnder(
  { placed }: Pick<NotesView, 'placed'>,
  { selection, checkpoint: shown }: Pick<ViewState, 'selection' | 'checkpoint'>,
): readonly PlacedNote[] {
  if (!selection) return [];
  const { operator, subtask, bar } = selection;
  return placed.filter(
    ({ selection: of, checkpoint }) =>
      of?.operator === operator &&
      (subtask === undefined || of.subtask === subtask) &&
      (!bar || (of.bar?.checkpoint === bar.checkpoint && of.bar.phase === bar.phase)) &&
      (shown === undefined || checkpoint === undefined || checkpoint === shown),
  );
}

/** Of the notes of one mark, the one to go to: pressed again, it goes from one to the next. */
export function nextOf(notes: readonly PlacedNote[], current: PlacedNote | undefined): PlacedNote {
  const now = notes.findIndex(({ note }) => note.id === current?.note.id);
  return notes[(now + 1) % notes.length]!;
}
