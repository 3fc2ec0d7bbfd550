import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repository } from '../vscode/repository.js';
import { installExtensions, startServer, type Server, type ServerOptions } from '../vscode/server.js';
import { workbenchUrl } from '../vscode/workbench.js';
import { example } from './example.js';
import { packaged } from './packaged.js';

/** Opens the example in VS Code's server and keeps it until Ctrl-C; answers the exit code. */
export async function openServer(): Promise<number> {
  const session = mkdtempSync(join(tmpdir(), 'checkpoint-lens-'));
  try {
    const options: ServerOptions = {
      profile: join(session, 'profile'),
      extensions: join(session, 'extensions'),
      settings: { 'window.autoDetectColorScheme': true },
      environment: { CHECKPOINT_LENS_DEFINITION: example.definition, CHECKPOINT_LENS_TRACE: example.trace },
    };
    // Copied first: the server looks through the folder only until an installation makes its list.
    cpSync(
      join(repository, 'scripts/start/layout'),
      join(options.extensions, 'checkpoint-lens.start-layout-1.0.0'),
      {
        recursive: true,
      },
    );
    installExtensions([packaged()], options);
    const server = await startServer(options);
    const url = workbenchUrl(server, example.folder);
    console.log(`\nVS Code with the trace and the pipeline: ${url}\nCtrl-C ends it.`);
    openInBrowser(url);
    return await untilInterrupted(server);
  } finally {
    rmSync(session, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

async function untilInterrupted(server: Server): Promise<number> {
  const interrupted = new Promise<'interrupted'>((resolve) => {
    // Stays in force while the session is cleaned up: npm passes on a Ctrl-C that the terminal has sent already.
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
    for (const signal of signals) process.on(signal, () => resolve('interrupted'));
  });
  const reason = await Promise.race([interrupted, server.ended]);
  await server.stop();
  if (reason === 'interrupted') return 0;
  console.error(`VS Code's server ended:\n${server.log()}`);
  return 1;
}

/** A machine without a browser shows nothing; the address is printed in any case. */
function openInBrowser(url: string): void {
  const openers = { darwin: ['open'], win32: ['cmd', '/c', 'start', '""'] } as const;
  const [command, ...args] =
    process.platform === 'darwin' || process.platform === 'win32' ? openers[process.platform] : ['xdg-open'];
  spawn(command, [...args, url.replaceAll('&', process.platform === 'win32' ? '^&' : '&')], {
    stdio: 'ignore',
    detached: true,
  })
    .once('error', () => undefined)
    .unref();
}
