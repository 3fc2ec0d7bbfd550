import type { PictureWishes } from '../../src/protocol.js';
import type { PaintContext } from '../painting/paintContext.js';
import { paintElement } from './page/paintPage.js';
import { pictured, type PicturedPage } from './page/pictured.js';
import { SvgContext } from './svgContext.js';

/** No canvas is larger: not every browser has longer sides, and memory is taken by the pixel. */
const mostPixels = { side: 16_384, area: 64_000_000 };

/** A PNG has no more of the rows than that, in pixels of the page: with what is around them it has more than one pixel for one. */
const highestOfPng = 12_000;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** What is seen of a page as SVG: real text, and shapes; as high as it comes. */
export function pageSvg(page: PicturedPage, wishes: PictureWishes): string {
  return pictured(page, { ...wishes, highest: Infinity }, () => {
    const measuring = contextOf(new OffscreenCanvas(1, 1));
    const context = new SvgContext((text, font) => {
      measuring.font = font;
      return measuring.measureText(text).width;
    });
    const size = sizeOf(page);
    paint(context, page, size);
    return context.picture(size.width, size.height, page.title);
  });
}

/** The same as PNG, as sharp as on this display and at least with two pixels for one. */
export async function pagePng(page: PicturedPage, wishes: PictureWishes): Promise<ArrayBuffer> {
  const canvas = pictured(page, { ...wishes, highest: highestOfPng }, () => {
    const size = sizeOf(page);
    const ratio = ratioFor(size, window.devicePixelRatio);
    const made = new OffscreenCanvas(Math.round(size.width * ratio), Math.round(size.height * ratio));
    const context = contextOf(made);
    context.scale(ratio, ratio);
    paint(context, page, size);
    return made;
  });
  return (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer();
}

/** Pixels of a PNG for one of the page. */
export function ratioFor({ width, height }: Size, ofDisplay: number): number {
  const { side, area } = mostPixels;
  return Math.min(Math.max(2, ofDisplay), side / width, side / height, Math.sqrt(area / (width * height)));
}

function sizeOf({ view }: PicturedPage): Size {
  const { width, height } = view.getBoundingClientRect();
  return { width: Math.round(width), height: Math.ceil(height) };
}

function paint(context: PaintContext, { view, theme }: PicturedPage, { width, height }: Size): void {
  context.fillStyle = theme.background;
  context.fillRect(0, 0, width, height);
  const { left, top } = view.getBoundingClientRect();
  paintElement({ context, theme, left, top }, view);
}

/** An offscreen context has all that a canvas's has, but for what draws focus rings. */
function contextOf(canvas: OffscreenCanvas): CanvasRenderingContext2D {
  return canvas.getContext('2d') as unknown as CanvasRenderingContext2D;
}
