import * as l10n from '@vscode/l10n';
import { timeFormatWords, triggerTime } from './clock/clockWords.js';
import { element, linkButton } from './element.js';
import type { Intention } from './keys/keyboard.js';
import type { ViewModel } from './model.js';
import { FilterBox } from './rows/filterBox.js';
import { menuWords } from './rows/rowMenus.js';
import { shownWords } from './shownWords.js';
import { createButton, setLabel, setName } from './ui/controls.js';

/** The row of controls over the chart: what is shown, how rows are arranged, and what the keys do too. */
export class ControlBar {
  readonly element = element('div', {
    className: 'controls',
    attributes: { role: 'toolbar', 'aria-label': l10n.t('Chart') },
  });
  /** Where the menus of rows open. */
  readonly menus: Readonly<Record<'sortRows' | 'groupRows' | 'setRowHeight', HTMLElement>>;
  private readonly shown = element('span', { className: 'shown' });
  private readonly stop: HTMLElement;
  private readonly follow: HTMLElement;
  private readonly path: HTMLElement;
  private readonly timeFormat: HTMLElement;
  private readonly matches = element('span', { className: 'matches small', attributes: { role: 'status' } });
  private readonly hiddenCount = element('span', { className: 'small' });
  private readonly hiddenRows: HTMLElement;
  private readonly filter: FilterBox;

  constructor(wishes: {
    readonly intend: (intention: Intention) => void;
    readonly filter: (text: string) => void;
    readonly stop: () => void;
  }) {
    const { intend } = wishes;
    this.filter = new FilterBox(wishes.filter);
    this.stop = createButton({
      label: l10n.t('Stop'),
      icon: 'debug-stop',
      title: l10n.t('Stop this run'),
      onClick: wishes.stop,
    });
    const intent = (label: string, icon: string, intention: Intention, key: string): HTMLElement =>
      createButton({
        label,
        icon,
        iconOnly: true,
        title: `${label} (${key})`,
        onClick: () => intend(intention),
      });
    this.follow = createButton({
      label: l10n.t('Follow newest'),
      icon: 'debug-continue',
      title: l10n.t('Show each new checkpoint as it completes (L)'),
      onClick: () => intend('follow'),
    });
    this.follow.classList.add('follow');
    this.path = intent(l10n.t('Critical path'), 'type-hierarchy-sub', 'showCriticalPath', 'X');
    this.timeFormat = intent(timeFormatWords('relative'), 'watch', 'changeTimeFormat', 'K');
    this.menus = menuButtons(intend);
    const show = linkButton(l10n.t('Show'), () => intend('showHiddenRows'));
    show.title = l10n.t('Show all hidden rows');
    this.hiddenRows = element('span', { className: 'hidden-rows small' }, this.hiddenCount, ' · ', show);
    this.element.append(
      this.stop,
      this.follow,
      this.menus.sortRows,
      this.menus.groupRows,
      element(
        'span',
        { className: 'steps' },
        intent(l10n.t('Previous checkpoint'), 'chevron-left', 'previousCheckpoint', '['),
        intent(l10n.t('Next checkpoint'), 'chevron-right', 'nextCheckpoint', ']'),
      ),
      this.shown,
      element('span', { className: 'spring' }),
      this.hiddenRows,
      this.matches,
      this.filter.element,
      element(
        'span',
        { className: 'zoom' },
        intent(l10n.t('Zoom in'), 'zoom-in', 'zoomIn', 'W'),
        intent(l10n.t('Zoom out'), 'zoom-out', 'zoomOut', 'S'),
      ),
      intent(l10n.t('Fit all'), 'screen-full', 'fit', '0'),
      this.timeFormat,
      this.menus.setRowHeight,
      this.path,
      intent(l10n.t('Statistics'), 'symbol-numeric', 'showStatistics', 'Q'),
      intent(l10n.t('Replay'), 'play-circle', 'showReplay', 'V'),
      intent(l10n.t('Overlay of checkpoints'), 'layers', 'showOverlay', 'O'),
      intent(l10n.t('Table'), 'table', 'showTable', 'T'),
      intent(l10n.t('Help'), 'question', 'showHelp', '?'),
    );
  }

  focusFilter(): void {
    this.filter.focus();
  }

  render(model: ViewModel): void {
    const { state, index, stoppable, inEditor, rows } = model;
    this.filter.render(model);
    this.stop.hidden = !(stoppable && index.running);
    this.follow.hidden = !(inEditor && index.running);
    this.follow.setAttribute('aria-pressed', String(state.follow));
    this.follow.classList.toggle('on', state.follow);
    this.path.setAttribute('aria-pressed', String(state.path));
    this.path.classList.toggle('on', state.path);
    const { sort, group } = menuWords(model);
    setLabel(this.menus.sortRows, sort);
    setLabel(this.menus.groupRows, group);
    this.shown.textContent = shownWords(model);
    this.shown.title = shownTitle(model);
    const times = timeFormatWords(state.timeFormat);
    setName(this.timeFormat, times, `${times} (K)`);
    this.hiddenRows.hidden = rows.hidden === 0;
    this.hiddenCount.textContent = l10n.t('{0} hidden', rows.hidden);
    const [problem] = rows.problems;
    const words = problem ?? (state.filter === '' ? '' : matchWords(rows.matching, index.rows.length));
    if (this.matches.textContent !== words) this.matches.textContent = words;
    this.matches.title = rows.problems.join('\n');
    this.matches.classList.toggle('problem', problem !== undefined);
  }
}

function menuButtons(intend: (intention: Intention) => void): ControlBar['menus'] {
  const button = (label: string, icon: string, intention: Intention, key: string): HTMLElement => {
    const title = key === '' ? label : `${label} (${key})`;
    const made = createButton({ label, icon, title, appearance: 'icon', onClick: () => intend(intention) });
    made.setAttribute('aria-haspopup', 'menu');
    return made;
  };
  const height = createButton({
    label: l10n.t('Row height'),
    icon: 'list-flat',
    iconOnly: true,
    title: l10n.t('Row height: normal, compact or dense'),
    onClick: () => intend('setRowHeight'),
  });
  height.setAttribute('aria-haspopup', 'menu');
  return {
    sortRows: button(l10n.t('Sort rows'), 'sort-precedence', 'sortRows', 'B'),
    groupRows: button(l10n.t('Group rows'), 'group-by-ref-type', 'groupRows', 'G'),
    setRowHeight: height,
  };
}

function shownTitle({ index, state: { checkpoint, timeFormat } }: ViewModel): string {
  const time = checkpoint === undefined ? '' : triggerTime(index.trace, checkpoint, timeFormat);
  return time === '' ? '' : l10n.t('triggered at {0}', time);
}

function matchWords(matching: number, all: number): string {
  return l10n.t('{matching} of {all} subtasks', { matching, all });
}
