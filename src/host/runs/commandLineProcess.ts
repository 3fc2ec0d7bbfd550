import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import * as l10n from '@vscode/l10n';
import type { NodeRuntime } from './nodeRuntime.js';

/** Enough for the engine to end its threads and write its trace, and for a recorder to ask for what is missing. */
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

export interface CommandLineCall {
  /** The file of the command line's code. */
  readonly commandLine: string;
  /** They are logged, and everyone on the machine can see them: no place for a secret. */
  readonly args: readonly string[];
  readonly folder: string;
  readonly runtime: NodeRuntime;
  /** Added to the environment; may hold secrets. */
  readonly environment?: Readonly<Record<string, string>>;
  /** What the process tells over its channel. */
  readonly onMessage?: (message: unknown) => void;
}

/** A subcommand of our command line in a process of its own, which ends with this one. */
export class CommandLineProcess {
  readonly ended: Promise<RunEnd>;
  private readonly child: ChildProcess;
  private stopping = false;
  private kill: NodeJS.Timeout | undefined;
  private lastError: string | undefined;

  constructor(
    { commandLine, args, folder, runtime, environment, onMessage }: CommandLineCall,
    private readonly log: RunLog,
  ) {
    log.info([runtime.program, commandLine, ...args].join(' '));
    this.child = spawn(runtime.program, [commandLine, ...args], {
      cwd: folder,
      env: { ...process.env, ...runtime.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      windowsHide: true,
    });
    this.follow('stdout', (line) => this.log.info(line));
    this.follow('stderr', (line) => {
      this.log.warn(line);
      if (line.trim() !== '') this.lastError = line;
    });
    if (onMessage) this.child.on('message', onMessage);
    this.ended = this.end();
  }

  /** Of the process; undefined where it could not be started. */
  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Asks it to end; it then writes what it has. One that does not listen is killed. */
  stop(patienceMs = stopPatienceMs, message: { readonly type: 'stop' } = { type: 'stop' }): void {
    this.stopping = true;
    if (this.child.connected) this.child.send(message);
    clearTimeout(this.kill);
    this.kill = setTimeout(() => this.child.kill('SIGKILL'), patienceMs);
    void this.ended.then(() => clearTimeout(this.kill));
  }

  /** It said that it did not stop, and does not have to. */
  goesOn(): void {
    this.stopping = false;
    clearTimeout(this.kill);
  }

  private follow(stream: 'stdout' | 'stderr', line: (text: string) => void): void {
    const input = this.child[stream];
    if (input) createInterface({ input }).on('line', line);
  }

  private end(): Promise<RunEnd> {
    return new Promise((resolve) => {
      this.child.once('error', (error) =>
        resolve({ outcome: 'failed', error: l10n.t('The run could not be started: {0}', error.message) }),
      );
      this.child.once('close', (code, signal) => {
        const ending = l10n.t('The run ended with {0}.', signal ?? l10n.t('code {0}', code ?? ''));
        // What it said before somebody killed it is not why it ended.
        const error = signal === null ? (this.lastError ?? ending) : ending;
        if (this.stopping) resolve({ outcome: 'stopped' });
        else if (code === 0) resolve({ outcome: 'finished' });
        else resolve({ outcome: 'failed', error });
      });
    });
  }
}
