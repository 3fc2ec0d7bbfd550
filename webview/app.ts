import { verdictText, type SpanTarget } from '../src/analysis/verdict/verdict.js';
import type { ToWebview } from '../src/protocol.js';
import type { Trace } from '../src/trace/model.js';
import { unpackTrace } from '../src/trace/transfer.js';
import { announcement } from './announcement.js';
import { answerTo, type Asked } from './answers.js';
import type { Body } from './body.js';
import { ChartArea } from './chart/chartArea.js';
import { chartBody } from './chart/chartBody.js';
import { CheckpointStrip } from './strip/checkpointStrip.js';
import { shownVerdict } from './details/covered.js';
import { ControlBar } from './controlBar.js';
import { Details } from './details/details.js';
import { Help } from './keys/help.js';
import { carryOut, showBar } from './intentions.js';
import { keepState, restoreState } from './kept/keptState.js';
import type { Intention } from './keys/keyboard.js';
import { listenToKeys } from './keys/keyPresses.js';
import { Legend } from './verdict/legend.js';
import { Lens } from './lens/lens.js';
import type { ViewModel } from './model.js';
import { barOf, shownOf, type Shown } from './keys/navigation.js';
import { NoticeArea } from './verdict/noticeArea.js';
import { NoteControls } from './notes/noteControls.js';
import { openOnAnswer } from './verdict/openOnAnswer.js';
import { OverlayBody } from './overlay/overlayBody.js';
import { buildPage, type Page } from './page.js';
import type { Host } from './pageHost.js';
import { RangePanel } from './details/rangePanel.js';
import { ReplayPanel } from './replay/replayPanel.js';
import { firstRowOf } from './rows/rows.js';
import { readRowSettings } from './rows/keptRows.js';
import { isRowMenu, RowControls } from './rows/rowControls.js';
import { selectionMessage } from './selectionMessage.js';
import { SpanTable } from './tables/spanTable.js';
import { StatisticsTable } from './tables/statisticsTable.js';
import { watchTheme, type Theme } from './painting/theme.js';
import { mayHaveDefinition } from './definition.js';
import { indexTrace, type TraceIndex } from './rows/traceIndex.js';
import { VerdictBar } from './verdict/verdictBar.js';
import { prepareVerdict } from './verdict/verdictOf.js';
import { ViewModelMaker } from './viewModel.js';
import { atPlace } from './kept/viewPlace.js';
import { fitState, freshState, toggled, type BodyName, type ViewState } from './viewState.js';

/**
 * Holds the state of the page and passes it on: a message or an intention makes a new state, a state makes a picture.
 * At most one picture is made per frame.
 */
export class App {
  private readonly page: Page;
  private readonly maker: ViewModelMaker;
  private readonly verdict: VerdictBar;
  private readonly strip: CheckpointStrip;
  private readonly controls: ControlBar;
  private readonly legend: Legend;
  private readonly details: Details;
  private readonly range: RangePanel;
  private readonly bodies: Readonly<Record<BodyName, Body>>;
  private readonly lens: Lens;
  private readonly replay: ReplayPanel;
  private readonly help: Help;
  private readonly chart: ChartArea;
  private readonly rows: RowControls;
  private readonly notes: NoteControls;
  private readonly notices: NoticeArea;
  private theme!: Theme;
  private index: TraceIndex | undefined;
  private state: ViewState = freshState;
  private file = '';
  private stoppable = false;
  private frame = 0;
  private spoken = '';

