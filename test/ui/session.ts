import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { inject, test as base } from 'vitest';
import { launchBrowser } from '../../scripts/vscode/browser.js';
import { repository } from '../../scripts/vscode/repository.js';
import { startServer } from '../../scripts/vscode/server.js';
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
}

/** A test with VS Code open on a folder of its own, in a profile of its own, with the packaged extension installed. */
export const test = base.extend<{ options: SessionOptions; workbench: Workbench }>({
  options: { files: {} },
  workbench: async ({ options, task }, use) => {
    const root = mkdtempSync(join(tmpdir(), 'checkpoint-lens-ui-'));
    const folder = join(root, 'folder');
    mkdirSync(folder);
    for (const [path, content] of Object.entries(options.files)) put(folder, path, content);
    const server = await startServer({
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
    let browser: Browser | undefined;
    try {
      browser = await launchBrowser();
      const opened = await openWorkbench(browser, server, { ...options, folder });
      const workbench = new Workbench(opened, folder);
      await opened.ready();
      await workbench.extensionKnown();
      await use(workbench).finally(() => workbench.screenshot(`${task.name} (end)`));
    } finally {
      await browser?.close();
      await server.stop();
      rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    }
  },
});

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
