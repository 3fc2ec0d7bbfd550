import { dirname, join } from 'node:path';
import * as l10n from '@vscode/l10n';
import type { JobEnding, RunReport, StopMessage } from '../../flink/runReport.js';
import { traceSuffix } from '../manifest.js';
import { CommandLineProcess, type RunEnd, type RunLog } from '../runs/commandLineProcess.js';
import type { NodeRuntime } from '../runs/nodeRuntime.js';
import type { Run } from '../runs/run.js';
import { pipelineName, traceFolder } from '../runs/runRequest.js';
import { flinkRunEnvironment } from './flinkRunEnvironment.js';
import type { FlinkTarget } from './flinkTarget.js';
import { stageText } from './stageText.js';

/** A savepoint of much state takes its time; killed before, nobody would know of the job. ms */
const stopPatienceMs = 600_000;

export interface FlinkRunRequest {
  /** Absolute path of the definition. */
  readonly definition: string;
  readonly target: FlinkTarget;
  /** From one checkpoint to the next, as in `2s`. */
  readonly interval: string;
  readonly unaligned: boolean;
  /** Flink's id of a job of the definition that runs already: it is watched, and nothing is submitted. */
  readonly attach?: string;
  /** The savepoint or checkpoint that the job goes on from, a URI of the cluster's file systems. */
  readonly savepoint?: string;
}

export interface FlinkRunParts {
  readonly commandLine: string;
  readonly runtime: NodeRuntime;
  readonly log: RunLog;
  /** What the run says of itself. */
  readonly heard: (report: RunReport) => void;
  /** Asks the person how the job is to end; undefined where it is not to. */
  readonly askHowToStop: (run: FlinkRun) => Promise<JobEnding | undefined>;
}

/** A definition that runs on a Flink cluster. */
export class FlinkRun implements Run {
  readonly key: string;
  readonly title: string;
  readonly description: string;
  readonly detail: string;
  readonly trace: string;
  /** Of the job, once it is submitted. */
  job: string | undefined;
  /** What it does before its first checkpoint, once it has said so. */
  stage: string | undefined;
  private readonly process: CommandLineProcess;
  private stageChanged: () => void = () => undefined;

  constructor(
    request: FlinkRunRequest,
    private readonly parts: FlinkRunParts,
  ) {
    const { definition, target, attach } = request;
    this.job = attach;
    this.key = definition;
    this.title = pipelineName(definition);
    this.description = l10n.t('on Flink');
    this.detail = target.gateway.url;
    this.trace = flinkTracePath(definition);
    const { commandLine, runtime, log } = parts;
    this.process = new CommandLineProcess(
      {
        ...{ commandLine, runtime },
        args: flinkRunArguments(request),
        folder: dirname(definition),
        environment: flinkRunEnvironment(target),
        onMessage: (message) => this.hear(message as RunReport),
      },
      log,
    );
  }

  get ended(): Promise<RunEnd> {
    return this.process.ended;
  }

  onStage(listener: () => void): void {
    this.stageChanged = listener;
  }

  /** The window closes: the job is left running, as a cluster outlives windows. */
  stop(): void {
    this.end('leave');
  }

  /** Asks how the job is to end. */
  async askToStop(): Promise<void> {
    const ending = await this.parts.askHowToStop(this);
    if (ending !== undefined) this.end(ending);
  }

  /** Ends the job in this way, or the watching of it. */
  end(ending: JobEnding): void {
    const message: StopMessage = { type: 'stop', ending };
    this.process.stop(stopPatienceMs, message);
  }

  private hear(report: RunReport): void {
    if (report.type === 'job') this.job = report.job;
    if (report.type === 'goesOn') this.process.goesOn();
    if (report.type === 'stage') {
      this.stage = stageText(report.stage);
      this.stageChanged();
    }
    this.parts.heard(report);
  }
}

/** Beside those of the embedded engine. */
export function flinkTracePath(definition: string): string {
  return join(traceFolder(definition), `${pipelineName(definition)}.flink${traceSuffix}`);
}

export function flinkRunArguments(request: FlinkRunRequest): readonly string[] {
  const { definition, target, interval, unaligned, attach, savepoint } = request;
  const { gateway, cluster } = target;
  return [
    'run',
    definition,
    ...['--on', gateway.url],
    ...(cluster === undefined ? [] : ['--flink', cluster.url]),
    ...(attach === undefined ? [] : ['--attach', attach]),
    ...(savepoint === undefined ? [] : ['--savepoint', savepoint]),
    ...['--interval', interval],
    ...(unaligned ? ['--unaligned'] : []),
    ...['--trace', flinkTracePath(definition)],
  ];
}
