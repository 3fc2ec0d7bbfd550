import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';
import { messageOf } from '../../src/engine/errors.js';

/**
 * Runs a program to its end, and gives what it wrote to its standard output.
 *
 * @param what the program's name for people
 * @param env what its environment has beside that of this process
 * @throws {Error} which says what is missing where it cannot be started, or what it said where it failed
 */
export async function runTool(
  what: string,
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  const written = Promise.all([text(child.stdout), text(child.stderr)]);
  const [status] = (await once(child, 'close').catch((error: unknown) => {
    throw new Error(`This test needs ${what}: ${command} cannot be started (${messageOf(error)}).`);
  })) as [number | null];
  const [stdout, stderr] = await written;
  if (status !== 0) throw new Error(`${command} failed (exit code ${status ?? 'none'}):\n${stderr}`);
  return stdout;
}

/** A program of the JDK that JAVA_HOME names, else of the one on the PATH. */
export function jdkTool(name: string): string {
  const home = process.env['JAVA_HOME'];
  return home === undefined || home === '' ? name : join(home, 'bin', name);
}
