import { element } from './element.js';

/** The fixed parts of the page, in the order in which they are seen. */
export interface Page {
  readonly root: HTMLElement;
  readonly notices: HTMLElement;
  /** Shown instead of all that follows when there is nothing to draw. */
  readonly state: HTMLElement;
  readonly view: HTMLElement;
  readonly body: HTMLElement;
  readonly main: HTMLElement;
  readonly scroller: HTMLElement;
  readonly chartHolder: HTMLElement;
  readonly canvas: HTMLCanvasElement;
  readonly live: HTMLElement;
}

export interface PageParts {
  readonly verdict: HTMLElement;
  readonly strip: HTMLElement;
  readonly controls: HTMLElement;
  readonly names: HTMLElement;
  readonly lens: HTMLElement;
  readonly replay: HTMLElement;
  readonly legend: HTMLElement;
  /** Above the details. */
  readonly range: HTMLElement;
  readonly details: HTMLElement;
  /** Under the details. */
  readonly notes: HTMLElement;
  /** Shown instead of the chart with its legend and details. */
  readonly bodies: readonly HTMLElement[];
  readonly tooltip: HTMLElement;
  readonly menu: HTMLElement;
  /** Says over the rows why there are none. */
  readonly noRows: HTMLElement;
  readonly help: HTMLElement;
  readonly noteEditor: HTMLElement;
}

/** Builds the page once; after that, parts change what is inside them. */
export function buildPage(root: HTMLElement, parts: PageParts): Page {
  const canvas = element('canvas', { attributes: { 'aria-hidden': true } });
  const chartHolder = element('div', { className: 'chart-holder' }, canvas);
  const scroller = element(
    'div',
    { className: 'scroller' },
    parts.names,
    chartHolder,
    parts.lens,
    parts.noRows,
  );
  const main = element('div', { className: 'main' }, parts.replay, scroller, parts.legend);
  const side = element('div', { className: 'side' }, parts.range, parts.details, parts.notes);
  const body = element('div', { className: 'body' }, main, side);
  const view = element(
    'div',
    { className: 'view' },
    parts.verdict,
    parts.strip,
    parts.controls,
    body,
    ...parts.bodies,
  );
  const notices = element('div');
  const state = element('div');
  const live = element('div', { className: 'spoken', attributes: { role: 'status', 'aria-live': 'polite' } });
  // All of it lies in one landmark, so that a screen reader can go straight there and misses nothing.
  const landmark = element('main', { className: 'page' }, notices, state, view, parts.tooltip, parts.menu);
  root.replaceChildren(landmark, parts.help, parts.noteEditor, live);
  return { root, notices, state, view, body, main, scroller, chartHolder, canvas, live };
}
