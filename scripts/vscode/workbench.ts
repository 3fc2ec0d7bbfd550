import { resolve } from 'node:path';
import type { Browser, BrowserContext, ConsoleMessage, Page } from 'playwright-core';
import type { Server } from './server.js';

export interface WorkbenchOptions {
  readonly folder?: string;
  readonly width?: number;
  readonly height?: number;
  /** What the operating system would say: `VS Code` follows it only where a setting tells it to. */
  readonly colorScheme?: 'dark' | 'light';
  /** Source folders of extensions to load beside the installed ones. */
  readonly extensionsInDevelopment?: readonly string[];
  /** A module whose `run()` the extension host calls; the page then exits with its result. */
  readonly extensionTests?: string;
}

/** VS Code's window in a browser page, and what it did that it should not. */
export interface WorkbenchPage {
  readonly page: Page;
  /** Requests that went to another machine; they were refused. */
  readonly outsideRequests: readonly string[];
  /** Errors of scripts and of the console, with where they came from, without those that this server always has. */
  readonly errors: readonly string[];
  /** Exit code of the extension tests. */
  readonly exitCode: Promise<number>;
  /** What the workbench and its extension host logged, for a look after a failure. */
  log(): string;
  /** Resolves when editors are restored, extensions are known and the extension host answers. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

/** For windows that hang; one takes some ten seconds beside others. */
const readyLimitMs = 240_000;
/** A busy machine is slow, not wrong. */
const patienceMs = 120_000;
const readyMarks = [
  'code/didStartWorkbench',
  'code/didLoadExtensions',
  'code/didCreateSocketOK/ExtensionHost',
];

/** Opens VS Code's window on a folder, in a browser profile of its own. */
export async function openWorkbench(
  browser: Browser,
  server: Server,
  options: WorkbenchOptions,
): Promise<WorkbenchPage> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1440, height: options.height ?? 900 },
    colorScheme: options.colorScheme ?? 'dark',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const outsideRequests = await refuseOutsideRequests(context);
  context.setDefaultTimeout(patienceMs);
  const page = await context.newPage();
  const errors = collectErrors(page);
  const log: string[] = [];
  await page.addInitScript(developWith, developmentOptions(server, options));
  let exit: (code: number) => void = () => undefined;
  const exitCode = new Promise<number>((resolve) => (exit = resolve));
  await page.exposeFunction('codeAutomationExit', (code: number) => exit(code));
  await page.exposeFunction('codeAutomationLog', (type: string, values: unknown[]) => {
    log.push(`[${type}] ${values.map(String).join(' ')}`);
  });
  await page.goto(workbenchUrl(server, options.folder), { waitUntil: 'commit' });
  return {
    page,
    outsideRequests,
    errors,
    exitCode,
    log: () => log.join('\n'),
    async ready() {
      // The palette stays empty for good when it is asked before extensions are known, so the start mark alone is too early.
      await page.waitForFunction(
        (marks) => marks.every((mark) => performance.getEntriesByName(mark).length > 0),
        readyMarks,
        { timeout: readyLimitMs, polling: 50 },
      );
    },
    close: () => context.close(),
  };
}

/** The address that opens VS Code's window on a folder, or on none. */
export function workbenchUrl(server: Server, folder?: string): string {
  const url = new URL(`http://${server.authority}/`);
  url.searchParams.set('tkn', server.token);
  if (folder === undefined) url.searchParams.set('ew', 'true');
  else url.searchParams.set('folder', resolve(folder));
  return url.href;
}

async function refuseOutsideRequests(context: BrowserContext): Promise<string[]> {
  const refused: string[] = [];
  const isOutside = (url: URL): boolean =>
    !['127.0.0.1', 'localhost'].includes(url.hostname) && !['data:', 'blob:'].includes(url.protocol);
  await context.route(isOutside, (route) => {
    refused.push(route.request().url());
    return route.abort();
  });
  return refused;
}

/** Parts of the desktop product and native modules that the server does without. */
const absent =
  /favicon|vsda|serviceWorker|when fetching the script|native-watchdog|mint-key|getServerKeyPart|authentication provider|No extension gallery/;

/** VS Code asks its extension host before it saves, and says so when a busy machine answers later. */
const late = /Aborted onWillSaveTextDocument-event after \d+ms/;

function collectErrors(page: Page): string[] {
  const errors: string[] = [];
  const keep = (error: string): void => {
    if (!absent.test(error) && !late.test(error)) errors.push(error);
  };
  page.on('pageerror', (error) => keep(error.stack ?? error.message));
  page.on('console', (message: ConsoleMessage) => {
    if (message.type() === 'error') keep(`${message.text()} (${message.location().url})`);
  });
  return errors;
}

interface DevelopmentOptions {
  readonly extensions?: readonly RemotePath[];
  readonly extensionTestsPath?: RemotePath;
}

interface RemotePath {
  readonly scheme: 'vscode-remote';
  readonly authority: string;
  readonly path: string;
}

function developmentOptions(server: Server, options: WorkbenchOptions): DevelopmentOptions {
  const remote = (path: string): RemotePath => ({
    scheme: 'vscode-remote',
    authority: server.authority,
    path: resolve(path),
  });
  const { extensionsInDevelopment: extensions = [], extensionTests: tests } = options;
  return {
    ...(extensions.length > 0 ? { extensions: extensions.map(remote) } : {}),
    ...(tests === undefined ? {} : { extensionTestsPath: remote(tests) }),
  };
}

/**
 * Runs in the page before its scripts: adds development options to the configuration that the workbench reads from an
 * attribute. A built server takes them from the address only in its smoke test mode, which suppresses notifications;
 * and a document that the test answers itself loses its web sockets to Chromium's local network checks.
 */
function developWith(options: DevelopmentOptions): void {
  if (window !== window.top || Object.keys(options).length === 0) return;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its element below
  const original = Element.prototype.getAttribute;
  Element.prototype.getAttribute = function (name) {
    const value = original.call(this, name);
    if (value === null || name !== 'data-settings' || this.id !== 'vscode-workbench-web-configuration') {
      return value;
    }
    Element.prototype.getAttribute = original;
    const configuration = JSON.parse(value) as { developmentOptions?: object };
    configuration.developmentOptions = { ...configuration.developmentOptions, ...options };
    return JSON.stringify(configuration);
  };
}
