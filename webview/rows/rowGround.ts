import type { Frame } from '../model.js';
import type { RowKey } from './rowKeys.js';
import type { Selection } from '../viewState.js';
import type { PaintContext } from '../painting/paintContext.js';

/** Paints what lies behind a row: hover, selection and, while the rows have the keyboard, the focus mark. */
export function paintGround(
  context: PaintContext,
  frame: Frame,
  row: RowKey,
  top: number,
  height: number,
): void {
  const isSelected = frame.model.currentRow === row;
  paintRowGround(context, frame, { isSelected, isHovered: frame.pointing.row === row }, top, height);
}

export function paintRowGround(
  context: PaintContext,
  { model, pointing, width }: Frame,
  { isSelected, isHovered }: { readonly isSelected: boolean; readonly isHovered: boolean },
  top: number,
  height: number,
): void {
  const { theme, state } = model;
  if (isHovered && !isSelected) fill(context, theme.hover, 0.5, top, width, height);
  if (!isSelected) return;
  // Ten parts in a hundred: more would take contrast from the bars.
  fill(context, theme.selection, theme.light ? 0.35 : 0.25, top, width, height);
  if (theme.highContrast || (pointing.focused && !state.selection?.bar)) {
    fill(context, theme.focus, 1, top, width, 1);
    fill(context, theme.focus, 1, top + height - 1, width, 1);
    fill(context, theme.focus, 1, top, 1, height, width - 1);
  }
}

export function isSameRow(one: Selection | undefined, other: Selection): boolean {
  return one?.operator === other.operator && one.subtask === other.subtask;
}

function fill(
  context: PaintContext,
  color: string,
  alpha: number,
  top: number,
  width: number,
  height: number,
  left = 0,
): void {
  context.globalAlpha = alpha;
  context.fillStyle = color;
  context.fillRect(left, top, width, height);
  context.globalAlpha = 1;
}
