import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../../scripts/vscode/repository.js';

/** A line of a recording, as far as it is read here. */
export interface RecordedLine {
  readonly t: number;
  readonly path?: string;
  readonly status?: number;
  readonly body?: unknown;
  readonly gap?: string;
}

/** The built command line as a process, recording into `file`. */
export class RecordProcess {
  readonly child: ChildProcess;
  output = '';
  private readonly exit: Promise<unknown[]>;

  constructor(
    url: string,
    readonly file: string,
    args: readonly string[] = [],
    environment: NodeJS.ProcessEnv = {},
  ) {
    const program = join(repository, 'dist/cli.js');
    this.child = spawn(process.execPath, [program, 'record', '--flink', url, '-o', file, ...args], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { ...process.env, ...environment },
    });
    this.exit = once(this.child, 'exit');
    for (const stream of [this.child.stdout!, this.child.stderr!]) {
      stream.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    }
  }

  /** Its exit code; null where a signal ended it. */
  async ended(): Promise<number | null> {
    const [code] = await this.exit;
    return code as number | null;
  }

  /** Everything in the file but the header. */
  lines(): readonly RecordedLine[] {
    return recordedLines(this.file);
  }
}

export function recordedLines(file: string): readonly RecordedLine[] {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  return lines.slice(1).map((line) => JSON.parse(line) as RecordedLine);
}

/** The last answer of each path. */
export function lastAnswers(lines: readonly RecordedLine[]): ReadonlyMap<string, unknown> {
  const answers = new Map<string, unknown>();
  for (const { path, status, body } of lines) {
    if (path !== undefined && status === 200) answers.set(path, body);
  }
  return answers;
}
