import { dirname } from 'node:path';
import * as l10n from '@vscode/l10n';
import { ask } from '../../engine/control/controlLine.js';
import { runningRuns } from '../../engine/control/runningRuns.js';
import { CommandLineProcess, type RunEnd, type RunLog } from './commandLineProcess.js';
import type { NodeRuntime } from './nodeRuntime.js';
import type { Run } from './run.js';
import { pipelineName, runArguments, snapshotTitles, tracePath, type RunRequest } from './runRequest.js';

/** A run of a pipeline on the embedded engine. */
export class PipelineRun implements Run {
  readonly key: string;
  readonly title: string;
  readonly description: string;
  readonly detail: string;
  readonly trace: string;
  readonly checkpoints: number;
  private readonly process: CommandLineProcess;

  constructor(
    readonly request: RunRequest,
    commandLine: string,
    runtime: NodeRuntime,
    log: RunLog,
  ) {
    const { definition, snapshot, checkpoints } = request;
    this.checkpoints = checkpoints;
    this.key = definition;
    this.title = pipelineName(definition);
    this.description = snapshotTitles[snapshot];
    this.detail = definition;
    this.trace = tracePath(request);
    const args = runArguments(request);
    this.process = new CommandLineProcess({ commandLine, args, folder: dirname(definition), runtime }, log);
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

  get ended(): Promise<RunEnd> {
    return this.process.ended;
  }

  stop(patienceMs?: number): void {
    this.process.stop(patienceMs);
  }
}
