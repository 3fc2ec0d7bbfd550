import * as vscode from 'vscode';
import type { FromWebview, PageAnswers, PictureWishes, ToWebview, ViewCommand } from '../../protocol.js';
import type { OperatorIndex } from '../../trace/units.js';
import { openOperator, type OperatorParts } from '../definitions/openOperator.js';
import { commands } from '../manifest.js';
import type { NoteBooks } from '../notes/noteBooks.js';
import { ViewNotes } from '../notes/viewNotes.js';
import { showingFailure } from '../showingFailure.js';
import type { JobRows } from './jobRows.js';
import { openAsText } from './openAsText.js';
import { PageQuestions } from './pageQuestions.js';
import { PageRest } from './pageRest.js';
import type { ReadableTrace } from './parsedTrace.js';
import type { TraceInput } from './traceInput.js';

/** What a view needs to know of runs. */
export interface RunningTraces {
  /** Whether pipelines can run here at all. */
  readonly canRun: boolean;
  readonly onDidChange: vscode.Event<void>;
  /** Whether a run that can be stopped writes this trace. */
  isWriting(trace: vscode.Uri): boolean;
  stopWriting(trace: vscode.Uri): void;
}

/**
 * One page that shows one input. A page that is hidden is told nothing; shown again it hears what it missed. When it has been taken away
 * meanwhile, by {@link PageRest} or by VS Code, it comes back with `ready` and is told all again.
 */
export class TraceView implements vscode.Disposable {
  private readonly subscriptions: { dispose(): unknown }[] = [];
  private ready = false;
  private posting = false;
  private outdated = false;
  /** As the page was told last. */
  private stoppable = false;
  /** What to say to the page as soon as it has the trace. */
  private readonly arrivals: ((shown: ReadableTrace) => ToWebview | undefined)[] = [];
  private readonly questions = new PageQuestions((message) => this.post(message));
  private readonly rest: PageRest;
  private readonly selected = new vscode.EventEmitter<void>();
  readonly notes: ViewNotes;

  readonly onDidSelect = this.selected.event;
  /** What the page has selected, in words; empty for nothing. */
  selection = '';

  constructor(
    readonly panel: vscode.WebviewPanel,
    readonly input: TraceInput,
    private readonly parts: OperatorParts & {
      readonly runs: RunningTraces;
      readonly jobRows: JobRows;
      readonly noteBooks: NoteBooks;
    },
    html: () => string,
  ) {
    this.notes = new ViewNotes(input, parts.noteBooks, () => this.post(this.notes.message));
    const load = (): void => void (panel.webview.html = html());
    this.rest = new PageRest({ load, unload: () => this.unload() });
    const showTrust = (): void => this.showTrust();
    this.subscriptions.push(
      this.selected,
      this.notes,
      this.rest,
      panel.webview.onDidReceiveMessage((message: FromWebview) => this.receive(message)),
      panel.onDidChangeViewState(() => this.hiddenOrShown()),
      input.onDidChange(() => this.showState()),
      parts.runs.onDidChange(() => {
        if (parts.runs.isWriting(input.uri) !== this.stoppable) this.showState();
      }),
      vscode.workspace.onDidGrantWorkspaceTrust(showTrust),
    );
    load();
  }

  command(command: ViewCommand): void {
    this.post({ type: 'command', command });
  }

  /** Brings the operator's rows into view, now or as soon as the page has the trace. */
  reveal(operator: OperatorIndex): void {
    this.onArrival(() => ({ type: 'reveal', operator }));
  }

  /** Sends a message that is about the trace, now or as soon as the page has it. */
  onArrival(message: (shown: ReadableTrace) => ToWebview | undefined): void {
    this.arrivals.push(message);
    this.sendArrivals();
  }

  /** What the page answers; undefined where it is hidden or shows no trace. */
  async ask<What extends keyof PageAnswers>(
    what: What,
    wishes?: PictureWishes,
  ): Promise<PageAnswers[What] | undefined> {
    return this.isLive ? this.questions.ask(what, wishes) : undefined;
  }

  /** What the page calls what it shows: the input, and its job where there are several. */
  get title(): string {
    const { state, label } = this.input;
    return state.type === 'trace' ? titleOf(label, state) : label;
  }

