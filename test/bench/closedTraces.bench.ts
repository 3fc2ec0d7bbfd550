/**
 * What is left in the window of the real VS Code when traces have been opened and closed: in JavaScript's memory and that of columns,
 * documents and listeners, after a collection, and the resident memory of all processes that show pages. Before counting starts, a few
 * are opened and closed, for what is loaded once.
 *
 *     npm run bench -- closedTraces [times] [thousands of spans]...
 */
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, CDPSession } from 'playwright-core';
import { launchBrowser } from '../../scripts/vscode/browser.js';
import { startServer } from '../../scripts/vscode/server.js';
import { openWorkbench } from '../../scripts/vscode/workbench.js';
import { formatBytes, formatCount } from '../../src/analysis/quantities.js';
import { writeHugeTrace } from '../fixtures/hugeTraceFile.js';
import { installPackagedExtension } from '../ui/installedExtension.js';
import { Workbench } from '../ui/workbench.js';
import { pagesResident } from './peakMemory.js';
import { machine, say } from './report.js';

interface Left {
  readonly bytes: number;
  readonly documents: number;
  readonly listeners: number;
  readonly resident: number;
}

const limitMs = 120_000;
const warmUps = 3;
/** What is opened sooner may open as text: a window knows its custom editors a moment after its extensions. */
const settleMs = 2000;

const [times = 20, ...named] = process.argv.slice(2).map(Number);
const sizes = named.length > 0 ? named : [100, 1000];
const root = mkdtempSync(join(tmpdir(), 'checkpoint-lens-bench-'));
try {
  const folder = join(root, 'folder');
  mkdirSync(folder);
  for (const size of sizes) writeTraceFile(join(folder, fileOf(size)), size * 1000);
  const extensions = installPackagedExtension(root);
  say(`${machine()}; ${times} times.\n`);
  say('| spans | | memory of scripts and columns | documents | listeners | resident |');
  say('| --- | --- | --- | --- | --- | --- |');
  for (const size of sizes) await measure(folder, size, extensions);
} finally {
  rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

function fileOf(size: number): string {
  return `huge-${size}.ckpt.json`;
}

function writeTraceFile(file: string, spans: number): void {
  const target = openSync(file, 'w');
  writeHugeTrace(spans, 1000, (text) => writeSync(target, text));
  closeSync(target);
}

async function measure(folder: string, size: number, extensions: string): Promise<void> {
  const server = await startServer({ extensions, profile: join(root, `profile-${size}`) });
  let browser: Browser | undefined;
  try {
    browser = await launchBrowser();
    const window = await openWorkbench(browser, server, { folder });
    window.page.setDefaultTimeout(limitMs);
    await window.ready();
    const workbench = new Workbench(window, folder);
    await workbench.extensionKnown();
    await window.page.waitForTimeout(settleMs);
    const session = await window.page.context().newCDPSession(window.page);
    for (let n = 0; n < warmUps; n++) await openAndClose(workbench, fileOf(size));
    tell(size, `after ${warmUps}`, await left(browser, session));
    for (let n = 0; n < times; n++) await openAndClose(workbench, fileOf(size));
    tell(size, `after ${times} more`, await left(browser, session));
  } finally {
    await browser?.close();
    await server.stop();
  }
}

async function openAndClose(workbench: Workbench, file: string): Promise<void> {
  const { page } = workbench;
  await page.locator('.explorer-folders-view [role=treeitem]', { hasText: file }).dblclick();
  await workbench.chart.verdictOnPicture.waitFor();
  await workbench.run('View: Close All Editors');
  await workbench.tab(file).waitFor({ state: 'detached' });
}

async function left(browser: Browser, session: CDPSession): Promise<Left> {
  // What one collection finalizes the next one frees.
  for (let n = 0; n < 3; n++) await session.send('HeapProfiler.collectGarbage');
  const heap = await session.send('Runtime.getHeapUsage');
  const { documents, jsEventListeners: listeners } = await session.send('Memory.getDOMCounters');
  const bytes = heap.usedSize + heap.embedderHeapUsedSize + heap.backingStorageSize;
  return { bytes, documents, listeners, resident: await pagesResident(browser) };
}

function tell(size: number, when: string, { bytes, documents, listeners, resident }: Left): void {
  const counts = [formatBytes(bytes), formatCount(documents), formatCount(listeners), formatBytes(resident)];
  say(`| ${[formatCount(size * 1000), when, ...counts].join(' | ')} |`);
}
