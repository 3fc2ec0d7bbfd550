import { describe, expect, it } from 'vitest';
import type { NotePlace } from '../../../../src/trace/notes/note.js';
import { traceScale } from '../../../../webview/chart/axis.js';
import { findNotes } from '../../../../webview/notes/findNotes.js';
import { notesByRow, notesUnder, nextOf, type PlacedNote } from '../../../../webview/notes/notesView.js';
import { placeNotes } from '../../../../webview/notes/placedNotes.js';
import { markAt, rowNoteMarks, type RowNoteMark } from '../../../../webview/notes/rowNoteMarks.js';
import type { RowItem } from '../../../../webview/rows/rowLayout.js';
import { themeVariables } from '../../../../webview/standalone/themes.js';
import { readTheme } from '../../../../webview/painting/theme.js';
import { indexTrace } from '../../../../webview/rows/traceIndex.js';
import { ViewModelMaker } from '../../../../webview/viewModel.js';
import { freshState, type ViewState } from '../../../../webview/viewState.js';
import { ordersTrace } from '../../../fixtures/ordersTrace.js';

const index = indexTrace(ordersTrace());
const { epoch } = index.trace;
const colors: Readonly<Record<string, string>> = themeVariables.dark.variables;
const theme = readTheme((name) => colors[name] ?? '', ['vscode-dark']);
const placed = (...places: NotePlace[]): readonly PlacedNote[] =>
  placeNotes(
    index,
    places.map((place, n) => ({ id: String(n), text: `note ${n}`, place, made: n })),
    'relative',
  );
const hold: NotePlace = { checkpoint: 10, operator: 'count', subtask: 0, phase: 'sync' };
const upload: NotePlace = { checkpoint: 10, operator: 'count', subtask: 1, phase: 'async' };

/** The marks of each row that has some, by the row's key. */
function marks(notes: readonly PlacedNote[], more: Partial<ViewState> = {}): Map<string, RowNoteMark[]> {
  const state = { ...freshState, checkpoint: 9, ...more };
  const byRow = notesByRow(notes);
  const view = { placed: notes, byRow, searched: byRow, problems: [] };
  const model = new ViewModelMaker(true).make({
    ...{ file: 'orders.ckpt.json', stoppable: false, index, state, theme, lensHeight: 0 },
    notes: view,
  });
  const frame = { model, scale: traceScale(state, index, 800) };
  const of = (item: RowItem): [string, RowNoteMark[]] => [item.key, rowNoteMarks(frame, item, item.top)];
  return new Map(model.layout.items.map(of).filter(([, found]) => found.length > 0));
}

describe('a row has a mark where it has a note', () => {
  it.each(['normal', 'compact', 'dense'] as const)('in rows that are %s', (density) => {
    const found = marks(placed(hold, upload), { density });
    expect([...found.keys()]).toEqual(['subtask 0 count', 'subtask 1 count']);
  });

  it('in an operator that is closed, for all of its subtasks', () => {
    const found = marks(placed(hold, upload, { operator: 'enrich' }), {
      collapsed: ['operator count', 'operator enrich'],
    });
    expect([...found.keys()]).toEqual(['operator count', 'operator enrich']);
    expect(found.get('operator count')!.flatMap(({ notes }) => notes)).toHaveLength(2);
  });

  it('at its left edge where the note is about no time', () => {
    const found = marks(placed({ operator: 'count', subtask: 0 }));
    expect(found.get('subtask 0 count')![0]!.x).toBe(12);
  });

  it('and none for what is not on the axis', () => {
    expect(marks(placed({ ...hold, checkpoint: 3 })).size).toBe(0);
    expect(marks(placed({ from: epoch + 20_200 })).size).toBe(0);
  });

  it('one for several that would touch, which a press goes through', () => {
    const [first, second] = placed(hold, { ...hold, phase: 'async' });
    const [mark, ...others] = marks([first!, second!]).get('subtask 0 count')!;
    expect(others).toEqual([]);
    expect(nextOf(mark!.notes, undefined)).toBe(first);
    expect(nextOf(mark!.notes, first)).toBe(second);
    expect(nextOf(mark!.notes, second)).toBe(first);
  });

  it('that the pointer finds on it and not far beside it', () => {
    const found = marks(placed(hold)).get('subtask 0 count')!;
    const [{ x, y }] = found as [RowNoteMark];
    expect(markAt(found, { x: x + 3, y: y + 2 })).toBe(found[0]);
    expect(markAt(found, { x: x + 30, y: y + 2 })).toBeUndefined();
    expect(markAt(found, { x: x + 3, y: y + 20 })).toBeUndefined();
  });
});

describe('notes are found', () => {
  const all = placed(hold, upload, { operator: 'gone' });

  it('by words of their text and of what they are about, in any case', () => {
    expect(findNotes(all, 'NOTE upload')).toEqual([all[1]]);
    expect(findNotes(all, '2')).toContain(all.find(({ isMissing }) => isMissing));
    expect(findNotes(all, '  ')).toBe(all);
    expect(findNotes(all, 'nothing')).toEqual([]);
  });

  it('under the row and the operator that they belong to, in the checkpoint shown', () => {
    const texts = (state: Pick<ViewState, 'selection' | 'checkpoint'>): string[] =>
      notesUnder({ placed: all }, state).map(({ note }) => note.text);
    expect(texts({ selection: { operator: 2, subtask: 0 }, checkpoint: 9 })).toEqual(['note 0']);
    expect(texts({ selection: { operator: 2 } })).toEqual(['note 0', 'note 1']);
    expect(texts({ selection: { operator: 2 }, checkpoint: 3 })).toEqual([]);
    const bar = { checkpoint: 9, phase: 'async' } as const;
    expect(texts({ selection: { operator: 2, subtask: 1, bar } })).toEqual(['note 1']);
  });
});
