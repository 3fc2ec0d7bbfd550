import * as l10n from '@vscode/l10n';
import { oneAfterTheOther } from '../../src/analysis/phrases.js';
import { formatDuration, formatRate } from '../../src/analysis/quantities.js';
import type { Phase } from '../../src/trace/model.js';
import { chartMargin } from '../chart/axis.js';
import { xOf } from '../chart/geometry.js';
import { paintBatches, paintGaps, showsTicks, visibleBatches } from './lensBatches.js';
import {
  lockMiddle,
  place,
  recordsMiddle,
  widthOf,
  write,
  writeBetween,
  type LensCanvas,
  type Stretch,
} from './lensCanvas.js';
import type { LensMoments } from './lensMoments.js';
import type { PaintContext } from '../painting/paintContext.js';
import type { Theme } from '../painting/theme.js';
import { roundTicks, tickLabels } from '../chart/ticks.js';

/** The lock hold is never drawn narrower than this, in pixels; a ▼ says where it is. */
const leastHold = 6;

/** Where the hold is drawn. */
interface HoldPlace extends Stretch {
  readonly widened: boolean;
}

export function paintLens(
  context: PaintContext,
  theme: Theme,
  moments: LensMoments,
  size: { width: number; height: number },
): void {
  const { from, to } = moments;
  const scale = { from, to, left: chartMargin, width: size.width - 2 * chartMargin };
  const canvas: LensCanvas = { context, theme, scale, moments, narrow: size.width < 520 };
  const hold = placeHold(canvas);
  paintRuler(canvas);
  paintBatches(canvas);
  paintGaps(canvas, hold);
  paintFlush(canvas, hold);
  paintHold(canvas, hold);
  paintBase(canvas);
  paintNoRecords(canvas, hold);
  paintRates(canvas, hold);
  if (size.height > place.note + 8) paintNote(canvas, hold);
}

function placeHold({ scale, moments }: LensCanvas): HoldPlace {
  const left = Math.round(xOf(scale, 0));
  const width = Math.round(xOf(scale, moments.hold)) - left;
  return { left, right: left + Math.max(width, leastHold), widened: width < leastHold };
}

function paintRuler(canvas: LensCanvas): void {
  const { context, theme, scale } = canvas;
  const ticks = roundTicks(scale, Math.max(4, Math.min(8, Math.floor(scale.width / 90))));
  const labels = tickLabels(ticks, l10n.t('0 lock taken'));
  ticks.forEach((tick, n) => {
    const x = Math.round(xOf(scale, tick));
    context.fillStyle = theme.line;
    context.globalAlpha = theme.highContrast ? 0.2 : 0.1;
    context.fillRect(x, place.gridTop, 1, place.base - place.gridTop);
    context.globalAlpha = 1;
    const text = tick > 0 ? `+${labels[n]!}` : labels[n]!;
    const half = widthOf(canvas, text) / 2;
    const cut = x - half < 2 || x + half > scale.left + scale.width + chartMargin - 2;
    if (!cut) write(canvas, text, x, place.ruler, { align: 'center', color: theme.description });
  });
}

/** The flush before the hold, as solid as in the chart: nothing is processed in it. */
function paintFlush(canvas: LensCanvas, hold: HoldPlace): void {
  const { context, theme, scale, moments } = canvas;
  if (!moments.flush || moments.flush.to <= scale.from) return;
  const left = Math.max(scale.left, Math.round(xOf(scale, moments.flush.from)));
  const right = Math.min(hold.left - 1, Math.max(left + 3, Math.round(xOf(scale, moments.flush.to))));
  paintStop(canvas, 'preBarrier', { left, right });
  const text = l10n.t('flush, {0}', formatDuration(moments.flush.to - moments.flush.from));
  const width = widthOf(canvas, text, true) + 8;
  if (width + 8 > right - left) return;
  const middle = (left + right) / 2;
  context.fillStyle = theme.background;
  context.fillRect(middle - width / 2, lockMiddle - 7, width, 14);
  write(canvas, text, middle, lockMiddle, { align: 'center', color: theme.foreground, bold: true });
}

/** A solid bar in the lock's lane, and its tint down to the records: none. */
function paintStop({ context, theme }: LensCanvas, phase: Phase, { left, right }: Stretch): void {
  const width = right - left;
  context.fillStyle = theme.background;
  context.fillRect(left - 1, place.lock, width + 2, place.lockHeight);
  context.fillStyle = theme.phase[phase];
  context.fillRect(left, place.lock, width, place.lockHeight);
  context.globalAlpha = 0.12;
  context.fillRect(left, place.lock + place.lockHeight, width, place.base - place.lock - place.lockHeight);
  context.globalAlpha = 1;
  if (!theme.highContrast || width < 6) return;
  context.strokeStyle = theme.line;
  context.strokeRect(left + 0.5, place.lock + 0.5, width - 1, place.lockHeight - 1);
}