  constructor(
    root: HTMLElement,
    private readonly host: Host,
  ) {
    const intend = (intention: Intention): void => this.intend(intention);
    this.maker = new ViewModelMaker(host.isEditor);
    this.help = new Help(host.isEditor);
    this.verdict = new VerdictBar(
      (target) => this.showTarget(target),
      () => this.copyVerdict(),
    );
    this.strip = new CheckpointStrip((make) => this.change(make), intend);
    this.controls = new ControlBar({
      intend,
      filter: (filter) => this.update({ ...this.state, filter }),
      stop: () => host.postMessage({ type: 'stopRun' }),
    });
    this.legend = new Legend((phase) =>
      this.update({ ...this.state, hidden: toggled(this.state.hidden, phase) }),
    );
    this.details = new Details({
      openDefinition: (operator) => this.openDefinition(operator),
      openLens: () => this.update({ ...this.state, lens: true }),
      show: (target) => this.showTarget(target),
      notes: () => this.notes,
    });
    this.range = new RangePanel(intend);
    const statistics = this.makeStatistics();
    const table = this.makeTable();
    this.lens = new Lens(() => this.update({ ...this.state, lens: false }));
    this.chart = new ChartArea({
      change: (change) => this.change(change),
      openDefinition: (operator) => this.openDefinition(operator),
      notes: () => this.notes,
      lens: this.lens,
      menu: (row, at) => this.rows.openRowMenu(row, at),
      sort: (head) => this.rows.openMenu('sortRows', head),
    });
    this.replay = new ReplayPanel({
      cursor: (time) => this.chart.setCursor(time),
      close: () => this.update({ ...this.state, replay: false }),
    });
    const overlay = new OverlayBody((change) => this.change(change), this.chart.tooltip);
    this.rows = this.makeRowControls();
    this.notes = this.makeNotes();
    this.page = buildPage(root, {
      verdict: this.verdict.element,
      strip: this.strip.element,
      controls: this.controls.element,
      names: this.chart.names.element,
      lens: this.lens.element,
      replay: this.replay.element,
      legend: this.legend.element,
      details: this.details.element,
      bodies: [table.element, statistics.element, overlay.element],
      range: this.range.element,
      tooltip: this.chart.tooltip.element,
      ...this.rows.elements,
      ...this.notes.elements,
      help: this.help.element,
    });
    this.chart.attach(this.page);
    this.bodies = { chart: this.chartBody(), table, statistics, overlay };
    this.notices = new NoticeArea(this.page, host);
    this.watch(root);
  }

  private watch(root: HTMLElement): void {
    listenToKeys({
      intend: (intention) => this.intend(intention),
      clearFilter: () => this.update({ ...this.state, filter: '' }),
      focusRows: () => this.bodies[this.state.body].takeKeyboard?.(),
      isHelpOpen: () => this.help.open,
      strip: this.strip.canvas,
    });
    new ResizeObserver(() => this.schedule()).observe(root);
    watchTheme((theme) => {
      this.theme = theme;
      this.schedule();
    });
  }

  private makeTable(): SpanTable {
    return new SpanTable(
      (target) => this.showTarget(target),
      (body) => this.showBody(body),
    );
  }

  private makeStatistics(): StatisticsTable {
    return new StatisticsTable({
      select: (target) => this.showTarget(target),
      showSpans: () => this.showBody('table'),
      close: () => this.showBody('chart'),
      copy: (text) => this.host.postMessage({ type: 'copy', text }),
    });
  }

  private makeRowControls(): RowControls {
    return new RowControls({
      model: () => this.model(),
      update: (make) => this.update(make(this.state)),
      intend: (intention) => this.intend(intention),
      keep: (settings) => this.host.postMessage({ type: 'rows', settings }),
      focusRows: () => this.chart.focus(),
    });
  }

  private makeNotes(): NoteControls {
    return new NoteControls({
      model: () => this.model(),
      change: (make) => {
        this.change(make);
        this.chart.keyMoved();
      },
      changed: () => this.schedule(),
      post: (message) => this.host.postMessage(message),
      chart: () => this.chart,
    });
  }

  receive(message: ToWebview): void {
    switch (message.type) {
      case 'loading':
        if (this.file !== message.file || !this.index) this.notices.loading(message.file);
        return;
      case 'trace':
        this.showTrace(unpackTrace(message.trace), message);
        return;
      case 'unreadable':
        this.index = undefined;
        this.notices.unreadable(message);
        return;
      case 'trust':
        this.notices.trust(message);
        return;
      case 'reveal':
        this.reveal(message.operator);
        return;
      case 'goTo':
        this.change((shown) => atPlace(shown, message.place));
        this.chart.keyMoved();
        return;
      case 'notes':
        this.notes.receive(message);
        return;
      case 'command':
        this.intend(message.command);
        return;
      case 'ask':
        void answerTo(message, this.asked()).then((answer) => this.host.postMessage(answer));
        return;
    }
  }

  private asked(): Asked {
    const { page, notes, bodies, state } = this;
    return {
      model: this.model(),
      view: page.view,
      notes,
      body: bodies[state.body],
      render: () => this.render(),
    };
  }

