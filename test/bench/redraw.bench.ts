/**
 * How long one picture takes of all spans of a trace, from columns or objects in the page's memory: the first, a full redraw,
 * zooming and panning, and the memory of the page's process at the peak; by the extension's page, also with the idle time between
 * checkpoints collapsed, and by Chart.js with a floating bar for each span. Each measurement has a browser of its own; the ways take turns.
 *
 *     npm run bench -- redraw [rounds] [thousands of spans]...
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchBrowser } from '../../scripts/vscode/browser.js';
import { formatBytes, formatDuration } from '../../src/analysis/quantities.js';
import type { Gesture } from './redraw/redrawn.js';
import { bundlePages } from './bundlePages.js';
import { pageMemory } from './peakMemory.js';
import { machine, median, quantile, say, spread } from './report.js';

const pages = ['lensPage', 'plainChartPage'] as const;
const ways = {
  lens: { page: 'lensPage', title: 'Checkpoint Lens', isCollapsed: false },
  collapsed: { page: 'lensPage', title: 'the same, idle time collapsed', isCollapsed: true },
  chart: { page: 'plainChartPage', title: 'Chart.js', isCollapsed: false },
} as const;
type Way = keyof typeof ways;
const gestures = ['fit', 'zoom', 'pan'] as const satisfies readonly Gesture[];
/** With more, one redraw of Chart.js takes tens of seconds. */
const mostForChart = 1_000_000;
const limitMs = 300_000;

/** Redraws of each kind in one round: fewer where one takes seconds. */
function redraws(way: Way, spans: number): number {
  if (way !== 'chart') return 60;
  return spans > 200_000 ? 2 : 8;
}

interface Measurement {
  readonly firstMs: number;
  readonly redrawMs: Readonly<Record<Gesture, readonly number[]>>;
  readonly bytes: number;
}

const [rounds = 3, ...thousands] = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), 'checkpoint-lens-bench-'));
try {
  const sources = pages.map((name): [string, string] => [name, `test/bench/redraw/${name}.ts`]);
  await bundlePages(folder, Object.fromEntries(sources), 'dataurl');
  say(`${machine()}; ${rounds} rounds.\n`);
  say('| spans | way | first picture | spread | full redraw p50/p95 | zoom p50/p95 | pan p50/p95 | memory |');
  say('| --- | --- | --- | --- | --- | --- | --- | --- |');
  for (const count of thousands.length > 0 ? thousands : [0.01, 100, 1000, 10_000]) {
    await compareAt(count * 1000);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function compareAt(spans: number): Promise<void> {
  const compared = (Object.keys(ways) as Way[]).filter((way) => way !== 'chart' || spans <= mostForChart);
  const measured = new Map<Way, Measurement[]>(compared.map((way) => [way, []]));
  for (let round = 0; round < rounds; round++) {
    for (const way of compared) measured.get(way)!.push(await measure(way, spans));
  }
  for (const [way, measurements] of measured) {
    const first = measurements.map(({ firstMs }) => firstMs);
    const redrawn = gestures.map((gesture) => {
      const all = measurements.flatMap(({ redrawMs }) => redrawMs[gesture]);
      return `${formatDuration(median(all))}/${formatDuration(quantile(all, 0.95))}`;
    });
    const memory = formatBytes(median(measurements.map(({ bytes }) => bytes)));
    const cells = [spans, ways[way].title, formatDuration(median(first)), spread(first), ...redrawn, memory];
    say(`| ${cells.join(' | ')} |`);
  }
}

async function measure(way: Way, spans: number): Promise<Measurement> {
  const { page: name, isCollapsed } = ways[way];
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(limitMs);
    await page.setContent('<!doctype html><body><div id="app"></div></body>');
    if (name === 'lensPage') await page.addStyleTag({ path: join(folder, 'lensPage.css') });
    await page.addScriptTag({ content: readFileSync(join(folder, `${name}.js`), 'utf8') });
    const rows = Math.max(1, Math.min(1000, spans / 2));
    const firstMs = await page.evaluate(([n, of]) => redrawn.open(n, of), [spans, rows] as const);
    if (isCollapsed) await page.evaluate(() => redrawn.collapseIdleTime!());
    const redrawMs: Partial<Record<Gesture, readonly number[]>> = {};
    for (const gesture of gestures) {
      const wish = [gesture, redraws(way, spans)] as const;
      redrawMs[gesture] = await page.evaluate(([what, times]) => measureGesture(what, times), wish);
    }
    const bytes = await pageMemory(browser);
    return { firstMs, redrawMs: redrawMs as Measurement['redrawMs'], bytes };
  } finally {
    await browser.close();
  }
}
