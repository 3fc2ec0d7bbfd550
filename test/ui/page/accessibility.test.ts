import { source, type AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from '../../../scripts/vscode/browser.js';
import { themeVariables } from '../../../webview/standalone/themes.js';
import type { FakeHost } from './fakeHost.js';
import { bundlePage, openPage } from './openPage.mjs';
import { pageStates } from './pageStates.js';

declare const fakeHost: FakeHost;
/** In the page, once `source` has run there. */
declare const axe: { run(): Promise<AxeResults> };

const themes = Object.keys(themeVariables) as (keyof typeof themeVariables)[];
let browser: Browser;
let folder: string;

beforeAll(async () => {
  [folder, browser] = await Promise.all([bundlePage(), launchBrowser()]);
});
afterAll(() => browser.close());

/** The parts of a page that break a rule of axe: rule, part, why. */
async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await page.evaluate(() => axe.run());
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)}\n${failureSummary}`),
  );
}

it.each(Object.entries(pageStates))('breaks no rule of axe in any theme: %s', async (_, show) => {
  const { page, problems } = await openPage(browser, folder);
  await show(page);
  expect(problems).toEqual([]);
  await page.evaluate(source);
  for (const theme of themes) {
    await page.evaluate((name) => fakeHost.setTheme(name), theme);
    // The toolkit's buttons take the colours of a theme in their own time.
    await expect.poll(() => violations(page), { message: theme }).toEqual([]);
  }
  await page.close();
});
