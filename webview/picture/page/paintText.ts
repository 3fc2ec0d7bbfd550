import type { PaintContext } from '../../painting/paintContext.js';
import { cutEnd } from '../textLines.js';
import type { Ground } from './ground.js';
import { linesOf } from './linesOf.js';

/** Paints a text where the browser has it. */
export function paintText(ground: Ground, node: Text, style: CSSStyleDeclaration): void {
  const { context, left, top } = ground;
  const font = fontOf(style);
  context.font = font;
  context.textAlign = 'left';
  context.textBaseline = 'alphabetic';
  context.fillStyle = style.color;
  const ascent = ascentOf(font);
  const edge = edgeOf(node.parentElement!);
  for (const line of linesOf(node)) {
    const text = style.textTransform === 'uppercase' ? line.text.toUpperCase() : line.text;
    const baseline = line.top - top + ascent;
    const x = line.left - left;
    const isCut = line.left + line.width > edge + 1;
    if (isCut) context.fillText(cutText(context, text, edge - line.left), x, baseline);
    else context.fillText(text, x, baseline, line.width);
    if (style.textDecorationLine.includes('line-through')) {
      context.fillRect(x, baseline - ascent * 0.32, line.width, 1);
    }
  }
}

/** Paints what is chosen in a list, whose texts are no part of the page. */
export function paintChoice(ground: Ground, list: HTMLSelectElement, style: CSSStyleDeclaration): void {
  const { context, left, top } = ground;
  const box = list.getBoundingClientRect();
  context.font = fontOf(style);
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillStyle = style.color;
  const x = box.left - left + parseFloat(style.paddingLeft) + parseFloat(style.borderLeftWidth);
  const text = list.selectedOptions[0]?.text ?? '';
  context.fillText(cutText(context, text, box.right - left - x), x, box.top - top + box.height / 2);
}

/** As canvas and painters write it: `600 13px FAMILY`. */
function fontOf({ fontWeight, fontSize, fontFamily }: CSSStyleDeclaration): string {
  return `${fontWeight === '400' ? '' : `${fontWeight} `}${fontSize} ${fontFamily}`;
}

const ascents = new Map<string, number>();
let measuring: OffscreenCanvasRenderingContext2D | null = null;

/** From the upper edge of a line's text down to its baseline, in pixels. */
function ascentOf(font: string): number {
  const known = ascents.get(font);
  if (known !== undefined) return known;
  measuring ??= new OffscreenCanvas(1, 1).getContext('2d');
  if (!measuring) return 0;
  measuring.font = font;
  const ascent = Math.round(measuring.measureText('x').fontBoundingBoxAscent);
  ascents.set(font, ascent);
  return ascent;
}

/** Where the text of an element is cut, in pixels of the window. */
function edgeOf(element: HTMLElement): number {
  for (let box: HTMLElement | null = element; box; box = box.parentElement) {
    const { display, textOverflow, paddingRight } = getComputedStyle(box);
    if (display === 'inline') continue;
    const cuts = textOverflow === 'ellipsis' && box.scrollWidth > box.clientWidth;
    return cuts ? box.getBoundingClientRect().right - parseFloat(paddingRight) : Infinity;
  }
  return Infinity;
}

function cutText(context: PaintContext, text: string, width: number): string {
  return cutEnd(text, width, (part) => context.measureText(part).width);
}
