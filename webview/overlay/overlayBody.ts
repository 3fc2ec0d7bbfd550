import * as l10n from '@vscode/l10n';
import { phases } from '../../src/trace/model.js';
import { rulerHeight, traceScale } from '../chart/axis.js';
import { axisGestures } from '../chart/axisGestures.js';
import type { Body } from '../body.js';
import { GanttChart } from '../chart/chart.js';
import { element } from '../element.js';
import { barExtent, type TimeScale } from '../chart/geometry.js';
import { listenToPointer } from '../chart/gestures.js';
import type { PictureLayout } from '../picture/page/pictured.js';
import { rememberPaint } from '../painting/paintedCanvas.js';
import { paintRuler } from '../picture/pictureRuler.js';
import type { RulerOrigin } from '../chart/ruler.js';
import { Legend } from '../verdict/legend.js';
import type { Pointing, ViewModel } from '../model.js';
import { selectedSpan, type Shown } from '../keys/navigation.js';
import { noteTooltip } from '../notes/noteTooltip.js';
import { markAt } from '../notes/rowNoteMarks.js';
import { hoverDelay, spanTooltip, type Tooltip } from '../chart/tooltip.js';
import { origin, toggled, type ViewState } from '../viewState.js';
import { chosenRow, overlayOf, type Overlay } from './overlay.js';
import { OverlayHead } from './overlayHead.js';
import { atRow, overlaySubject } from './overlayIntentions.js';
import { medianHeight, overlayAt, overlayLane, overlayRowHeight, scaleOf } from './overlayLayout.js';
import { overlayNoteMarks } from './overlayNotes.js';
import { OverlayNames } from './overlayNames.js';
import { overlayPlugin, paintOverlay, type OverlayFrame } from './overlayPainter.js';

/** The last checkpoints of one subtask over each other, aligned at their triggers. */
export class OverlayBody implements Body {
  readonly element: HTMLElement;
  private readonly head: OverlayHead;
  private readonly names: OverlayNames;
  private readonly legend: Legend;
  private readonly canvas = element('canvas', { attributes: { 'aria-hidden': true } });
  private readonly holder = element('div', { className: 'chart-holder' }, this.canvas);
  private readonly scroller: HTMLElement;
  private readonly chart: GanttChart;
  private model: ViewModel | undefined;
  private size = { width: 0, height: 0 };
  private drag: Pointing['drag'];
  private revealed: number | undefined;
  private isPictured = false;
  private hovered: { readonly n: number; readonly span?: number } | undefined;

  /** @param change makes a new state from what is shown */
  constructor(
    private readonly change: (make: (shown: Shown) => ViewState) => void,
    private readonly tooltip: Tooltip,
  ) {
    this.head = new OverlayHead({
      choose: (subject) => change((shown) => overlaySubject(shown, subject)),
      select: ({ checkpoint, phase }) =>
        this.choose((overlay) => overlay.rows.findIndex((row) => row.checkpoint === checkpoint), phase),
      close: () => change(({ state }) => ({ ...state, body: 'chart' })),
    });
    this.names = new OverlayNames((n, open) => {
      this.choose(() => n);
      if (open) change(({ state }) => ({ ...state, body: 'chart' }));
    });
    this.names.onFocus(() => this.chart.repaint());
    this.legend = new Legend((phase) =>
      change(({ state }) => ({ ...state, hidden: toggled(state.hidden, phase) })),
    );
    this.scroller = element('div', { className: 'overlay-scroller' }, this.names.element, this.holder);
    this.element = element(
      'section',
      { className: 'overlay', attributes: { 'aria-label': l10n.t('Overlay of checkpoints') } },
      this.head.element,
      this.scroller,
      this.legend.element,
    );
    this.chart = new GanttChart(
      this.canvas,
      overlayPlugin(() => this.frame()),
    );
    rememberPaint(this.canvas, (context) => {
      const frame = this.frame();
      if (!frame) return;
      paintRuler(context, frame, { origin: originOf(frame.model) });
      paintOverlay(context, frame);
    });
    this.listen();
  }

