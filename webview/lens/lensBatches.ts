import * as l10n from '@vscode/l10n';
import { formatCount, formatDuration } from '../../src/analysis/quantities.js';
import { xOf } from '../chart/geometry.js';
import {
  lockMiddle,
  place,
  recordsMiddle,
  writeBetween,
  type LensCanvas,
  type Stretch,
} from './lensCanvas.js';
import type { LensBatch } from './lensMoments.js';

/** Above this many records the lens shows the count of each batch and no ticks. */
const mostTicks = 200;

/** Pixels that text keeps from the edges it stands between. */
const padding = 4;

export function visibleBatches({ moments, scale }: LensCanvas): LensBatch[] {
  return moments.batches.filter(({ start, end }) => end > scale.from && start < scale.to);
}

/** Whether there are few enough records to draw each. */
export function showsTicks(batches: readonly LensBatch[]): boolean {
  return batches.reduce((sum, { records }) => sum + records, 0) <= mostTicks;
}

/** Paints the batches: each a box in the lock's lane, its records under it. One that goes on beyond the edge is open there. */
export function paintBatches(canvas: LensCanvas): void {
  const { context, scale } = canvas;
  const batches = visibleBatches(canvas);
  const ticks = showsTicks(batches);
  const right = scale.left + scale.width;
  for (const batch of batches) {
    const edges = { left: xOf(scale, batch.start), right: xOf(scale, batch.end) };
    const shown = {
      left: Math.max(scale.left, edges.left) + padding,
      right: Math.min(right, edges.right) - padding,
    };
    context.save();
    context.beginPath();
    context.rect(scale.left, place.lock, scale.width, place.base - place.lock);
    context.clip();
    paintBox(canvas, Math.max(edges.left, scale.left - 10), Math.min(edges.right, right + 10));
    if (ticks) paintTicks(canvas, batch);
    else paintMass(canvas, edges);
    context.restore();
    writeBetween(canvas, batchTexts(batch, canvas.narrow), shown, lockMiddle);
    if (!ticks) writeBetween(canvas, [formatCount(batch.records)], shown, recordsMiddle);
  }
}

function paintBox({ context, theme }: LensCanvas, left: number, right: number): void {
  const width = Math.max(1, right - left);
  const top = place.lock + 4;
  context.fillStyle = theme.line;
  context.globalAlpha = 0.07;
  context.fillRect(left, top, width, 20);
  context.globalAlpha = 0.65;
  context.strokeStyle = theme.line;
  context.lineWidth = 1;
  context.strokeRect(Math.round(left) + 0.5, top + 0.5, Math.max(1, Math.round(width) - 1), 19);
  context.globalAlpha = 1;
}

function paintTicks({ context, theme, scale }: LensCanvas, { start, end, records }: LensBatch): void {
  context.fillStyle = theme.line;
  for (let n = 0; n < records; n += 1) {
    const time = start + ((n + 0.5) / records) * (end - start);
    context.fillRect(Math.round(xOf(scale, time)) - 1, place.records, 2, place.recordsHeight);
  }
}

/** Records too many to draw each. */
function paintMass({ context, theme }: LensCanvas, { left, right }: Stretch): void {
  context.fillStyle = theme.line;
  context.globalAlpha = 0.22;
  context.fillRect(left, place.records, Math.max(1, right - left - 1), place.recordsHeight);
  context.globalAlpha = 1;
}

function batchTexts({ start, end, records }: LensBatch, narrow: boolean): string[] {
  const said = { count: formatCount(records), took: formatDuration(end - start) };
  const short = l10n.t('{count} in {took}', said);
  if (narrow) return [short];
  const long =
    records === 1
      ? l10n.t('processing, 1 record in {0}', said.took)
      : l10n.t('processing, {count} records in {took}', said);
  return [long, l10n.t('processing, {count} in {took}', said), short];
}

/** Says what is between the batches and the hold, and where the lens knows of no batches. `hold` in pixels. */
export function paintGaps(canvas: LensCanvas, hold: Stretch): void {
  paintGapBefore(canvas, hold.left);
  paintGapAfter(canvas, hold.right);
  const { moments, scale } = canvas;
  if (moments.last) paintUnrecorded(canvas, scale.left, xOf(scale, moments.known.from));
  if (moments.next) paintUnrecorded(canvas, xOf(scale, moments.known.to), scale.left + scale.width);
}

function paintGapBefore(canvas: LensCanvas, hold: number): void {
  const { moments, scale } = canvas;
  const { last, flush } = moments;
  const stop = flush ? xOf(scale, flush.from) : hold;
  const left = Math.max(scale.left, last ? xOf(scale, last.end) : scale.left) + padding;
  const room = { left, right: stop - 2 * padding };
  if (!last) writeAside(canvas, [l10n.t('no batch recorded before'), l10n.t('none recorded')], room);
  else if (last.end > scale.from) writeAside(canvas, freeTexts((flush?.from ?? 0) - last.end), room);
  else {
    writeAside(
      canvas,
      [l10n.t('← last batch ended {0} before', formatDuration(-last.end)), l10n.t('← free')],
      room,
      'left',
    );
  }
  if (!flush) return;
  const between = { left: xOf(scale, flush.to) + padding, right: hold - 2 * padding };
  writeAside(canvas, freeTexts(-flush.to), between);
}

function paintGapAfter(canvas: LensCanvas, hold: number): void {
  const { moments, scale } = canvas;
  const { next } = moments;
  const edge = scale.left + scale.width;
  const right = Math.min(edge, next ? xOf(scale, next.start) : edge) - padding;
  const room = { left: hold + 2 * padding, right };
  if (!next) {
    writeAside(canvas, [l10n.t('no batch recorded after'), l10n.t('none recorded')], room);
    return;
  }
  const free = next.start - moments.hold;
  if (next.start < scale.to) writeAside(canvas, freeTexts(free), room);
  else {
    writeAside(
      canvas,
      [l10n.t('next batch {0} after →', formatDuration(free)), l10n.t('free →')],
      room,
      'right',
    );
  }
}

function writeAside(
  canvas: LensCanvas,
  texts: readonly string[],
  room: Stretch,
  align: CanvasTextAlign = 'center',
): void {
  writeBetween(canvas, texts, room, lockMiddle, { align, color: canvas.theme.description });
}

function freeTexts(length: number): string[] {
  const duration = formatDuration(length);
  return [
    l10n.t('free for {0}: nobody held the lock', duration),
    l10n.t('free {0}', duration),
    l10n.t('free'),
  ];
}

/** A dashed line where batches may have run that were not recorded. */
function paintUnrecorded(canvas: LensCanvas, left: number, right: number): void {
  const { context, theme } = canvas;
  if (right - left < 8) return;
  context.strokeStyle = theme.line;
  context.globalAlpha = theme.highContrast ? 1 : 0.5;
  context.lineWidth = 1;
  context.setLineDash([3, 3]);
  context.beginPath();
  context.moveTo(left, lockMiddle + 0.5);
  context.lineTo(right, lockMiddle + 0.5);
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
  const room = { left: left + padding, right: right - padding };
  writeBetween(canvas, [l10n.t('not recorded')], room, recordsMiddle, { color: theme.description });
}
