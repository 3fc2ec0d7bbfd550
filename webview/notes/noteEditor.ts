import * as l10n from '@vscode/l10n';
import { longestNote } from '../../src/trace/notes/note.js';
import { element } from '../element.js';

/** What is written, and what to do with it. */
export interface NoteEdit {
  /** Says what the note is about. */
  readonly title: string;
  /** What it says now; empty for a new one. */
  readonly text: string;
  readonly save: (text: string) => void;
  /** Absent for a new note. */
  readonly remove?: (() => void) | undefined;
}

/** The dialog in which a note is written. It takes the keyboard and gives it back. */
export class NoteEditor {
  private readonly title = element('h2', { attributes: { id: 'note-title' } });
  private readonly field = element('textarea', {
    attributes: { rows: 6, maxlength: longestNote, 'aria-labelledby': 'note-title' },
  });
  private readonly removal: HTMLButtonElement;
  readonly element: HTMLDialogElement;
  private edit: NoteEdit | undefined;

  constructor() {
    const button = (words: string, className: string, onClick: () => void): HTMLButtonElement =>
      element('button', { className, text: words, attributes: { type: 'button' }, onClick });
    const save = button(l10n.t('Save'), 'button primary', () => this.save());
    save.title = l10n.t('Save (Ctrl+Enter)');
    this.removal = button(l10n.t('Delete'), 'button', () => this.end((edit) => edit.remove?.()));
    this.element = element(
      'dialog',
      { className: 'note-editor', attributes: { 'aria-labelledby': 'note-title' } },
      this.title,
      this.field,
      element(
        'div',
        { className: 'note-buttons' },
        element('span', { className: 'small', text: l10n.t('Ctrl+Enter saves, Esc cancels') }),
        this.removal,
        button(l10n.t('Cancel'), 'button', () => this.element.close()),
        save,
      ),
    );
    this.element.addEventListener('close', () => (this.edit = undefined));
    this.field.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      this.save();
    });
  }

  get open(): boolean {
    return this.element.open;
  }

  show(edit: NoteEdit): void {
    this.edit = edit;
    this.title.textContent = edit.title;
    this.field.value = edit.text;
    this.removal.hidden = !edit.remove;
    if (!this.element.open) this.element.showModal();
    this.field.focus();
  }

  /** VS Code gives undo and redo as commands, also those that are meant for the text. */
  undo(what: 'undo' | 'redo'): void {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- nothing else reaches a text field's own history
    document.execCommand(what);
  }

  private save(): void {
    const text = this.field.value.trim();
    this.end((edit) => {
      if (text !== '') edit.save(text);
      else edit.remove?.();
    });
  }

  private end(act: (edit: NoteEdit) => void): void {
    const { edit } = this;
    this.element.close();
    if (edit) act(edit);
  }
}
