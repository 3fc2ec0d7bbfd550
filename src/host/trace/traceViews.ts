import * as vscode from 'vscode';
import type { ViewCommand } from '../../protocol.js';
import type { OperatorIndex } from '../../trace/units.js';
import { contextKeys } from '../manifest.js';
import { openTraceBeside } from './openTrace.js';
import type { RunningTraces, TraceView } from './traceView.js';

/** All open trace views, and which of them is active. */
export class TraceViews implements vscode.Disposable {
  private readonly views = new Set<TraceView>();
  private readonly wanted = new Map<string, OperatorIndex>();
  private readonly status = vscode.window.createStatusBarItem(
    'checkpointLens.selection',
    vscode.StatusBarAlignment.Right,
    100,
  );

  constructor(private readonly runs: RunningTraces) {
    this.status.name = 'Checkpoint Lens Selection';
    runs.onDidChange(() => this.activeChanged());
  }

  get active(): TraceView | undefined {
    return [...this.views].find(({ panel }) => panel.active);
  }

  add(view: TraceView): void {
    this.views.add(view);
    const selections = view.onDidSelect(() => this.showSelection());
    view.panel.onDidChangeViewState(() => this.activeChanged());
    view.panel.onDidDispose(() => {
      selections.dispose();
      this.views.delete(view);
      view.dispose();
      this.activeChanged();
    });
    const operator = this.wanted.get(view.file.uri.toString());
    if (operator !== undefined) view.reveal(operator);
    this.wanted.delete(view.file.uri.toString());
    this.activeChanged();
  }

  command(command: ViewCommand): void {
    this.active?.command(command);
  }

  /** Shows the trace, with the operator's rows in view. */
  async reveal(trace: vscode.Uri, operator: OperatorIndex): Promise<void> {
    const key = trace.toString();
    const open = [...this.views].find(({ file }) => file.uri.toString() === key);
    if (open) open.reveal(operator);
    else this.wanted.set(key, operator);
    await openTraceBeside(trace, { preserveFocus: false });
  }

  dispose(): void {
    this.status.dispose();
    for (const view of this.views) view.dispose();
  }

  private activeChanged(): void {
    const { active } = this;
    const stoppable = !!active && this.runs.isWriting(active.file.uri);
    void vscode.commands.executeCommand('setContext', contextKeys.activeTraceStoppable, stoppable);
    this.showSelection();
  }

  private showSelection(): void {
    const text = this.active?.selection ?? '';
    this.status.text = `$(search) ${text}`;
    if (text === '') this.status.hide();
    else this.status.show();
  }
}
