import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, inject, test as base } from 'vitest';
import { launchBrowser } from '../../scripts/vscode/browser.js';
import { repository } from '../../scripts/vscode/repository.js';
import { startServer, type Server } from '../../scripts/vscode/server.js';
import { openWorkbench } from '../../scripts/vscode/workbench.js';
import { Workbench } from './workbench.js';

export interface SessionOptions {
  /** Files of the opened folder by path; text, or `true` for a copy of the repository's example of that path. */
  readonly files: Readonly<Record<string, string | Uint8Array | true>>;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly workspaceTrust?: boolean;
  /** The display language, as VS Code names it. */
  readonly language?: string;
  readonly width?: number;
  readonly height?: number;
  /**
   * Whether the tests of a file that have these same options use one window, one after the other, each with nothing open in it:
   * a window costs more than most tests do. For tests that need no file as it was at first.
   */
  readonly isShared?: boolean;
}

/** VS Code with a folder open in it. */
interface Session {
  readonly options: SessionOptions;
  readonly workbench: Workbench;
  close(): Promise<void>;
}

/** What the test before has left for the next one of its file. */
let kept: Session | undefined;
afterAll(() => closeKept());

/**
 * A test with VS Code open on a folder of its own, in a profile of its own, with the packaged extension installed. A window that
 * is shared is closed after a test that failed: what it left behind would be the next one's trouble.
 */
export const test = base.extend<{ options: SessionOptions; workbench: Workbench }>({
  options: { files: {} },
  workbench: async ({ options, task }, use) => {
    const session = await sessionFor(options);
    kept = session;
    await use(session.workbench).finally(() => session.workbench.screenshot(`${task.name} (end)`));
    if (options.isShared !== true || task.result?.state === 'fail') await closeKept();
  },
});

async function sessionFor(options: SessionOptions): Promise<Session> {
  if (kept?.options !== options) {
    await closeKept();
    return openSession(options);
  }
  try {
    await kept.workbench.closeAll();
    return kept;
  } catch (error) {
    await closeKept();
    throw error;
  }
}

async function closeKept(): Promise<void> {
  const session = kept;
  kept = undefined;
  await session?.close();
}

async function openSession(options: SessionOptions): Promise<Session> {
  const root = mkdtempSync(join(tmpdir(), 'checkpoint-lens-ui-'));
  const folder = join(root, 'folder');
  mkdirSync(folder);
  for (const [path, content] of Object.entries(options.files)) put(folder, path, content);
  let server: Server | undefined;
  let browser: Browser | undefined;
  const close = async (): Promise<void> => {
    await browser?.close();
    await server?.stop();
    rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  try {
    server = await startServer({
      profile: join(root, 'profile'),
      extensions: inject('extensions'),
      workspaceTrust: options.workspaceTrust ?? false,
      ...(options.language === undefined ? {} : { language: options.language }),
      settings: {
        // Themes by their older names, which every supported version knows.
        'workbench.colorTheme': 'Default Dark Modern',
        'workbench.reduceMotion': 'on',
        ...options.settings,
      },
    });
    browser = await launchBrowser();
    const opened = await openWorkbench(browser, server, { ...options, folder });
    const workbench = new Workbench(opened, folder);
    await opened.ready();
    await workbench.extensionKnown();
    return { options, workbench, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function put(folder: string, path: string, content: string | Uint8Array | true): void {
  const target = join(folder, path);
  mkdirSync(dirname(target), { recursive: true });
  if (content === true) {
    cpSync(join(repository, 'examples', path), target, { recursive: true, filter: notATrace });
  } else writeFileSync(target, content);
}

function notATrace(path: string): boolean {
  return basename(path) !== '.checkpoint-lens';
}