function paintHold(canvas: LensCanvas, { left, right, widened }: HoldPlace): void {
  const { context, theme, moments, narrow } = canvas;
  const width = right - left;
  paintStop(canvas, 'sync', { left, right });
  if (widened) {
    const middle = left + width / 2;
    context.fillStyle = theme.phase.sync;
    context.beginPath();
    context.moveTo(middle - 4, place.lock - 5);
    context.lineTo(middle + 4, place.lock - 5);
    context.lineTo(middle, place.lock - 1);
    context.fill();
  }
  const duration = formatDuration(moments.hold);
  const text = narrow ? duration : l10n.t('snapshot, {0}', duration);
  if (widthOf(canvas, text, true) + 8 <= width) {
    write(canvas, text, (left + right) / 2, lockMiddle, { align: 'center', color: theme.onHold, bold: true });
  } else writeAbove(canvas, text, { left, right });
}

/** Beside the ▼, so that mark and number are read as one. */
function writeAbove(canvas: LensCanvas, text: string, { left, right }: Stretch): void {
  const { theme, scale } = canvas;
  const fits = right + 4 + widthOf(canvas, text, true) <= scale.left + scale.width;
  const x = fits ? right + 4 : left - 4;
  write(canvas, text, x, place.lock - 4, {
    align: fits ? 'left' : 'right',
    color: theme.foreground,
    bold: true,
  });
}

function paintBase({ context, theme, scale }: LensCanvas): void {
  context.fillStyle = theme.axis;
  context.globalAlpha = 0.7;
  context.fillRect(scale.left, place.base, scale.width, 1);
  context.globalAlpha = 1;
}

/** Says under the hold that nothing was processed, as far as the batches tell. */
function paintNoRecords(canvas: LensCanvas, hold: HoldPlace): void {
  const { moments, scale } = canvas;
  const inHold = moments.batches.some(({ start, end }) => start < moments.hold && end > 0);
  if (moments.batches.length === 0 || inHold) return;
  const middle = (hold.left + hold.right) / 2;
  const last = Math.max(scale.left, moments.last ? xOf(scale, moments.last.end) : 0);
  const next = Math.min(scale.left + scale.width, moments.next ? xOf(scale, moments.next.start) : Infinity);
  const half = Math.min(middle - last, next - middle) - 4;
  const room = { left: middle - half, right: middle + half };
  writeBetween(canvas, [l10n.t('no records'), l10n.t('none')], room, recordsMiddle, { bold: true });
}

function paintRates(canvas: LensCanvas, { left, right }: HoldPlace): void {
  const { moments, scale, narrow } = canvas;
  const rateOf = (perSecond: number | undefined): string =>
    perSecond === undefined ? '' : formatRate(perSecond, 'records');
  const texts = (rate: string, named: string): string[] => (narrow || rate === '' ? [rate] : [named, rate]);
  const edge = { left: scale.left, right: scale.left + scale.width };
  const last = moments.last ? xOf(scale, moments.last.end) : -Infinity;
  const next = moments.next ? xOf(scale, moments.next.start) : Infinity;
  const [rateBefore, rateAfter] = [rateOf(moments.before), rateOf(moments.after)];
  const before = texts(rateBefore, l10n.t('{0} before', rateBefore));
  const after = texts(rateAfter, l10n.t('{0} after', rateAfter));
  writeRate(canvas, before, { left: edge.left, right: last }, { left: edge.left, right: left - 8 });
  writeRate(canvas, after, { left: next, right: edge.right }, { left: right + 8, right: edge.right });
  if (moments.batches.length === 0) return;
  const color = canvas.theme.foreground;
  write(canvas, '0', (left + right) / 2, place.rates, { align: 'center', color, bold: true });
}

/** Under the batches that it was counted from, if they give it room; else anywhere on their side. */
function writeRate(canvas: LensCanvas, texts: readonly string[], batches: Stretch, side: Stretch): void {
  const text = texts[0] ?? '';
  const fits = widthOf(canvas, text) <= batches.right - batches.left;
  writeBetween(canvas, texts, fits ? batches : side, place.rates);
}

function paintNote(canvas: LensCanvas, { widened }: HoldPlace): void {
  const batches = visibleBatches(canvas);
  const sentences = [
    ...(widened ? [l10n.t('▼ The hold is drawn wider than it is.')] : []),
    canvas.moments.batches.length === 0
      ? l10n.t('No batches were recorded around this hold.')
      : l10n.t('Batch times and record counts are measured.'),
    ...(batches.length > 0 && showsTicks(batches)
      ? [l10n.t('Ticks are spread evenly inside a batch: when each record ran is not known.')]
      : []),
  ];
  const { scale, theme } = canvas;
  const texts = sentences.map((_, n) => oneAfterTheOther(sentences.slice(0, sentences.length - n)));
  const room = { left: scale.left, right: scale.left + scale.width };
  writeBetween(canvas, texts, room, place.note, { align: 'left', color: theme.description });
}
