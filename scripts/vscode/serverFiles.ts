import { spawnSync } from 'node:child_process';
import { existsSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './repository.js';

/** The package that holds VS Code's server, apart from ours so that its Node does not come before the user's. */
export const serverModules = join(repository, 'scripts/vscode/server/node_modules');

/**
 * The folder of VS Code's server, ready to start.
 * @throws {Error} when its package is not installed
 */
export function serverFolder(): string {
  const folder = join(serverModules, 'code-server/lib/vscode');
  if (!existsSync(serverEntry(folder))) {
    throw new Error(
      `There is no VS Code server in ${folder}: run "npm ci --ignore-scripts" in scripts/vscode/server.`,
    );
  }
  // Without install scripts these two places have no packages of their own; ours hold what the server loads.
  for (const place of [folder, join(folder, 'extensions')]) {
    const link = join(place, 'node_modules');
    if (!existsSync(link)) symlinkSync(serverModules, link, 'junction');
  }
  return folder;
}

export function serverEntry(folder: string): string {
  return join(folder, 'out/server-main.js');
}

/**
 * A Node that can run the server: it needs `registerHooks`, which came with 22.15.
 * @throws {Error} when there is none
 */
export function serverNode(): string {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const executable = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node';
  const candidates = [
    join(serverModules, `node-${platform}-${process.arch}`, executable),
    process.execPath,
    'node',
  ];
  const found = candidates.find(canRunServer);
  if (found === undefined) {
    throw new Error(
      `VS Code's server needs Node 22.15 or newer, and none of these is: ${candidates.join(', ')}.`,
    );
  }
  return found;
}

function canRunServer(node: string): boolean {
  const question = 'typeof require("node:module").registerHooks';
  const { status, stdout } = spawnSync(node, ['-p', question], { encoding: 'utf8' });
  return status === 0 && stdout.trim() === 'function';
}
