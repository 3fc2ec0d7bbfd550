import type { CheckpointIndex } from '../../src/trace/units.js';
import type { ViewModel } from '../model.js';
import type { PaintContext } from '../painting/paintContext.js';
import type { Theme } from '../painting/theme.js';

interface Place {
  readonly left: number;
  readonly width: number;
  /** Of the strip. */
  readonly height: number;
  /** The longest checkpoint, in ms: its bar has full height. */
  readonly longest: number;
  readonly labelled: boolean;
  readonly chosen: boolean;
}

/** Paints one checkpoint of the strip with its number. */
export function paintCheckpoint(
  context: PaintContext,
  model: ViewModel,
  n: CheckpointIndex,
  place: Place,
): void {
  const { theme, index } = model;
  const { left, width, height } = place;
  const base = height - 18;
  const checkpoint = index.trace.checkpoints[n]!;
  if (checkpoint.status === 'failed') {
    context.fillStyle = theme.error;
    context.font = `13px ${theme.fontFamily}`;
    context.textAlign = 'center';
    context.fillText('✕', left + width / 2, base - 8);
  } else {
    paintHeight(context, model, n, place, base);
  }
  if (!place.labelled) return;
  context.font = `${place.chosen ? '600 ' : ''}11px ${theme.fontFamily}`;
  context.textAlign = 'center';
  context.fillStyle = place.chosen ? theme.selectionText : theme.description;
  context.fillText(`#${checkpoint.id}`, left + width / 2, height - 10);
}

/** Paints the ground of chosen checkpoints that lie side by side; as wide as a number at least. */
export function paintChosen(
  context: PaintContext,
  theme: Theme,
  runs: readonly { readonly left: number; readonly right: number }[],
  height: number,
): void {
  for (const { left, right } of runs) {
    const wide = Math.max(right - left + 8, 30);
    const x = Math.round((left + right - wide) / 2);
    context.beginPath();
    context.roundRect(x - 0.5, 2.5, wide + 1, height - 5, 3);
    context.fillStyle = theme.selection;
    context.fill();
    context.strokeStyle = theme.focus;
    context.lineWidth = 1;
    context.stroke();
  }
}

function paintHeight(
  context: PaintContext,
  model: ViewModel,
  n: CheckpointIndex,
  place: Place,
  base: number,
): void {
  const { theme, index } = model;
  const { left, width, longest } = place;
  const { trigger, status } = index.trace.checkpoints[n]!;
  const { end, blocked, aligned } = index.checkpoints[n]!;
  const most = base - 8;
  const high = Math.max(4, Math.round(((end - trigger) / longest) * most));
  context.lineWidth = 1;
  if (status === 'inProgress') {
    context.strokeStyle = theme.line;
    context.setLineDash([3, 2]);
    context.strokeRect(left + 0.5, base - high + 0.5, width - 1, high - 1);
    context.setLineDash([]);
  } else {
    context.fillStyle = theme.phase.async;
    context.globalAlpha = 0.24;
    context.fillRect(left, base - high, width, high);
    context.globalAlpha = 1;
    context.strokeStyle = theme.phase.async;
    context.strokeRect(left + 0.5, base - high + 0.5, width - 1, high - 1);
  }
  const waiting = Math.min(high, Math.round((aligned / longest) * most));
  const stopped = blocked > 0 ? Math.min(high, Math.max(2, Math.round((blocked / longest) * most))) : 0;
  if (waiting > stopped) {
    context.fillStyle = theme.phase.alignment;
    context.globalAlpha = 0.6;
    for (let y = base - waiting; y < base - stopped; y += 3) context.fillRect(left + 1, y, width - 2, 1.4);
    context.globalAlpha = 1;
  }
  context.fillStyle = theme.phase.sync;
  context.fillRect(left, base - stopped, width, stopped);
}
