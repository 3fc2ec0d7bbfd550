import type { LanePixels, LaneTarget, PaintContext } from '../paintContext.js';
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

  /** A whole circle: the painters draw no other arcs. */
  arc(x: number, y: number, radius: number): void {
    const half = (to: number): string => `a${number(radius)} ${number(radius)} 0 1 0 ${number(to)} 0`;
    this.path.push(`M${number(x - radius)} ${number(y)}${half(2 * radius)}${half(-2 * radius)}Z`);
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

  fillText(text: string, x: number, y: number): void {
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
    return attributes({ fill: colorOf(this.fillStyle), 'fill-opacity': this.opacity() });
  }

  private strokeAttributes(): string {
    return attributes({
      fill: 'none',
      stroke: colorOf(this.strokeStyle),
      'stroke-opacity': this.opacity(),
      'stroke-width': number(this.lineWidth),
      'stroke-linejoin': this.lineJoin === 'miter' ? undefined : this.lineJoin,
      'stroke-dasharray': this.dash.length > 0 ? this.dash.map(number).join(' ') : undefined,
    });
  }

  private opacity(): string | undefined {
    return this.globalAlpha === 1 ? undefined : number(this.globalAlpha);
  }
}

function boxPath(x: number, y: number, width: number, height: number): string {
  return `M${number(x)} ${number(y)}h${number(width)}v${number(height)}h${number(-width)}Z`;
}

/** The painters use colours only. */
function colorOf(style: PaintContext['fillStyle']): string {
  return typeof style === 'string' ? style : 'none';
}

/** Of `600 11px FAMILY`, as the painters write fonts. */
function fontParts(font: string): { weight: string | undefined; size: number; family: string } {
  const [, weight, size, family] = /^(?:(\w+) )?(\d+)px (.*)$/.exec(font) ?? [];
  return { weight, size: Number(size ?? 10), family: family ?? 'sans-serif' };
}
