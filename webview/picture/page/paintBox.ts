import { parseColor } from '../../painting/color.js';
import type { PaintContext } from '../../painting/paintContext.js';
import type { Box } from '../laneShapes.js';

const sides = ['Top', 'Right', 'Bottom', 'Left'] as const;
type Side = (typeof sides)[number];

/** Paints what an element has behind its content: its ground, its border and its outline. */
export function paintBox(context: PaintContext, box: Box, style: CSSStyleDeclaration): void {
  if (style.rotate === '45deg') {
    paintOnCorner(context, box, style);
    return;
  }
  if (isSeen(style.backgroundColor)) {
    context.fillStyle = style.backgroundColor;
    context.beginPath();
    const corners = cornersOf(style.clipPath, box);
    if (corners) tracePolygon(context, corners);
    else traceBox(context, box, style);
    context.fill();
  }
  paintBorder(context, box, style);
  if (style.outlineStyle !== 'none' && isSeen(style.outlineColor)) {
    const width = parseFloat(style.outlineWidth);
    strokeBox(context, grown(box, parseFloat(style.outlineOffset) + width / 2), {
      color: style.outlineColor,
      width,
      isDashed: style.outlineStyle === 'dashed',
    });
  }
}

/** A small square that stands on its corner, in the box that it fills so. */
function paintOnCorner(
  context: PaintContext,
  { x, y, width, height }: Box,
  style: CSSStyleDeclaration,
): void {
  const line = parseFloat(style.borderTopWidth);
  const [middle, half] = [{ x: x + width / 2, y: y + height / 2 }, (width - line * Math.SQRT2) / 2];
  context.beginPath();
  tracePolygon(context, [
    { x: middle.x, y: middle.y - half },
    { x: middle.x + half, y: middle.y },
    { x: middle.x, y: middle.y + half },
    { x: middle.x - half, y: middle.y },
  ]);
  if (isSeen(style.backgroundColor)) {
    context.fillStyle = style.backgroundColor;
    context.fill();
  }
  if (line === 0) return;
  context.strokeStyle = style.borderTopColor;
  context.lineWidth = line;
  context.stroke();
}

/** The box of a `::before` or `::after` that stands at a place of its own; undefined where there is none. */
export function boxOfMark(
  element: Box,
  style: CSSStyleDeclaration,
  mark: CSSStyleDeclaration,
): Box | undefined {
  if (mark.content !== '""' || mark.position !== 'absolute') return undefined;
  return {
    x: element.x + parseFloat(style.borderLeftWidth) + parseFloat(mark.left) + parseFloat(mark.marginLeft),
    y: element.y + parseFloat(style.borderTopWidth) + parseFloat(mark.top) + parseFloat(mark.marginTop),
    width: parseFloat(mark.width),
    height: parseFloat(mark.height),
  };
}

function paintBorder(context: PaintContext, box: Box, style: CSSStyleDeclaration): void {
  const widths = sides.map((side) => widthOf(style, side));
  const [width] = widths;
  if (widths.every((one) => one === 0)) return;
  const isEven = widths.every((one) => one === width) && !isSquare(style);
  if (isEven || style.borderTopStyle === 'dashed') {
    const edge = { color: style.borderTopColor, width: width!, isDashed: style.borderTopStyle === 'dashed' };
    strokeBox(context, grown(box, -width! / 2), edge, style);
    return;
  }
  const [top, right, bottom, left] = widths as [number, number, number, number];
  const { x, y, width: wide, height: high } = box;
  fillSide(context, style.borderTopColor, { x, y, width: wide, height: top });
  fillSide(context, style.borderBottomColor, { x, y: y + high - bottom, width: wide, height: bottom });
  const inner = { y: y + top, height: high - top - bottom };
  fillSide(context, style.borderLeftColor, { x, width: left, ...inner });
  fillSide(context, style.borderRightColor, { x: x + wide - right, width: right, ...inner });
}

function widthOf(style: CSSStyleDeclaration, side: Side): number {
  return isSeen(style[`border${side}Color`]) ? parseFloat(style[`border${side}Width`]) : 0;
}

function fillSide(context: PaintContext, color: string, { x, y, width, height }: Box): void {
  if (width <= 0 || height <= 0) return;
  context.fillStyle = color;
  context.fillRect(x, y, width, height);
}

interface Edge {
  readonly color: string;
  readonly width: number;
  readonly isDashed: boolean;
}

function strokeBox(context: PaintContext, box: Box, edge: Edge, style?: CSSStyleDeclaration): void {
  if (box.width <= 0 || box.height <= 0) return;
  context.strokeStyle = edge.color;
  context.lineWidth = edge.width;
  context.setLineDash(edge.isDashed ? [3, 2] : []);
  context.beginPath();
  traceBox(context, box, style);
  context.stroke();
  context.setLineDash([]);
}

function traceBox(context: PaintContext, { x, y, width, height }: Box, style?: CSSStyleDeclaration): void {
  if (!style || isSquare(style)) context.rect(x, y, width, height);
  else context.roundRect(x, y, width, height, radiusOf(style, Math.min(width, height)));
}

function isSquare({ borderTopLeftRadius }: CSSStyleDeclaration): boolean {
  return parseFloat(borderTopLeftRadius) === 0;
}

function radiusOf({ borderTopLeftRadius }: CSSStyleDeclaration, size: number): number {
  const radius = parseFloat(borderTopLeftRadius);
  return Math.min(size / 2, borderTopLeftRadius.endsWith('%') ? (radius / 100) * size : radius);
}

/** Of `polygon(0px 0px, 100% 50%)`. */
function cornersOf(clipPath: string, { x, y, width, height }: Box): { x: number; y: number }[] | undefined {
  const list = /^polygon\((.*)\)$/.exec(clipPath)?.[1];
  const along = (text: string, length: number): number =>
    text.endsWith('%') ? (parseFloat(text) / 100) * length : parseFloat(text);
  return list?.split(',').map((corner) => {
    const [right = '0', down = '0'] = corner.trim().split(' ');
    return { x: x + along(right, width), y: y + along(down, height) };
  });
}

function tracePolygon(context: PaintContext, corners: readonly { x: number; y: number }[]): void {
  corners.forEach(({ x, y }, n) => (n === 0 ? context.moveTo(x, y) : context.lineTo(x, y)));
  context.closePath();
}

function grown({ x, y, width, height }: Box, by: number): Box {
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by };
}

function isSeen(color: string): boolean {
  return (parseColor(color)?.a ?? 0) > 0;
}