  render(model: ViewModel): void {
    this.model = model;
    const overlay = overlayOf(model.index, model.state);
    this.head.render(model, overlay);
    this.legend.render(model);
    this.resize();
    this.renderNames();
    const chosen = chosenRow(overlay, model.state);
    if (chosen !== this.revealed) this.scrollTo(chosen);
    this.revealed = chosen;
    if (this.isPictured) return;
    this.chart.show({
      scale: this.scale(),
      origin: originOf(model),
      theme: model.theme,
    });
  }

  takeKeyboard(): void {
    this.names.focus();
  }

  /** A picture has all of the rows: they are few. */
  preparePicture(layout: PictureLayout | undefined): undefined {
    this.isPictured = layout !== undefined;
    this.hovered = undefined;
    if (!this.isPictured || !this.model) {
      this.scroller.style.height = '';
      return;
    }
    const { rows } = overlayOf(this.model.index, this.model.state);
    this.scroller.style.height = `${rulerHeight + medianHeight + rows.length * this.rowHeight()}px`;
    this.scroller.scrollTop = 0;
  }

  /** Shows the tooltip of the chosen bar at once. */
  keyMoved(): void {
    requestAnimationFrame(() => {
      const { model } = this;
      if (model?.state.body !== 'overlay') return;
      const overlay = overlayOf(model.index, model.state);
      const n = chosenRow(overlay, model.state);
      const span = selectedSpan(model.index, model.state.selection);
      if (span !== undefined && this.names.hasFocus) this.showTooltip(n, span, 0);
      else this.tooltip.hide();
    });
  }

  private choose(rowOf: (overlay: Overlay) => number, phase?: (typeof phases)[number]): void {
    this.change(({ state, index }) => {
      const overlay = overlayOf(index, state);
      return atRow(state, overlay, rowOf(overlay), phase);
    });
    this.keyMoved();
  }

  private listen(): void {
    listenToPointer(this.canvas, {
      ...axisGestures({ change: this.change, width: () => this.size.width }),
      dragging: (drag) => {
        this.drag = drag;
        this.chart.repaint();
      },
      click: (x, y) => this.click(x, y),
      hover: (place) => this.hover(place),
      purposeOf: (event) => (event.button === 1 ? 'pan' : 'zoom'),
    });
    this.scroller.addEventListener('scroll', () => {
      this.tooltip.hide();
      this.chart.repaint();
    });
    new ResizeObserver(() => this.model && !this.element.hidden && this.render(this.model)).observe(
      this.scroller,
    );
  }

  private click(x: number, y: number): void {
    const found = this.at(x, y);
    if (!found) return;
    this.names.focus();
    const phase =
      found.span === undefined ? undefined : phases[this.model!.index.trace.spans.phase[found.span]!];
    this.change(({ state, index }) => {
      const there = atRow(state, overlayOf(index, state), found.n, phase);
      return phase
        ? there
        : { ...there, selection: there.selection && { ...there.selection, bar: undefined } };
    });
  }

  private hover(place: { x: number; y: number } | undefined): void {
    const found = place && this.at(place.x, place.y);
    const moved = found?.n !== this.hovered?.n || found?.span !== this.hovered?.span;
    this.hovered = found;
    if (found && found.span === undefined && this.showNotes(found.n, place)) return;
    this.canvas.style.cursor = found?.span === undefined ? '' : 'pointer';
    if (!moved) return;
    this.renderNames();
    this.chart.repaint();
    if (found?.span === undefined) this.tooltip.hide();
    else this.showTooltip(found.n, found.span, hoverDelay);
  }

