import { hexOf, parseColor } from '../painting/color.js';
import type { LanePixels, LaneTarget, PaintContext } from '../painting/paintContext.js';
import { laneShapes } from './laneShapes.js';
import { attributes, escapeText, number } from './svgText.js';

/** What `save` keeps: the style, and how many elements were open. */
interface Kept {
  readonly style: Style;
  readonly open: number;
}

interface Style {
  fillStyle: PaintContext['fillStyle'];
  strokeStyle: PaintContext['strokeStyle'];
  globalAlpha: number;
  lineWidth: number;
  lineJoin: CanvasLineJoin;
  font: string;
  textAlign: CanvasTextAlign;
  textBaseline: CanvasTextBaseline;
  dash: readonly number[];
}

const anchors = new Map<CanvasTextAlign, string>([
  ['center', 'middle'],
  ['right', 'end'],
  ['end', 'end'],
]);

/** Middle of the text, as a canvas has it, below its baseline: a share of the font's size that holds for most of them. */
const middleShift = 0.35;

/** Writes down as SVG what is painted on it: shapes as shapes, text as text. Rectangles of one style are one path. */
export class SvgContext implements Style, LaneTarget {
  fillStyle: PaintContext['fillStyle'] = '#000';
  strokeStyle: PaintContext['strokeStyle'] = '#000';
  globalAlpha = 1;
  lineWidth = 1;
  lineJoin: CanvasLineJoin = 'miter';
  font = '10px sans-serif';
  textAlign: CanvasTextAlign = 'start';
  textBaseline: CanvasTextBaseline = 'alphabetic';
  dash: readonly number[] = [];
  private readonly written: string[] = [];
  private readonly kept: Kept[] = [];
  private path: string[] = [];
  /** Rectangles that are not written yet, and the attributes that they share. */
  private boxes: { attributes: string; path: string[] } = { attributes: '', path: [] };
  private open = 0;
  private clips = 0;

  /** @param widthOf width of a text in a font, in pixels */
  constructor(private readonly widthOf: (text: string, font: string) => number) {}

  /** The picture, once all is painted. */
  picture(width: number, height: number, title: string): string {
    this.flush();
    const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
    const head = `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img">\n<title>${escapeText(title)}</title>`;
    return `${head}\n${this.written.join('\n')}\n</svg>\n`;
  }

  save(): void {
    const { fillStyle, strokeStyle, globalAlpha, lineWidth, lineJoin } = this;
    const { font, textAlign, textBaseline, dash } = this;
    const text = { font, textAlign, textBaseline };
    const style = { fillStyle, strokeStyle, globalAlpha, lineWidth, lineJoin, dash, ...text };
    this.kept.push({ style, open: this.open });
  }

  restore(): void {
    const last = this.kept.pop();
    if (!last) return;
    this.flush();
    for (; this.open > last.open; this.open -= 1) this.written.push('</g>');
    Object.assign(this, last.style);
  }

  translate(x: number, y: number): void {
    this.group(`transform="translate(${number(x)} ${number(y)})"`);
  }

  clip(): void {
    const id = `clip${(this.clips += 1)}`;
    const shape = `<path d="${this.path.join('')}"/>`;
    this.flush();
    this.written.push(`<clipPath id="${id}">${shape}</clipPath>`);
    this.group(`clip-path="url(#${id})"`);
  }

  beginPath(): void {
    this.path = [];
  }

  closePath(): void {
    this.path.push('Z');
  }

  moveTo(x: number, y: number): void {
    this.path.push(`M${number(x)} ${number(y)}`);
  }

  lineTo(x: number, y: number): void {
    this.path.push(`${this.path.length === 0 ? 'M' : 'L'}${number(x)} ${number(y)}`);
  }

  rect(x: number, y: number, width: number, height: number): void {
    this.path.push(boxPath(x, y, width, height));
  }

  roundRect(x: number, y: number, width: number, height: number, radius: number): void {
    const r = Math.min(radius, width / 2, height / 2);
    const corner = (dx: number, dy: number): string =>
      `a${number(r)} ${number(r)} 0 0 1 ${number(dx)} ${number(dy)}`;
    const [wide, high] = [width - 2 * r, height - 2 * r];
    this.path.push(
      `M${number(x + r)} ${number(y)}h${number(wide)}${corner(r, r)}v${number(high)}${corner(-r, r)}`,
      `h${number(-wide)}${corner(-r, -r)}v${number(-high)}${corner(r, -r)}Z`,
    );
  }

