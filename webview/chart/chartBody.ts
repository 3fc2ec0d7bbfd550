import type { Body } from '../body.js';
import type { ChartArea } from './chartArea.js';

/** The chart with the panels around it, which are rendered in this order. */
export function chartBody(
  element: HTMLElement,
  chart: ChartArea,
  parts: readonly Pick<Body, 'render'>[],
): Body {
  return {
    element,
    render: (model) => parts.forEach((part) => part.render(model)),
    keyMoved: () => chart.keyMoved(),
    takeKeyboard: () => chart.focus(),
    preparePicture: (layout) => chart.preparePicture(layout),
    rowsSeen: () => chart.rowsSeen(),
  };
}
