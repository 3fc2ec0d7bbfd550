import { formatCount, formatDuration, formatRate } from '../src/analysis/quantities.js';
import { chartMargin } from './axis.js';
import { xOf, type TimeScale } from './geometry.js';
import type { LensMoments } from './lensMoments.js';
import type { Theme } from './theme.js';
import { roundTicks, tickLabels } from './ticks.js';

type Context = CanvasRenderingContext2D;

/** Above this many records only the count of each batch is shown. */
const mostTicks = 200;

/** Where the lanes lie, in pixels from the top of the lens's own canvas. */
const place = {
  ruler: 14,
  gridTop: 24,
  lock: 32,
  lockHeight: 28,
  records: 76,
  recordsHeight: 16,
  base: 104,
  rates: 120,
  note: 146,
};

export function paintLens(
  context: Context,
  theme: Theme,
  moments: LensMoments,
  size: { width: number; height: number },
): void {
  const scale: TimeScale = {
    from: moments.from,
    to: moments.to,
    left: chartMargin,
    width: size.width - 2 * chartMargin,
  };
  const narrow = size.width < 520;
  paintRuler(context, theme, scale);
  paintHold(context, theme, scale, moments, narrow);
  paintBatches(context, theme, scale, moments, narrow);
  paintDistances(context, theme, scale, moments);
  paintRates(context, theme, scale, moments, narrow);
  if (size.height > place.note + 8) {
    const text =
      moments.batches.length === 0
        ? 'No batches were recorded around this hold.'
        : 'Batch times and record counts are measured. Ticks are spread evenly inside a batch: when each record ran is not known.';
    write(context, theme, text, scale.left, place.note, { align: 'left', color: theme.description });
  }
}

function paintRuler(context: Context, theme: Theme, scale: TimeScale): void {
  const ticks = roundTicks(scale, Math.max(3, Math.min(8, Math.floor(scale.width / 90))));
  const labels = tickLabels(ticks, '');
  context.font = `11px ${theme.fontFamily}`;
  ticks.forEach((tick, n) => {
    const x = Math.round(xOf(scale, tick));
    context.fillStyle = theme.line;
    context.globalAlpha = theme.highContrast ? 0.2 : 0.1;
    context.fillRect(x, place.gridTop, 1, place.base - place.gridTop);
    context.globalAlpha = 1;
    const text = tick > 0 ? `+${labels[n]!}` : tick === 0 ? '0 lock taken' : labels[n]!;
    const half = context.measureText(text).width / 2;
    const cut = x - half < 2 || x + half > scale.left + scale.width + chartMargin - 2;
    if (!cut) write(context, theme, text, x, place.ruler, { align: 'center', color: theme.description });
  });
}

function paintHold(
  context: Context,
  theme: Theme,
  scale: TimeScale,
  { hold }: LensMoments,
  narrow: boolean,
): void {
  const left = Math.round(xOf(scale, 0));
  const width = Math.round(xOf(scale, hold)) - left;
  context.fillStyle = theme.phase.sync;
  context.fillRect(left, place.lock, width, place.lockHeight);
  context.globalAlpha = 0.12;
  context.fillRect(left, place.lock + place.lockHeight, width, place.base - place.lock - place.lockHeight);
  context.globalAlpha = 1;
  const text = narrow ? formatDuration(hold) : `snapshot, ${formatDuration(hold)}`;
  const middle = place.lock + place.lockHeight / 2;
  context.font = `600 11px ${theme.fontFamily}`;
  if (context.measureText(text).width + 8 > width) {
    write(context, theme, text, left + width / 2, place.lock - 5, {
      align: 'center',
      color: theme.foreground,
      bold: true,
    });
    return;
  }
  write(context, theme, text, left + width / 2, middle, { align: 'center', color: theme.onHold, bold: true });
}

