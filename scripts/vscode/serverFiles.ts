import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './repository.js';

/** A package in scripts/vscode that holds a VS Code server, and which Node can run it. */
interface ServerPackage {
  /** Its folder. */
  readonly name: string;
  /** As an error names it. */
  readonly node: string;
  /** An expression that is true in such a Node. */
  readonly nodeQuestion: string;
}

const newest: ServerPackage = {
  name: 'server',
  node: 'Node 22.15 or newer',
  nodeQuestion: 'typeof require("node:module").registerHooks === "function"',
};

/** The oldest version that the extension supports. It is tested on the Node that this version came with. */
const oldest: ServerPackage = {
  name: 'server-oldest',
  node: 'Node 20',
  nodeQuestion: 'process.version.startsWith("v20.")',
};

/** An environment variable, since it has to get from the tests' start through other programs to the server's. */
const chosen = process.env['CHECKPOINT_LENS_VSCODE'] === 'oldest' ? oldest : newest;

/** The folder in scripts/vscode of the server that runs. */
export const serverName = chosen.name;

const serverModules = modulesOf(chosen);

/** Whichever server runs, the packaged browser comes with the newest. */
export const browserModules = modulesOf(newest);

/** A server's packages are apart from ours so that its Node does not come before the user's. */
function modulesOf({ name }: ServerPackage): string {
  return join(repository, 'scripts/vscode', name, 'node_modules');
}

/**
 * The folder of VS Code's server, ready to start.
 * @throws {Error} when its package is not installed
 */
export function serverFolder(): string {
  const folder = join(serverModules, 'code-server/lib/vscode');
  if (!existsSync(serverEntry(folder))) {
    throw new Error(
      `There is no VS Code server in ${folder}: run "npm ci --ignore-scripts" in scripts/vscode/${serverName}.`,
    );
  }
  // Without install scripts these two places have no packages of their own; ours hold what the server loads.
  for (const place of [folder, join(folder, 'extensions')]) {
    const link = join(place, 'node_modules');
    if (existsSync(link)) continue;
    // A link that leads nowhere is left from before the repository was moved.
    rmSync(link, { force: true });
    symlinkSync(serverModules, link, 'junction');
  }
  return folder;
}

export function serverEntry(folder: string): string {
  return join(folder, 'out/server-main.js');
}

/**
 * A Node for the server, first of all the one that its package brings.
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
    throw new Error(`VS Code's server needs ${chosen.node}, and none of these is: ${candidates.join(', ')}.`);
  }
  return found;
}

function canRunServer(node: string): boolean {
  const { status, stdout } = spawnSync(node, ['-p', chosen.nodeQuestion], { encoding: 'utf8' });
  return status === 0 && stdout.trim() === 'true';
}
