import { rulerHeight, traceScale, rulerOrigin } from './axis.js';
import { axisGestures } from './axisGestures.js';
import { GanttChart, type ChartView } from './chart.js';
import { ChartTooltips } from './chartTooltips.js';
import { timeAt, type TimeScale } from './geometry.js';
import { listenToPointer, type Drag, type Gestures } from './gestures.js';
import { carryOut, select } from '../intentions.js';
import { spanAtPointer } from '../rows/lane.js';
import type { Lens } from '../lens/lens.js';
import { MeasuredBar } from './measuredBar.js';
import { extended, measured, measuredSpan } from '../details/measuredRange.js';
import { isSamePointing, type Frame, type Pointing, type ViewModel } from '../model.js';
import { NameColumn, type NameWishes } from './nameColumn.js';
import { ChartNotes, type ChartNoteWishes } from '../notes/chartNotes.js';
import { barSelection, selectedSpan, type Shown } from '../keys/navigation.js';
import { Overview } from './overview.js';
import type { Page } from '../page.js';
import { rememberPaint } from '../painting/paintedCanvas.js';
import { paintRuler } from '../picture/pictureRuler.js';
import type { PictureLayout } from '../picture/page/pictured.js';
import { countRows, heightOfRows, leftOutWords } from '../picture/pictureRows.js';
import { laneOf, type RowItem } from '../rows/rowLayout.js';
import type { RowKey } from '../rows/rowKeys.js';
import { goTo, isReachable, toggleItem } from '../rows/rowMoves.js';
import { scrolledTo, seenAt, seenRows, topOf, type SeenRows } from '../rows/seenRows.js';
import { paintFrame, spanPlugin } from './spanPlugin.js';
import { hoverDelay, Tooltip } from './tooltip.js';
import type { ShownRows } from '../../src/protocol.js';
import type { Ms } from '../../src/trace/units.js';
import { withRange, type ViewState } from '../viewState.js';
import { WheelHint } from './wheelHint.js';

export interface ChartWishes extends Pick<NameWishes, 'menu' | 'sort'>, Pick<ChartNoteWishes, 'notes'> {
  /** Makes a new state from what is shown. */
  readonly change: (make: (shown: Shown) => ViewState) => void;
  readonly openDefinition: (operator: number) => void;
  /** Rendered after each picture, and placed after each scroll. */
  readonly lens: Pick<Lens, 'render' | 'place'>;
}

/** The rows: names beside the canvas, one scroll position for both, the pointer, and the tooltip. */
export class ChartArea {
  readonly names: NameColumn;
  readonly tooltip = new Tooltip();
  private readonly measuredBar = new MeasuredBar((one, other) =>
    this.wishes.change(({ state }) => measured(state, one, other)),
  );
  private readonly overview = new Overview({
    show: (range, first) => this.wishes.change(({ state }) => withRange(state, range, first)),
    intend: (intention) => this.wishes.change((shown) => carryOut(shown, intention)),
  });
  private page!: Page;
  private chart!: GanttChart;
  private notes!: ChartNotes;
  private tooltips!: ChartTooltips;
  private model: ViewModel | undefined;
  private pointing: Pointing = { focused: false };
  private size = { width: 0, height: 0 };
  private revealed: Pick<ViewState, 'selection' | 'otherRow' | 'lens' | 'replay'> = {
    lens: false,
    replay: false,
  };
  private spaceHeld = false;
  private isPictured = false;

  constructor(private readonly wishes: ChartWishes) {
    const { menu, sort } = wishes;
    this.names = new NameColumn({ press: (row, toggle) => this.press(row, toggle), menu, sort });
    const focus = (focused: boolean): void => this.point({ ...this.pointing, focused });
    this.names.element.addEventListener('focus', () => focus(this.names.element.matches(':focus-visible')));
    this.names.element.addEventListener('blur', () => {
      focus(false);
      // It belongs to the bar that had the keyboard, and would stay where that was.
      this.tooltip.hide();
    });
  }

