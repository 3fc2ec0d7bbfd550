import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { launchBrowser } from '../../../scripts/vscode/browser.js';
import type { FakeHost } from './fakeHost.js';
import { bundlePage, openPage } from './openPage.mjs';

declare const fakeHost: FakeHost;

let browser: Browser;
let folder: string;
let page: Page;
let problems: readonly string[];

beforeAll(async () => {
  [folder, browser] = await Promise.all([bundlePage(), launchBrowser()]);
});
afterAll(() => browser.close());

beforeEach(async () => {
  ({ page, problems } = await openPage(browser, folder));
  await page.evaluate(() => fakeHost.sendOrders());
  await page.getByRole('heading', { level: 1 }).waitFor();
});
afterEach(async () => {
  expect(problems).toEqual([]);
  await page.close();
});

/** What was copied last, as lines of cells. */
const copied = (): Promise<string[][]> =>
  page.evaluate(() =>
    (fakeHost.heard.findLast((message) => message.type === 'copy')?.text ?? '')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.split('\t')),
  );
/** Opens the statistics by their key; until they are there, keys go to the rows. */
async function openStatistics(): Promise<void> {
  await page.keyboard.press('q');
  await page.locator('.table-view:focus').waitFor();
}
const cells = (row: number): Promise<string[]> =>
  page.locator('tbody tr').nth(row).locator('th, td').allInnerTexts();

it('counts each phase of each operator, in the checkpoint shown and in all', async () => {
  await openStatistics();
  await page
    .getByRole('table', { name: 'Statistics by operator and phase: checkpoint #10, 8 subtasks' })
    .waitFor();
  await page.getByRole('button', { name: 'All', exact: true }).click();
  await page
    .getByRole('table', { name: 'Statistics by operator and phase: entire run, 8 subtasks' })
    .waitFor();
  const upload = page.getByRole('row', { name: /count per customer upload no 20/ });
  expect(await upload.locator('td').allInnerTexts()).toEqual([
    'upload',
    'no',
    '20',
    '409 ms',
    '450 ms',
    '466 ms',
    '466 ms',
    '8.27 s',
    '–',
  ]);
});

it('sorts statistics by any column, with mouse and keyboard', async () => {
  await openStatistics();
  const max = page.getByRole('columnheader', { name: 'Max' });
  await max.getByRole('button').click();
  expect(await max.getAttribute('aria-sort')).toBe('descending');
  expect((await cells(0)).slice(0, 2)).toEqual(['count per customer', 'upload']);
  await page.keyboard.press('Enter');
  expect(await max.getAttribute('aria-sort')).toBe('ascending');
  expect((await cells(0)).slice(0, 2)).toEqual(['enrich', 'lock hold']);
});

it('leads from statistics to the longest span', async () => {
  await page.getByRole('button', { name: 'All', exact: true }).click();
  await openStatistics();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.locator('.chart-holder').waitFor();
  await expect
    .poll(() => page.locator('[aria-live]').textContent())
    .toBe('count per customer (1/2), lock hold 27.1 µs, blocks processing, checkpoint #1');
});

it('takes statistics to a spreadsheet, by Ctrl+C and by its button', async () => {
  await openStatistics();
  await page.keyboard.press('Control+c');
  const [head, ...rows] = await copied();
  expect(head).toEqual([
    'operator',
    'phase',
    'blocks',
    'count',
    'median (ms)',
    'p95 (ms)',
    'p99 (ms)',
    'max (ms)',
    'total (ms)',
    'total blocked (ms)',
  ]);
  expect(rows).toContainEqual([
    'count per customer',
    'lock hold',
    'yes',
    '2',
    '0.02205',
    '0.02352',
    '0.02352',
    '0.02352',
    '0.0441',
    '0.0441',
  ]);
  await page.getByRole('button', { name: 'Back to the picture' }).click();
  await page.getByRole('button', { name: 'Statistics' }).click();
  await page.evaluate(() => (fakeHost.heard.length = 0));
  await page.getByRole('button', { name: 'Copy as TSV' }).click();
  expect(await copied()).toHaveLength(rows.length + 1);
});
