import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { ViewCommand } from '../../protocol.js';
import type { OperatorIndex } from '../../trace/units.js';
import { contextKeys } from '../manifest.js';
import { openTraceBeside } from './openTrace.js';
import type { TraceInput } from './traceInput.js';
import type { RunningTraces, TraceView } from './traceView.js';

/** All open trace views, and which of them is active. */
export class TraceViews implements vscode.Disposable {
  /** In the order in which they were looked at last. */
  private readonly views = new Set<TraceView>();
  private readonly changed = new vscode.EventEmitter<void>();
  /** What to do with the next view of an input. */
  private readonly wanted = new Map<string, (view: TraceView) => void>();
  private readonly status = vscode.window.createStatusBarItem(
    'checkpointLens.selection',
    vscode.StatusBarAlignment.Right,
    100,
  );

  /** A view was opened, closed or made active, or its input has changed. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly runs: RunningTraces) {
    this.status.name = l10n.t('Checkpoint Lens Selection');
    runs.onDidChange(() => this.activeChanged());
  }

  get active(): TraceView | undefined {
    return [...this.views].find(({ panel }) => panel.active);
  }

  /** What the open views show, each once: what was looked at last comes first, also while another editor is active. */
  get inputs(): readonly TraceInput[] {
    return [...new Set([...this.views].reverse().map(({ input }) => input))];
  }

  /** The view of an input, the active one where several show it; of the active editor where no input is named. */
  showing(uri?: vscode.Uri): TraceView | undefined {
    const { active } = this;
    const key = uri?.toString();
    if (key === undefined || active?.input.uri.toString() === key) return active;
    return [...this.views].find(({ input }) => input.uri.toString() === key);
  }

  add(view: TraceView): void {
    this.views.add(view);
    const selections = view.onDidSelect(() => this.showSelection());
    const states = view.input.onDidChange(() => this.activeChanged());
    view.panel.onDidChangeViewState(() => {
      if (view.panel.active) {
        this.views.delete(view);
        this.views.add(view);
      }
      this.activeChanged();
    });
    view.panel.onDidDispose(() => {
      selections.dispose();
      states.dispose();
      this.views.delete(view);
      view.dispose();
      this.activeChanged();
    });
    this.wanted.get(view.input.uri.toString())?.(view);
    this.wanted.delete(view.input.uri.toString());
    this.activeChanged();
  }

  command(command: ViewCommand): void {
    this.active?.command(command);
  }

  /** Shows the trace, with the operator's rows in view. */
  async reveal(trace: vscode.Uri, operator: OperatorIndex): Promise<void> {
    this.withView(trace, (view) => view.reveal(operator));
    await openTraceBeside(trace, { preserveFocus: false });
  }

  /** Does something with the view of an input, now or as soon as there is one. */
  withView(uri: vscode.Uri, act: (view: TraceView) => void): void {
    const open = this.showing(uri);
    if (open) act(open);
    else this.wanted.set(uri.toString(), act);
  }

  dispose(): void {
    this.status.dispose();
    this.changed.dispose();
    for (const view of this.views) view.dispose();
  }

  private activeChanged(): void {
    const { active } = this;
    const state = active?.input.state;
    setContext(contextKeys.activeTraceStoppable, !!active && this.runs.isWriting(active.input.uri));
    setContext(contextKeys.activeTraceHasJobs, state?.type === 'trace' && state.jobs.length > 1);
    this.showSelection();
    this.changed.fire();
  }

  private showSelection(): void {
    const text = this.active?.selection ?? '';
    this.status.text = `$(search) ${text}`;
    if (text === '') this.status.hide();
    else this.status.show();
  }
}

function setContext(key: string, value: boolean): void {
  void vscode.commands.executeCommand('setContext', key, value);
}