  /** Shows what the notes say whose mark is there; whether there is one. */
  private showNotes(n: number, place: { x: number; y: number }): boolean {
    const frame = this.frame();
    if (!frame) return false;
    const { model, overlay, scale, rowHeight, top: rows, scrollTop } = frame;
    const upper = rows + n * rowHeight - scrollTop;
    const mark = markAt(overlayNoteMarks(model, overlay.rows[n]!, { scale, upper, rowHeight }), place);
    if (!mark) return false;
    const box = this.canvas.getBoundingClientRect();
    const [left, top] = [box.left + mark.x, box.top + mark.y];
    this.tooltip.show(noteTooltip(mark.notes), { left, right: left, top, bottom: top }, hoverDelay);
    return true;
  }

  private at(x: number, y: number): { readonly n: number; readonly span?: number } | undefined {
    const { model } = this;
    if (!model || y < rulerHeight + medianHeight) return undefined;
    const inRows = y - rulerHeight - medianHeight + this.scroller.scrollTop;
    const place = { x, y: inRows, rowHeight: this.rowHeight() };
    return overlayAt(model, overlayOf(model.index, model.state), this.scale(), place);
  }

  private showTooltip(n: number, span: number, delay: number): void {
    const model = this.model!;
    const { index } = model;
    const row = overlayOf(index, model.state).rows[n]!;
    const phase = phases[index.trace.spans.phase[span]!]!;
    const extent = barExtent(
      scaleOf(model, row, this.scale()),
      phase,
      index.trace.spans.start[span]!,
      index.end[span]!,
    );
    const box = this.canvas.getBoundingClientRect();
    const lane = overlayLane(this.rowHeight());
    const top =
      box.top + rulerHeight + medianHeight + n * this.rowHeight() + lane.top - this.scroller.scrollTop;
    const left = box.left + Math.max(0, extent.x);
    const right = box.left + Math.min(extent.x + extent.width, this.size.width * 0.6);
    const text = { ...spanTooltip(model, span), keys: [['Enter', l10n.t('open in the chart')]] as const };
    this.tooltip.show(text, { left, right: Math.max(left, right), top, bottom: top + lane.height }, delay);
  }

  private scrollTo(n: number): void {
    const height = this.rowHeight();
    const room = this.scroller.clientHeight - rulerHeight - medianHeight;
    if ((n + 1) * height > this.scroller.scrollTop + room) this.scroller.scrollTop = (n + 1) * height - room;
    if (n * height < this.scroller.scrollTop) this.scroller.scrollTop = n * height;
  }

  private rowHeight(): number {
    const { index, state } = this.model!;
    const room = this.scroller.clientHeight - rulerHeight - medianHeight;
    return overlayRowHeight(overlayOf(index, state).rows.length, room);
  }

  private resize(): void {
    const size = { width: this.holder.clientWidth, height: this.scroller.clientHeight };
    if (size.width === this.size.width && size.height === this.size.height) return;
    this.size = size;
    this.holder.style.height = `${size.height}px`;
    if (!this.isPictured) this.chart.resize(size.width, size.height);
  }

  private renderNames(): void {
    const { model } = this;
    if (model) {
      this.names.render(model, overlayOf(model.index, model.state), this.rowHeight(), this.hovered?.n);
    }
  }

  private scale(): TimeScale {
    return traceScale(this.model!.state, this.model!.index, this.size.width);
  }

  private frame(): OverlayFrame | undefined {
    const { model } = this;
    if (!model || this.size.width === 0) return undefined;
    return {
      model,
      overlay: overlayOf(model.index, model.state),
      rowHeight: this.rowHeight(),
      pointing: { focused: this.names.hasFocus, span: this.hovered?.span, drag: this.drag },
      hovered: this.hovered?.n,
      scale: this.scale(),
      scrollTop: this.scroller.scrollTop,
      top: rulerHeight + medianHeight,
      ...this.size,
    };
  }
}

function originOf({ state, index }: ViewModel): RulerOrigin {
  return { zero: origin(state, index), zeroName: l10n.t('0 trigger') };
}
