import * as l10n from '@vscode/l10n';
import { mayGoOn } from '../../src/analysis/jobSource.js';
import type { Checkpoint } from '../../src/trace/model.js';
import type { CheckpointIndex } from '../../src/trace/units.js';
import { xOf } from '../chart/geometry.js';
import type { Frame } from '../model.js';
import type { CoordinatorItem } from './rowLayout.js';
import { durationWords } from '../tables/spanWords.js';
import type { PaintContext } from '../painting/paintContext.js';

/** Pixels that a checkpoint's number needs beside its trigger. */
const roomForNumber = 34;

/** Pixels that ▶ and ◆ of one checkpoint need; nearer ones are a tick each. */
const roomForSigns = 16;

/**
 * Paints what the coordinator did: ▶ trigger, ❘ last acknowledgement, ◆ completed or ✕ failed, with how long it took; and ↻ where
 * everything failed and was started again.
 */
export function paintCoordinator(context: PaintContext, frame: Frame, item: CoordinatorItem): void {
  const { model, scale } = frame;
  const middle = frame.top + item.top - frame.scrollTop + 12;
  const { checkpoints } = model.index.trace;
  paintRestarts(context, frame, middle);
  let free = -Infinity;
  let busy = -Infinity;
  let tick = -Infinity;
  checkpoints.forEach((checkpoint, n) => {
    const { end } = model.index.checkpoints[n]!;
    if (end < scale.from || checkpoint.trigger > scale.to) return;
    const x = xOf(scale, checkpoint.trigger);
    if (x - busy < roomForSigns && n !== model.state.checkpoint) {
      // Of a long run many ticks would fall on one pixel.
      if (Math.round(x) !== tick) paintTick(context, frame, x, middle);
      tick = Math.round(x);
      return;
    }
    busy = x;
    paintCourse(context, frame, n, middle);
    if (n !== model.state.checkpoint && x - free > roomForNumber) {
      paintText(context, frame, `#${checkpoint.id}`, x - 4, middle, 'right');
    }
    free = xOf(scale, end);
  });
  // Last, so that the signs of the next one do not lie on the words.
  if (model.state.checkpoint !== undefined) paintOutcome(context, frame, model.state.checkpoint, middle);
}

function paintRestarts(context: PaintContext, frame: Frame, middle: number): void {
  const { model, scale } = frame;
  for (const { failed, resumed = failed } of model.index.trace.restarts) {
    if (resumed < scale.from || failed > scale.to) continue;
    const from = Math.max(0, xOf(scale, failed));
    const to = Math.min(frame.width, Math.max(from + 2, xOf(scale, resumed)));
    context.fillStyle = model.theme.error;
    context.globalAlpha = 0.25;
    context.fillRect(from, middle - 8, to - from, 16);
    context.globalAlpha = 1;
    paintText(context, frame, '↻', (from + to) / 2, middle, 'center', model.theme.error);
  }
}

function paintCourse(context: PaintContext, frame: Frame, n: CheckpointIndex, middle: number): void {
  const { model, scale } = frame;
  const { theme, index } = model;
  const checkpoint = index.trace.checkpoints[n]!;
  const { took, lastAck } = index.checkpoints[n]!;
  const from = xOf(scale, checkpoint.trigger);
  const to = xOf(scale, checkpoint.trigger + took);
  context.fillStyle = theme.line;
  context.globalAlpha = 0.6;
  context.fillRect(from, middle - 0.5, Math.min(to, frame.width) - from, 1);
  context.globalAlpha = 1;
  fillShape(context, [from, middle - 6, from, middle + 6, from + 8, middle]);
  if (lastAck !== undefined) context.fillRect(Math.round(xOf(scale, lastAck)) - 1, middle - 5, 2, 10);
  if (checkpoint.status === 'completed') {
    fillShape(context, [to, middle - 5, to + 5, middle, to, middle + 5, to - 5, middle]);
  }
  if (checkpoint.status === 'failed') paintText(context, frame, '✕', to, middle, 'center', theme.error);
}

function paintTick(context: PaintContext, { model }: Frame, x: number, middle: number): void {
  context.fillStyle = model.theme.line;
  context.globalAlpha = 0.5;
  context.fillRect(Math.round(x), middle - 3, 1, 6);
  context.globalAlpha = 1;
}

function outcomeWords(status: Checkpoint['status'], took: string, goesOn: boolean): string {
  switch (status) {
    case 'completed':
      return l10n.t('completed in {0}', took);
    case 'failed':
      return l10n.t('failed after {0}', took);
    case 'inProgress':
      return goesOn ? l10n.t('in progress for {0}', took) : l10n.t('not completed');
  }
}

function paintOutcome(context: PaintContext, frame: Frame, n: CheckpointIndex, middle: number): void {
  const { index } = frame.model;
  const checkpoint = index.trace.checkpoints[n]!;
  const { took } = index.checkpoints[n]!;
  const text = outcomeWords(checkpoint.status, durationWords(index, took), mayGoOn(index.trace.source));
  context.font = `11px ${frame.model.theme.fontFamily}`;
  const x = xOf(frame.scale, checkpoint.trigger + took) + 10;
  const width = context.measureText(text).width;
  if (x + width > frame.width) return;
  context.fillStyle = frame.model.theme.background;
  context.fillRect(x - 2, middle - 7, width + 4, 14);
  paintText(context, frame, text, x, middle, 'left');
}

function paintText(
  context: PaintContext,
  { model }: Frame,
  text: string,
  x: number,
  y: number,
  align: CanvasTextAlign,
  color = model.theme.description,
): void {
  context.font = `11px ${model.theme.fontFamily}`;
  context.textAlign = align;
  context.fillStyle = color;
  context.fillText(text, x, y + 0.5);
}

function fillShape(context: PaintContext, points: readonly number[]): void {
  context.beginPath();
  for (let i = 0; i < points.length; i += 2) context.lineTo(points[i]!, points[i + 1]!);
  context.fill();
}
