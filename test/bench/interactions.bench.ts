/**
 * How long the page does not answer while a person works with a trace of many spans: the longest task of each thing that they do, from
 * the key until the page is idle again, for a run of ours and for a job of Flink, with all checkpoints shown.
 *
 *     npm run bench -- interactions [rounds] [thousands of spans]
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { launchBrowser } from '../../scripts/vscode/browser.js';
import { formatDuration } from '../../src/analysis/quantities.js';
import { bundlePages } from './bundlePages.js';
import { machine, median, say } from './report.js';

type Action = (page: Page) => Promise<void>;

const press =
  (...keys: readonly string[]): Action =>
  async ({ keyboard }) => {
    for (const key of keys) await keyboard.press(key);
  };

/** What a person does, one after the other; what is opened is closed again without being measured. */
const actions: Readonly<Record<string, { readonly does: Action; readonly undoes?: Action }>> = {
  'row down': { does: press('ArrowDown') },
  'next lock hold, its details': { does: press('.') },
  'zoom in': { does: press('w'), undoes: press('0') },
  'collapse idle time': { does: press('i'), undoes: press('i') },
  'filter by name, typed': {
    does: async (page) => {
      await page.keyboard.press('/');
      await page.keyboard.type('operator 2');
    },
    undoes: press('Control+a', 'Delete', 'Escape'),
  },
  'filter by sync > 30 ms, typed': {
    does: async (page) => {
      await page.keyboard.press('/');
      await page.keyboard.type('sync>30ms');
    },
    undoes: press('Control+a', 'Delete', 'Escape'),
  },
  'sort by name': { does: press('b', 'ArrowDown', 'Enter'), undoes: press('b', 'ArrowUp', 'Enter') },
  'group otherwise': { does: press('g', 'ArrowDown', 'Enter'), undoes: press('g', 'ArrowUp', 'Enter') },
  'collapse all groups': { does: press('Control+ArrowLeft') },
  'zoom with all collapsed': { does: press('w', 'w'), undoes: press('0', '*') },
  'table of spans': { does: press('t'), undoes: press('t') },
  statistics: { does: press('q'), undoes: press('q') },
  overlay: { does: press('o'), undoes: press('o') },
  'measured range': { does: press('r'), undoes: press('Escape') },
  'one checkpoint': { does: press(']') },
  'critical path': { does: press('x'), undoes: press('x') },
  replay: { does: press('v'), undoes: press('v') },
  'all checkpoints again': { does: (page) => page.getByRole('button', { name: 'All', exact: true }).click() },
};

const kinds = { run: 'a run of ours', job: 'a job of Flink' } as const;
type Kind = keyof typeof kinds;

const [rounds = 3, thousands = 1000] = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), 'checkpoint-lens-bench-'));
try {
  await bundlePages(folder, { lensPage: 'test/bench/interactions/lensPage.ts' }, 'dataurl');
  const measured = new Map<string, Record<Kind, number[]>>();
  for (let round = 0; round < rounds; round++) {
    for (const kind of Object.keys(kinds) as Kind[]) {
      for (const [name, ms] of await measure(kind)) {
        const known = measured.get(name) ?? { run: [], job: [] };
        known[kind].push(ms);
        measured.set(name, known);
      }
    }
  }
  say(`${machine()}; ${thousands * 1000} spans, ${rounds} rounds. The longest task, median of the rounds.\n`);
  say(`| what | ${Object.values(kinds).join(' | ')} |`);
  say('| --- | --- | --- |');
  for (const [name, { run, job }] of measured) say(`| ${name} | ${words(run)} | ${words(job)} |`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Tasks of less than 50 ms are not told of by the browser. */
function words(tasks: readonly number[]): string {
  return median(tasks) === 0 ? '< 50 ms' : formatDuration(median(tasks));
}

async function measure(kind: Kind): Promise<Map<string, number>> {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(120_000);
    await page.setContent('<!doctype html><body><div id="app"></div></body>');
    await page.addStyleTag({ path: join(folder, 'lensPage.css') });
    await page.addScriptTag({ content: readFileSync(join(folder, 'lensPage.js'), 'utf8') });
    const longest = new Map<string, number>();
    await page.evaluate(([of, spans]) => openTrace(of, spans, 1000), [kind, thousands * 1000] as const);
    longest.set('open, from columns', await page.evaluate(() => longestTask()));
    for (const [name, { does, undoes }] of Object.entries(actions)) {
      await page.locator('.names').focus();
      await does(page);
      longest.set(name, await page.evaluate(() => longestTask()));
      await undoes?.(page);
      await page.evaluate(() => longestTask());
    }
    return longest;
  } finally {
    await browser.close();
  }
}
