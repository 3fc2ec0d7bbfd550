import { dirname } from 'node:path';
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
  private readonly process: CommandLineProcess;

  constructor(
    readonly request: RunRequest,
    commandLine: string,
    runtime: NodeRuntime,
    log: RunLog,
  ) {
    const { definition, snapshot } = request;
    this.key = definition;
    this.title = pipelineName(definition);
    this.description = snapshotTitles[snapshot];
    this.detail = definition;
    this.trace = tracePath(request);
    const args = runArguments(request);
    this.process = new CommandLineProcess({ commandLine, args, folder: dirname(definition), runtime }, log);
  }

  get ended(): Promise<RunEnd> {
    return this.process.ended;
  }

  stop(patienceMs?: number): void {
    this.process.stop(patienceMs);
  }
}
