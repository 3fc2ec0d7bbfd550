import * as l10n from '@vscode/l10n';
import { isUnaligned } from '../../src/analysis/jobSource.js';
import { isBlocking, phases } from '../../src/trace/model.js';
import { paintBar, paintUnknown, type Bar } from './bars.js';
import { paintBusy, paintCrowd } from './crowdedLane.js';
import { barExtent, xOf } from '../chart/geometry.js';
import { paintCopied } from '../chart/copiedStrip.js';
import { placeLabels, type LabelledBar } from '../chart/labels.js';
import { fillLane, type Lane } from './lane.js';
import type { Frame } from '../model.js';
import { openParts } from '../openParts.js';
import { isSameRow, paintGround } from './rowGround.js';
import { laneOf, type SubtaskItem } from './rowLayout.js';
import { isLeftOver } from '../tables/spanWords.js';
import { paintThroughput } from '../chart/throughputStrip.js';
import type { Row } from './traceIndex.js';
import { uploadLanes } from './uploadLanes.js';
import type { PaintContext } from '../painting/paintContext.js';

type Context = PaintContext;

/** More bars than this in one lane and none of them carries text. */
const mostLabelled = 60;

/** Marks nearer than this to the next one crowd, in pixels. */
const crowdedBelow = 9;

/** Paints one subtask: what it processed, its bars, what is still open, and the labels. */
export function paintSubtask(context: Context, frame: Frame, item: SubtaskItem): void {
  const { model, scale } = frame;
  const rowTop = frame.top + item.top - frame.scrollTop;
  const place = laneOf(item);
  const laneTop = rowTop + place.top;
  paintGround(context, frame, item.key, rowTop, item.height);
  const lane = fillLane(model.index, item.row, scale, model.hidden);
  if (item.row.records && item.density === 'normal') {
    const strip = {
      top: laneTop + place.height + 4,
      height: 14,
      scaleTo: model.largest[item.row.operator]! * 1.1,
    };
    paintStops(context, frame, lane, laneTop + place.height, strip.top + strip.height);
    paintThroughput(context, model.theme, item.row.records, scale, strip);
    paintCopied(context, model.theme, { index: model.index, row: item.row, scale }, strip);
  }
  paintLane(context, frame, item.row, lane, { top: laneTop, height: place.height });
}

/** Where the bars of one row lie. */
export interface LanePlace {
  readonly top: number;
  readonly height: number;
  /** Whether there is no room for text, nor for the ▼ above what is drawn wider than it is. */
  readonly isDense?: boolean;
}

/** Paints the bars of one row, what is still open, the labels, and the frame of the bar that is pointed at. */
export function paintLane(context: Context, frame: Frame, row: Row, lane: Lane, place: LanePlace): void {
  const { top, height, isDense } = place;
  const bars = barsOf(frame, row, lane, { top, height }).map((bar) =>
    isDense ? { ...bar, widened: false } : bar,
  );
  paintBusy(context, frame, lane, place);
  for (const bar of bars) if (!isBlocking(bar.phase)) paintPassing(context, frame, bar);
  paintOpenParts(context, frame, row, place);
  paintBlocking(context, frame, bars, place);
  if (!isDense && bars.length <= mostLabelled) paintLabels(context, frame, row, bars, top + height / 2);
  paintFocus(context, frame, row, bars);
}

interface SpanBar extends Bar {
  readonly span: number;
}

/** What does not block; a rest that the numbers leave over is drawn as not known. */
function paintPassing(context: Context, { model }: Frame, bar: SpanBar): void {
  if (isLeftOver(model.index.trace, bar.span)) {
    if (bar.width >= 1) paintUnknown(context, model.theme.line, bar);
  } else paintBar(context, model.theme, bar);
}

function paintBlocking(context: Context, frame: Frame, bars: readonly SpanBar[], place: LanePlace): void {
  const blocking = bars.filter(({ phase }) => isBlocking(phase));
  if (blocking.length > mostLabelled) paintCrowd(context, frame, blocking, place);
  else for (const bar of blocking) paintBar(context, frame.model.theme, bar);
}

/** The bars of a lane, cut to a little more than what is visible. */
function barsOf(
  { model, scale, width }: Frame,
  row: Row,
  lane: Lane,
  place: { top: number; height: number },
): SpanBar[] {
  const { spans } = model.index.trace;
  const { count, laneOf: uploadLane } = uploadLanes(model.index, row);
  const height = place.height / count;
  const bars = [...lane.bars, ...lane.marks].map((span): SpanBar => {
    const phase = phases[spans.phase[span]!]!;
    const extent = barExtent(scale, phase, spans.start[span]!, model.index.end[span]!);
    const x = Math.max(extent.x, -20);
    const nth = uploadLane.get(span);
    return {
      ...(nth === undefined
        ? place
        : { top: Math.round(place.top + nth * height), height: Math.floor(height) }),
      span,
      phase,
      x,
      width: Math.min(extent.x + extent.width, width + 20) - x,
      widened: extent.widened,
    };
  });
  bars.sort((a, b) => a.x - b.x);
  return lowerCrowded(bars, (span) => model.index.end[span]! - spans.start[span]!);
}

/**
 * Marks that stand close together are drawn as high as they are long beside the longest of them, without ▼: at full height they
 * would look like one long stop.
 */
