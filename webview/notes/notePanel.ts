import * as l10n from '@vscode/l10n';
import { formatCount } from '../../src/analysis/quantities.js';
import type { ShownDiagnostic } from '../../src/protocol.js';
import { element, linkButton } from '../element.js';
import type { ViewModel } from '../model.js';
import type { NotesView, PlacedNote } from './notesView.js';

export interface NotePanelWishes {
  readonly goTo: (note: PlacedNote) => void;
  readonly edit: (note: PlacedNote) => void;
  readonly remove: (note: PlacedNote) => void;
  readonly restore: () => void;
  readonly openFile: (offset: number | undefined) => void;
}

/** All notes in a list, under the details; not there while there are none. */
export class NotePanel {
  private readonly heading = element('h2');
  private readonly undo: HTMLElement;
  private readonly list = element('ol', { className: 'note-list' });
  private readonly problems = element('div');
  private readonly foot = element('p', { className: 'small note-foot' });
  readonly element: HTMLElement;
  private shown: readonly unknown[] = [];

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
      element('div', { className: 'notes-head' }, this.heading, keys),
      this.undo,
      this.problems,
      this.list,
      this.foot,
    );
  }

  render({ notes, inEditor, index }: ViewModel, isUndoable: boolean): void {
    const { placed, problems } = notes;
    this.element.hidden = placed.length === 0 && problems.length === 0 && !isUndoable;
    const inputs = [notes, index, isUndoable];
    if (this.element.hidden || inputs.every((input, n) => input === this.shown[n])) return;
    this.shown = inputs;
    const count = placed.length;
    this.heading.textContent = count === 1 ? l10n.t('1 note') : l10n.t('{0} notes', formatCount(count));
    this.undo.hidden = !isUndoable;
    this.problems.replaceChildren(...problems.map((problem) => this.problem(problem, inEditor)));
    this.list.replaceChildren(...placed.map((one) => this.entry(one, notes, inEditor)));
    this.foot.textContent = notes.file === undefined ? '' : l10n.t('Kept in {0}', notes.file);
    this.list.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }

  private entry(one: PlacedNote, { current }: NotesView, isEditable: boolean): HTMLElement {
    const actions = isEditable
      ? [
          linkButton(l10n.t('Edit'), () => this.wishes.edit(one)),
          linkButton(l10n.t('Delete'), () => this.wishes.remove(one)),
        ]
      : [];
    for (const action of actions) action.setAttribute('aria-description', one.where);
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
