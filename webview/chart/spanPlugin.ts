import * as l10n from '@vscode/l10n';
import type { Plugin } from 'chart.js';
import { isFlink } from '../../src/analysis/jobSource.js';
import type { Trace } from '../../src/trace/model.js';
import { paintCoordinator } from '../rows/coordinatorRow.js';
import { paintGroup } from '../rows/groupRow.js';
import { paintDense } from '../rows/denseRow.js';
import type { Frame } from '../model.js';
import { paintRowNotes } from '../notes/notePainter.js';
import { paintCollapsed } from '../idle/collapsedPainter.js';
import { paintPath } from '../path/pathPainter.js';
import { paintGround } from '../rows/rowGround.js';
import type { RowItem } from '../rows/rowLayout.js';
import { seenItems, seenRows } from '../rows/seenRows.js';
import { paintSubtask } from '../rows/subtaskRow.js';
import { xOf } from './geometry.js';
import type { PaintContext } from '../painting/paintContext.js';

/** Paints the visible rows into the area that Chart.js laid out. `frame` gives what to paint, or nothing yet. */
export function spanPlugin(frame: () => Frame | undefined): Plugin {
  return {
    id: 'spans',
    beforeDatasetsDraw(chart) {
      const current = frame();
      if (!current) return;
      paintFrame(chart.ctx, current);
    },
  };
}

/** Paints the visible rows, and nothing beside or above them. */
export function paintFrame(context: PaintContext, frame: Frame): void {
  context.save();
  context.beginPath();
  context.rect(0, frame.top, frame.width, frame.height - frame.top);
  context.clip();
  context.textBaseline = 'middle';
  paintCollapsed(context, frame);
  if (!frame.model.index.running) paintEnd(context, frame);
  paintRows(context, frame);
  paintPath(context, frame);
  if (frame.model.index.running) paintNow(context, frame);
  paintCursor(context, frame);
  paintDrag(context, frame);
  context.restore();
}

/** What is pinned stands still at the top, and nothing of the rows that scroll is seen through it. */
function paintRows(context: PaintContext, frame: Frame): void {
  const seen = seenRows(frame.model.layout, frame.scrollTop, frame.height - frame.top);
  const { frozen, scrolled } = seenItems(seen);
  paintBand(context, frame, { from: seen.top, to: seen.height }, scrolled);
  if (seen.frozen === 0) return;
  paintBand(context, { ...frame, scrollTop: 0 }, { from: 0, to: seen.frozen }, frozen);
  if (seen.head) {
    const { item, top } = seen.head;
    paintBand(context, { ...frame, scrollTop: item.top - top }, { from: seen.frozen, to: seen.top }, [item]);
  }
  context.fillStyle = frame.model.theme.axis;
  context.fillRect(0, frame.top + seen.frozen - 1, frame.width, 1);
}

/** Paints items between two heights of the window. */
function paintBand(
  context: PaintContext,
  frame: Frame,
  { from, to }: { readonly from: number; readonly to: number },
  items: readonly RowItem[],
): void {
  context.save();
  context.beginPath();
  context.rect(0, frame.top + from, frame.width, to - from);
  context.clip();
  for (const item of items) {
    paintItem(context, frame, item);
    paintRowNotes(context, frame, item);
  }
  context.restore();
}

function paintItem(context: PaintContext, frame: Frame, item: RowItem): void {
  switch (item.kind) {
    case 'coordinator': {
      paintCoordinator(context, frame, item);
      return;
    }
    case 'group': {
      paintGroup(context, frame, item);
      return;
    }
    case 'more': {
      paintGround(context, frame, item.key, frame.top + item.top - frame.scrollTop, item.height);
      return;
    }
    case 'subtask': {
      if (item.density === 'dense') paintDense(context, frame, item);
      else paintSubtask(context, frame, item);
      return;
    }
    case 'lens':
      return;
  }
}

/** How a run ended; empty where it is not known. */
function endWords(trace: Trace): string {
  const { state } = trace.source;
  const isJob = isFlink(trace);
  if (state === 'finished') return isJob ? l10n.t('job ended') : l10n.t('run ended');
  if (state === 'cancelled') return isJob ? l10n.t('job cancelled') : l10n.t('run cancelled');
  if (state === 'failed') return isJob ? l10n.t('job failed') : l10n.t('run failed');
  return '';
}

/** In a run that goes on: where the trace ends for now. */
function paintNow(context: PaintContext, { model, scale, top, height }: Frame): void {
  const x = Math.round(xOf(scale, model.index.now));
  context.fillStyle = model.theme.focus;
  context.fillRect(x, top, 1, height - top);
}

/** In a run that is over: where it ended, behind the rows, so that the strips are not taken to have stopped by themselves. */
function paintEnd(context: PaintContext, { model, scale, top, height, width }: Frame): void {
  const { index, theme } = model;
  const words = endWords(index.trace);
  const x = Math.round(xOf(scale, index.now));
  if (!words || x < scale.left || x > scale.left + scale.width) return;
  context.fillStyle = theme.description;
  context.globalAlpha = theme.highContrast ? 1 : 0.5;
  context.fillRect(x, top, 1, height - top);
  context.globalAlpha = 1;
  context.font = `11px ${theme.fontFamily}`;
  const fits = x + 6 + context.measureText(words).width < width;
  context.textAlign = fits ? 'left' : 'right';
  context.fillText(words, fits ? x + 6 : x - 6, height - 10);
}

/** Where the replay is. */
function paintCursor(context: PaintContext, { model, pointing, scale, top, height }: Frame): void {
  if (pointing.cursor === undefined) return;
  const x = Math.round(xOf(scale, pointing.cursor));
  context.fillStyle = model.theme.focus;
  context.fillRect(x - 1, top, 2, height - top);
  context.beginPath();
  context.moveTo(x - 5, top);
  context.lineTo(x + 5, top);
  context.lineTo(x, top + 6);
  context.fill();
}

/** A stretch that is being dragged out. */
export function paintDrag(context: PaintContext, { pointing, model, top, height }: Frame): void {
  if (!pointing.drag) return;
  const { from, to } = pointing.drag;
  const left = Math.min(from, to);
  const width = Math.abs(to - from);
  context.fillStyle = model.theme.focus;
  context.globalAlpha = 0.15;
  context.fillRect(left, top, width, height - top);
  context.globalAlpha = 1;
  context.fillRect(left, top, 1, height - top);
  context.fillRect(left + width, top, 1, height - top);
}