  showTrace(trace: Trace, message: Omit<Extract<ToWebview, { type: 'trace' }>, 'type' | 'trace'>): void {
    const index = indexTrace(trace);
    const known = this.file === message.file && this.index !== undefined;
    const wasRunning = known && this.index?.running === true;
    const restored = known
      ? { state: this.state, fresh: false }
      : restoreState(message.file, this.host.getState(), readRowSettings(message.rows));
    this.file = message.file;
    this.index = index;
    this.stoppable = message.stoppable;
    this.notices.read(trace, message.diagnostics);
    const fitted = fitState(restored.state, index, restored.fresh, wasRunning);
    const isFresh = restored.fresh && !fitted.selection;
    const isReady = prepareVerdict(index, () => {
      // Whoever has gone on by then is not taken back.
      if (isFresh && this.index === index && this.state === fitted) this.update(openOnAnswer(index, fitted));
    });
    const opened = isFresh && isReady ? openOnAnswer(index, fitted) : fitted;
    this.rows.opened(opened);
    this.update(opened);
  }

  private update(state: ViewState): void {
    const { checkpoint, selection } = state;
    const changed = checkpoint !== this.state.checkpoint || selection !== this.state.selection;
    const moved = changed || state.range !== this.state.range || state.body !== this.state.body;
    if (moved) this.chart.tooltip.hide();
    this.state = state;
    this.rows.changed(state);
    if (this.index) this.host.setState(keepState(this.file, state));
    if (changed) this.host.postMessage(selectionMessage(state));
    this.schedule();
  }

  /** Takes a change that was made from what is shown now. */
  private change(make: (shown: Shown) => ViewState): void {
    const model = this.model();
    if (model) this.update(make(shownOf(model)));
  }

  private intend(intention: Intention): void {
    if (this.notes.take(intention)) return;
    if (intention === 'showHelp') {
      this.help.toggle();
      return;
    }
    if (intention === 'compare') {
      this.host.postMessage({ type: 'compare' });
      return;
    }
    if (intention === 'find') {
      this.controls.focusFilter();
      return;
    }
    if (isRowMenu(intention)) {
      this.rows.openMenu(intention, this.controls.menus[intention]);
      return;
    }
    const { selection } = this.state;
    if (intention === 'openDefinition') {
      if (selection) this.openDefinition(selection.operator);
      return;
    }
    if (intention === 'escape' && this.chart.tooltip.open) {
      this.chart.tooltip.hide();
      return;
    }
    if (this.state.body === 'chart' && this.replay.take(intention)) return;
    const before = this.state;
    this.change((shown) => carryOut(shown, intention));
    this.bodies[this.state.body].keyMoved?.();
    // What cannot be magnified or opened can still be read.
    if (intention === 'open' && this.state === before) this.details.element.focus();
  }

  private showBody(body: BodyName): void {
    this.update({ ...this.state, body });
  }

  private showTarget(target: SpanTarget): void {
    this.change((shown) => showBar(shown, barOf(target)));
    this.chart.keyMoved();
  }

  private reveal(operator: number): void {
    const subtask = firstRowOf(this.model()?.groups ?? [], operator)?.row.subtask ?? 0;
    this.change((shown) => showBar(shown, { operator, subtask }));
    this.chart.keyMoved();
  }

  private openDefinition(operator: number): void {
    if (this.host.isEditor && this.index && mayHaveDefinition(this.index.trace, operator)) {
      this.host.postMessage({ type: 'openDefinition', operator });
    }
  }

  private copyVerdict(): void {
    if (!this.index) return;
    this.host.postMessage({ type: 'copy', text: verdictText(shownVerdict(this.index, this.state)) });
  }

  private model(): ViewModel | undefined {
    if (!this.index) return undefined;
    const { file, stoppable, index, state, theme } = this;
    const notes = this.notes.viewOf(index, state);
    return this.maker.make({ file, stoppable, index, state, theme, notes, lensHeight: this.lens.height });
  }

  private schedule(): void {
    if (this.frame !== 0) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.render();
    });
  }

  private render(): void {
    const model = this.model();
    if (!model || this.page.view.hidden) return;
    this.verdict.render(model);
    this.strip.render(model);
    this.controls.render(model);
    const shown = this.bodies[this.state.body];
    const isNew = shown.element.hidden;
    for (const { element } of Object.values(this.bodies)) element.hidden = element !== shown.element;
    shown.render(model);
    if (isNew) shown.takeKeyboard?.();
    const words = announcement(model);
    if (words !== this.spoken) this.page.live.textContent = words;
    this.spoken = words;
  }

  private chartBody(): Body {
    const { chart, legend, details, range, replay, rows, notes } = this;
    return chartBody(this.page.body, chart, [replay, legend, details, range, notes, chart, rows]);
  }
}
