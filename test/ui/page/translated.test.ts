import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { launchBrowser } from '../../../scripts/vscode/browser.js';
import { sources, textsInUse } from '../../unit/l10n/textsInUse.js';
import type { FakeHost } from './fakeHost.js';
import { openPage } from './openPage.mjs';
import { recordedTraces } from './recordedTraces.mjs';
import { isLeftEnglish, textsOfPage, watchPaintedTexts } from './textsOfPage.js';

declare const fakeHost: FakeHost;

let browser: Browser;
/** Each text in brackets: what stands outside them on the page was never looked up. */
let marked: Readonly<Record<string, string>>;
let recordedText: Awaited<ReturnType<typeof recordedTraces>>;

beforeAll(async () => {
  const [texts, ...rest] = await Promise.all([
    textsInUse(sources().values()),
    launchBrowser(),
    recordedTraces(),
  ]);
  marked = Object.fromEntries(texts.map((text) => [text, `⟦${text}⟧`]));
  [browser, recordedText] = rest;
});
afterAll(() => browser.close());

type Step = (page: Page) => Promise<unknown>;

const orders =
  (options: Parameters<FakeHost['sendOrders']>[0] = {}, stoppable = false): Step =>
  async (page) => {
    await page.evaluate(([o, s]) => fakeHost.sendOrders(o, s), [options, stoppable] as const);
    await page.locator('.row, .state').first().waitFor();
  };
const recording =
  (
    name: string,
    checkpoint: number,
    options: Parameters<typeof recordedText>[1] = { from: ['rest'] },
  ): Step =>
  async (page) => {
    await page.evaluate(
      ([text, file, shown]) => {
        fakeHost.state = { file, state: { checkpoint: shown, follow: false } };
        fakeHost.sendText(text, file);
      },
      [recordedText(name, options), `${name}.ckpt.json`, checkpoint] as const,
    );
    await page.locator('.row').first().waitFor();
  };
const keys =
  (...presses: string[]): Step =>
  async (page) => {
    await page.locator('.names').focus();
    for (const press of presses) await page.keyboard.press(press);
  };
const seen =
  (selector: string): Step =>
  (page) =>
    page.locator(selector).first().waitFor();
const click =
  (selector: string): Step =>
  (page) =>
    page.locator(selector).first().click();
const comparison =
  (...names: string[]): Step =>
  async (page) => {
    await page.evaluate(
      (sides) => fakeHost.sendComparison(sides),
      names.map((name) => ({ text: recordedText(name), label: `${name}.ckpt.json` })),
    );
    await page.locator('.lane').first().waitFor();
  };

const states: Readonly<Record<string, readonly Step[]>> = {
  'a run': [orders()],
  'a running one': [orders({ running: true, checkpoints: 6, failed: 2 }, true)],
  'the entire run': [orders({ failed: 4 }), click('.strip .all')],
  'collapsed operators': [orders(), keys('Control+ArrowLeft')],
  'the lens': [orders(), keys('Enter'), seen('.lens:not([hidden])')],
  'a tooltip': [orders(), keys('ArrowRight'), seen('.tooltip:not([hidden])')],
  'the sort menu': [orders(), keys('b'), seen('.menu:not([hidden])')],
  'the group menu': [orders(), keys('g'), seen('.menu:not([hidden])')],
  'the menu of a row': [orders(), keys('Shift+F10'), seen('.menu:not([hidden])')],
  'what a filter can say': [orders(), keys('/'), seen('.suggestions:not([hidden])')],
  'a filter that is not understood': [
    orders(),
    keys('/'),
    (page) => page.keyboard.type('synk>1 sync>50s'),
    seen('.no-rows:not([hidden])'),
  ],
  'a hidden row': [orders(), keys('ArrowDown', 'h'), seen('.hidden-rows:not([hidden])')],
  'the table': [orders(), keys('t'), seen('table')],
  'the statistics': [orders(), keys('q'), seen('table')],
  'the overlay': [orders({ checkpoints: 70, slow: 30, failed: 44 }), keys('o'), seen('.overlay-row')],
  'why, of a run': [orders({ snapshot: 'full-copy' }), click('.why-button'), seen('.finding')],
  'the critical path': [orders(), keys('x')],
  'the measured range': [orders(), keys('r'), seen('.measured-panel:not([hidden])')],
  'a zoomed chart': [orders(), keys('w', 'w')],
  'the replay': [orders({ snapshot: 'full-copy' }), keys('v', ' ', '.', '.'), seen('.replay:not([hidden])')],
  'the keys': [orders(), keys('?'), seen('dialog[open]')],
  loading: [(page) => page.evaluate(() => fakeHost.send({ type: 'loading', file: 'orders.ckpt.json' }))],
  'no checkpoints': [orders({ checkpoints: 0 })],
  unreadable: [(page) => page.evaluate(() => fakeHost.sendUnreadable()), seen('.state')],
  'not trusted': [
    (page) => page.evaluate(() => fakeHost.send({ type: 'trust', trusted: false, canRun: true })),
    orders(),
  ],
  'a job': [recording('skew', 3), click('h1 .reference'), click('.why-button')],
  'a failed checkpoint of a job': [recording('expired', 3), click('h1 .reference'), click('.why-button')],
  'a job with a log': [recording('hidden-flush', 3, {}), click('h1 .reference'), keys('x')],
  'many subtasks': [recording('wide-64-overloaded', 0), click('.row.more')],
  'unaligned checkpoints': [recording('backpressure-unaligned', 3), click('h1 .reference')],
};

const comparisons: Readonly<Record<string, readonly Step[]>> = {
  'two runs': [comparison('hashmap-1m', 'rocksdb-1m-incremental')],
  'all numbers of two runs': [
    comparison('hashmap-1m', 'rocksdb-1m-incremental'),
    click('.comparison-controls vscode-button'),
  ],
  'runs of different size': [comparison('wide-32', 'wide-64-overloaded')],
};

async function leftEnglish(
  name: 'webview' | 'comparison',
  steps: readonly Step[],
): Promise<readonly string[]> {
  const { page, problems } = await openPage(browser, inject('bundledPage'), {
    name,
    texts: marked,
    width: 2000,
  });
  await page.evaluate(watchPaintedTexts);
  for (const step of steps) await step(page);
  // Two pictures later all is painted that was asked for.
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
  const texts = await page.evaluate(textsOfPage);
  expect(problems).toEqual([]);
  await page.close();
  expect(texts.filter((text) => text.includes('⟦')).length).toBeGreaterThan(1);
  return texts.filter(isLeftEnglish);
}

it.each(Object.entries(states))('every text can be translated: %s', async (_, steps) => {
  expect(await leftEnglish('webview', steps)).toEqual([]);
});

it.each(Object.entries(comparisons))('every text of a comparison can be translated: %s', async (_, steps) => {
  expect(await leftEnglish('comparison', steps)).toEqual([]);
});
