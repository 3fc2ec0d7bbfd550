import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject } from 'vitest';
import { launchBrowser } from '../../../scripts/vscode/browser.js';
import { openPage, type OpenedPage } from './openPage.mjs';

/** The page of the test that runs. */
export let page: Page;

let browser: Browser;

/**
 * Each test of the file gets a page of its own, with what `show` puts in it to begin with. What goes wrong in the page fails the
 * test, whatever that looks at.
 */
export function openForEachTest(
  show?: (opened: Page) => Promise<void>,
  options?: Parameters<typeof openPage>[2],
): void {
  let problems: readonly string[];
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    ({ page, problems } = await openPage(browser, inject('bundledPage'), options));
    await show?.(page);
  });
  afterEach(async () => {
    expect(problems).toEqual([]);
    await page.close();
  });
}

/** One more page in the same browser, such as the one that a person comes back to. */
export function openAnother(options?: Parameters<typeof openPage>[2]): Promise<OpenedPage> {
  return openPage(browser, inject('bundledPage'), options);
}