function paintBatches(
  context: Context,
  theme: Theme,
  scale: TimeScale,
  moments: LensMoments,
  narrow: boolean,
): void {
  const visible = moments.batches.filter(({ start, end }) => end > scale.from && start < scale.to);
  const ticks = visible.reduce((sum, { records }) => sum + records, 0) <= mostTicks;
  for (const { start, end, records } of visible) {
    const left = Math.max(scale.left, xOf(scale, start));
    const width = Math.max(1, Math.min(scale.left + scale.width, xOf(scale, end)) - left);
    const top = place.lock + 4;
    context.fillStyle = theme.line;
    context.globalAlpha = 0.07;
    context.fillRect(left, top, width, 20);
    context.globalAlpha = 0.65;
    context.strokeStyle = theme.line;
    context.lineWidth = 1;
    context.strokeRect(Math.round(left) + 0.5, top + 0.5, Math.max(1, Math.round(width) - 1), 19);
    context.globalAlpha = 1;
    writeFirstFitting(
      context,
      theme,
      batchTexts(records, end - start, narrow),
      left + width / 2,
      top + 10,
      width - 8,
    );
    if (ticks) paintTicks(context, theme, scale, { start, end, records });
    else {
      write(context, theme, formatCount(records), left + width / 2, place.records + 8, {
        align: 'center',
        color: theme.foreground,
      });
    }
  }
  context.fillStyle = theme.axis;
  context.globalAlpha = 0.7;
  context.fillRect(scale.left, place.base, scale.width, 1);
  context.globalAlpha = 1;
  const inHold = moments.batches.some(({ start, end }) => start < moments.hold && end > 0);
  if (moments.batches.length > 0 && !inHold) {
    const middle = xOf(scale, moments.hold / 2);
    write(context, theme, narrow ? 'none' : 'no records', middle, place.records + 12, {
      align: 'center',
      color: theme.foreground,
      bold: true,
    });
  }
}

/** Where the nearest batch lies outside the window: how far it is. */
function paintDistances(context: Context, theme: Theme, scale: TimeScale, moments: LensMoments): void {
  const { sinceLast, untilNext, from, to, hold } = moments;
  const y = place.lock + place.lockHeight / 2;
  const color = theme.description;
  if (sinceLast !== undefined && -sinceLast <= from) {
    write(context, theme, `← last batch ended ${formatDuration(sinceLast)} before`, scale.left, y, {
      align: 'left',
      color,
    });
  }
  if (untilNext !== undefined && hold + untilNext >= to) {
    const text = `next batch ${formatDuration(untilNext)} after →`;
    write(context, theme, text, scale.left + scale.width, y, { align: 'right', color });
  }
}

function batchTexts(records: number, duration: number, narrow: boolean): string[] {
  const short = `${formatCount(records)} in ${formatDuration(duration)}`;
  return narrow
    ? [short]
    : [
        `processing, ${formatCount(records)} records in ${formatDuration(duration)}`,
        `processing, ${short}`,
        short,
      ];
}

function paintTicks(
  context: Context,
  theme: Theme,
  scale: TimeScale,
  batch: { start: number; end: number; records: number },
): void {
  context.fillStyle = theme.line;
  for (let n = 0; n < batch.records; n += 1) {
    const time = batch.start + ((n + 0.5) / batch.records) * (batch.end - batch.start);
    if (time > scale.from && time < scale.to) {
      context.fillRect(Math.round(xOf(scale, time)) - 1, place.records, 2, place.recordsHeight);
    }
  }
}

function paintRates(
  context: Context,
  theme: Theme,
  scale: TimeScale,
  moments: LensMoments,
  narrow: boolean,
): void {
  const rate = (value: number | undefined, word: string): string =>
    value === undefined ? '' : formatRate(value, 'records') + (narrow ? '' : ` ${word}`);
  const start = xOf(scale, 0);
  const end = xOf(scale, moments.hold);
  const color = theme.foreground;
  write(context, theme, rate(moments.before, 'before'), (scale.left + start) / 2, place.rates, {
    align: 'center',
    color,
  });
  write(context, theme, rate(moments.after, 'after'), (end + scale.left + scale.width) / 2, place.rates, {
    align: 'center',
    color,
  });
  if (moments.batches.length > 0) {
    write(context, theme, '0', (start + end) / 2, place.rates, { align: 'center', color, bold: true });
  }
}

interface TextWishes {
  readonly align: CanvasTextAlign;
  readonly color: string;
  readonly bold?: boolean;
}

function write(
  context: Context,
  theme: Theme,
  text: string,
  x: number,
  y: number,
  { align, color, bold }: TextWishes,
): void {
  context.font = `${bold ? '600 ' : ''}11px ${theme.fontFamily}`;
  context.textAlign = align;
  context.fillStyle = color;
  context.fillText(text, x, y + 0.5);
}

function writeFirstFitting(
  context: Context,
  theme: Theme,
  texts: readonly string[],
  x: number,
  y: number,
  room: number,
): void {
  context.font = `11px ${theme.fontFamily}`;
  const text = texts.find((candidate) => context.measureText(candidate).width <= room);
  if (text) write(context, theme, text, x, y, { align: 'center', color: theme.foreground });
}
