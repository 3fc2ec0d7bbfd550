import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { killAfterUs } from './killAfterUs.js';
import { installEmptyLanguagePack } from './languagePack.js';
import { serverEntry, serverFolder, serverNode } from './serverFiles.js';
import { quietSettings } from './settings.js';

export interface ServerOptions {
  /** Folder for settings, state and logs; the caller removes it. */
  readonly profile: string;
  /** Folder of the installed extensions. */
  readonly extensions: string;
  /** User settings, added to {@link quietSettings}. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Whether VS Code asks for trust in a folder; without, every folder is trusted. */
  readonly workspaceTrust?: boolean;
  /** The display language, as VS Code names it; English without. */
  readonly language?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** A VS Code server that listens on this machine only. */
export interface Server {
  /** As in `127.0.0.1:41234`. */
  readonly authority: string;
  /** Every connection must show it: others on this machine could run commands otherwise. */
  readonly token: string;
  /** Resolves when the server has ended, whoever ended it. */
  readonly ended: Promise<void>;
  log(): string;
  stop(): Promise<void>;
}

/** For a server that hangs; one takes seconds. */
const startLimitMs = 180_000;
const stopLimitMs = 5_000;

/**
 * Starts VS Code's server on a free port and waits until it takes connections.
 * @throws {Error} with the server's output when it ends or stays silent
 */
export async function startServer(options: ServerOptions): Promise<Server> {
  const folder = serverFolder();
  const token = randomBytes(16).toString('hex');
  writeSettings(options);
  if (options.language !== undefined) {
    installEmptyLanguagePack(join(options.profile, 'data'), options.language);
  }
  const child = spawn(serverNode(), [serverEntry(folder), ...serverArguments(options, token)], {
    env: serverEnvironment(options),
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own, so that its extension host, file watcher and terminals end with it.
    detached: process.platform !== 'win32',
  });
  // Ctrl-C does not reach that group, and who is killed cannot end it.
  const callOff = child.pid === undefined ? () => undefined : killAfterUs(-child.pid);
  const killNow = (): void => signal(child, 'SIGKILL');
  process.once('exit', killNow);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const output = collect(child, join(options.profile, 'server.log'));
  const port = await listeningPort(child, output, ended);
  return {
    authority: `127.0.0.1:${port}`,
    token,
    ended,
    log: () => output.text,
    async stop() {
      signal(child, 'SIGTERM');
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, stopLimitMs).unref())]);
      killNow();
      callOff();
      process.removeListener('exit', killNow);
    },
  };
}

/**
 * Installs packaged extensions (`*.vsix`) into a folder of extensions.
 * @throws {Error} with the server's output when it refuses one
 */
export function installExtensions(packages: readonly string[], options: ServerOptions): void {
  const wanted = packages.flatMap((path) => ['--install-extension', path]);
  const args = [serverEntry(serverFolder()), '--accept-server-license-terms', ...places(options), ...wanted];
  const { status, stdout, stderr } = spawnSync(serverNode(), args, {
    env: serverEnvironment(options),
    encoding: 'utf8',
  });
  if (status !== 0) {
    throw new Error(`VS Code's server did not install ${packages.join(', ')}:\n${stdout}${stderr}`);
  }
}

function places(options: ServerOptions): string[] {
  return ['--server-data-dir', options.profile, '--extensions-dir', options.extensions];
}

function serverArguments(options: ServerOptions, token: string): string[] {
  return [
    ...['--host', '127.0.0.1', '--port', '0', '--connection-token', token],
    ...places(options),
    ...(options.workspaceTrust === true ? [] : ['--disable-workspace-trust']),
    ...(options.language === undefined ? [] : ['--locale', options.language]),
    ...['--telemetry-level', 'off', '--log', 'info'],
    '--accept-server-license-terms',
    '--disable-telemetry',
    '--disable-experiments',
    '--disable-update-check',
    '--disable-getting-started-override',
    // Else the server runs a login shell to learn its environment.
    '--force-disable-user-env',
  ];
}

function serverEnvironment(options: ServerOptions): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(VSCODE_|NODE_OPTIONS$|ELECTRON_)/.test(name),
  );
  // The server leaves its sockets in the temporary folder; in the profile they go with it.
  const sockets = join(options.profile, 't');
  mkdirSync(sockets, { recursive: true });
  return {
    ...Object.fromEntries(inherited),
    // No gallery, so nothing outside is asked for extensions.
    EXTENSIONS_GALLERY: '{}',
    TMPDIR: sockets,
    XDG_RUNTIME_DIR: sockets,
    ...options.environment,
  };
}

function writeSettings({ profile, settings, workspaceTrust }: ServerOptions): void {
  const folder = join(profile, 'data/User');
  mkdirSync(folder, { recursive: true });
  const trust = { 'security.workspace.trust.enabled': workspaceTrust === true };
  writeFileSync(
    join(folder, 'settings.json'),
    JSON.stringify({ ...quietSettings, ...trust, ...settings }, null, 2),
  );
}

interface Output {
  text: string;
}

function collect(child: ChildProcess, file: string): Output {
  const output: Output = { text: '' };
  const log = createWriteStream(file);
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      output.text += chunk;
      log.write(chunk);
    });
  }
  return output;
}

async function listeningPort(child: ChildProcess, output: Output, ended: Promise<void>): Promise<number> {
  const listening = new Promise<number>((resolve) => {
    child.stdout?.on('data', () => {
      const port = /Server bound to \S*:(\d+)/.exec(output.text)?.[1];
      if (port !== undefined && output.text.includes('Extension host agent started')) resolve(Number(port));
    });
  });
  const silent = new Promise((resolve) => setTimeout(resolve, startLimitMs).unref());
  const port = await Promise.race([listening, ended, silent]);
  if (typeof port === 'number') return port;
  signal(child, 'SIGKILL');
  throw new Error(`VS Code's server did not start:\n${output.text}`);
}

function signal(child: ChildProcess, name: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(name);
    else process.kill(-child.pid, name);
  } catch {
    // It has ended already.
  }
}
