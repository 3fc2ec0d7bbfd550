import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { compare } from '../../analysis/comparison/comparison.js';
import { comparedSide, type Side } from '../../analysis/comparison/side.js';
import type {
  ComparedSide,
  ComparisonCommand,
  FromComparison,
  PageAnswers,
  SpanPlace,
  SummarySide,
  ToComparison,
  ViewPlace,
} from '../../protocol.js';
import { comparisonSummary } from '../../share/comparisonSummary.js';
import type { Trace } from '../../trace/model.js';
import { unpackTrace } from '../../trace/transfer.js';
import { openOperator, type OperatorParts } from '../definitions/openOperator.js';
import { showingFailure } from '../showingFailure.js';
import { openTraceBeside } from '../trace/openTrace.js';
import { PageQuestions } from '../trace/pageQuestions.js';
import { PageRest } from '../trace/pageRest.js';
import type { TraceInput } from '../trace/traceInput.js';
import type { TraceViews } from '../trace/traceViews.js';

export interface ViewedInput {
  readonly label: string;
  readonly checkpoint?: number;
  readonly input: TraceInput;
}

type Message<Type extends FromComparison['type']> = Extract<FromComparison, { type: Type }>;

/**
 * One page that shows one comparison. A hidden page lives on for a minute, and is told when it is shown again what it missed; one that has
 * been taken away meanwhile comes back with `ready` and is told all again.
 */
export class ComparisonView implements vscode.Disposable {
  private readonly subscriptions: { dispose(): unknown }[];
  private readonly rest: PageRest;
  private ready = false;
  private outdated = false;
  private readonly questions = new PageQuestions((message) => this.post(message));

  constructor(
    readonly panel: vscode.WebviewPanel,
    private readonly sides: readonly ViewedInput[],
    private readonly parts: OperatorParts & { readonly views: TraceViews },
    html: () => string,
  ) {
    const load = (): void => void (panel.webview.html = html());
    this.rest = new PageRest({ load, unload: () => this.unload() });
    this.subscriptions = [
      this.rest,
      panel.webview.onDidReceiveMessage((message: FromComparison) => this.receive(message)),
      panel.onDidChangeViewState(() => this.hiddenOrShown()),
      ...sides.map(({ input }) => input.onDidChange(() => this.show())),
    ];
    load();
  }

  /** What is compared, as a file may be named. */
  get label(): string {
    return this.sides.map(({ label }) => label.replace(/\.ckpt\.json(\.gz)?$/i, '')).join(' - ');
  }

  /** A file of one of the sides, to write beside. */
  get file(): vscode.Uri | undefined {
    return this.sides.flatMap(({ input }) => input.targets)[0];
  }

  /** A picture of what is seen; undefined where the page is hidden or shows nothing yet. */
  async picture(what: 'png' | 'svg'): Promise<PageAnswers[typeof what] | undefined> {
    return this.ready && this.panel.visible ? this.questions.ask(what) : undefined;
  }

  command(command: ComparisonCommand): void {
    if (this.ready) this.post({ type: 'command', command });
  }

  dispose(): void {
    this.questions.abandon();
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private hiddenOrShown(): void {
    if (!this.panel.visible) {
      this.questions.abandon();
      this.rest.hidden();
      return;
    }
    this.rest.shown();
    if (this.outdated) this.show();
  }

  private unload(): void {
    this.ready = false;
    this.panel.webview.html = '';
  }

  private receive(message: FromComparison): void {
    switch (message.type) {
      case 'ready':
        this.ready = true;
        this.show();
        break;
      case 'open':
        void showingFailure(this.open(message));
        break;
      case 'openDefinition':
        void showingFailure(this.openDefinition(message));
        break;
      case 'answer':
        this.questions.answered(message);
        break;
      case 'copy':
        void vscode.env.clipboard.writeText(message.text);
        break;
      case 'copyMarkdown':
        void showingFailure(this.copyMarkdown(message));
    }
  }

  private async open({ side, place, checkpoint }: Message<'open'>): Promise<void> {
    const uri = this.sides[side]?.input.uri;
    if (!uri) return;
    const wanted = place
      ? barPlace(place)
      : checkpoint === undefined
        ? undefined
        : { checkpoint, filter: '' };
    if (wanted) {
      this.parts.views.withView(uri, (view) => view.onArrival(() => ({ type: 'goTo', place: wanted })));
    }
    await openTraceBeside(uri, { preserveFocus: false });
  }

  private async openDefinition({ side, operator }: Message<'openDefinition'>): Promise<void> {
    const { uri: trace, state } = this.sides[side]?.input ?? {};
    if (!trace || state?.type !== 'trace') return;
    const { header } = state.packed;
    await openOperator({ trace, header, operator, column: this.panel.viewColumn }, this.parts);
  }

  private async copyMarkdown({ before, after }: Message<'copyMarkdown'>): Promise<void> {
    // Two checkpoints of one trace are compared, too.
    const traces = new Map<TraceInput, Trace>();
    const [a, b] = [this.summedUp(before, traces), this.summedUp(after, traces)];
    if (!a || !b) return;
    const text = comparisonSummary(compare(a.side, b.side), { before: a.label, after: b.label });
    await vscode.env.clipboard.writeText(text);
    vscode.window.setStatusBarMessage(l10n.t('Checkpoint Lens: summary copied as Markdown'), 3000);
  }

  private summedUp(
    { side, chosen }: SummarySide,
    traces: Map<TraceInput, Trace>,
  ): { readonly label: string; readonly side: Side } | undefined {
    const { label = '', checkpoint, input } = this.sides[side] ?? {};
    if (input?.state.type !== 'trace') return undefined;
    const trace = traces.get(input) ?? unpackTrace(input.state.packed);
    traces.set(input, trace);
    return { label, side: comparedSide(trace, checkpoint, chosen) };
  }

  private show(): void {
    this.outdated = true;
    if (!this.ready || !this.panel.visible) return;
    this.outdated = false;
    this.post({ type: 'sides', sides: this.sides.map(sideOf) });
  }

  private post(message: ToComparison): void {
    void this.panel.webview.postMessage(message);
  }
}

function sideOf({ label, checkpoint, input: { state } }: ViewedInput): ComparedSide {
  const shown =
    state.type === 'trace'
      ? { type: state.type, trace: state.packed }
      : state.type === 'unreadable'
        ? { type: state.type, diagnostics: state.diagnostics }
        : state;
  return { label, state: shown, ...(checkpoint !== undefined && { checkpoint }) };
}

function barPlace({ checkpoint, operator, subtask, phase }: SpanPlace): ViewPlace {
  return { checkpoint, selection: { operator, subtask, bar: { checkpoint, phase } }, filter: '' };
}
