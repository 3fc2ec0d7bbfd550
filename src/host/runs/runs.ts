import * as vscode from 'vscode';
import { contextKeys } from '../manifest.js';
import type { RunningTraces } from '../trace/traceView.js';
import type { NodeRuntime } from './nodeRuntime.js';
import { PipelineRun, type RunLog } from './pipelineRun.js';
import type { RunRequest } from './runRequest.js';

/** How long closing the window waits for its runs. */
const closingPatienceMs = 2000;

/** The runs that go on now, at most one for each definition. */
export class Runs implements RunningTraces {
  private readonly going = new Map<string, PipelineRun>();
  private readonly changed = new vscode.EventEmitter<void>();

  readonly onDidChange = this.changed.event;

  constructor(
    private readonly commandLine: string,
    private readonly log: RunLog,
  ) {}

  get all(): readonly PipelineRun[] {
    return [...this.going.values()];
  }

  of(definition: string): PipelineRun | undefined {
    return this.going.get(definition);
  }

  start(request: RunRequest, runtime: NodeRuntime): PipelineRun {
    const run = new PipelineRun(request, this.commandLine, runtime, this.log);
    this.going.set(request.definition, run);
    this.tell();
    void run.ended.then(() => {
      this.going.delete(request.definition);
      this.tell();
    });
    return run;
  }

  isWriting(trace: vscode.Uri): boolean {
    return !!this.writing(trace);
  }

  stopWriting(trace: vscode.Uri): void {
    this.writing(trace)?.stop();
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

  writing(trace: vscode.Uri): PipelineRun | undefined {
    return this.all.find((run) => vscode.Uri.file(run.trace).toString() === trace.toString());
  }

  private tell(): void {
    const definitions = this.all.map(({ request }) => vscode.Uri.file(request.definition).fsPath);
    void vscode.commands.executeCommand('setContext', contextKeys.running, definitions.length > 0);
    void vscode.commands.executeCommand('setContext', contextKeys.runningPipelines, definitions);
    this.changed.fire();
  }
}