  /** Gives the rows the keyboard. */
  focus(): void {
    this.names.element.focus({ preventScroll: true });
  }

  attach(page: Page): void {
    this.page = page;
    this.chart = new GanttChart(
      page.canvas,
      spanPlugin(() => this.frame()),
    );
    rememberPaint(page.canvas, (context) => {
      const frame = this.frame();
      if (!frame) return;
      const { state, index } = frame.model;
      paintRuler(context, frame, { origin: rulerOrigin(state, index), taken: this.takenOnRuler() });
      paintFrame(context, frame);
    });
    this.tooltips = new ChartTooltips(this.tooltip, page.canvas, () => this.frame());
    listenToPointer(page.canvas, this.gestures());
    const { change, notes } = this.wishes;
    this.notes = new ChartNotes(
      { change, notes, focusRows: () => this.focus(), frame: () => this.frame() },
      this.tooltip,
      page.canvas,
    );
    const hint = new WheelHint(page.canvas, page.scroller);
    const over = [this.measuredBar.element, ...this.notes.elements, this.overview.element, hint.element];
    page.chartHolder.append(...over);
    page.canvas.addEventListener('contextmenu', (event) => {
      event.preventDefault();
      const { item } = this.at(event.offsetX, event.offsetY);
      if (item) this.wishes.menu(item.key, { x: event.clientX, y: event.clientY });
    });
    const space = (held: boolean) => (event: KeyboardEvent) => {
      if (event.code === 'Space') this.spaceHeld = held;
    };
    document.addEventListener('keydown', space(true));
    document.addEventListener('keyup', space(false));
    page.scroller.addEventListener('scroll', () => {
      this.tooltip.hide();
      this.pointing = { ...this.pointing, row: undefined, span: undefined };
      this.renderNames();
      if (!this.model) return;
      this.wishes.lens.place(this.seenRows());
      this.chart.repaint();
    });
    new ResizeObserver(() => this.model && this.render(this.model)).observe(page.scroller);
  }

  render(model: ViewModel): void {
    // Another trace numbers its spans anew.
    if (model.index !== this.model?.index) this.pointing = { ...this.pointing, span: undefined };
    this.model = model;
    const hasWholeNames = model.groups.some(({ kind }) => kind !== 'operator');
    this.page.scroller.classList.toggle('whole-names', hasWholeNames);
    this.resize();
    this.renderNames();
    const scale = this.scale();
    const ruler = rulerOrigin(model.state, model.index);
    const { resolution } = model.index.trace.source;
    this.overview.render(model);
    this.notes.render(model, scale);
    this.measuredBar.show({ range: model.state.measured, scale, zero: ruler.zero, resolution });
    if (!this.isPictured) {
      this.chart.show({ scale, origin: ruler, theme: model.theme, taken: this.takenOnRuler() });
    }
    this.wishes.lens.render(model, this.seenRows());
  }

  /** After a key: scrolls to the selected row and shows the tooltip of the selected bar at once. */
  keyMoved(): void {
    requestAnimationFrame(() => {
      const { model } = this;
      if (!model) return;
      const { selection, otherRow, lens, replay } = model.state;
      const { revealed } = this;
      this.point({ ...this.pointing, focused: document.activeElement === this.names.element });
      // Beside a replay the tooltip comes with another bar only: it would lie over what is being watched.
      const wanted = !replay || (revealed.replay && selection !== revealed.selection);
      const moved = selection !== revealed.selection || otherRow !== revealed.otherRow;
      if (moved || lens !== revealed.lens) this.scrollTo(model.currentRow);
      this.revealed = { selection, otherRow, lens, replay };
      const span = selectedSpan(model.index, selection);
      if (span !== undefined && wanted && this.pointing.focused && !lens && model.state.body === 'chart') {
        this.tooltips.showBar(span, 0);
      } else this.tooltip.hide();
    });
  }

