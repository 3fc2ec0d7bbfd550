import { vi } from 'vitest';
import { runProgram } from '../../../src/cli/program.js';

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line in this process and gives what a shell would see. */
export async function runInProcess(
  commands: Parameters<typeof runProgram>[0],
  args: readonly string[],
): Promise<Ran> {
  const seen = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    vi.spyOn(process[stream], 'write').mockImplementation((chunk) => {
      seen[stream] += String(chunk);
      return true;
    });
  }
  const code = await runProgram(commands, args);
  vi.restoreAllMocks();
  return { code, ...seen };
}
