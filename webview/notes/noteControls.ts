import * as l10n from '@vscode/l10n';
import type { FromWebview, ToWebview } from '../../src/protocol.js';
import { isSamePlace, isTime, noteMoment, type Note, type NotePlace } from '../../src/trace/notes/note.js';
import type { Ms } from '../../src/trace/units.js';
import type { TimeFormat } from '../clock/clock.js';
import type { Intention } from '../keys/keyboard.js';
import type { ViewModel } from '../model.js';
import type { Shown } from '../keys/navigation.js';
import type { TraceIndex } from '../rows/traceIndex.js';
import type { ViewState } from '../viewState.js';
import { goToNote } from './goToNote.js';
import { pickedMoment, pickMoment } from './moment.js';
import { NoteEditor } from './noteEditor.js';
import { NotePanel } from './notePanel.js';
import { placeToNote } from './notePlaces.js';
import { notesByRow, notesOn, withoutNotes, type NotesView, type PlacedNote } from './notesView.js';
import { placeNotes } from './placedNotes.js';

/** What notes ask of the chart. */
interface NotedChart {
  /** The moment of the replay. */
  readonly cursor: Ms | undefined;
  /** Gives the rows the keyboard. */
  focus(): void;
  /** Gives the moment that was picked for a note the keyboard. */
  focusMoment(): void;
}

export interface NoteWishes {
  readonly model: () => ViewModel | undefined;
  /** Makes a new state from what is shown, and shows where that leads. */
  readonly change: (make: (shown: Shown) => ViewState) => void;
  /** The notes are others, or another is the current one. */
  readonly changed: () => void;
  readonly post: (message: Extract<FromWebview, { type: 'changeNote' | 'openNotes' }>) => void;
  readonly chart: () => NotedChart;
}

type Actions = Readonly<Partial<Record<Intention, () => void>>>;

type Told = Omit<Extract<ToWebview, { type: 'notes' }>, 'type'>;

/** The notes of the page: which there are, which is the current one, and all that is done with them. */
export class NoteControls {
  private readonly editor = new NoteEditor();
  private readonly panel: NotePanel;
  private told: Told = { notes: [], problems: [] };
  private view: NotesView = withoutNotes;
  private index: TraceIndex | undefined;
  private timeFormat: TimeFormat = 'relative';
  private current: { readonly id: string; readonly of: ViewState } | undefined;
  /** The note that was deleted last, while that can be undone. */
  private deleted: { readonly note: Note; readonly range: ViewState['range'] } | undefined;

  private readonly actions: Actions = {
    editNote: () => this.writeHere(),
    pickMoment: () => this.pickMoment(),
    deleteNote: () => {
      const here = this.noteHere();
      if (here) this.remove(here);
    },
    nextNote: () => this.step(1),
    previousNote: () => this.step(-1),
  };
  private readonly afterDeletion: Actions = {
    undoZoom: () => this.restore(),
    escape: () => {
      this.deleted = undefined;
      this.wishes.changed();
    },
  };

  constructor(private readonly wishes: NoteWishes) {
    this.panel = new NotePanel({
      goTo: (note) => this.goTo(note),
      edit: (note) => this.edit(note),
      remove: (note) => this.remove(note),
      restore: () => this.restore(),
      focusRows: () => wishes.chart().focus(),
      openFile: (offset) => wishes.post({ type: 'openNotes', ...(offset !== undefined && { offset }) }),
    });
  }

  get elements(): { readonly notes: HTMLElement; readonly noteEditor: HTMLElement } {
    return { notes: this.panel.element, noteEditor: this.editor.element };
  }

  receive({ notes, problems, file }: Told): void {
    this.told = { notes, problems, ...(file !== undefined && { file }) };
    this.index = undefined;
    this.wishes.changed();
  }

  /** Whether a picture is taken that has no notes. */
  isLeftOut = false;

  /** The notes in a trace, found once for each; the current one is that as long as nothing else is selected. */
  viewOf(index: TraceIndex, { selection, checkpoint, range, timeFormat }: ViewState): NotesView {
    const { told, current } = this;
    // Whoever has zoomed since wants to undo that.
    if (this.deleted?.range !== range) this.deleted = undefined;
    if (index !== this.index || timeFormat !== this.timeFormat) {
      const placed = placeNotes(index, told.notes, timeFormat);
      const byRow = notesByRow(placed);
      this.view = { placed, byRow, searched: byRow, problems: told.problems, file: told.file };
      this.index = index;
      this.timeFormat = timeFormat;
    }
    // A filter by notes has the same rows all the same.
    if (this.isLeftOut) return { ...withoutNotes, searched: this.view.searched };
    const isStill = current?.of.selection === selection && current?.of.checkpoint === checkpoint;
    const now = current && isStill ? this.view.placed.find(({ note }) => note.id === current.id) : undefined;
    if (now !== this.view.current) this.view = { ...this.view, current: now };
    return this.view;
  }

