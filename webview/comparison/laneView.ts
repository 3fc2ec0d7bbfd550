import * as l10n from '@vscode/l10n';
import { listed } from '../../src/analysis/phrases.js';
import type { SpanPlace } from '../../src/protocol.js';
import type { OperatorIndex } from '../../src/trace/units.js';
import { element, linkButton } from '../element.js';
import type { TimeRange } from '../chart/geometry.js';
import { moreText } from '../rows/nameRows.js';
import type { Compared } from './compared.js';
import { filteredOperators } from './comparisonFilter.js';
import type { ComparisonState } from './comparisonState.js';
import { laneButton, laneSide, type LaneScale } from './laneButton.js';
import { laneLegend } from './laneLegend.js';
import { LaneZoom } from './laneZoom.js';
import { laneRuler } from './laneRuler.js';
import { laneGroups, latestEnd, type DrawnSide, type LaneGroup, type LaneSet } from './lanes.js';
import { onSourceWish } from './sourceWish.js';

/** Of an operator with more subtasks, those that were blocked longest are drawn first. */
const lanesMax = 7;
/** Free space behind the last bar, as a share of all. */
const margin = 0.04;

export interface LaneWishes {
  readonly open: (place: number, bar: SpanPlace) => void;
  /** Goes to the line of an operator. */
  readonly openSource: (place: number, operator: OperatorIndex) => void;
  /** Keeps the stretch of the axis that is shown. */
  readonly zoomed: (range: TimeRange | undefined) => void;
}

/** What of the state the lanes are made of. */
type LaneState = Pick<ComparisonState, 'range' | 'filter'>;

/** One checkpoint of each run on one axis that begins at their triggers: for each subtask the bars before, and under them the others. */
export class LaneView {
  readonly element = element('section', { className: 'lanes' });
  private groups: readonly LaneGroup[] = [];
  private compared: Compared | undefined;
  private sides: readonly DrawnSide[] = [];
  private opened = new Set<LaneGroup>();
  private filter = '';
  private kept: ReadonlySet<string> | undefined;
  private width = 0;
  readonly zoom = new LaneZoom(() => {
    this.wishes.zoomed(this.zoom.isAll ? undefined : this.zoom.shown);
    this.fill();
  });

  constructor(private readonly wishes: LaneWishes) {
    this.element.addEventListener('keydown', (event) => {
      if (this.zoom.onKey(event)) event.preventDefault();
      else this.onKey(event);
    });
    this.element.addEventListener('wheel', (event) => this.onWheel(event), { passive: false });
  }

  render(compared: Compared, sides: readonly DrawnSide[], { range, filter }: LaneState): void {
    const isSame =
      this.compared === compared &&
      sides.every(({ checkpoint }, n) => this.sides[n]?.checkpoint === checkpoint);
    if (!isSame) {
      this.opened = new Set();
      this.groups = laneGroups(compared.comparison, sides);
      this.zoom.reset(latestEnd(this.groups) * (1 + margin) || 1, range);
      this.element.classList.toggle('many', sides.length > 2);
    }
    const isFiltered = this.filter !== filter;
    this.compared = compared;
    this.sides = sides;
    this.filter = filter;
    if (!isSame || isFiltered) this.kept = filteredOperators(compared.comparison, filter);
    if (!isSame || isFiltered || this.width !== this.trackWidth()) this.fill();
  }

  resized(): void {
    if (this.compared && !this.element.hidden && this.width !== this.trackWidth()) this.fill();
  }

  private trackWidth(): number {
    const names = Number.parseFloat(getComputedStyle(this.element).getPropertyValue('--lane-names')) || 0;
    return Math.max(0, this.element.clientWidth - names - 12);
  }

  private fill(): void {
    if (!this.compared) return;
    this.width = this.trackWidth();
    const scale: LaneScale = { width: this.width, ...this.zoom.shown };
    const focused = this.focusedPlace();
    const { title, short } = titleOf(this.sides);
    this.element.setAttribute('aria-label', title);
    this.element.replaceChildren(
      laneRuler(scale, short, this.zoom),
      ...this.groups
        .filter(({ name }) => this.kept?.has(name) !== false)
        .map((group) => this.group(group, scale)),
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

  private group(group: LaneGroup, scale: LaneScale): HTMLElement {
    const { sets, name } = group;
    const most = this.opened.has(group) ? sets.length : lanesMax;
    const hidden = sets.length - most;
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
      ...sets.slice(0, most).map((set) => this.set(group, set, scale)),
      ...more,
    );
  }

  private set({ name, operators }: LaneGroup, { subtask, lanes }: LaneSet, scale: LaneScale): HTMLElement {
    const row = element('div', { className: 'lane-set' });
    const isOfMany = this.sides.length > 2;
    const told = new Set<string>();
    this.sides.forEach((side, n) => {
      const lane = lanes[n];
      const operator = operators[n];
      const parallelism = operator === undefined ? 0 : side.side.trace.operators[operator]!.parallelism;
      const position = `(${subtask + 1}/${parallelism})`;
      if (!lane) {
        row.append(absentLane(side, isOfMany, subtask < parallelism ? position : undefined));
        return;
      }
      const button = laneButton({ side, isOfMany, lane, name, position, scale }, (bar) =>
        this.wishes.open(side.place, bar),
      );
      button.classList.toggle('told', told.has(position));
      told.add(position);
      onSourceWish(button, () => this.wishes.openSource(side.place, operator!));
      row.append(button);
    });
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

/** `#8 above, #6 below`, or of many what each is, from top to bottom. */
function titleOf(sides: readonly DrawnSide[]): { readonly title: string; readonly short: string } {
  const ids = sides.map(({ side, checkpoint }) =>
    checkpoint === undefined ? l10n.t('none') : `#${side.trace.checkpoints[checkpoint]!.id}`,
  );
  if (sides.length === 2) {
    const title = l10n.t('{before} above, {after} below', { before: ids[0]!, after: ids[1]! });
    return { title, short: title };
  }
  const named = sides.map(({ short }, n) => l10n.t('{id} of {run}', { id: ids[n]!, run: short }));
  return { title: l10n.t('From top to bottom: {0}', listed(named)), short: listed(ids) };
}

/** In place of a subtask that a side has not, or that took no part in its checkpoint. */
function absentLane(side: DrawnSide, isOfMany: boolean, position: string | undefined): HTMLElement {
  return element(
    'div',
    { className: 'lane absent' },
    element('span', { className: 'lane-subtask', text: position ?? '' }),
    laneSide(side, isOfMany),
    element('span', {
      className: 'absent-words',
      text: position === undefined ? l10n.t('no such subtask') : l10n.t('took no part'),
    }),
  );
}
