import * as vscode from 'vscode';
import type { ComparedSide, FromComparison, SpanPlace, ToComparison, ViewPlace } from '../../protocol.js';
import { openTraceBeside } from '../trace/openTrace.js';
import type { TraceInput } from '../trace/traceInput.js';
import type { TraceViews } from '../trace/traceViews.js';

export interface ViewedInput {
  readonly label: string;
  readonly checkpoint?: number;
  readonly input: TraceInput;
}

/** One page that shows one comparison. A hidden page is gone; it comes back with `ready` and is told all again. */
export class ComparisonView implements vscode.Disposable {
  private readonly subscriptions: { dispose(): unknown }[];
  private ready = false;

  constructor(
    private readonly panel: vscode.WebviewPanel,
    private readonly sides: readonly ViewedInput[],
    private readonly views: TraceViews,
  ) {
    this.subscriptions = [
      panel.webview.onDidReceiveMessage((message: FromComparison) => this.receive(message)),
      panel.onDidChangeViewState(() => (this.ready &&= panel.visible)),
      ...sides.map(({ input }) => input.onDidChange(() => this.show())),
    ];
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private receive(message: FromComparison): void {
    switch (message.type) {
      case 'ready':
        this.ready = true;
        this.show();
        break;
      case 'open':
        void this.open(message);
        break;
      case 'copy':
        void vscode.env.clipboard.writeText(message.text);
    }
  }

  private async open({ side, place }: FromComparison & { type: 'open' }): Promise<void> {
    const uri = this.sides[side]?.input.uri;
    if (!uri) return;
    if (place) {
      const message = { type: 'goTo', place: viewPlace(place) } as const;
      this.views.withView(uri, (view) => view.onArrival(() => message));
    }
    await openTraceBeside(uri, { preserveFocus: false });
  }

  private show(): void {
    if (!this.ready) return;
    const message: ToComparison = { type: 'sides', sides: this.sides.map(sideOf) };
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

function viewPlace({ checkpoint, operator, subtask, phase }: SpanPlace): ViewPlace {
  return { checkpoint, selection: { operator, subtask, bar: { checkpoint, phase } }, filter: '' };
}
