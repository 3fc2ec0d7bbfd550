import { dirname, join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { traceSuffix } from '../manifest.js';
import { CommandLineProcess, type RunEnd, type RunLog } from '../runs/commandLineProcess.js';
import type { NodeRuntime } from '../runs/nodeRuntime.js';
import type { Run } from '../runs/run.js';
import { pipelineName, traceFolder } from '../runs/runRequest.js';

/** A savepoint of much state takes its time; killed before, nobody would know of the job. ms */
const stopPatienceMs = 600_000;

export interface FlinkRunRequest {
  /** Absolute path of the definition. */
  readonly definition: string;
  /** The SQL Gateway's URL. */
  readonly gateway: string;
  /** From one checkpoint to the next, as in `2s`. */
  readonly interval: string;
  readonly unaligned: boolean;
}

/** A definition that runs on a Flink cluster; its end is a savepoint. */
export class FlinkRun implements Run {
  readonly key: string;
  readonly title: string;
  readonly description: string;
  readonly detail: string;
  readonly trace: string;
  private readonly process: CommandLineProcess;

  constructor(request: FlinkRunRequest, commandLine: string, runtime: NodeRuntime, log: RunLog) {
    const { definition, gateway } = request;
    this.key = definition;
    this.title = pipelineName(definition);
    this.description = l10n.t('on Flink');
    this.detail = gateway;
    this.trace = flinkTracePath(definition);
    const args = flinkRunArguments(request);
    this.process = new CommandLineProcess({ commandLine, args, folder: dirname(definition), runtime }, log);
  }

  get ended(): Promise<RunEnd> {
    return this.process.ended;
  }

  /** Has the job stopped with a savepoint, whose place the log says. */
  stop(patienceMs = stopPatienceMs): void {
    this.process.stop(patienceMs);
  }
}

/** Beside those of the embedded engine. */
export function flinkTracePath(definition: string): string {
  return join(traceFolder(definition), `${pipelineName(definition)}.flink${traceSuffix}`);
}

export function flinkRunArguments(request: FlinkRunRequest): readonly string[] {
  const { definition, gateway, interval, unaligned } = request;
  return [
    'run',
    definition,
    ...['--on', gateway],
    ...['--interval', interval],
    ...(unaligned ? ['--unaligned'] : []),
    ...['--trace', flinkTracePath(definition)],
  ];
}