  dispose(): void {
    this.questions.abandon();
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private get isLive(): boolean {
    return this.ready && this.panel.visible;
  }

  private hiddenOrShown(): void {
    if (this.panel.visible) {
      this.rest.shown();
      if (this.outdated) this.showState();
      else this.sendArrivals();
    } else {
      this.questions.abandon();
      this.rest.hidden();
    }
  }

  private unload(): void {
    this.ready = false;
    this.panel.webview.html = '';
  }

  private receive(message: FromWebview): void {
    switch (message.type) {
      case 'ready':
        this.ready = true;
        this.showTrust();
        this.showState();
        break;
      case 'openDefinition':
        this.openDefinition(message.operator);
        break;
      case 'openAsText':
        void showingFailure(openAsText(this.input, message));
        break;
      case 'reload':
        this.input.reload();
        break;
      case 'stopRun':
        this.parts.runs.stopWriting(this.input.uri);
        break;
      case 'manageTrust':
        void vscode.commands.executeCommand('workbench.trust.manage');
        break;
      case 'compare':
        void vscode.commands.executeCommand(commands.compareWith, this.input.uri);
        break;
      case 'runExample':
        void showingFailure(this.parts.runs.canRun ? runExample() : openExample());
        break;
      case 'copy':
        void vscode.env.clipboard.writeText(message.text);
        break;
      case 'changeNote':
      case 'openNotes':
        void this.notes.receive(message);
        break;
      case 'answer':
        this.questions.answered(message);
        break;
      case 'rows':
        this.keepRows(message.settings);
        break;
      case 'selection':
        this.selection = selectionText(message, this.input);
        this.selected.fire();
    }
  }

  private showTrust(): void {
    const { canRun } = this.parts.runs;
    this.post({ type: 'trust', trusted: vscode.workspace.isTrusted, canRun });
  }

  private openDefinition(operator: OperatorIndex): void {
    const { state, uri: trace } = this.input;
    if (state.type !== 'trace') return;
    const { header } = state.packed;
    const defined = { trace, header, operator, column: this.panel.viewColumn };
    void showingFailure(openOperator(defined, this.parts));
  }

  private keepRows(settings: unknown): void {
    const { state } = this.input;
    if (state.type === 'trace') void this.parts.jobRows.keep(state.packed.header.source.job, settings);
  }

  /** Sends the newest state. While one is on its way, later ones wait, and only the last of them is sent. */
  private showState(): void {
    this.outdated = true;
    if (this.posting || !this.isLive) return;
    this.posting = true;
    void this.postStates().finally(() => (this.posting = false));
  }

  private async postStates(): Promise<void> {
    while (this.outdated && this.isLive) {
      this.outdated = false;
      await this.panel.webview.postMessage(this.stateMessage());
      this.post(this.notes.message);
      this.sendArrivals();
    }
  }

  private stateMessage(): ToWebview {
    const { state, uri, label: file } = this.input;
    if (state.type === 'loading') return { type: 'loading', file };
    const { diagnostics } = state;
    if (state.type === 'unreadable') return { type: 'unreadable', file, diagnostics };
    this.stoppable = this.parts.runs.isWriting(uri);
    return {
      type: 'trace',
      file: this.title,
      trace: state.packed,
      diagnostics,
      stoppable: this.stoppable,
      rows: this.parts.jobRows.of(state.packed.header.source.job),
    };
  }

  private sendArrivals(): void {
    const { state } = this.input;
    if (!this.isLive || this.outdated || state.type !== 'trace') return;
    for (const make of this.arrivals.splice(0)) {
      const message = make(state);
      if (message) this.post(message);
    }
  }

  private post(message: ToWebview): void {
    if (this.ready) void this.panel.webview.postMessage(message);
  }
}

/** The page keeps what is selected and zoomed for each title, so that jobs of one input must not share one. */
function titleOf(label: string, { jobs, job }: ReadableTrace): string {
  const shown = jobs.length > 1 && jobs.find(({ id }) => id === job);
  return shown ? `${label}: ${shown.name} (${job.slice(0, 8)})` : label;
}

async function openExample(): Promise<void> {
  await vscode.commands.executeCommand(commands.openExample);
}

async function runExample(): Promise<void> {
  const copy = await vscode.commands.executeCommand<vscode.Uri | undefined>(commands.openExample, 'orders');
  if (copy) await vscode.commands.executeCommand(commands.runPipeline, copy);
}

/** A name may be of any length, the status bar is not. */
const longestStatusName = 60;

function selectionText(selection: FromWebview & { type: 'selection' }, { state }: TraceInput): string {
  if (state.type !== 'trace' || selection.operator === undefined) return '';
  const { checkpoints, operators } = state.packed.header;
  const operator = operators[selection.operator];
  if (!operator) return '';
  const checkpoint = selection.checkpoint === undefined ? undefined : checkpoints[selection.checkpoint];
  const subtask =
    selection.subtask === undefined ? '' : ` (${selection.subtask + 1}/${operator.parallelism})`;
  const name = operator.name.slice(0, longestStatusName) + subtask;
  return checkpoint ? `#${checkpoint.id} · ${name}` : name;
}
