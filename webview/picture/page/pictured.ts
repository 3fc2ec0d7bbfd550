import type { PictureWishes } from '../../../src/protocol.js';
import { element } from '../../element.js';
import type { Theme } from '../../painting/theme.js';

/** Of the width of a picture, for names. */
const mostNames = 0.4;

/** What is to be in a picture, and how high its rows may be in all, in pixels. */
export interface PictureLayout extends PictureWishes {
  readonly highest: number;
}

/** A page that can be laid out as a picture: without what is there to be pressed, and with what is scrolled out of view. */
export interface PicturedPage {
  /** All that is seen of the trace. */
  readonly view: HTMLElement;
  readonly theme: Theme;
  /** What the picture is called. */
  readonly title: string;
  /** What it is of, where the page itself does not say that. */
  readonly caption: readonly string[];
  /**
   * Called before it is laid out as a picture, and without a layout before it is laid out as a page again. Says what of it had no
   * room, if anything.
   */
  readonly prepare: (layout: PictureLayout | undefined) => string | undefined;
  readonly render: () => void;
}

/** Lays a page out as a picture, takes it, and leaves the page as it was, all before the browser shows anything. */
export function pictured<Taken>(page: PicturedPage, layout: PictureLayout, take: () => Taken): Taken {
  const { view, caption } = page;
  const scrolled = scrollsIn(view);
  const leftOut = page.prepare(layout);
  const words = leftOut === undefined ? caption : [...caption, leftOut];
  const head = words.map((text) => element('p', { className: 'picture-caption small', text }));
  view.prepend(...head);
  view.classList.add('in-picture');
  try {
    page.render();
    if (widenNames(view)) page.render();
    return take();
  } finally {
    for (const line of head) line.remove();
    view.classList.remove('in-picture');
    view.style.removeProperty('--names');
    page.prepare(undefined);
    for (const { part, top, left } of scrolled) part.scrollTo({ top, left, behavior: 'instant' });
    page.render();
  }
}

/** A name that is cut can be hovered over on the page, but not in a picture: the column takes what it needs, up to a share of the width. */
function widenNames(view: HTMLElement): boolean {
  const names = view.querySelector<HTMLElement>('.body:not([hidden]) .names');
  if (!names) return false;
  const cut = [...names.querySelectorAll<HTMLElement>('.name')].map(
    ({ scrollWidth, clientWidth }) => scrollWidth - clientWidth,
  );
  const missing = Math.max(0, ...cut);
  const width = names.offsetWidth;
  const wide = Math.min(width + missing, view.clientWidth * mostNames);
  if (missing === 0 || wide <= width) return false;
  view.style.setProperty('--names', `${Math.ceil(wide)}px`);
  return true;
}

interface Scroll {
  readonly part: Element;
  readonly top: number;
  readonly left: number;
}

function scrollsIn(view: HTMLElement): Scroll[] {
  return [...view.querySelectorAll('*')]
    .filter(({ scrollTop, scrollLeft }) => scrollTop !== 0 || scrollLeft !== 0)
    .map((part) => ({ part, top: part.scrollTop, left: part.scrollLeft }));
}
