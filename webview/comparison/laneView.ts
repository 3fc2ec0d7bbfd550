import * as l10n from '@vscode/l10n';
import type { SpanPlace } from '../../src/protocol.js';
import { element, linkButton } from '../element.js';
import { moreText } from '../rows/nameRows.js';
import type { Compared } from './comparisonState.js';
import { laneButton, type LaneScale } from './laneButton.js';
import { laneLegend } from './laneLegend.js';
import { LaneZoom } from './laneZoom.js';
import { laneRuler } from './laneRuler.js';
import {
  laneGroups,
  latestEnd,
  sideNames,
  type LaneGroup,
  type LanePair,
  type ShownCheckpoints,
  type SideName,
} from './lanes.js';

/** Of an operator with more subtasks, those that were blocked longest are drawn first. */
const lanesMax = 7;
/** Free space behind the last bar, as a share of all. */
const margin = 0.04;

/** Two checkpoints on one axis that begins at their triggers: for each subtask the bars before, and under them those after. */
export class LaneView {
  readonly element = element('section', { className: 'lanes' });
  private groups: readonly LaneGroup[] = [];
  private compared: Compared | undefined;
  private shown: ShownCheckpoints | undefined;
  private opened = new Set<LaneGroup>();
  private width = 0;
  private readonly zoom = new LaneZoom(() => this.fill());

  constructor(private readonly open: (side: SideName, place: SpanPlace) => void) {
    this.element.addEventListener('keydown', (event) => {
      if (this.zoom.onKey(event)) event.preventDefault();
      else this.onKey(event);
    });
    this.element.addEventListener('wheel', (event) => this.onWheel(event), { passive: false });
  }

  render(compared: Compared, shown: ShownCheckpoints): void {
    const same = this.compared === compared && sideNames.every((side) => this.shown?.[side] === shown[side]);
    if (!same) {
      this.compared = compared;
      this.shown = shown;
      this.opened = new Set();
      this.groups = laneGroups(compared.comparison, shown);
      this.zoom.reset(latestEnd(this.groups) * (1 + margin) || 1);
    }
    if (!same || this.width !== this.trackWidth()) this.fill();
  }

  resized(): void {
    if (this.compared && !this.element.hidden && this.width !== this.trackWidth()) this.fill();
  }

  private trackWidth(): number {
    const names = Number.parseFloat(getComputedStyle(this.element).getPropertyValue('--lane-names')) || 0;
    return Math.max(0, this.element.clientWidth - names - 12);
  }

  private fill(): void {
    const { compared, shown } = this;
    if (!compared || !shown) return;
    this.width = this.trackWidth();
    const scale: LaneScale = { width: this.width, ...this.zoom.shown };
    const focused = this.focusedPlace();
    this.element.setAttribute('aria-label', title(compared, shown));
    this.element.replaceChildren(
      laneRuler(scale, title(compared, shown), this.zoom),
      ...this.groups.map((group) => this.group(compared, group, scale)),
      laneLegend(),
    );
    const lanes = this.lanes();
    (lanes[focused.lane] ?? lanes[0])?.setAttribute('tabindex', '0');
    if (focused.lane >= 0) lanes[focused.lane]?.focus({ preventScroll: true });
    if (focused.button >= 0) this.buttons()[focused.button]?.focus();
  }

  private lanes(): readonly HTMLElement[] {
    return [...this.element.querySelectorAll<HTMLElement>('button.lane')];
  }

  private buttons(): readonly HTMLElement[] {
    return [...this.element.querySelectorAll<HTMLElement>('.lane-ruler vscode-button')];
  }

  /** What has the focus, so that it has it in the next picture too. */
  private focusedPlace(): { readonly lane: number; readonly button: number } {
    const focused = document.activeElement as HTMLElement;
    return { lane: this.lanes().indexOf(focused), button: this.buttons().indexOf(focused) };
  }

  private onWheel(event: WheelEvent): void {
    const track = this.element.querySelector('.track')?.getBoundingClientRect();
    if (!track || track.width === 0) return;
    const share = (event.clientX - track.left) / track.width;
    if (this.zoom.onWheel(event, share, track.width)) event.preventDefault();
  }

  private group(compared: Compared, group: LaneGroup, scale: LaneScale): HTMLElement {
    const { lanes, name } = group;
    const most = this.opened.has(group) ? lanes.length : lanesMax;
    const hidden = lanes.length - most;
    const more =
      hidden > 0
        ? [
            linkButton(moreText(hidden), () => {
              this.opened.add(group);
              this.fill();
            }),
          ]
        : [];
    return element(
      'div',
      { className: 'lane-group', attributes: { role: 'group', 'aria-label': name } },
      element('h2', { text: name }),
      ...lanes.slice(0, most).map((pair) => this.pair(compared, group, pair, scale)),
      ...more,
    );
  }

  private pair(compared: Compared, group: LaneGroup, pair: LanePair, scale: LaneScale): HTMLElement {
    const row = element('div', { className: 'lane-pair' });
    const told = new Set<string>();
    for (const side of sideNames) {
      const lane = pair[side];
      const { trace } = compared.comparison[side];
      const operator = group.pair[side];
      const parallelism = operator === undefined ? 0 : trace.operators[operator]!.parallelism;
      if (!lane) {
        row.append(absentLane(side, pair.subtask, parallelism));
        continue;
      }
      const position = `(${pair.subtask + 1}/${parallelism})`;
      const button = laneButton({ side, lane, name: group.name, position, trace, scale }, (place) =>
        this.open(side, place),
      );
      button.classList.toggle('told', told.has(position));
      told.add(position);
      row.append(button);
    }
    return row;
  }

  /** One lane is reached by Tab, the others by arrows, as in a list. */
  private onKey(event: KeyboardEvent): void {
    const lanes = this.lanes();
    const at = lanes.indexOf(event.target as HTMLElement);
    if (at < 0) return;
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: lanes.length - 1 }[event.key];
    const lane = next === undefined ? undefined : lanes[next];
    if (!lane) return;
    event.preventDefault();
    lanes[at]!.setAttribute('tabindex', '-1');
    lane.setAttribute('tabindex', '0');
    lane.focus();
  }
}

function title({ comparison }: Compared, shown: ShownCheckpoints): string {
  const id = (side: SideName) => {
    const index = shown[side];
    return index === undefined ? l10n.t('none') : `#${comparison[side].trace.checkpoints[index]!.id}`;
  };
  return l10n.t('{before} above, {after} below', { before: id('before'), after: id('after') });
}

function absentWords(side: SideName, exists: boolean): string {
  if (side === 'before') return exists ? l10n.t('before: took no part') : l10n.t('before: no such subtask');
  return exists ? l10n.t('after: took no part') : l10n.t('after: no such subtask');
}

/** In place of a subtask that a side has not, or that took no part in its checkpoint. */
function absentLane(side: SideName, subtask: number, parallelism: number): HTMLElement {
  const exists = subtask < parallelism;
  return element(
    'div',
    { className: 'lane absent' },
    element('span', { className: 'lane-subtask', text: exists ? `(${subtask + 1}/${parallelism})` : '' }),
    element('span', { text: absentWords(side, exists) }),
  );
}