function lowerCrowded(bars: readonly SpanBar[], durationOf: (span: number) => number): SpanBar[] {
  const longest = bars.reduce(
    (most, { span, widened }) => (widened ? Math.max(most, durationOf(span)) : most),
    0,
  );
  const isNear = (one: SpanBar, other: SpanBar | undefined): boolean =>
    other?.widened === true && Math.abs(one.x - other.x) < crowdedBelow;
  return bars.map((bar, n) => {
    if (!bar.widened || (!isNear(bar, bars[n - 1]) && !isNear(bar, bars[n + 1]))) return bar;
    const height = Math.max(4, Math.round((bar.height * durationOf(bar.span)) / longest));
    return { ...bar, top: bar.top + bar.height - height, height, widened: false };
  });
}

/** Joins each lock hold to the records under it: none. */
function paintStops(
  context: Context,
  { model, scale, width }: Frame,
  lane: Lane,
  top: number,
  bottom: number,
): void {
  const { spans } = model.index.trace;
  context.globalAlpha = 0.22;
  for (const span of [...lane.bars, ...lane.marks]) {
    const phase = phases[spans.phase[span]!]!;
    if (!isBlocking(phase)) continue;
    const extent = barExtent(scale, phase, spans.start[span]!, model.index.end[span]!);
    const x = Math.max(0, Math.round(extent.x));
    context.fillStyle = model.theme.phase[phase];
    context.fillRect(x, top, Math.min(width, extent.x + extent.width) - x, bottom - top);
  }
  context.globalAlpha = 1;
}

function paintOpenParts(context: Context, frame: Frame, row: Row, place: LanePlace): void {
  const { model, scale, width } = frame;
  for (const part of openParts(model.index, row)) {
    const x = Math.max(xOf(scale, part.start), -20);
    const right = Math.min(xOf(scale, part.end), width + 20);
    if (right - x >= 1) {
      paintUnknown(context, model.theme.phase[part.likely], { ...place, x, width: right - x });
      if (part.outcome && !place.isDense) {
        paintReport(context, frame, part.outcome, { ...place, x: Math.max(x, 0), right });
      }
    }
  }
}

/** Says in a part that never ended why: `no report`. */
function paintReport(
  context: Context,
  { model: { theme }, width }: Frame,
  outcome: 'pending' | 'declined',
  { x, right, top, height }: { x: number; right: number; top: number; height: number },
): void {
  const text = outcome === 'pending' ? l10n.t('no report') : l10n.t('declined');
  context.font = `11px ${theme.fontFamily}`;
  context.textAlign = 'left';
  const measured = context.measureText(text).width;
  if (Math.min(right, width) - x < measured + 24) return;
  const middle = top + height / 2;
  context.fillStyle = theme.background;
  context.fillRect(x + 8, middle - 6, measured + 8, 12);
  context.fillStyle = theme.foreground;
  context.fillText(text, x + 12, middle + 0.5);
}

function paintLabels(
  context: Context,
  frame: Frame,
  row: Row,
  bars: readonly SpanBar[],
  middle: number,
): void {
  const { theme, index, state } = frame.model;
  const { spans, source } = index.trace;
  // There is no room for text in a part of the row's height.
  const { laneOf: uploadLane } = uploadLanes(index, row);
  const roomy = bars.filter(({ span }) => !uploadLane.has(span));
  const labelled = roomy.map(({ phase, x, width, span }): LabelledBar => {
    const duration = index.end[span]! - spans.start[span]!;
    return {
      ...{ phase, x, width, duration, bytes: spans.bytes[span]! },
      isLeftOver: isLeftOver(index.trace, span),
      isAsync: isUnaligned(index.trace.checkpoints[spans.checkpoint[span]!]!),
    };
  });
  const setFont = (bold: boolean): void => {
    context.font = `${bold ? '600 ' : ''}11px ${theme.fontFamily}`;
  };
  const measure = (text: string, bold: boolean): number => {
    setFont(bold);
    return context.measureText(text).width;
  };
  context.textAlign = 'left';
  const view = { left: 2, right: frame.width - 2 };
  const isSelected =
    isSameRow(state.selection, row) && (row.checkpoint ?? state.checkpoint) === state.checkpoint;
  for (const label of placeLabels(labelled, { view, measure, isSelected, resolution: source.resolution })) {
    setFont(label.bold);
    if (label.ground === 'plate') {
      context.fillStyle = theme.background;
      context.fillRect(label.x - 4, middle - 6, label.width + 8, 12);
    }
    context.fillStyle = label.ground === 'solid' ? theme.onHold : theme.foreground;
    context.fillText(label.text, label.x, middle + 0.5);
  }
}

/** The chosen bar has a frame one pixel off; with the keyboard in the rows it is the focus mark. */
function paintFocus(context: Context, { model, pointing }: Frame, row: Row, bars: readonly SpanBar[]): void {
  const { selection } = model.state;
  const { spans } = model.index.trace;
  const bar = bars.find(({ span }) => {
    if (span === pointing.span) return true;
    return (
      selection?.operator === row.operator &&
      selection.subtask === row.subtask &&
      selection.bar?.checkpoint === spans.checkpoint[span] &&
      selection.bar?.phase === phases[spans.phase[span]!]
    );
  });
  if (!bar) return;
  context.strokeStyle = model.theme.focus;
  context.lineWidth = pointing.focused && bar.span !== pointing.span ? 2 : 1;
  context.strokeRect(Math.round(bar.x) - 2.5, bar.top - 2.5, Math.round(bar.width) + 5, bar.height + 5);
}
