import * as l10n from '@vscode/l10n';
import type { Plugin } from 'chart.js';
import { formatDuration } from '../../src/analysis/quantities.js';
import { isBlocking, phases, type Phase } from '../../src/trace/model.js';
import { paintBar } from '../rows/bars.js';
import { rulerHeight } from '../chart/axis.js';
import { barExtent } from '../chart/geometry.js';
import { fillLane } from '../rows/lane.js';
import type { Frame } from '../model.js';
import { paintNoteMarks } from '../notes/notePainter.js';
import type { PaintContext } from '../painting/paintContext.js';
import { paintRowGround } from '../rows/rowGround.js';
import { paintDrag } from '../chart/spanPlugin.js';
import { paintLane } from '../rows/subtaskRow.js';
import { origin } from '../viewState.js';
import { chosenRow, type Overlay } from './overlay.js';
import { overlayNoteMarks } from './overlayNotes.js';
import { isDense, medianHeight, medianMarks, overlayLane, scaleOf } from './overlayLayout.js';

export interface OverlayFrame extends Frame {
  readonly overlay: Overlay;
  readonly rowHeight: number;
  /** The row under the pointer. */
  readonly hovered?: number | undefined;
}

/** Paints the medians, and under them a row for each checkpoint, by the painter of the chart's rows. */
export function overlayPlugin(frame: () => OverlayFrame | undefined): Plugin {
  return {
    id: 'overlay',
    beforeDatasetsDraw({ ctx }) {
      const current = frame();
      if (current) paintOverlay(ctx, current);
    },
  };
}

/** Paints the medians and the visible rows. */
export function paintOverlay(context: PaintContext, frame: OverlayFrame): void {
  context.save();
  context.textBaseline = 'middle';
  paintMedians(context, frame);
  context.beginPath();
  context.rect(0, frame.top, frame.width, frame.height - frame.top);
  context.clip();
  paintMarks(context, frame);
  paintRows(context, frame);
  paintDrag(context, frame);
  context.restore();
}

function paintRows(context: PaintContext, frame: OverlayFrame): void {
  const { overlay, rowHeight, scrollTop, height, top, model } = frame;
  const first = Math.floor(scrollTop / rowHeight);
  const last = Math.min(overlay.rows.length, Math.ceil((scrollTop + height - top) / rowHeight));
  const chosen = chosenRow(overlay, model.state);
  const lane = overlayLane(rowHeight);
  for (let n = first; n < last; n += 1) {
    const row = overlay.rows[n]!;
    const upper = top + n * rowHeight - scrollTop;
    const isChosen = n === chosen;
    paintRowGround(
      context,
      frame,
      { isSelected: isChosen, isHovered: n === frame.hovered },
      upper,
      rowHeight,
    );
    const scale = scaleOf(model, row, frame.scale);
    paintLane(context, { ...frame, scale }, row.row, fillLane(model.index, row.row, scale, model.hidden), {
      top: upper + lane.top,
      height: lane.height,
      isDense: isDense(rowHeight),
    });
    paintNoteMarks(
      context,
      model.theme,
      overlayNoteMarks(model, row, { scale: frame.scale, upper, rowHeight }),
    );
  }
}

/** The usual part: each phase from where it usually begins, for as long as it usually lasts. */
function paintMedians(context: PaintContext, frame: OverlayFrame): void {
  const { model, overlay, scale, width } = frame;
  const zero = origin(model.state, model.index);
  const upper = rulerHeight + 5;
  context.save();
  context.beginPath();
  context.rect(0, rulerHeight, width, medianHeight);
  context.clip();
  const shown = phases.filter((phase) => overlay.usual.phases[phase] && !model.hidden.has(phase));
  const paint = (phase: Phase): void => {
    const { start, ms } = overlay.usual.phases[phase]!;
    const extent = barExtent(scale, phase, zero + start, zero + start + ms);
    const x = Math.max(-20, extent.x);
    const right = Math.min(width + 20, extent.x + extent.width);
    if (right > x) {
      paintBar(context, model.theme, {
        phase,
        x,
        width: right - x,
        top: upper,
        height: 14,
        widened: extent.widened,
      });
    }
  };
  for (const phase of shown) if (!isBlocking(phase)) paint(phase);
  for (const phase of shown) if (isBlocking(phase)) paint(phase);
  context.fillStyle = model.theme.border;
  context.fillRect(0, rulerHeight + medianHeight - 1, width, 1);
  context.restore();
  paintMedianWords(context, frame, upper + 7);
}

function paintMedianWords(context: PaintContext, frame: OverlayFrame, middle: number): void {
  const { model, overlay, scale, width } = frame;
  const { took } = overlay.usual;
  if (!took) return;
  const text = l10n.t('median {0}', formatDuration(took.median, model.index.trace.source.resolution));
  const end = barExtent(scale, 'ack', scale.from, origin(model.state, model.index) + took.median);
  const x = end.x + end.width + 10;
  context.font = `11px ${model.theme.fontFamily}`;
  if (x < 0 || x + context.measureText(text).width > width) return;
  context.textAlign = 'left';
  context.fillStyle = model.theme.description;
  context.fillText(text, x, middle + 0.5);
}

function paintMarks(context: PaintContext, frame: OverlayFrame): void {
  const { model, overlay, top, height, rowHeight, scrollTop } = frame;
  const bottom = Math.min(height, top + overlay.rows.length * rowHeight - scrollTop);
  context.fillStyle = model.theme.line;
  context.globalAlpha = model.theme.highContrast ? 0.8 : 0.45;
  for (const x of medianMarks(model, overlay, frame.scale)) context.fillRect(x, top, 1, bottom - top);
  context.globalAlpha = 1;
}
