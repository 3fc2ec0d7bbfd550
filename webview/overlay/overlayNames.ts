import * as l10n from '@vscode/l10n';
import { mayGoOn } from '../../src/analysis/jobSource.js';
import { subtaskName } from '../../src/analysis/names.js';
import type { Checkpoint } from '../../src/trace/model.js';
import { rulerHeight } from '../chart/axis.js';
import { element } from '../element.js';
import type { ViewModel } from '../model.js';
import { durationWords } from '../tables/spanWords.js';
import { chosenRow, type Overlay, type OverlayRow } from './overlay.js';
import { medianHeight } from './overlayLayout.js';

/** The names beside the overlay: a list of checkpoints, how each ended, and its numbers. */
export class OverlayNames {
  private readonly list = element('div', {
    className: 'overlay-list',
    attributes: { role: 'listbox', tabindex: 0, 'aria-label': l10n.t('Checkpoints, oldest first') },
  });
  private readonly medians = element('div', { className: 'overlay-row medians' });
  readonly element = element(
    'div',
    { className: 'overlay-names' },
    element(
      'div',
      { className: 'overlay-head' },
      element(
        'div',
        { className: 'overlay-row small' },
        element('span', { className: 'name', text: l10n.t('id') }),
        element('span', { className: 'value', text: l10n.t('blocked') }),
        element('span', { className: 'value', text: l10n.t('took') }),
      ),
      this.medians,
    ),
    this.list,
  );
  private painted: unknown[] = [];

  constructor(press: (n: number, open: boolean) => void) {
    const pressed = (open: boolean) => (event: MouseEvent) => {
      const row = (event.target as HTMLElement).closest<HTMLElement>('[data-row]');
      if (row) press(Number(row.dataset['row']), open);
    };
    this.list.addEventListener('click', pressed(false));
    this.list.addEventListener('dblclick', pressed(true));
    this.element.style.setProperty('--ruler', `${rulerHeight}px`);
    this.element.style.setProperty('--medians', `${medianHeight}px`);
  }

  get hasFocus(): boolean {
    return this.list.matches(':focus-visible');
  }

  onFocus(changed: () => void): void {
    this.list.addEventListener('focus', changed);
    this.list.addEventListener('blur', changed);
  }

  focus(): void {
    this.list.focus({ preventScroll: true });
  }

  render(model: ViewModel, overlay: Overlay, rowHeight: number, hovered: number | undefined): void {
    const chosen = chosenRow(overlay, model.state);
    const inputs = [overlay, chosen, rowHeight, hovered];
    if (inputs.every((input, n) => input === this.painted[n])) return;
    this.painted = inputs;
    this.list.style.setProperty('--row', `${rowHeight}px`);
    const { sample, took, blocked } = overlay.usual;
    const usual = (ms: number | undefined): string =>
      ms === undefined ? '–' : durationWords(model.index, ms);
    this.medians.replaceChildren(
      element(
        'span',
        { className: 'name', text: l10n.t('median') },
        element('span', { className: 'word', text: took ? ` ${l10n.t('over {0}', sample)}` : '' }),
      ),
      element('span', { className: 'value', text: usual(blocked?.median) }),
      element('span', { className: 'value', text: usual(took?.median) }),
    );
    this.list.replaceChildren(
      ...overlay.rows.map((row, n) => {
        const made = rowOf(model, overlay, row, n);
        made.setAttribute('aria-selected', String(n === chosen));
        if (n === hovered) made.classList.add('hovered');
        return made;
      }),
    );
    this.list.setAttribute('aria-activedescendant', `overlay-${chosen}`);
  }
}

function statusWords({ status, kind }: Checkpoint, goesOn: boolean): string {
  if (status === 'failed') return l10n.t('✕ failed');
  if (status === 'inProgress') return goesOn ? l10n.t('in progress') : l10n.t('not completed');
  return kind === 'savepoint' ? 'savepoint' : '';
}

function rowOf(
  { index }: ViewModel,
  { subject }: Overlay,
  { part, outlierBy }: OverlayRow,
  n: number,
): HTMLElement {
  const checkpoint = index.trace.checkpoints[part.checkpoint]!;
  const { id, status } = checkpoint;
  const words = statusWords(checkpoint, mayGoOn(index.trace.source));
  const of = subject.subtask === undefined && part.took !== undefined ? `(${part.subtask + 1})` : '';
  const value = (ms: number | undefined): string => (ms === undefined ? '–' : durationWords(index, ms));
  return element(
    'div',
    {
      className: `overlay-row checkpoint ${outlierBy ? `outlier-${outlierBy}` : ''}`,
      attributes: {
        role: 'option',
        id: `overlay-${n}`,
        'data-row': n,
        title: `#${id}: ${subtaskName(index.trace, part)}`,
      },
    },
    element('span', { className: 'id', text: `#${id}` }),
    element('span', {
      className: `name small ${status}`,
      text: [words, of].filter((text) => text !== '').join(' '),
    }),
    element('span', {
      className: 'value blocked',
      text: value(part.took === undefined ? undefined : part.blocked),
    }),
    element('span', { className: 'value took', text: value(part.took) }),
  );
}
