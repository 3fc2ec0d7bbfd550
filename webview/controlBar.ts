import { describeCheckpoint } from './checkpointStrip.js';
import { element, linkButton } from './element.js';
import type { Intention } from './keyboard.js';
import type { ViewModel } from './model.js';
import { FilterBox } from './rows/filterBox.js';
import { menuWords } from './rows/rowMenus.js';
import { severalWords } from './severalCheckpoints.js';
import { runWord } from './spanWords.js';
import { createButton, setLabel } from './ui/controls.js';

/** The row of controls over the chart: what is shown, how rows are arranged, and what the keys do too. */
export class ControlBar {
  readonly element = element('div', {
    className: 'controls',
    attributes: { role: 'toolbar', 'aria-label': 'Chart' },
  });
  /** Where the menus of rows open. */
  readonly menus: Readonly<Record<'sortRows' | 'groupRows' | 'setRowHeight', HTMLElement>>;
  private readonly shown = element('span', { className: 'shown' });
  private readonly stop: HTMLElement;
  private readonly follow: HTMLElement;
  private readonly path: HTMLElement;
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
      label: 'Stop',
      icon: 'debug-stop',
      title: 'Stop this run',
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
      label: 'Follow newest',
      icon: 'debug-continue',
      title: 'Show each new checkpoint as it completes (L)',
      onClick: () => intend('follow'),
    });
    this.path = intent('Critical path', 'type-hierarchy-sub', 'showCriticalPath', 'X');
    this.menus = menuButtons(intend);
    const show = linkButton('Show', () => intend('showHiddenRows'));
    show.title = 'Show all hidden rows';
    this.hiddenRows = element('span', { className: 'hidden-rows small' }, this.hiddenCount, ' · ', show);
    this.element.append(
      this.stop,
      this.follow,
      this.menus.sortRows,
      this.menus.groupRows,
      intent('Previous checkpoint', 'chevron-left', 'previousCheckpoint', '['),
      intent('Next checkpoint', 'chevron-right', 'nextCheckpoint', ']'),
      this.shown,
      element('span', { className: 'spring' }),
      this.hiddenRows,
      this.matches,
      this.filter.element,
      intent('Zoom in', 'zoom-in', 'zoomIn', 'W'),
      intent('Zoom out', 'zoom-out', 'zoomOut', 'S'),
      intent('Fit all', 'screen-full', 'fit', '0'),
      this.menus.setRowHeight,
      this.path,
      intent('Statistics', 'symbol-numeric', 'showStatistics', 'Q'),
      intent('Replay', 'play-circle', 'showReplay', 'V'),
      intent('Overlay of checkpoints', 'layers', 'showOverlay', 'O'),
      intent('Table', 'table', 'showTable', 'T'),
      intent('Help', 'question', 'showHelp', '?'),
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
    this.shown.textContent = state.several
      ? severalWords(index, state.several)
      : state.checkpoint === undefined
        ? `Entire ${runWord(index.trace)}`
        : describeCheckpoint(model, state.checkpoint);
    this.shown.title = state.checkpoint === undefined ? '' : clockTime(model, state.checkpoint);
    this.hiddenRows.hidden = rows.hidden === 0;
    this.hiddenCount.textContent = `${rows.hidden} hidden`;
    const [problem] = rows.problems;
    const words = problem ?? (state.filter === '' ? '' : `${rows.matching} of ${index.rows.length} subtasks`);
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
    label: 'Row height',
    icon: 'list-flat',
    iconOnly: true,
    title: 'Row height: normal, compact or dense',
    onClick: () => intend('setRowHeight'),
  });
  height.setAttribute('aria-haspopup', 'menu');
  return {
    sortRows: button('Sort rows', 'sort-precedence', 'sortRows', 'B'),
    groupRows: button('Group rows', 'group-by-ref-type', 'groupRows', 'G'),
    setRowHeight: height,
  };
}

/** When a checkpoint was triggered, as the recording machine's clock in universal time. */
function clockTime({ index }: ViewModel, checkpoint: number): string {
  const time = new Date(index.trace.epoch + index.trace.checkpoints[checkpoint]!.trigger);
  return Number.isNaN(time.getTime()) ? '' : `triggered at ${time.toISOString().replace('T', ' ')}`;
}
