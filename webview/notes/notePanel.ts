import * as l10n from '@vscode/l10n';
import { formatCount } from '../../src/analysis/quantities.js';
import type { ShownDiagnostic } from '../../src/protocol.js';
import { element, linkButton } from '../element.js';
import type { ViewModel } from '../model.js';
import { noteActions, type NoteActionWishes } from './noteActions.js';
import { findNotes } from './findNotes.js';
import type { NotesView, PlacedNote } from './notesView.js';

/** With fewer notes all are seen at once. */
const leastToSearch = 3;

export interface NotePanelWishes extends NoteActionWishes {
  readonly goTo: (note: PlacedNote) => void;
  readonly restore: () => void;
  readonly openFile: (offset: number | undefined) => void;
  /** Gives the rows the keyboard. */
  readonly focusRows: () => void;
}

/** All notes in a list, under the details; not there while there are none. */
export class NotePanel {
  private readonly count = element('span', { attributes: { role: 'status' } });
  private readonly search = element('input', {
    className: 'note-search',
    attributes: { type: 'search', placeholder: l10n.t('Search notes'), 'aria-label': l10n.t('Search notes') },
  });
  private readonly undo: HTMLElement;
  private readonly list = element('ol', { className: 'note-list' });
  private readonly problems = element('div');
  private readonly foot = element('p', { className: 'small note-foot' });
  readonly element: HTMLElement;
  private shown: readonly unknown[] = [];
  private all: readonly PlacedNote[] = [];
  /** Lists the same notes again, by another search. */
  private again: () => void = () => undefined;

  constructor(private readonly wishes: NotePanelWishes) {
    const keys = element('span', { className: 'small' });
    keys.append(element('kbd', { text: 'N' }), ` ${l10n.t('next')} `);
    this.undo = element(
      'p',
      { className: 'note-undo', attributes: { role: 'status' } },
      element('span', { text: l10n.t('Note deleted.') }),
      linkButton(l10n.t('Undo'), () => this.wishes.restore()),
    );
    this.element = element(
      'section',
      { className: 'notes-panel', attributes: { 'aria-label': l10n.t('Notes'), tabindex: -1 } },
      element('div', { className: 'notes-head' }, element('h2', {}, this.count), this.search, keys),
      this.undo,
      this.problems,
      this.list,
      this.foot,
    );
    this.search.addEventListener('input', () => this.again());
    this.search.addEventListener('keydown', (event) => this.leaveSearch(event));
  }

  /** The notes that have what is searched for; all, where nothing is. */
  get found(): readonly PlacedNote[] {
    return findNotes(this.all, this.search.value);
  }

  render(model: ViewModel, isUndoable: boolean): void {
    this.again = () => this.render(model, isUndoable);
    const { notes, inEditor, index } = model;
    const { placed, problems } = notes;
    this.all = placed;
    this.search.hidden = placed.length < leastToSearch && this.search.value === '';
    this.element.hidden = placed.length === 0 && problems.length === 0 && !isUndoable;
    const inputs = [notes, index, isUndoable, this.search.value];
    if (this.element.hidden || inputs.every((input, n) => input === this.shown[n])) return;
    this.shown = inputs;
    const { found } = this;
    this.count.textContent = countWords(placed.length, found.length);
    this.undo.hidden = !isUndoable;
    this.problems.replaceChildren(...problems.map((problem) => this.problem(problem, inEditor)));
    this.list.replaceChildren(...found.map((one) => this.entry(one, notes, inEditor)));
    this.foot.textContent = notes.file === undefined ? '' : l10n.t('Kept in {0}', notes.file);
    this.list.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }

  private entry(one: PlacedNote, { current }: NotesView, isEditable: boolean): HTMLElement {
    const actions = isEditable ? noteActions(one, this.wishes) : [];
    const where = one.isMissing
      ? element('span', { text: one.where })
      : linkButton(one.where, () => this.wishes.goTo(one), 'reference');
    return element(
      'li',
      { attributes: { 'aria-current': current?.note.id === one.note.id ? true : undefined } },
      element(
        'div',
        { className: 'note-where small' },
        where,
        element('span', { className: 'note-actions' }, ...actions),
      ),
      element('p', { className: 'note-text', text: one.note.text }),
    );
  }

  /** Escape clears the search, then leaves it, as Enter does with its first note. */
  private leaveSearch(event: KeyboardEvent): void {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.stopPropagation();
    if (event.key === 'Enter') {
      const [first] = this.found;
      if (first) this.wishes.goTo(first);
      this.wishes.focusRows();
    } else {
      if (this.search.value === '') this.wishes.focusRows();
      this.search.value = '';
      this.again();
    }
  }

  private problem({ message, remedy, at, file }: ShownDiagnostic, inEditor: boolean): HTMLElement {
    const line = at ? l10n.t('{0}, line {1}:', file ?? '', at.line) : `${file ?? ''}:`;
    return element(
      'p',
      { className: 'small note-problem' },
      inEditor ? linkButton(line, () => this.wishes.openFile(at?.offset), 'reference') : line,
      ` ${message}${remedy === undefined ? '' : ` ${remedy}`}`,
    );
  }
}

function countWords(all: number, found: number): string {
  if (found < all) {
    return l10n.t('{found} of {all} notes', { found: formatCount(found), all: formatCount(all) });
  }
  return all === 1 ? l10n.t('1 note') : l10n.t('{0} notes', formatCount(all));
}
