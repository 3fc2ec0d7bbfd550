import { describe, expect, it } from 'vitest';
import type { NotePlace } from '../../../../src/trace/notes/note.js';
import { goToNote } from '../../../../webview/notes/goToNote.js';
import { placeToNote } from '../../../../webview/notes/notePlaces.js';
import type { PlacedNote } from '../../../../webview/notes/notesView.js';
import { notesByRow } from '../../../../webview/notes/notesView.js';
import { placeNotes } from '../../../../webview/notes/placedNotes.js';
import { arrangeRows } from '../../../../webview/rows/rows.js';
import { rankRows } from '../../../../webview/rows/rankedRows.js';
import { indexTrace } from '../../../../webview/rows/traceIndex.js';
import { freshState, type ViewState } from '../../../../webview/viewState.js';
import { ordersTrace } from '../../../fixtures/ordersTrace.js';

const index = indexTrace(ordersTrace());
const { epoch } = index.trace;
const placed = (...places: NotePlace[]): readonly PlacedNote[] =>
  placeNotes(
    index,
    places.map((place, n) => ({ id: String(n), text: `note ${n}`, place, made: n })),
    'relative',
  );
const hold: NotePlace = { checkpoint: 10, operator: 'count', subtask: 0, phase: 'sync' };
const shownAt = (state: ViewState): Parameters<typeof goToNote>[0] => ({
  index,
  state,
  items: [],
  groups: [],
  hidden: new Set(),
});

describe('notes in a trace', () => {
  it('say what they are about, in the order of time', () => {
    const all = placed(
      { from: epoch + 20_200 },
      hold,
      { from: epoch + 6100, to: epoch + 7900 },
      { checkpoint: 3 },
    );
    expect(all.map(({ where }) => where)).toEqual([
      'Checkpoint #3',
      '1.80 s from 100 ms after the trigger of #3',
      'lock hold of count per customer (1/2), #10',
      '200 ms after the trigger of #10',
    ]);
  });

  it('tell moments by the clock that the ruler has', () => {
    const places = [{ from: epoch + 6100, to: epoch + 7900 }, { from: epoch + 20_200 }];
    const notes = places.map((place, n) => ({ id: String(n), text: '', place, made: n }));
    const clock = (ms: number): string => `${new Date(epoch + ms).toISOString().slice(11, 23)}000`;
    expect(placeNotes(index, notes, 'utc').map(({ where }) => where)).toEqual([
      `${clock(6100)} – ${clock(7900)}`,
      clock(20_200),
    ]);
  });

  it('on what the trace does not have stay, and come last', () => {
    const [first, last] = placed({ operator: 'gone', subtask: 1 }, hold);
    expect(first?.where).toContain('lock hold');
    expect(last).toMatchObject({ isMissing: true, where: 'gone (2), which is not in this trace' });
  });

  it('find their place again in a trace that has begun earlier', () => {
    const earlier = indexTrace({ ...index.trace, epoch: epoch - 1000 });
    const note = { id: 'a', text: '', place: { from: epoch + 20_200 }, made: 0 };
    const [moment] = placeNotes(earlier, [note], 'relative');
    expect(moment?.time?.from).toBe(21_200);
  });

  it('are found by the filter, by any of their words', () => {
    const rows = (filter: string): (string | undefined)[] =>
      arrangeRows(
        index,
        rankRows(index, undefined),
        { ...freshState, filter },
        notesByRow(placed(hold, { operator: 'enrich', subtask: 1 })),
      ).groups.flatMap((group) => group.rows.map(({ key }) => key));
    expect(rows('note:')).toEqual(['subtask 0 count', 'subtask 1 enrich']);
    expect(rows('note:"NOTE 1"')).toEqual(['subtask 1 enrich']);
    expect(rows('-note:')).toHaveLength(6);
  });
});

describe('a note is made on', () => {
  const selection = { operator: 2, subtask: 0, bar: { checkpoint: 9, phase: 'sync' } } as const;

  it('the bar that is selected, by names that the next reading has too', () => {
    expect(placeToNote({ index, state: { ...freshState, selection } }, undefined)).toEqual(hold);
  });

  it('the measured range rather than the bar, and the moment of a replay rather than both', () => {
    const state = { ...freshState, selection, measured: { from: 6100, to: 7900 } };
    expect(placeToNote({ index, state }, undefined)).toEqual({ from: epoch + 6100, to: epoch + 7900 });
    expect(placeToNote({ index, state }, 6200.5)).toEqual({ from: epoch + 6200.5 });
  });

  it('the checkpoint where nothing is selected, and on nothing in the entire run', () => {
    expect(placeToNote({ index, state: { ...freshState, checkpoint: 3 } }, undefined)).toEqual({
      checkpoint: 4,
    });
    expect(placeToNote({ index, state: freshState }, undefined)).toBeUndefined();
  });
});

describe('going to a note', () => {
  it('shows the checkpoint of its bar, and selects the bar', () => {
    const [note] = placed(hold);
    expect(goToNote(shownAt({ ...freshState, checkpoint: 2 }), note!)).toMatchObject({
      checkpoint: 9,
      selection: { operator: 2, subtask: 0, bar: { checkpoint: 9, phase: 'sync' } },
    });
  });

  it('measures its stretch, and brings it into view', () => {
    const [note] = placed({ from: epoch + 6100, to: epoch + 7900 });
    const there = goToNote(shownAt({ ...freshState, range: { from: 0, to: 1000 } }), note!);
    expect(there.measured).toEqual({ from: 6100, to: 7900 });
    expect(there.range!.from).toBeLessThan(6100);
    expect(there.range!.to).toBeGreaterThan(7900);
  });
});
