import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/**
 * Runs a program to its end.
 *
 * @param what the program's name for people
 * @param env what its environment has beside that of this process
 * @throws {Error} which says what is missing where it cannot be started, or what it said where it failed
 */
export function runTool(
  what: string,
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): string {
  const options = { encoding: 'utf8', env: { ...process.env, ...env } } as const;
  const { error, status, stdout, stderr } = spawnSync(command, args, options);
  if (error !== undefined) {
    throw new Error(`This test needs ${what}: ${command} cannot be started (${error.message}).`);
  }
  if (status !== 0) throw new Error(`${command} failed (exit code ${status ?? 'none'}):\n${stderr}`);
  return stdout;
}

/** A program of the JDK that JAVA_HOME names, else of the one on the PATH. */
export function jdkTool(name: string): string {
  const home = process.env['JAVA_HOME'];
  return home === undefined || home === '' ? name : join(home, 'bin', name);
}