  /** Clockwise, as the painters draw all of them. */
  arc(x: number, y: number, radius: number, from: number, to: number): void {
    const r = number(radius);
    if (to - from >= 2 * Math.PI) {
      const half = (dx: number): string => `a${r} ${r} 0 1 0 ${number(dx)} 0`;
      this.path.push(`M${number(x - radius)} ${number(y)}${half(2 * radius)}${half(-2 * radius)}Z`);
      return;
    }
    const at = (angle: number): [number, number] => [
      x + radius * Math.cos(angle),
      y + radius * Math.sin(angle),
    ];
    const turn = (to - from + 4 * Math.PI) % (2 * Math.PI);
    this.lineTo(...at(from));
    const end = at(to).map(number).join(' ');
    this.path.push(`A${r} ${r} 0 ${turn > Math.PI ? 1 : 0} 1 ${end}`);
  }

  fill(): void {
    this.shape(this.path.join(''), this.fillAttributes());
  }

  stroke(): void {
    this.shape(this.path.join(''), this.strokeAttributes());
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    if (width === 0 || height === 0) return;
    const shared = this.fillAttributes();
    if (this.boxes.attributes !== shared) this.flush();
    this.boxes.attributes = shared;
    this.boxes.path.push(boxPath(x, y, width, height));
  }

  strokeRect(x: number, y: number, width: number, height: number): void {
    this.shape(boxPath(x, y, width, height), this.strokeAttributes());
  }

  drawLane(lane: LanePixels, top: number): void {
    for (const { color, opacity, boxes } of laneShapes(lane)) {
      const path = boxes.map(({ x, y, width, height }) => boxPath(x, top + y, width, height)).join('');
      this.shape(path, attributes({ fill: color, 'fill-opacity': opacity }));
    }
  }

  /** @param width of the text, where it is known: it keeps its place where other fonts are used */
  fillText(text: string, x: number, y: number, width?: number): void {
    this.flush();
    const { weight, size, family } = fontParts(this.font);
    const baseline = this.textBaseline === 'middle' ? y + size * middleShift : y;
    const shown = attributes({
      x: number(x),
      y: number(baseline),
      'font-family': family,
      'font-size': String(size),
      'font-weight': weight,
      'text-anchor': anchors.get(this.textAlign),
      textLength: width === undefined || text.length < 2 ? undefined : number(width),
    });
    this.written.push(
      `<text ${shown} ${this.fillAttributes()} xml:space="preserve">${escapeText(text)}</text>`,
    );
  }

  measureText(text: string): TextMetrics {
    return { width: this.widthOf(text, this.font) } as TextMetrics;
  }

  setLineDash(dash: number[]): void {
    this.dash = dash;
  }

  private group(attribute: string): void {
    this.flush();
    this.written.push(`<g ${attribute}>`);
    this.open += 1;
  }

  private shape(path: string, shown: string): void {
    this.flush();
    if (path !== '') this.written.push(`<path d="${path}" ${shown}/>`);
  }

  private flush(): void {
    const { path, attributes: shared } = this.boxes;
    if (path.length > 0) this.written.push(`<path d="${path.join('')}" ${shared}/>`);
    this.boxes = { attributes: '', path: [] };
  }

  private fillAttributes(): string {
    const { color, opacity } = this.ink(this.fillStyle);
    return attributes({ fill: color, 'fill-opacity': opacity });
  }

  private strokeAttributes(): string {
    const { color, opacity } = this.ink(this.strokeStyle);
    return attributes({
      fill: 'none',
      stroke: color,
      'stroke-opacity': opacity,
      'stroke-width': number(this.lineWidth),
      'stroke-linejoin': this.lineJoin === 'miter' ? undefined : this.lineJoin,
      'stroke-dasharray': this.dash.length > 0 ? this.dash.map(number).join(' ') : undefined,
    });
  }

  /** The painters use colours only. What is transparent in them is apart, as not all that show SVG know `rgba`. */
  private ink(style: PaintContext['fillStyle']): { color: string; opacity: string | undefined } {
    const color = typeof style === 'string' ? parseColor(style) : undefined;
    const alpha = this.globalAlpha * (color?.a ?? 1);
    return {
      color: color ? hexOf(color) : 'none',
      opacity: alpha === 1 ? undefined : number(alpha),
    };
  }
}

function boxPath(x: number, y: number, width: number, height: number): string {
  return `M${number(x)} ${number(y)}h${number(width)}v${number(height)}h${number(-width)}Z`;
}

/** Of `600 11px FAMILY`, as the painters write fonts. */
function fontParts(font: string): { weight: string | undefined; size: number; family: string } {
  const [, weight, size, family] = /^(?:(\w+) )?([\d.]+)px (.*)$/.exec(font) ?? [];
  return { weight, size: Number(size ?? 10), family: family ?? 'sans-serif' };
}
