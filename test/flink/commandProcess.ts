import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { repository } from '../../scripts/vscode/repository.js';

/** Runs the built command line to its end. @throws what it wrote, where it fails */
export async function commandLine(...args: readonly string[]): Promise<{ stdout: string; stderr: string }> {
  return promisify(execFile)(process.execPath, [join(repository, 'dist/cli.js'), ...args], {
    maxBuffer: 1 << 26,
  });
}
