import { phases } from '../../../src/trace/model.js';
import { paintBar } from '../../rows/bars.js';
import { paintOf } from '../../painting/paintedCanvas.js';
import { boxIn, type Ground } from './ground.js';
import { paintBox, boxOfMark } from './paintBox.js';
import { paintChevron } from './paintChevron.js';
import { paintChoice, paintText } from './paintText.js';

/**
 * Paints a part of the page as the browser has laid it out: grounds, borders, texts, and each canvas by what painted it. So a
 * picture has what the screen has, and neither can say what the other does not.
 */
export function paintElement(ground: Ground, element: HTMLElement): void {
  const style = getComputedStyle(element);
  if (isUnseen(element, style)) return;
  const { context } = ground;
  const opacity = Number(style.opacity);
  const cuts = style.overflowX !== 'visible' && isOverflowing(element);
  const inset = /^inset\(([\d.]+)px 0px 0px\)$/.exec(style.clipPath)?.[1];
  const keeps = opacity < 1 || cuts || inset !== undefined;
  if (keeps) context.save();
  context.globalAlpha = opacity;
  if (inset !== undefined) clipTo(ground, element, Number(inset));
  if (style.display !== 'contents') paintOwn(ground, element, style);
  if (cuts) clipTo(ground, element);
  paintMark(ground, element, style, '::before');
  for (const child of inOrder(element)) {
    if (child instanceof HTMLElement) {
      if (!cuts || isWithin(child, element)) paintElement(ground, child);
    } else if (child instanceof Text) paintText(ground, child, style);
  }
  paintMark(ground, element, style, '::after');
  if (keeps) context.restore();
}

/** @param covered how much of it lies under something else, from its upper edge, in pixels */
function clipTo(ground: Ground, element: HTMLElement, covered = 0): void {
  const { x, y, width, height } = boxIn(ground, element.getBoundingClientRect());
  ground.context.beginPath();
  ground.context.rect(x, y + covered, width, Math.max(0, height - covered));
  ground.context.clip();
}

/** What an element is by itself, without its children. */
function paintOwn(ground: Ground, element: HTMLElement, style: CSSStyleDeclaration): void {
  const box = boxIn(ground, element.getBoundingClientRect());
  if (element instanceof HTMLCanvasElement) paintCanvasAt(ground, element);
  else if (element.classList.contains('bar')) paintLaneBar(ground, element);
  else if (element.classList.contains('codicon')) paintChevron(ground, element, style);
  else paintBox(ground.context, box, style);
  if (element instanceof HTMLSelectElement) paintChoice(ground, element, style);
  if (style.display === 'list-item' && style.listStyleType === 'disc') {
    ground.context.fillStyle = style.color;
    ground.context.beginPath();
    ground.context.arc(box.x - 9, box.y + parseFloat(style.lineHeight) / 2, 2, 0, 2 * Math.PI);
    ground.context.fill();
  }
}

function paintCanvasAt(ground: Ground, canvas: HTMLCanvasElement): void {
  const { context } = ground;
  const { x, y } = boxIn(ground, canvas.getBoundingClientRect());
  context.save();
  context.translate(x, y);
  context.textBaseline = 'middle';
  context.lineWidth = 1;
  paintOf(canvas)?.(context);
  context.restore();
}

/** A bar that is an element, by the painter of bars. */
function paintLaneBar(ground: Ground, bar: HTMLElement): void {
  const phase = phases.find((one) => bar.classList.contains(one));
  if (!phase) return;
  const { x, y, width, height } = boxIn(ground, bar.getBoundingClientRect());
  const line = Math.max(0, 8 - height);
  paintBar(ground.context, ground.theme, {
    ...{ phase, x, width, top: y - line, height: height + 2 * line },
    widened: bar.classList.contains('widened'),
  });
}

function paintMark(ground: Ground, element: HTMLElement, style: CSSStyleDeclaration, name: string): void {
  // The painter of bars says by itself that one is drawn wider than it is.
  if (element.classList.contains('bar')) return;
  const mark = getComputedStyle(element, name);
  const box = boxOfMark(boxIn(ground, element.getBoundingClientRect()), style, mark);
  if (!box) return;
  const { context } = ground;
  context.globalAlpha = Number(mark.opacity);
  paintBox(context, box, mark);
  context.globalAlpha = 1;
}

/** What is not seen, or only read out. */
function isUnseen(element: HTMLElement, { display, visibility, opacity }: CSSStyleDeclaration): boolean {
  return (
    display === 'none' || visibility === 'hidden' || opacity === '0' || element.classList.contains('spoken')
  );
}

function isOverflowing({ scrollWidth, clientWidth, scrollHeight, clientHeight }: HTMLElement): boolean {
  return scrollWidth > clientWidth || scrollHeight > clientHeight;
}

/** Whether anything of a child lies where its parent is not cut. */
function isWithin(child: HTMLElement, parent: HTMLElement): boolean {
  const [inner, outer] = [child.getBoundingClientRect(), parent.getBoundingClientRect()];
  return (
    // What has no size of its own may have children that do.
    inner.width * inner.height === 0 ||
    (inner.bottom > outer.top &&
      inner.top < outer.bottom &&
      inner.right > outer.left &&
      inner.left < outer.right)
  );
}

/** Later ones lie over earlier ones. */
function inOrder(element: HTMLElement): readonly ChildNode[] {
  const children = [...element.childNodes];
  if (children.length < 2) return children;
  const heights = new Map(children.map((child) => [child, heightOf(child)]));
  return children.sort((a, b) => heights.get(a)! - heights.get(b)!);
}

function heightOf(child: ChildNode): number {
  if (!(child instanceof HTMLElement)) return 0;
  const { zIndex, position } = getComputedStyle(child);
  if (zIndex !== 'auto') return Number(zIndex);
  return position === 'static' ? 0 : 0.5;
}