  /** Gives the moment that was picked for a note the keyboard. */
  focusMoment(): void {
    this.notes.focusMoment();
  }

  /** The moment of a replay, in the trace's own time. */
  get cursor(): Ms | undefined {
    return this.pointing.cursor;
  }

  /** Shows a moment of a replay, or none. */
  setCursor(cursor: Ms | undefined): void {
    if (cursor !== this.pointing.cursor) this.point({ ...this.pointing, cursor });
  }

  /** How many rows are seen, of those that can be scrolled to. */
  rowsSeen(): ShownRows {
    return this.model ? countRows(this.seenRows()) : { seen: 0, all: 0 };
  }

  /** Gives the rows as much height as a picture has of them; what the pointer is at is not in it. */
  preparePicture(layout: PictureLayout | undefined): string | undefined {
    const { scroller } = this.page;
    this.isPictured = layout !== undefined;
    this.pointing = { cursor: this.pointing.cursor, focused: false };
    const rows = layout && this.model && heightOfRows(this.seenRows(), layout);
    scroller.style.minHeight = rows ? `${rulerHeight + rows.least}px` : '';
    scroller.style.maxHeight = rows ? `${rulerHeight + rows.most}px` : '';
    if (layout?.whole) scroller.scrollTop = 0;
    return layout && this.model && leftOutWords(this.seenRows(), layout);
  }

  private scrollTo(key: RowKey | undefined): void {
    const item = this.itemOf(key);
    if (!item) return;
    const seen = this.seenRows();
    const lens = seen.layout.items.find(({ kind }) => kind === 'lens');
    this.page.scroller.scrollTop = scrolledTo(seen, item, lens?.height);
  }

  /** How the rows stand in the window. */
  private seenRows(): SeenRows {
    const { scroller } = this.page;
    return seenRows(this.model!.layout, scroller.scrollTop, scroller.clientHeight - rulerHeight);
  }

  private takenOnRuler(): NonNullable<ChartView['taken']> {
    return [this.measuredBar.onRuler, this.notes.onRuler];
  }

  private itemOf(key: RowKey | undefined): RowItem | undefined {
    return this.model?.layout.items.find((item) => item.key === key);
  }

  private resize(): void {
    const { chartHolder, scroller } = this.page;
    const size = { width: chartHolder.clientWidth, height: scroller.clientHeight };
    if (size.width === this.size.width && size.height === this.size.height) return;
    this.size = size;
    chartHolder.style.height = `${size.height}px`;
    if (!this.isPictured) this.chart.resize(size.width, size.height);
  }

  private renderNames(): void {
    if (this.model) this.names.render(this.model, this.seenRows(), this.pointing.row);
  }

  private scale(): TimeScale {
    return traceScale(this.model!.state, this.model!.index, this.size.width);
  }

  private frame(): Frame | undefined {
    const { model, pointing } = this;
    if (!model || this.size.width === 0) return undefined;
    const { scrollTop } = this.page.scroller;
    return { model, pointing, scale: this.scale(), scrollTop, top: rulerHeight, ...this.size };
  }

  /** Paints again only where something is different: each key and each turn of the wheel comes by here after its picture. */
  private point(pointing: Pointing): void {
    const before = this.pointing;
    this.pointing = pointing;
    if (!this.model || isSamePointing(before, pointing)) return;
    if (before.row !== pointing.row) this.renderNames();
    this.chart.repaint();
  }

  private press(key: RowKey, toggle: boolean): void {
    const item = this.itemOf(key);
    if (!item || !isReachable(item)) return;
    this.wishes.change(({ state }) => {
      const there = goTo(state, item);
      return toggle ? toggleItem(there, item) : there;
    });
  }

