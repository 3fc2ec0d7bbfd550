import * as l10n from '@vscode/l10n';
import { element } from '../element.js';
import { roundTicks, tickLabels } from '../chart/ticks.js';
import { createButton } from '../ui/controls.js';
import type { LaneScale } from './laneButton.js';
import type { LaneZoom } from './laneZoom.js';

const ticksMax = 6;
/** Room that the label of a tick takes, in pixels; one that would touch the edge is left out. */
const labelWidth = 56;

/** Over the lanes: what they are, how to zoom, and the ticks of their axis. */
export function laneRuler({ width, from, to }: LaneScale, text: string, zoom: LaneZoom): HTMLElement {
  const ticks = roundTicks({ from, to }, ticksMax);
  const labels = tickLabels(ticks, l10n.t('0 trigger'));
  const marks = ticks.map((tick, n) => {
    const left = Math.round(((tick - from) / (to - from)) * width);
    const mark = element('span', { className: 'tick', text: left + labelWidth > width ? '' : labels[n]! });
    mark.style.setProperty('left', `${left}px`);
    return mark;
  });
  const track = element('div', { className: 'track', attributes: { 'aria-hidden': true } }, ...marks);
  const names = element(
    'div',
    { className: 'lane-ruler-names' },
    element('span', { className: 'small', text }),
    element(
      'span',
      { className: 'lane-zoom' },
      button(l10n.t('Zoom in'), 'zoom-in', 'W', () => zoom.zoomIn()),
      button(l10n.t('Zoom out'), 'zoom-out', 'S', () => zoom.zoomOut()),
      button(l10n.t('Show all of both checkpoints'), 'screen-full', '0', () => zoom.showAll()),
    ),
  );
  return element('div', { className: 'lane-ruler' }, names, track);
}

function button(label: string, icon: string, key: string, onClick: () => void): HTMLElement {
  return createButton({ label, icon, iconOnly: true, title: `${label} (${key})`, onClick });
}
