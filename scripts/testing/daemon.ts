import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { killAfterUs } from '../vscode/killAfterUs.js';

/** A test server's process. It ends with this one at the latest. */
export class Daemon {
  private constructor(
    private readonly child: ChildProcess,
    private readonly log: string,
  ) {}

  /** @param log its output goes to the end of this file. */
  static start(
    command: string,
    args: readonly string[],
    { log, env = {} }: { readonly log: string; readonly env?: Readonly<Record<string, string>> },
  ): Daemon {
    mkdirSync(dirname(log), { recursive: true });
    const output = openSync(log, 'a');
    const child = spawn(command, args, {
      stdio: ['ignore', output, output],
      env: { ...process.env, ...env },
      cwd: dirname(log),
    });
    closeSync(output);
    const killWithUs = (): void => void child.kill('SIGKILL');
    process.on('exit', killWithUs);
    const callOff = child.pid === undefined ? () => undefined : killAfterUs(child.pid);
    child.once('exit', () => {
      process.off('exit', killWithUs);
      callOff();
    });
    child.on('error', () => undefined);
    return new Daemon(child, log);
  }

  get isRunning(): boolean {
    return this.child.pid !== undefined && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Stops and goes on: what hangs and comes back. */
  pause(): void {
    this.child.kill('SIGSTOP');
  }

  resume(): void {
    this.child.kill('SIGCONT');
  }

  /** As when the power fails. */
  async kill(): Promise<void> {
    if (!this.isRunning) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }

  /** Returns once `isReady` says so. @throws Error with the end of the log when the process ends or takes too long. */
  async until(what: string, isReady: () => Promise<boolean>, patienceMs = 180_000): Promise<void> {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      if (await isReady().catch(() => false)) return;
      if (!this.isRunning || Date.now() > deadline) {
        const why = this.isRunning ? `not in ${patienceMs} ms` : 'the process has ended';
        const log = existsSync(this.log)
          ? readFileSync(this.log, 'utf8').trimEnd().split('\n').slice(-15)
          : [];
        throw new Error(`${what}: ${why}\n${log.join('\n')}`);
      }
      await delay(50);
    }
  }
}

/**
 * Runs a program to its end. @throws Error with what it printed, or with `need` when it is not installed.
 */
export async function runProgram(
  command: string,
  args: readonly string[],
  { need, env = {} }: { readonly need: string; readonly env?: Readonly<Record<string, string>> },
): Promise<string> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', () => reject(new Error(`“${command}” cannot be started. ${need}`)));
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}\n${output.slice(-4000)}`);
  return output;
}
