import { spawn, type ChildProcess } from 'node:child_process';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import type { NodeRuntime } from './nodeRuntime.js';
import { runArguments, tracePath, type RunRequest } from './runRequest.js';

/** Enough for the engine to end its threads and write its trace. */
const stopPatienceMs = 10_000;

export interface RunEnd {
  readonly outcome: 'finished' | 'stopped' | 'failed';
  /** Of a failed run: its last line of error. */
  readonly error?: string;
}

export interface RunLog {
  info(line: string): void;
  warn(line: string): void;
}

/** A run of a pipeline in a process of its own, which ends with this one. */
export class PipelineRun {
  readonly trace: string;
  readonly ended: Promise<RunEnd>;
  private readonly child: ChildProcess;
  private stopping = false;
  private lastError: string | undefined;

  constructor(
    readonly request: RunRequest,
    commandLine: string,
    { program, env }: NodeRuntime,
    log: RunLog,
  ) {
    this.trace = tracePath(request);
    const runArgs = runArguments(request);
    log.info([program, commandLine, ...runArgs].join(' '));
    this.child = spawn(program, [commandLine, ...runArgs], {
      cwd: dirname(request.definition),
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      windowsHide: true,
    });
    this.follow('stdout', (line) => log.info(line));
    this.follow('stderr', (line) => {
      log.warn(line);
      if (line.trim() !== '') this.lastError = line;
    });
    this.ended = this.end();
  }

  /** Asks the run to end; it then writes what it has. A run that does not listen is killed. */
  stop(patienceMs = stopPatienceMs): void {
    this.stopping = true;
    if (this.child.connected) this.child.send({ type: 'stop' });
    const kill = setTimeout(() => this.child.kill('SIGKILL'), patienceMs);
    void this.ended.then(() => clearTimeout(kill));
  }

  private follow(stream: 'stdout' | 'stderr', line: (text: string) => void): void {
    const input = this.child[stream];
    if (input) createInterface({ input }).on('line', line);
  }

  private end(): Promise<RunEnd> {
    return new Promise((resolve) => {
      this.child.once('error', (error) =>
        resolve({ outcome: 'failed', error: `The run could not be started: ${error.message}` }),
      );
      this.child.once('close', (code, signal) => {
        const error = this.lastError ?? `The run ended with ${signal ?? `code ${code}`}.`;
        if (this.stopping) resolve({ outcome: 'stopped' });
        else if (code === 0) resolve({ outcome: 'finished' });
        else resolve({ outcome: 'failed', error });
      });
    });
  }
}
