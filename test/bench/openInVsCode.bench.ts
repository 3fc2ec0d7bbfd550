/**
 * How long big files take in the real VS Code from the click that opens them until the verdict and the picture are there,
 * and the memory of the extension host's and the page's process at the peak: our own trace, a history archive, and a folder of
 * logs at DEBUG. Each measurement has a server, a profile and a browser of its own, with the packaged extension installed.
 *
 *     npm run bench -- openInVsCode [rounds] [small.ckpt.json|huge.ckpt.json|…]...
 */
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../scripts/vscode/browser.js';
import { startServer } from '../../scripts/vscode/server.js';
import { openWorkbench } from '../../scripts/vscode/workbench.js';
import { formatBytes, formatDuration } from '../../src/analysis/quantities.js';
import { writeTrace } from '../../src/trace/ckptWriter.js';
import { archivedJob, writeBigArchive } from '../fixtures/bigArchive.js';
import { writeBigLogs } from '../fixtures/bigLogs.js';
import { hugeTrace } from '../fixtures/hugeTrace.js';
import { writeHugeTrace } from '../fixtures/hugeTraceFile.js';
import { installPackagedExtension } from '../ui/installedExtension.js';
import { Workbench } from '../ui/workbench.js';
import { extensionHostMemory, pageMemory } from './peakMemory.js';
import { machine, median, say, spread } from './report.js';

interface Measurement {
  readonly ms: number;
  readonly hostBytes: number;
  readonly pageBytes: number;
}

const small = 'small.ckpt.json';
const trace = 'huge.ckpt.json';
const logs = 'logs';
/** What is opened → what it is called in the report. */
const inputs = {
  [small]: 'trace, 10 spans: what VS Code takes',
  [trace]: 'trace, 1 M spans, 55 MB',
  [archivedJob]: 'history archive, 50 MB',
  [logs]: 'folder of DEBUG logs, 200 MB',
} as const;
type Input = keyof typeof inputs;
const limitMs = 120_000;

/** What is opened sooner may open as text: a window knows its custom editors a moment after its extensions. */
const settleMs = 2000;

const rounds = Number(process.argv[2] ?? 3);
const named = process.argv.slice(3);
const opened = (Object.keys(inputs) as Input[]).filter(
  (input) => named.length === 0 || named.includes(input),
);
const root = mkdtempSync(join(tmpdir(), 'checkpoint-lens-bench-'));
try {
  const folder = writeInputs();
  const extensions = installPackagedExtension(root);
  const measured = new Map<Input, Measurement[]>();
  for (let round = 0; round < rounds; round++) {
    for (const input of opened) {
      const measurement = await open(folder, input, { extensions, profile: join(root, `${input}-${round}`) });
      measured.set(input, [...(measured.get(input) ?? []), measurement]);
    }
  }
  report(measured);
} finally {
  rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

function writeInputs(): string {
  const folder = join(root, 'folder');
  mkdirSync(join(folder, logs), { recursive: true });
  const target = openSync(join(folder, trace), 'w');
  writeHugeTrace(1_000_000, 1000, (text) => writeSync(target, text));
  closeSync(target);
  writeFileSync(join(folder, small), writeTrace(hugeTrace(10, 5)));
  writeBigArchive(join(folder, archivedJob), 50e6);
  writeBigLogs(join(folder, logs), 200e6);
  return folder;
}

async function open(
  folder: string,
  input: Input,
  places: { readonly extensions: string; readonly profile: string },
): Promise<Measurement> {
  const server = await startServer(places);
  let browser: Browser | undefined;
  try {
    browser = await launchBrowser();
    const window = await openWorkbench(browser, server, { folder });
    const workbench = new Workbench(window, folder);
    window.page.setDefaultTimeout(limitMs);
    await window.ready();
    const entry = window.page.locator('.explorer-folders-view [role=treeitem]', { hasText: input });
    await entry.waitFor();
    await window.page.waitForTimeout(settleMs);
    const start = performance.now();
    if (input === logs) await workbench.chooseFromMenu(entry, 'Open with Checkpoint Lens');
    else await entry.dblclick();
    await workbench.chart.verdictOnPicture.waitFor();
    const ms = performance.now() - start;
    return { ms, hostBytes: extensionHostMemory(places.profile), pageBytes: await pageMemory(browser) };
  } finally {
    await browser?.close();
    await server.stop();
  }
}

function report(measured: ReadonlyMap<Input, readonly Measurement[]>): void {
  say(`${machine()}; ${rounds} rounds.\n`);
  say('| what | median | spread | extension host | page |');
  say('| --- | --- | --- | --- | --- |');
  for (const [input, measurements] of measured) {
    const times = measurements.map(({ ms }) => ms);
    const memory = (['hostBytes', 'pageBytes'] as const).map((which) =>
      formatBytes(median(measurements.map((each) => each[which]))),
    );
    say(`| ${[inputs[input], formatDuration(median(times)), spread(times), ...memory].join(' | ')} |`);
  }
}