  private gestures(): Gestures {
    const axis = axisGestures({ change: this.wishes.change, width: () => this.size.width });
    return {
      ...axis,
      dragging: (drag) => this.dragging(drag),
      dragged: (drag) => (drag.purpose === 'measure' ? this.measure(drag) : axis.dragged(drag)),
      click: (x, y, event) =>
        event.shiftKey ? this.measureTo(x, y) : this.click(x, y, event.ctrlKey || event.metaKey),
      hover: (place) => this.hover(place),
      purposeOf: (event) => {
        if (event.button === 1 || this.spaceHeld) return 'pan';
        return event.shiftKey ? 'measure' : 'zoom';
      },
    };
  }

  private dragging(drag: Drag | undefined): void {
    const { measured: range } = this.model!.state;
    const isMeasuring = drag?.purpose === 'measure';
    const [one, other] = drag ? [drag.from, drag.to].map((x) => timeAt(this.scale(), x)) : [];
    this.measuredBar.place(
      isMeasuring ? { from: Math.min(one!, other!), to: Math.max(one!, other!) } : range,
    );
    this.point({ ...this.pointing, drag: isMeasuring ? undefined : drag });
  }

  private measure({ from, to }: Drag): void {
    const [one, other] = [timeAt(this.scale(), from), timeAt(this.scale(), to)];
    this.wishes.change(({ state }) => measured(state, one, other));
  }

  /** Shift+click: moves an end of the measured range, or begins with the bar there. */
  private measureTo(x: number, y: number): void {
    const { span } = this.at(x, y);
    const time = timeAt(this.scale(), x);
    this.wishes.change(({ state, index }) => {
      if (state.measured) return extended(state, time);
      return span === undefined
        ? state
        : measuredSpan(state, index.trace.spans.start[span]!, index.end[span]!);
    });
  }

  /** The row and the bar at a place of the canvas. */
  private at(x: number, y: number): { item?: RowItem; span?: number } {
    const { model } = this;
    if (!model || y <= rulerHeight) return {};
    const seen = this.seenRows();
    const item = seenAt(seen, y - rulerHeight);
    if (item?.kind !== 'subtask') return item ? { item } : {};
    const lane = laneOf(item);
    const inRow = y - rulerHeight - topOf(seen, item);
    if (inRow < lane.top - 5 || inRow > lane.top + lane.height + 2) return { item };
    const span = spanAtPointer(model.index, item.row, this.scale(), x, model.hidden);
    return span === undefined ? { item } : { item, span };
  }

  private click(x: number, y: number, source: boolean): void {
    const { item, span } = this.at(x, y);
    if (this.notes.click({ x, y }, item)) return;
    this.page.root.querySelector<HTMLElement>('.names')?.focus({ preventScroll: true });
    if (item?.kind === 'group' || item?.kind === 'more') {
      this.press(item.key, item.kind === 'more');
      return;
    }
    if (item?.kind !== 'subtask') return;
    if (source) {
      this.wishes.openDefinition(item.row.operator);
      return;
    }
    const { operator, subtask } = item.row;
    this.wishes.change(({ state, index }) =>
      select(state, barSelection(index, span) ?? { operator, subtask }, false),
    );
  }

  private hover(place: { x: number; y: number } | undefined): void {
    const { item, span } = place ? this.at(place.x, place.y) : {};
    const row = item && isReachable(item) ? item.key : undefined;
    const moved = span !== this.pointing.span || row !== this.pointing.row;
    if (moved) this.point({ ...this.pointing, row, span });
    const isOverNote = this.notes.hover(place, item);
    this.page.canvas.style.cursor = span === undefined && !isOverNote ? '' : 'pointer';
    if (isOverNote) return;
    if (span !== undefined) {
      if (moved) this.tooltips.showBar(span, hoverDelay);
    } else if (place && item?.kind === 'subtask' && item.row.records) {
      this.tooltips.showThroughput(item, place);
    } else {
      this.tooltip.hide();
    }
  }
}
