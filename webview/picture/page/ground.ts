import type { PaintContext } from '../../painting/paintContext.js';
import type { Theme } from '../../painting/theme.js';
import type { Box } from '../laneShapes.js';

/** What parts of the page are painted on. */
export interface Ground {
  readonly context: PaintContext;
  readonly theme: Theme;
  /** The place in the window that is the upper left corner of the picture, in pixels. */
  readonly left: number;
  readonly top: number;
}

/** Where something of the window lies in the picture. */
export function boxIn({ left, top }: Ground, box: DOMRect): Box {
  return { x: box.left - left, y: box.top - top, width: box.width, height: box.height };
}
