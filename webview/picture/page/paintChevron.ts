import { boxIn, type Ground } from './ground.js';

/** Half the height of a chevron, in pixels. */
const half = 4;

/** Paints whether a row is open or closed. Icons come from a font that a picture does not have; the others say what a text says too. */
export function paintChevron(ground: Ground, icon: HTMLElement, { color }: CSSStyleDeclaration): void {
  const isOpen = icon.classList.contains('codicon-chevron-down');
  if (!isOpen && !icon.classList.contains('codicon-chevron-right')) return;
  const { context } = ground;
  const box = boxIn(ground, icon.getBoundingClientRect());
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  context.strokeStyle = color;
  context.lineWidth = 1.2;
  context.beginPath();
  if (isOpen) {
    context.moveTo(x - half, y - half / 2);
    context.lineTo(x, y + half / 2);
    context.lineTo(x + half, y - half / 2);
  } else {
    context.moveTo(x - half / 2, y - half);
    context.lineTo(x + half / 2, y);
    context.lineTo(x - half / 2, y + half);
  }
  context.stroke();
}
