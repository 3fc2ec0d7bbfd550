import { element } from './element.js';
import type { ViewModel } from './model.js';
import { describeCheckpoint } from './checkpointStrip.js';
import { severalWords } from './severalCheckpoints.js';
import { createButton, createTextField } from './ui/controls.js';
import type { Intention } from './keyboard.js';
import { runWord } from './spanWords.js';

/** The row of controls over the chart: what is shown, the filter, and what the keys do too. */
export class ControlBar {
  readonly element = element('div', {
    className: 'controls',
    attributes: { role: 'toolbar', 'aria-label': 'Chart' },
  });
  private readonly shown = element('span', { className: 'shown' });
  private readonly stop: HTMLElement;
  private readonly follow: HTMLElement;
  private readonly path: HTMLElement;
  private readonly matches = element('span', { className: 'matches small' });
  private readonly filter;

  constructor(wishes: {
    readonly intend: (intention: Intention) => void;
    readonly filter: (text: string) => void;
    readonly stop: () => void;
    readonly density: () => void;
  }) {
    this.filter = createTextField({
      label: 'Filter rows',
      placeholder: 'Filter, e.g. count sync>5ms',
      icon: 'search',
      onInput: wishes.filter,
    });
    this.filter.element.classList.add('filter');
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
        onClick: () => wishes.intend(intention),
      });
    this.follow = createButton({
      label: 'Follow newest',
      icon: 'debug-continue',
      title: 'Show each new checkpoint as it completes (L)',
      onClick: () => wishes.intend('follow'),
    });
    this.path = intent('Critical path', 'type-hierarchy-sub', 'showCriticalPath', 'X');
    this.element.append(
      this.stop,
      this.follow,
      intent('Previous checkpoint', 'chevron-left', 'previousCheckpoint', '['),
      intent('Next checkpoint', 'chevron-right', 'nextCheckpoint', ']'),
      this.shown,
      element('span', { className: 'spring' }),
      this.matches,
      this.filter.element,
      intent('Zoom in', 'zoom-in', 'zoomIn', 'W'),
      intent('Zoom out', 'zoom-out', 'zoomOut', 'S'),
      intent('Fit all', 'screen-full', 'fit', '0'),
      createButton({
        label: 'Row height',
        icon: 'list-flat',
        iconOnly: true,
        title: 'Normal or compact rows',
        onClick: wishes.density,
      }),
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
    const { state, index, stoppable, inEditor } = model;
    if (this.filter.value !== state.filter) this.filter.value = state.filter;
    this.stop.hidden = !(stoppable && index.running);
    this.follow.hidden = !(inEditor && index.running);
    this.follow.setAttribute('aria-pressed', String(state.follow));
    this.follow.classList.toggle('on', state.follow);
    this.path.setAttribute('aria-pressed', String(state.path));
    this.path.classList.toggle('on', state.path);
    this.shown.textContent = state.several
      ? severalWords(index, state.several)
      : state.checkpoint === undefined
        ? `Entire ${runWord(index.trace)}`
        : describeCheckpoint(model, state.checkpoint);
    this.shown.title = state.checkpoint === undefined ? '' : clockTime(model, state.checkpoint);
    const count = model.groups.reduce((sum, group) => sum + group.rows.length, 0);
    const all = index.rows.length;
    this.matches.textContent = state.filter === '' ? '' : `${count} of ${all} subtasks`;
  }
}

/** When a checkpoint was triggered, as the recording machine's clock in universal time. */
function clockTime({ index }: ViewModel, checkpoint: number): string {
  const time = new Date(index.trace.epoch + index.trace.checkpoints[checkpoint]!.trigger);
  return Number.isNaN(time.getTime()) ? '' : `triggered at ${time.toISOString().replace('T', ' ')}`;
}
