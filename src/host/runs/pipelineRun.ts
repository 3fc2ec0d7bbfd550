import { dirname } from 'node:path';
import * as l10n from '@vscode/l10n';
import { ask } from '../../engine/control/controlLine.js';
import { runningRuns } from '../../engine/control/runningRuns.js';
import { largePages } from '../../engine/runtime/largePages.js';
import type { RunReport } from '../../flink/runReport.js';
import { CommandLineProcess, type RunEnd, type RunLog } from './commandLineProcess.js';
import { closeTrace } from './closeTrace.js';
import type { NodeRuntime } from './nodeRuntime.js';
import type { Run } from './run.js';
import { pipelineName, runArguments, snapshotTitles, tracePath, type RunRequest } from './runRequest.js';

export interface PipelineRunParts {
  /** The file of the command line's code. */
  readonly commandLine: string;
  readonly runtime: NodeRuntime;
  readonly log: RunLog;
  /** What the run says of itself. */
  readonly heard: (report: RunReport) => void;
}

/** A run of a pipeline on the embedded engine. */
export class PipelineRun implements Run {
  readonly key: string;
  readonly title: string;
  readonly description: string;
  readonly detail: string;
  readonly trace: string;
  readonly checkpoints: number;
  /** When its process is over and its trace says how it ended. */
  readonly ended: Promise<RunEnd>;
  private readonly process: CommandLineProcess;

  constructor(
    readonly request: RunRequest,
    { commandLine, runtime, log, heard }: PipelineRunParts,
  ) {
    const { definition, snapshot, checkpoints } = request;
    this.checkpoints = checkpoints;
    this.key = definition;
    this.title = pipelineName(definition);
    this.description = snapshotTitles[snapshot];
    this.detail = definition;
    this.trace = tracePath(request);
    this.process = new CommandLineProcess(
      {
        ...{ commandLine, runtime, args: runArguments(request), folder: dirname(definition) },
        environment: { CHECKPOINT_LENS_REPORTS: '1', ...largePages(process.env), ...request.credentials },
        onMessage: (message) => heard(message as RunReport),
      },
      log,
    );
    this.ended = this.end(log);
  }

  /**
   * Takes a savepoint into its checkpoint storage; with `stop` the run ends once it is complete.
   *
   * @returns where it is
   * @throws Error when it fails, or the run does not answer.
   */
  async savepoint(stop: boolean): Promise<string> {
    const all = runningRuns();
    const { definition } = this.request;
    // A `node` on the PATH may be a program that starts another.
    const known =
      all.find(({ pid }) => pid === this.process.pid) ?? all.find((run) => run.definition === definition);
    if (!known) throw new Error(l10n.t('the run has not begun, or has ended'));
    const answer = await ask(known.address, { type: 'savepoint', stop });
    if (answer.type === 'failed') throw new Error(answer.reason);
    return answer.type === 'savepoint' ? answer.uri : '';
  }

  stop(patienceMs?: number): void {
    this.process.stop(patienceMs);
  }

  private async end(log: RunLog): Promise<RunEnd> {
    const end = await this.process.ended;
    await closeTrace(this.trace, end.error).catch((error: unknown) => log.warn(String(error)));
    return end;
  }
}
