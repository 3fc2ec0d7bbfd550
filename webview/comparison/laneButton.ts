import * as l10n from '@vscode/l10n';
import { listedClauses } from '../../src/analysis/phrases.js';
import { formatDuration } from '../../src/analysis/quantities.js';
import type { SpanPlace } from '../../src/protocol.js';
import { isBlocking, type Phase } from '../../src/trace/model.js';
import type { Ms } from '../../src/trace/units.js';
import { element } from '../element.js';
import { namedPhase } from '../phaseWords.js';
import { estimatedWidth } from '../picture/textWidth.js';
import type { DrawnSide, Lane, LaneBar } from './lanes.js';
import { sideMark } from './sideMark.js';

/** An axis from `from` to `to`, ms after the trigger, in `width` pixels. */
export interface LaneScale {
  readonly width: number;
  readonly from: Ms;
  readonly to: Ms;
}

export interface LaneWishes {
  readonly side: DrawnSide;
  /** Whether there are more than before and after: then each goes by its own name. */
  readonly isOfMany: boolean;
  readonly lane: Lane;
  readonly name: string;
  /** As `(1/2)`. */
  readonly position: string;
  readonly scale: LaneScale;
}

/** Least widths, in pixels, so that no bar is lost; what blocks is never thinner than can be seen. */
const blockingWidth = 3;
const otherWidth = 2;
/** What a label is written in, and its own margins, in pixels. */
const labelFont = '11px';
const labelMargin = 10;

/** Which bar a lane is about where no other is pointed at. */
const inOrderOfWeight: readonly Phase[] = ['sync', 'preBarrier', 'alignment', 'async', 'startDelay', 'ack'];

/** One subtask on one side. A click opens its trace at the bar that was clicked, Enter at the one that weighs most. */
export function laneButton(wishes: LaneWishes, open: (place: SpanPlace) => void): HTMLButtonElement {
  const { side, isOfMany, lane, name, position, scale } = wishes;
  const { trace } = side.side;
  const { checkpoint, operator, subtask, bars, blocked } = lane;
  const { resolution } = trace.source;
  const number = formatDuration(blocked, resolution);
  const words = bars.map(({ phase, start, end }) =>
    namedPhase(phase, formatDuration(end - start, resolution)),
  );
  const track = element('span', { className: 'track', attributes: { 'aria-hidden': true } });
  // The most important bars are painted last.
  const painted = [...bars].sort(
    (a, b) => inOrderOfWeight.indexOf(b.phase) - inOrderOfWeight.indexOf(a.phase),
  );
  for (const bar of painted) track.append(barElement(bar, scale, resolution));
  const button = element(
    'button',
    {
      className: `lane ${side.name ?? 'other'}`,
      attributes: {
        type: 'button',
        tabindex: -1,
        title: laneTitle(side, isOfMany, {
          ...{ position, id: trace.checkpoints[checkpoint]!.id, phases: listedClauses(words) },
        }),
      },
    },
    spoken(`${name} `),
    element('span', { className: 'lane-subtask', text: `${position} ` }),
    laneSide(side, isOfMany),
    element('span', { className: 'lane-blocked', text: number }),
    spoken(` ${l10n.t('blocked: {0}. Open in its trace', listedClauses(words))}`),
    track,
  );
  const first = inOrderOfWeight.find((phase) => bars.some((bar) => bar.phase === phase));
  button.addEventListener('click', (event) => {
    const clicked = event.target instanceof HTMLElement ? event.target.dataset['phase'] : undefined;
    const phase = bars.find((bar) => bar.phase === clicked)?.phase ?? first;
    if (phase) open({ checkpoint, operator, subtask, phase });
  });
  return button;
}

/** Before and after by these words, or each of many by its own mark and name. */
export function laneSide({ place, name, short }: DrawnSide, isOfMany: boolean): HTMLElement {
  if (isOfMany) {
    return element(
      'span',
      { className: 'lane-side' },
      sideMark(place, name),
      element('span', { className: 'lane-run', text: `${short} ` }),
    );
  }
  return element('span', {
    className: 'lane-side',
    text: `${name === 'before' ? l10n.t('before') : l10n.t('after')} `,
  });
}

function laneTitle(
  { name, label }: DrawnSide,
  isOfMany: boolean,
  said: { readonly position: string; readonly id: number; readonly phases: string },
): string {
  if (isOfMany) return l10n.t('{position} in {run}, #{id}: {phases}', { ...said, run: label });
  return name === 'before'
    ? l10n.t('{position} before, #{id}: {phases}', said)
    : l10n.t('{position} after, #{id}: {phases}', said);
}

/** What eyes see from where it stands. */
function spoken(text: string): HTMLElement {
  return element('span', { className: 'spoken', text });
}

function barElement(
  { phase, start, end }: LaneBar,
  { width, from, to }: LaneScale,
  resolution: Ms | undefined,
): HTMLElement {
  const perMs = width / (to - from);
  // What lies outside is cut here: a browser draws no bar of a million pixels.
  const left = (Math.max(start, from - (to - from)) - from) * perMs;
  const exact = (Math.min(end, to + (to - from)) - from) * perMs - left;
  const least = isBlocking(phase) ? blockingWidth : otherWidth;
  const bar = element('span', { className: `bar ${phase}`, attributes: { 'data-phase': phase } });
  bar.style.setProperty('left', `${left.toFixed(1)}px`);
  bar.style.setProperty('width', `${Math.max(exact, least).toFixed(1)}px`);
  if (isBlocking(phase) && exact < least) bar.classList.add('widened');
  if (phase === 'sync' || phase === 'async') {
    const number = formatDuration(end - start, resolution);
    const fits = (text: string) => estimatedWidth(text, labelFont) + labelMargin < exact;
    bar.textContent = [namedPhase(phase, number), number].find(fits) ?? '';
  }
  return bar;
}
