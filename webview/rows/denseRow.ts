import { isBlocking, phases, type Phase } from '../../src/trace/model.js';
import { leastWidth, xOf } from '../chart/geometry.js';
import { fillLane } from './lane.js';
import type { Frame } from '../model.js';
import type { PaintContext } from '../painting/paintContext.js';
import { openParts } from '../openParts.js';
import { paintGround } from './rowGround.js';
import { laneOf, type SubtaskItem } from './rowLayout.js';
import { isLeftOver } from '../tables/spanWords.js';

/** A stretch of a dense row, in pixels. */
interface Stretch {
  readonly left: number;
  readonly right: number;
  readonly phase: Phase;
  /** Not a phase for sure: drawn dotted. */
  readonly isOpen: boolean;
  readonly isFocused: boolean;
}

/** How high a phase is in a row that has no room for patterns, in pixels: the more it blocks, the higher. */
const heights: Readonly<Record<Phase, number>> = {
  ...{ sync: 6, preBarrier: 6, async: 4, alignment: 2, startDelay: 1, ack: 1 },
};
const faint: Readonly<Partial<Record<Phase, number>>> = { async: 0.5, startDelay: 0.6 };

/** Paints one subtask without text and patterns. What blocks comes last and is never narrower than can be seen. */
export function paintDense(context: PaintContext, frame: Frame, item: SubtaskItem): void {
  const { scrollTop } = frame;
  const rowTop = frame.top + item.top - scrollTop;
  paintGround(context, frame, item.key, rowTop, item.height);
  const lane = laneOf(item);
  const middle = rowTop + lane.top + lane.height / 2;
  paintNarrow(context, frame, item, middle);
  const stretches = stretchesOf(frame, item);
  for (const stretch of stretches) {
    if (!isBlocking(stretch.phase)) paintStretch(context, frame, stretch, middle);
  }
  for (const stretch of stretches) {
    if (isBlocking(stretch.phase)) paintStretch(context, frame, stretch, middle);
  }
}

function stretchesOf({ model, scale, pointing, width }: Frame, { row }: SubtaskItem): Stretch[] {
  const { index, state } = model;
  const { spans } = index.trace;
  const lane = fillLane(index, row, scale, model.hidden);
  const cut = (from: number, to: number): { left: number; right: number } => ({
    left: Math.max(xOf(scale, from), -20),
    right: Math.min(xOf(scale, to), width + 20),
  });
  const bars = [...lane.bars, ...lane.marks].map((span): Stretch => {
    const phase = phases[spans.phase[span]!]!;
    const isSelected =
      state.selection?.operator === row.operator &&
      state.selection.subtask === row.subtask &&
      state.selection.bar?.checkpoint === spans.checkpoint[span] &&
      state.selection.bar?.phase === phase;
    return {
      ...cut(spans.start[span]!, index.end[span]!),
      phase,
      isOpen: isLeftOver(index.trace, span),
      isFocused: isSelected || span === pointing.span,
    };
  });
  const open = openParts(index, row).map(({ start, end, likely }): Stretch => ({
    ...cut(start, end),
    phase: likely,
    isOpen: true,
    isFocused: false,
  }));
  return [...bars, ...open];
}

/** What is too narrow for stretches of its own, as dense as it fills each pixel column. */
function paintNarrow(context: PaintContext, frame: Frame, item: SubtaskItem, middle: number): void {
  const { model, scale } = frame;
  for (const [phase, columns] of fillLane(model.index, item.row, scale, model.hidden).busy) {
    const height = heights[phase];
    context.fillStyle = model.theme.phase[phase];
    columns.forEach((share, x) => {
      if (share === 0) return;
      context.globalAlpha = Math.min(1, 0.3 + 0.7 * share) * (faint[phase] ?? 1);
      context.fillRect(x, middle - height / 2, 1, height);
    });
  }
  context.globalAlpha = 1;
}

function paintStretch(
  context: PaintContext,
  { model: { theme } }: Frame,
  { left, right, phase, isOpen, isFocused }: Stretch,
  middle: number,
): void {
  const x = Math.round(left);
  const wide = Math.max(leastWidth(phase), Math.round(right) - x);
  const height = isOpen ? 1 : heights[phase];
  const top = Math.round(middle - height / 2);
  context.fillStyle = theme.phase[phase];
  if (isOpen || phase === 'ack') {
    for (let dot = x; dot < x + wide; dot += 4) context.fillRect(dot, top, 2, height);
  } else {
    context.globalAlpha = faint[phase] ?? 1;
    context.fillRect(x, top, wide, height);
    context.globalAlpha = 1;
  }
  if (!isFocused) return;
  context.strokeStyle = theme.focus;
  context.lineWidth = 1;
  context.strokeRect(x - 1.5, middle - 4.5, wide + 3, 9);
}
