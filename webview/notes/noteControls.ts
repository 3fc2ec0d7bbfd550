import * as l10n from '@vscode/l10n';
import type { ToWebview } from '../../src/protocol.js';
import { isSamePlace, type Note, type NoteChange, type NotePlace } from '../../src/trace/notes/note.js';
import type { Ms } from '../../src/trace/units.js';
import type { Intention } from '../keyboard.js';
import type { ViewModel } from '../model.js';
import type { Shown } from '../navigation.js';
import type { TraceIndex } from '../traceIndex.js';
import type { ViewState } from '../viewState.js';
import { goToNote } from './goToNote.js';
import { NoteEditor } from './noteEditor.js';
import { NotePanel } from './notePanel.js';
import { placeToNote } from './notePlaces.js';
import { notesByRow, notesOn, withoutNotes, type NotesView, type PlacedNote } from './notesView.js';
import { placeNotes } from './placedNotes.js';

export interface NoteWishes {
  readonly model: () => ViewModel | undefined;
  /** Makes a new state from what is shown, and shows where that leads. */
  readonly change: (make: (shown: Shown) => ViewState) => void;
  /** The notes are others, or another is the current one. */
  readonly changed: () => void;
  readonly post: (change: NoteChange) => void;
  readonly openFile: (offset: number | undefined) => void;
  /** The moment of the replay. */
  readonly cursor: () => Ms | undefined;
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
  private current: { readonly id: string; readonly of: ViewState } | undefined;
  /** The note that was deleted last, while that can be undone. */
  private deleted: { readonly note: Note; readonly range: ViewState['range'] } | undefined;

  private readonly actions: Actions = {
    editNote: () => this.editHere(),
    deleteNote: () => {
      const here = this.noteHere();
      if (here) this.remove(here.note);
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
      edit: ({ note }) => this.edit(note.place, note),
      remove: ({ note }) => this.remove(note),
      restore: () => this.restore(),
      openFile: wishes.openFile,
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

  /** The notes in a trace, found once for each; the current one is that as long as nothing else is selected. */
  viewOf(index: TraceIndex, { selection, checkpoint, range }: ViewState): NotesView {
    const { told, current } = this;
    // Whoever has zoomed since wants to undo that.
    if (this.deleted?.range !== range) this.deleted = undefined;
    if (index !== this.index) {
      const placed = placeNotes(index, told.notes);
      this.view = { placed, byRow: notesByRow(placed), problems: told.problems, file: told.file };
      this.index = index;
    }
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

  /** Writes a note on a place, or changes the one that is there. */
  edit(place: NotePlace, known = this.told.notes.find((note) => isSamePlace(note.place, place))): void {
    const model = this.wishes.model();
    if (!model?.inEditor) return;
    const draft: Note = known ?? { id: newId(), text: '', place, made: Date.now() };
    const [placed] = placeNotes(model.index, [draft]);
    this.editor.show({
      title: l10n.t('Note on {0}', placed!.where),
      text: draft.text,
      save: (text) => this.put({ ...draft, text, ...(known && { changed: Date.now() }) }),
      remove: known && (() => this.remove(known)),
    });
  }

  private put(note: Note): void {
    this.deleted = undefined;
    this.wishes.post({ put: note });
  }

  private remove(note: Note): void {
    const model = this.wishes.model();
    if (!model?.inEditor) return;
    this.deleted = { note, range: model.state.range };
    this.wishes.post({ remove: note.id });
  }

  private restore(): void {
    const { deleted } = this;
    if (deleted) this.put(deleted.note);
  }

  private editHere(): void {
    const here = this.noteHere();
    const model = this.wishes.model();
    const place = here?.note.place ?? (model && placeToNote(model, this.wishes.cursor()));
    if (place) this.edit(place, here?.note);
  }

  /** The note that was gone to, or that is on what is selected or measured. */
  private noteHere(): PlacedNote | undefined {
    const model = this.wishes.model();
    if (!model) return undefined;
    const { notes, state } = model;
    if (notes.current) return notes.current;
    const place = placeToNote(model, this.wishes.cursor());
    const there = place && notes.placed.find(({ note }) => isSamePlace(note.place, place));
    return there ?? (state.measured ? undefined : notesOn(notes, state.selection)[0]);
  }

  private step(direction: 1 | -1): void {
    const model = this.wishes.model();
    const reachable = model?.notes.placed.filter(({ isMissing }) => !isMissing) ?? [];
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
