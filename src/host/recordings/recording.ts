import { dirname } from 'node:path';
import * as l10n from '@vscode/l10n';
import { CommandLineProcess, type RunEnd, type RunLog } from '../runs/commandLineProcess.js';
import type { NodeRuntime } from '../runs/nodeRuntime.js';
import type { Run } from '../runs/run.js';
import { recordingArguments, recordingEnvironment, type RecordingRequest } from './recordingRequest.js';

/** The recording of a running job's checkpoints. */
export class Recording implements Run {
  readonly key: string;
  readonly title: string;
  readonly description = l10n.t('recording');
  readonly detail: string;
  readonly trace: string;
  private readonly process: CommandLineProcess;

  constructor(request: RecordingRequest, commandLine: string, runtime: NodeRuntime, log: RunLog) {
    const { connection, job, output } = request;
    this.key = recordingKey(connection.url, job.id);
    this.title = job.name;
    this.detail = l10n.t('{url}, job {id}', { url: connection.url, id: job.id });
    this.trace = output;
    const args = recordingArguments(request);
    const environment = recordingEnvironment(request);
    this.process = new CommandLineProcess(
      { commandLine, args, folder: dirname(output), runtime, environment },
      log,
    );
  }

  get ended(): Promise<RunEnd> {
    return this.process.ended;
  }

  stop(patienceMs?: number): void {
    this.process.stop(patienceMs);
  }
}

/** Tells recordings apart, one of a job at a time. */
export function recordingKey(url: string, jobId: string): string {
  return `${url} ${jobId}`;
}
