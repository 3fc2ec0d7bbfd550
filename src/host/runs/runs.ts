import * as vscode from 'vscode';
import { contextKeys } from '../manifest.js';
import type { RunningTraces } from '../trace/traceView.js';
import { PipelineRun } from './pipelineRun.js';
import { stopByPerson, type Run } from './run.js';

/** How long closing the window waits for its runs. */
const closingPatienceMs = 2000;

/** The runs that go on now, at most one of each key. */
export class Runs implements RunningTraces {
  private readonly going = new Map<string, Run>();
  /** The keys of all runs there have been, by their titles. */
  private readonly keys = new Map<string, Set<string>>();
  private readonly changed = new vscode.EventEmitter<void>();

  readonly canRun = true;
  readonly onDidChange = this.changed.event;

  get all(): readonly Run[] {
    return [...this.going.values()];
  }

  of(key: string): Run | undefined {
    return this.going.get(key);
  }

  /** Takes a run in until it ends. */
  add<Kind extends Run>(run: Kind): Kind {
    this.going.set(run.key, run);
    this.keys.set(run.title, (this.keys.get(run.title) ?? new Set()).add(run.key));
    this.tell();
    void run.ended.then(() => {
      this.going.delete(run.key);
      this.tell();
    });
    return run;
  }

  /** What tells a run from all others in a message: its title, how it runs, and where it is from if others of this title have run too. */
  nameOf(run: Run): string {
    const { title, description, detail } = run;
    if ((this.keys.get(title)?.size ?? 0) <= 1) return `${title}, ${description}`;
    return `${title}, ${description}, ${vscode.workspace.asRelativePath(detail)}`;
  }

  isWriting(trace: vscode.Uri): boolean {
    return !!this.writing(trace);
  }

  stopWriting(trace: vscode.Uri): void {
    const run = this.writing(trace);
    if (run) void stopByPerson(run);
  }

  /** A run has written the first of its trace. */
  traceAppeared(): void {
    this.changed.fire();
  }

  /** Ends every run; settles when all have ended. */
  async stopAll(): Promise<void> {
    for (const run of this.all) run.stop(closingPatienceMs);
    await Promise.all(this.all.map(({ ended }) => ended));
  }

  dispose(): void {
    for (const run of this.all) run.stop(0);
    this.changed.dispose();
  }

  private writing(trace: vscode.Uri): Run | undefined {
    return this.all.find((run) => vscode.Uri.file(run.trace).toString() === trace.toString());
  }

  private tell(): void {
    const pipelines = this.all.filter((run) => run instanceof PipelineRun);
    const definitions = pipelines.map(({ request }) => vscode.Uri.file(request.definition).fsPath);
    void vscode.commands.executeCommand('setContext', contextKeys.running, this.all.length > 0);
    void vscode.commands.executeCommand('setContext', contextKeys.hasRunningPipeline, pipelines.length > 0);
    void vscode.commands.executeCommand('setContext', contextKeys.runningPipelines, definitions);
    this.changed.fire();
  }
}
