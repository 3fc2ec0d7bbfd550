import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repository } from '../../scripts/vscode/repository.js';

/** Runs the built command line to its end. @throws what it wrote, where it fails */
export async function commandLine(...args: readonly string[]): Promise<{ stdout: string; stderr: string }> {
  return promisify(execFile)(process.execPath, [join(repository, 'dist/cli.js'), ...args], {
    maxBuffer: 1 << 26,
  });
}

/** The built command line while it runs. */
export class CommandProcess {
  private readonly child: ChildProcess;
  private readonly exit: Promise<unknown[]>;
  private readonly heard: (() => void)[] = [];
  /** What it wrote to both streams. */
  output = '';

  constructor(...args: readonly string[]) {
    this.child = spawn(process.execPath, [join(repository, 'dist/cli.js'), ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.exit = once(this.child, 'close');
    for (const stream of [this.child.stdout!, this.child.stderr!]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.output += text;
        for (const listener of this.heard) listener();
      });
    }
  }

  /** Until it has written what is expected. @throws what it wrote, where it ends before */
  async says(expected: string): Promise<void> {
    const said = new Promise<void>((resolve) => {
      const look = (): void => {
        if (this.output.includes(expected)) resolve();
      };
      this.heard.push(look);
      look();
    });
    await Promise.race([said, this.exit]);
    if (!this.output.includes(expected)) throw new Error(`It ended:\n${this.output}`);
  }

  /** As Ctrl+C does, where nobody can be asked. */
  interrupt(): void {
    this.child.kill('SIGINT');
  }

  /** Its exit code; null where a signal ended it. */
  async ended(): Promise<number | null> {
    const [code] = await this.exit;
    return code as number | null;
  }
}