  render(model: ViewModel): void {
    this.panel.render(model, this.deleted !== undefined);
  }

  /** Whether an intention was about notes, and is done. */
  take(intention: Intention): boolean {
    if (this.editor.open) {
      if (intention === 'undoZoom' || intention === 'redoZoom') {
        this.editor.undo(intention === 'undoZoom' ? 'undo' : 'redo');
      }
      return true;
    }
    const act = this.actions[intention] ?? (this.deleted && this.afterDeletion[intention]);
    act?.();
    return act !== undefined;
  }

  goTo(note: PlacedNote): void {
    if (note.isMissing) return;
    this.wishes.change((shown) => {
      const state = goToNote(shown, note);
      this.current = { id: note.note.id, of: state };
      return state;
    });
    this.wishes.changed();
  }

  edit({ note }: Pick<PlacedNote, 'note'>): void {
    this.open(note.place, note);
  }

  remove({ note }: Pick<PlacedNote, 'note'>): void {
    const model = this.wishes.model();
    if (!model?.inEditor) return;
    this.deleted = { note, range: model.state.range };
    this.wishes.post({ type: 'changeNote', change: { remove: note.id } });
  }

  /** Writes a note on a place, or changes the one that is there. */
  private open(
    place: NotePlace,
    known = this.told.notes.find((note) => isSamePlace(note.place, place)),
  ): void {
    const model = this.wishes.model();
    if (!model?.inEditor) return;
    const draft: Note = known ?? { id: newId(), text: '', place, made: Date.now() };
    const [placed] = placeNotes(model.index, [draft], model.state.timeFormat);
    this.editor.show({
      title: l10n.t('Note on {0}', placed!.where),
      text: draft.text,
      save: (text) => this.put({ ...draft, text, ...(known && { changed: Date.now() }) }),
      remove: known && (() => this.remove({ note: known })),
    });
  }

  private put(note: Note): void {
    this.deleted = undefined;
    const wasPicked = this.wishes.model()?.state.moment !== undefined;
    this.wishes.change(({ state }) => {
      const next = wasPicked ? { ...state, moment: undefined } : state;
      // It is on no bar and no row that is selected: N goes on from it, and M writes on.
      if (isTime(note.place)) this.current = { id: note.id, of: next };
      return next;
    });
    if (wasPicked) this.wishes.chart().focus();
    this.wishes.post({ type: 'changeNote', change: { put: note } });
  }

  private restore(): void {
    const { deleted } = this;
    if (deleted) this.put(deleted.note);
  }

  /** Writes a note on a moment of the trace's own time. */
  writeAt(time: Ms): void {
    const model = this.wishes.model();
    if (model) this.open({ from: noteMoment(model.index.trace.epoch + time) });
  }

  /** Writes a note on what is picked, measured or selected, or changes the one that is there. */
  writeHere(): void {
    const here = this.noteHere();
    const model = this.wishes.model();
    const place = here?.note.place ?? (model && placeToNote(model, this.wishes.chart().cursor));
    if (place) this.open(place, here?.note);
  }

  private pickMoment(): void {
    if (!this.wishes.model()?.inEditor) return;
    const chart = this.wishes.chart();
    this.wishes.change((shown) => pickMoment(shown, chart.cursor));
    chart.focusMoment();
  }

  /** The note that is on the picked moment; else that was gone to, or that is on what is selected or measured. */
  private noteHere(): PlacedNote | undefined {
    const model = this.wishes.model();
    if (!model) return undefined;
    const { notes, state } = model;
    const isPicked = pickedMoment(model) !== undefined;
    if (notes.current && !isPicked) return notes.current;
    const place = placeToNote(model, this.wishes.chart().cursor);
    const there = place && notes.placed.find(({ note }) => isSamePlace(note.place, place));
    return there ?? (state.measured || isPicked ? undefined : notesOn(notes, state.selection)[0]);
  }

  private step(direction: 1 | -1): void {
    const model = this.wishes.model();
    const reachable = this.panel.found.filter(({ isMissing }) => !isMissing);
    if (!model || reachable.length === 0) return;
    const here = this.noteHere();
    const now = reachable.findIndex(({ note }) => note.id === here?.note.id);
    const first = direction > 0 ? 0 : reachable.length - 1;
    this.goTo(reachable[now < 0 ? first : (now + direction + reachable.length) % reachable.length]!);
  }
}

/** A page that came over plain HTTP has no `crypto.randomUUID`. */
function newId(): string {
  return [...crypto.getRandomValues(new Uint8Array(12))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}
